import fc from 'fast-check';
import type { Node } from 'mdast';
import { describe, expect, it } from 'vitest';
import { applyEdits, type TextEdit } from '../../src/markdown/edit.js';
import { parseNote, type WikiLink } from '../../src/markdown/parse.js';
import { scanNote } from '../../src/markdown/scan.js';
import { LINK_CASES } from './nasty-links.js';

function nodesOf(root: Node): Node[] {
	const found: Node[] = [];
	const open: Node[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		found.push(node);
		if ('children' in node && Array.isArray(node.children)) open.push(...(node.children as Node[]));
	}
	return found;
}

const shape = ({ source, target, subpath = null, alias = null, embed = false }: { source: string; target: string; subpath?: string | null; alias?: string | null; embed?: boolean }) => ({ source, target, subpath, alias, embed });

describe('links', () => {
	describe.each([
		['LF', '\n'],
		['CRLF', '\r\n'],
		['byte-order mark', '\ufeff'],
	])('with %s', (_, eol) => {
		const adapt = (text: string): string => (eol === '\ufeff' ? eol + text : text.replaceAll('\n', eol));
		it.each(LINK_CASES.map((linkCase) => [linkCase.name, linkCase] as const))('%s', (_name, { text, links }) => {
			const note = adapt(text);
			const found = scanNote(note).links.map(({ start, end, target, subpath, alias, embed }) => shape({ source: note.slice(start, end).replaceAll('\r', ''), target, subpath, alias, embed }));
			expect(found).toEqual(links.map(shape));
		});

		it.each(LINK_CASES.filter(({ scannerOnly }) => scannerOnly !== true).map((linkCase) => [linkCase.name, linkCase] as const))('%s, as the parser reads it', (_name, { text }) => {
			const note = adapt(text);
			const wikilinks = nodesOf(parseNote(note))
				.filter((node): node is WikiLink => node.type === 'wikiLink')
				.map(({ data }) => data.link)
				.sort((a, b) => a.start - b.start);
			expect(wikilinks).toEqual(scanNote(note).links.filter(({ kind }) => kind === 'wiki'));
		});
	});

	it('gives sub-ranges that hold just the target and the alias', () => {
		const text = '| a |\n|---|\n| x ![[ dir/Note #h\\| shown ]] |';
		const [link] = scanNote(text).links;
		expect(link && [text.slice(link.targetSpan.start, link.targetSpan.end), link.aliasSpan && text.slice(link.aliasSpan.start, link.aliasSpan.end)]).toEqual(['dir/Note', 'shown']);
	});

	it('lets every target be renamed and renamed back, byte for byte', () => {
		const fragment = fc.constantFrom(...LINK_CASES.map(({ text }) => text), 'prose', '# head', '- item', '> quote', '```\n[[code]]\n```', 'e\u0301 ✍️');
		fc.assert(
			fc.property(fc.array(fragment, { maxLength: 12 }), fc.constantFrom('\n\n', '\n', '\r\n'), (fragments, separator) => {
				const text = fragments.join(separator);
				const rename = (note: string, name: (target: string, index: number) => string): string => {
					const edits: TextEdit[] = scanNote(note)
						.links.filter(({ kind }) => kind === 'wiki')
						.map(({ targetSpan: { start, end } }, index) => ({ start, end, expect: note.slice(start, end), text: name(note.slice(start, end), index) }));
					const result = applyEdits(note, edits);
					if (!result.ok) throw new Error(result.error.message);
					return result.value;
				};
				const targets = scanNote(text).links.filter(({ kind }) => kind === 'wiki').map(({ targetSpan: { start, end } }) => text.slice(start, end));
				const renamed = rename(text, (target) => `renamed-${target}`);
				expect(scanNote(renamed).links.filter(({ kind }) => kind === 'wiki')).toHaveLength(targets.length);
				expect(rename(renamed, (_target, index) => targets[index] ?? '')).toBe(text);
			}),
		);
	});
});
