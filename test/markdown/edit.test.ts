import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/markdown/edit.js';

const TEXT = 'The quick brown fox';

describe('applyEdits', () => {
	it('replaces, inserts and removes, in whatever order the edits are given', () => {
		const edits = [
			{ start: 10, end: 15, expect: 'brown', text: 'red' },
			{ start: 0, end: 4, expect: 'The ', text: '' },
			{ start: 19, end: 19, expect: '', text: '!' },
			{ start: 15, end: 15, expect: '', text: ',' },
		];
		fc.assert(
			fc.property(fc.shuffledSubarray(edits, { minLength: 4 }), (shuffled) => {
				expect(applyEdits(TEXT, shuffled)).toEqual({ ok: true, value: 'quick red, fox!' });
			}),
		);
	});

	it.each([
		['range', [{ start: 15, end: 30, expect: '', text: '' }]],
		['range', [{ start: 5, end: 4, expect: '', text: '' }]],
		['range', [{ start: -1, end: 0, expect: '', text: '' }]],
		['range', [{ start: 0.5, end: 1, expect: '', text: '' }]],
		['stale', [{ start: 0, end: 3, expect: 'the', text: 'a' }]],
		['overlap', [{ start: 0, end: 5, expect: 'The q', text: '' }, { start: 4, end: 9, expect: 'quick', text: '' }]],
		['overlap', [{ start: 4, end: 4, expect: '', text: 'a' }, { start: 4, end: 4, expect: '', text: 'b' }]],
	])('refuses by %s', (kind, edits) => {
		expect(applyEdits(TEXT, edits)).toMatchObject({ ok: false, error: { kind } });
	});

	it('is linear: a hundred thousand edits are done at once', () => {
		const text = 'ab'.repeat(100_000);
		const edits = Array.from({ length: 100_000 }, (_, index) => ({ start: index * 2, end: index * 2 + 1, expect: 'a', text: 'xyz' }));
		expect(applyEdits(text, edits)).toEqual({ ok: true, value: 'xyzb'.repeat(100_000) });
	});
});
