import { describe, expect, it } from 'vitest';
import type { NoteScan } from '../../src/markdown/note.js';
import { scanNote } from '../../src/markdown/scan.js';

/** Blocks as `kind(label)@heading: depth text / …`. */
function outline(text: string, { blocks }: NoteScan = scanNote(text)): string[] {
	return blocks.map(({ kind, label, heading, items }) => {
		const shown = items.map(({ depth, lines }) => `${'>'.repeat(depth)}${lines.map(({ start, end }) => text.slice(start, end)).join('⏎')}`);
		return `${kind}${label === null ? '' : `(${label})`}@${String(heading)}: ${shown.join(' / ')}`;
	});
}

describe('scanNote', () => {
	it.each([
		['paragraphs', 'a\nb\n\nc', ['paragraph@-1: a⏎b', 'paragraph@-1: c']],
		['lists, tasks and what is nested in them', '- a\n  b\n- [x] c\n\t1. d\n\n\t   e\n  - f\n\ng', ['list@-1: a⏎b / c / >d / >e / >f', 'paragraph@-1: g']],
		['a list of another marker', '- a\n* b\n1. c\n2) d', ['list@-1: a', 'list@-1: b', 'list@-1: c', 'list@-1: d']],
		['quotes with lazy lines', '> a\nb\n> > c\n\n> d', ['quote@-1: a⏎b / c', 'quote@-1: d']],
		['callouts', '> [!Warning]- Title\n> a\n>\n> - b', ['callout(warning)@-1: a / b']],
		['tables', 'x\n| a | b |\n|---|:-:|\n| c\\|d | `e` |\n| | f\n\ng', ['paragraph@-1: x', 'table@-1: a⏎b / c\\|d⏎`e` / f', 'paragraph@-1: g']],
		['no table without as many cells', '| a | b |\n|---|\n', ['paragraph@-1: | a | b |⏎|---|']],
		['code', '```js x\na\n```\n\n    b\n\n~~~\nc', ['code(js x)@-1: ', 'code@-1: ', 'code()@-1: ']],
		['math', '$$\na\n$$\nb\n$$ c $$', ['math@-1: ', 'paragraph@-1: b', 'math@-1: ']],
		['comments', '%%\na\n\nb\n%% c\n\n<!-- d\n\n-->\n%% e %%', ['comment@-1: ', 'paragraph@-1: c', 'comment@-1: ', 'comment@-1: ']],
		['HTML', '<div>\na\n</div>\n\nb', ['html@-1: ', 'paragraph@-1: b']],
		['rules', 'a\n\n---\n***\nb', ['paragraph@-1: a', 'rule@-1: ', 'rule@-1: ', 'paragraph@-1: b']],
		['a rule under several lines, which is no heading', 'a\nb\n---\nc', ['paragraph@-1: a⏎b', 'rule@-1: ', 'paragraph@-1: c']],
		['footnotes', '[^1]: a\n    b\n\n    c\n[^x]: d', ['footnote@-1: a⏎b / c', 'footnote@-1: d']],
		['what stands under a heading', 'a\n# H\nb\n## I ##\nc\n\nJ\n===\nd', ['paragraph@-1: a', 'paragraph@0: b', 'paragraph@1: c', 'paragraph@2: d']],
	])('reads %s', (_name, text, blocks) => {
		expect(outline(text)).toEqual(blocks);
		const crlf = text.replaceAll('\n', '\r\n');
		expect(outline(crlf)).toEqual(blocks);
		const macintosh = text.replaceAll('\n', '\r');
		if (!/%%|\$\$/.test(text)) expect(outline(macintosh)).toEqual(blocks);
	});

	it('gives headings as they are linked to and as they are read', () => {
		const { headings } = scanNote('# 🕊️ A *b* `c` [[d|e]] ^id\nSet [text](u)\n---\n####### no\n#no');
		expect(headings.map(({ level, raw, text }) => ({ level, raw, text }))).toEqual([
			{ level: 1, raw: '🕊️ A *b* `c` [[d|e]]', text: '🕊️ A b c e' },
			{ level: 2, raw: 'Set [text](u)', text: 'Set text' },
		]);
	});

	it('finds tags in prose only', () => {
		const text = '#a #a/b/ #日本語 #éa_-1 (#no) x#no #123 #1a `#no` https://e.org/#no [t](#no) \\#no #👍🏽\n\n```\n#no\n```\n# #h';
		expect(scanNote(text).tags.map(({ tag }) => tag)).toEqual(['a', 'a/b', '日本語', 'éa_-1', '1a', '👍🏽', 'h']);
	});

	it('finds block ids at the end of a block', () => {
		const text = 'a ^one\n\n- b ^two\n- c\n  ^no-id_\n\n> d\n\n^three\n\ne^no ^no f\n\n`^no`';
		const { blockIds } = scanNote(text);
		expect(blockIds.map(({ id, start, end }) => [id, text.slice(start, end)])).toEqual([['one', '^one'], ['two', '^two'], ['three', '^three']]);
	});

	it('finds footnotes of all three kinds', () => {
		const text = 'a[^1] b^[in [^2]]\n\n[^1]: c [^3]\n\n`[^no]` \\[^no]';
		expect(scanNote(text).footnotes.map(({ label, kind, start, end }) => [kind, label, text.slice(start, end)])).toEqual([
			['reference', '1', '[^1]'],
			['inline', '', '^[in [^2]]'],
			['reference', '2', '[^2]'],
			['definition', '1', '[^1]:'],
			['reference', '3', '[^3]'],
		]);
	});

	it('tells of what is never closed, with its line', () => {
		expect(scanNote('a\n\n```\nb').problems).toMatchObject([{ line: 3 }]);
		expect(scanNote('a\n<!-- b').problems).toMatchObject([{ line: 2 }]);
		const open = scanNote('a\n\n%% b\n\nc');
		expect(open.problems).toMatchObject([{ line: 3 }]);
		expect(outline('a\n\n%% b\n\nc', open)).toHaveLength(3);
	});

	it.each(['', '\ufeff', '\n', '\r\n\r\n', '   ', '---\ntitle: x\n---', '---\n---\n', '\ud800', '\udc00[[\ud800]]\ud83d', '\0', '>', '- ', '|', '[^', '```'])('reads %j without a body to lose', (text) => {
		const scan = scanNote(text);
		expect(scan.bodyStart).toBeLessThanOrEqual(text.length);
		for (const { start, end } of [...scan.blocks, ...scan.links, ...scan.headings]) expect(0 <= start && start <= end && end <= text.length).toBe(true);
	});

	it('knows the line ending and the byte-order mark', () => {
		expect(scanNote('\ufeffa\r\nb')).toMatchObject({ bom: true, eol: '\r\n', bodyStart: 1 });
		expect(scanNote('a\nb\r\n')).toMatchObject({ bom: false, eol: '\n', bodyStart: 0 });
	});
});
