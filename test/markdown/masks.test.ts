import { describe, expect, it } from 'vitest';
import { isMasked, maskedSpans } from '../../src/markdown/masks.js';
import { scanNote } from '../../src/markdown/scan.js';

const NOTE = `---
title: X
---
# X in head
X \`X\` $X$ [[X]] ![[X]] [X](X.md) https://e.org/X <b id="X">X</b> <!-- X --> %%X%% [^X] ^[X] #X X ^X

- X
  \`\`\`
  X
  \`\`\`

    X

$$
X
$$

[^X]: X
`;

describe('masks', () => {
	const reach = (headings: boolean): string => {
		const masks = maskedSpans(NOTE, scanNote(NOTE), { headings });
		return [...NOTE].map((character, at) => (character !== 'X' ? '' : isMasked(masks, at) ? 'm' : 'X')).join('');
	};

	it('leave prose alone to be linked', () => {
		const line = 'X' + 'm'.repeat(8) + 'X' + 'm'.repeat(5) + 'X' + 'm';
		const list = 'X' + 'm' + 'X';
		const math = 'm';
		const footnote = 'mX';
		expect(reach(false)).toBe('m' + 'X' + line + list + math + footnote);
	});

	it('cover headings where that is asked for', () => {
		expect(reach(true).slice(0, 2)).toBe('mm');
	});

	it('are sorted and apart', () => {
		const masks = maskedSpans(NOTE, scanNote(NOTE));
		for (const [index, mask] of masks.entries()) {
			expect(mask.end).toBeGreaterThan(mask.start);
			expect(mask.start).toBeGreaterThan(masks[index - 1]?.end ?? -1);
		}
	});

	it('tell of a range whether any of it is masked', () => {
		const masks = [{ start: 2, end: 4 }, { start: 8, end: 9 }];
		expect([isMasked(masks, 0, 2), isMasked(masks, 0, 3), isMasked(masks, 3, 5), isMasked(masks, 4, 8), isMasked(masks, 4, 20), isMasked(masks, 9, 20)]).toEqual([false, true, true, false, true, false]);
	});
});
