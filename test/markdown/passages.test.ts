import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPassages, splitPassages } from '../../src/markdown/passages.js';
import { scanNote } from '../../src/markdown/scan.js';

const split = (text: string, maxChars?: number) => splitPassages('s-1', text, scanNote(text), maxChars);

describe('splitPassages', () => {
	it('makes one passage a section, with the path of its headings', () => {
		const text = '---\ntitle: x\n---\nintro\n\n# One\na\n\n### *Deep*\nb\n\n## Two\nc\n\n# Three\nd\n';
		expect(split(text).map(({ id, headings, text: own }) => [id, headings, own])).toEqual([
			['s-1.0', [], 'intro'],
			['s-1.1', ['One'], '# One\na'],
			['s-1.2', ['One', 'Deep'], '### *Deep*\nb'],
			['s-1.3', ['One', 'Two'], '## Two\nc'],
			['s-1.4', ['Three'], '# Three\nd'],
		]);
	});

	it('cuts a long section between blocks, a long block between lines, a long line between sentences, then words', () => {
		expect(split('aaaa aaaa.\n\nbbbb bbbb.\n\ncccc', 24).map(({ text }) => text)).toEqual(['aaaa aaaa.\n\nbbbb bbbb.', 'cccc']);
		expect(split('- aaaa\n- bbbb\n- cccc', 15).map(({ text }) => text)).toEqual(['- aaaa\n- bbbb', '- cccc']);
		expect(split('One is. Two is. Three is here.', 20).map(({ text }) => text)).toEqual(['One is. Two is.', 'Three is here.']);
		expect(split('one two three', 8).map(({ text }) => text)).toEqual(['one two', 'three']);
		expect(split('一句。二句。三句。', 7).map(({ text }) => text)).toEqual(['一句。二句。', '三句。']);
	});

	it('covers every character of the body once, and no passage is too long', () => {
		const piece = fc.constantFrom('word ', 'Sentence one. ', '\n', '\n\n', '# Head\n', '## Sub\n', '- item\n', '> quote\n', '```\ncode\n```\n', '👩‍👧', '漢字。', 'x'.repeat(30), '   ', '| a |\n|---|\n| b |\n', '---\n');
		const front = fc.constantFrom('', '---\ntitle: x\n---\n', '\ufeff');
		fc.assert(
			fc.property(front, fc.array(piece, { maxLength: 30 }), fc.integer({ min: 2, max: 60 }), (frontmatter, pieces, maxChars) => {
				const text = frontmatter + pieces.join('');
				const scan = scanNote(text);
				const passages = splitPassages('s-1', text, scan, maxChars);
				let at = scan.bodyStart;
				for (const { start, end, text: own } of passages) {
					expect(start).toBeGreaterThanOrEqual(at);
					expect(text.slice(at, start).trim()).toBe('');
					expect(own).toBe(text.slice(start, end));
					expect(own.length).toBeLessThanOrEqual(maxChars);
					expect(own).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
					at = end;
				}
				expect(text.slice(at).trim()).toBe('');
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('joinPassages', () => {
	const join = (text: string, maxChars: number) => joinPassages(split(text), text, maxChars);
	const text = '# One\na\n\n## Deep\nb\n\n## Two\nc\n\n# Three\nd\n';

	it('makes neighbours one, under the headings that stand above all of it', () => {
		expect(join(text, 1_000).map(({ id, headings, text: own }) => [id, headings, own])).toEqual([['s-1.0', [], text.trim()]]);
		expect(join(text, 30).map(({ id, headings, start, end }) => [id, headings, text.slice(start, end)])).toEqual([
			['s-1.0', ['One'], '# One\na\n\n## Deep\nb\n\n## Two\nc'],
			['s-1.3', ['Three'], '# Three\nd'],
		]);
	});

	it('leaves apart what is too long together, and never makes one longer than allowed', () => {
		expect(join(text, 1)).toEqual(split(text));
		for (let most = 9; most < text.length; most += 1) for (const { start, end } of join(text, most)) expect(end - start).toBeLessThanOrEqual(Math.max(most, 9));
	});
});
