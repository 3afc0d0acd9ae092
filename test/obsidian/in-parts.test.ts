import { describe, expect, it } from 'vitest';
import { inParts, whole } from '../../src/obsidian/engine/in-parts.js';

const list = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe('a long list between threads', () => {
	it.each([0, 1, 399, 400, 401, 2_000, 2_345])('of %i arrives whole and in order, in pieces that are small', async (length) => {
		const sizes: number[] = [];
		const ask = inParts(() => Promise.resolve({ items: list(length), rest: 'the rest' }));
		const got = await whole(async (next) => {
			const part = await ask(next);
			sizes.push(part.items.length);
			return part;
		});
		expect(got).toEqual({ items: list(length), rest: 'the rest' });
		expect(Math.max(...sizes)).toBeLessThanOrEqual(400);
	});

	it('is not mixed up with another one that is asked for meanwhile', async () => {
		let reads = 0;
		const ask = inParts(() => Promise.resolve({ items: list(1_000).map((each) => each + 10_000 * reads), rest: (reads += 1) }));
		const [one, other] = await Promise.all([whole(ask), whole(ask)]);
		expect(one.items.every((each) => each < 10_000)).toBe(true);
		expect(other.items.every((each) => each >= 10_000)).toBe(true);
		expect([one.items.length, other.items.length]).toEqual([1_000, 1_000]);
	});
});
