import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash32, sieveOf } from '../../../src/compile/state/sieve.js';

describe('a sieve', () => {
	it('never leaves out a group that holds what is looked for, read back or not', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 2 }), fc.array(fc.string(), { maxLength: 30 })), (groups) => {
				const words = sieveOf();
				for (const [group, texts] of Object.entries(groups)) words.set(group, new Set(texts.map(hash32)));
				const read = sieveOf(words.filters);
				for (const [group, texts] of Object.entries(groups)) {
					for (const text of texts) expect(read.groupsWith([hash32(text)])).toContain(group);
					if (texts.length > 0) expect(words.groupsWith(texts.map(hash32))).toContain(group);
				}
				for (const group of Object.keys(groups)) words.set(group, new Set());
				expect(words.groupsWith([])).toEqual([]);
			}),
		);
	});

	it('names few groups in vain', () => {
		const words = sieveOf();
		for (let group = 0; group < 200; group += 1) words.set(String(group), new Set(Array.from({ length: 500 }, (_, index) => hash32(`word ${String(group)} ${String(index)}`))));
		let vain = 0;
		for (let other = 0; other < 100; other += 1) vain += words.groupsWith([hash32(`other ${String(other)}`)]).length;
		expect(vain).toBeLessThan(100 * 200 * 0.004);
	});
});
