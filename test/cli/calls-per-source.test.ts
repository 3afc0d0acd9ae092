import { expect, it } from 'vitest';
import { callsPerSource, measureCalls, timesOwnTokens } from '../../bench/calls.js';

it('asks a model twice for a note of 7 KB, with at most four times its own tokens, and not at all for one that did not change', async () => {
	const [byItself, together, unchanged] = await measureCalls('.');
	if (byItself === undefined || together === undefined || unchanged === undefined) throw new Error('The bench counted nothing.');
	expect(byItself.sources).toBeGreaterThan(8);
	for (const measured of [byItself, together]) {
		expect(callsPerSource(measured)).toBeLessThanOrEqual(2);
		expect(timesOwnTokens(measured)).toBeLessThanOrEqual(4);
	}
	expect(unchanged.calls).toEqual({});
});
