import { describe, expect, it } from 'vitest';
import { daysBefore, planRetirement } from '../../../src/worker/transcripts/retire.js';
import { factsOf, renderTranscript } from '../../../src/worker/transcripts/transcript.js';
import { orderHash } from '../../../src/worker/transcripts/order-hash.js';
import { order } from '../wrappers/scripted.js';

const folder = '_commonplace/transcripts';

function note(input: string, coin: number | null): string {
	const asked = order({ input, task: 'weave:wiki/a|b.md' });
	const answer = { clock_ms: 5, coin_usd: coin, carbon_g: 1, model: 'm', tokens: { in: 7, cached: 1, written: 0, out: 3 }, transcript: null, ok: true as const, text: '{}' };
	return renderTranscript(factsOf(asked, answer, { worker: 'w', run: 'r-1', at: '2026-10-01T09:00:00.000Z', carbon: { low: 0.5, high: 1.5 } }), asked, answer, (text) => text);
}

describe('old transcripts', () => {
	it('are found by day, the digests left out', () => {
		const paths = [`${folder}/2026/10/02/b-extract-1.md`, `${folder}/2026/10/01/090000-weave-2.md`, `${folder}/2026/10/01/080000-weave-1.md`, `${folder}/2026/10/2026-10-01.md`, `${folder}/2026/11/22/a.md`, 'raw/2026/10/01/x.md'];
		expect(daysBefore('_commonplace', paths, '2026-11-01')).toEqual([
			{ day: '2026-10-01', paths: [`${folder}/2026/10/01/080000-weave-1.md`, `${folder}/2026/10/01/090000-weave-2.md`], digest: `${folder}/2026/10/2026-10-01.md` },
			{ day: '2026-10-02', paths: [`${folder}/2026/10/02/b-extract-1.md`], digest: `${folder}/2026/10/2026-10-02.md` },
		]);
		expect(daysBefore('_commonplace', paths, '2026-10-01')).toEqual([]);
	});

	it('become one line each, with hashes and costs, and stay when they cannot be read', () => {
		const [day] = daysBefore('_commonplace', [`${folder}/2026/10/01/090000-weave-1.md`], '2026-11-01');
		if (day === undefined) throw new Error('no day');
		const notes = [{ path: `${folder}/2026/10/01/090001-weave-2.md`, text: note('two', null) }, { path: `${folder}/2026/10/01/090000-weave-1.md`, text: note('one', 0.25) }, { path: `${folder}/2026/10/01/broken.md`, text: 'mine' }];
		const planned = planRetirement(day, notes, null);
		expect(planned.remove).toEqual([`${folder}/2026/10/01/090000-weave-1.md`, `${folder}/2026/10/01/090001-weave-2.md`]);
		expect(planned.problems).toMatchObject([{ path: `${folder}/2026/10/01/broken.md` }]);
		const lines = planned.text.split('\n').filter((line) => line.startsWith('| 09'));
		expect(lines).toHaveLength(2);
		expect(lines[0]).toContain(orderHash(order({ input: 'one' })));
		expect(lines[0]).toContain('| 0.25 | 0.500–1.50 |');
		expect(lines[0]).toContain('weave:wiki/a\\|b.md');
		expect(lines[1]).toContain('| unknown | 0.500–1.50 |');
	});

	it('that are retired twice, as after a crash, leave one line', () => {
		const [day] = daysBefore('_commonplace', [`${folder}/2026/10/01/090000-weave-1.md`], '2026-11-01');
		if (day === undefined) throw new Error('no day');
		const one = { path: `${folder}/2026/10/01/090000-weave-1.md`, text: note('one', 1) };
		const first = planRetirement(day, [one], null);
		const again = planRetirement(day, [one, { path: `${folder}/2026/10/01/090009-weave-3.md`, text: note('three', 1) }], first.text);
		expect(again.text.startsWith(first.text)).toBe(true);
		expect(again.text.split('\n').filter((line) => line.startsWith('| 09'))).toHaveLength(2);
		expect(again.remove).toHaveLength(2);
	});
});
