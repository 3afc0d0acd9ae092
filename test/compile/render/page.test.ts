import { describe, expect, it } from 'vitest';
import { escapeLineStart, escapeProse } from '../../../src/compile/render/escape.js';
import { footnoteLabels } from '../../../src/compile/render/footnotes.js';
import { noteLink, noteOfLink } from '../../../src/compile/render/link.js';
import { makeLinker, type FindNames } from '../../../src/compile/render/linker.js';
import { linkProse, renderPage, shorten, type PageInput } from '../../../src/compile/render/page.js';
import { properties } from '../../../src/compile/render/properties.js';
import { parseNote } from '../../../src/markdown/parse.js';
import { claimOf } from '../../model/claim-fixture.js';

const find =
	(names: Readonly<Record<string, string>>): FindNames =>
	(text) =>
		Object.entries(names)
			.flatMap(([name, conceptId]) => [...text.matchAll(new RegExp(name, 'gi'))].map((match) => ({ conceptId, start: match.index, end: match.index + name.length })))
			.sort((a, b) => a.start - b.start);

const input = (more: Partial<PageInput> = {}): PageInput => {
	const first = claimOf('k-7f3k000000', 'Spaced repetition is reviewing material at growing intervals.', { anchor: 'Spacing' });
	const second = claimOf('k-9q2d000000', 'It counters the forgetting curve.', { sourceId: 's-2' });
	const parts: Omit<PageInput, 'prose'> = {
		id: 'c-7f3k2m',
		type: 'concept',
		title: 'Spaced repetition',
		aliases: ['SRS'],
		created: '2026-11-22',
		updated: '2026-11-22',
		woven: { lead: [{ text: `“${first.text}”`, claims: [first.id] }], facets: [{ heading: 'Mechanism', items: [{ text: `“${second.text}”`, claims: [second.id] }] }] },
		claims: new Map([first, second].map((each) => [each.id, each])),
		sourcePath: (id) => (id === 's-1' ? 'raw/Make It Stick.md' : 'raw/Ebbinghaus 1885.md'),
		disagreements: [],
		relatedHeading: 'Related',
		related: [{ path: 'Retrieval practice', title: 'Retrieval practice', reason: 'shares three sources' }],
		backlinks: [{ path: 'Desirable difficulty', title: 'Desirable difficulty' }],
		...more,
	};
	const linker = makeLinker(find({ 'spaced repetition': 'c-7f3k2m', 'forgetting curve': 'c-2' }), (id) => (id === 'c-2' ? 'Forgetting curve' : 'Spaced repetition'), 'c-7f3k2m');
	return { ...parts, prose: linkProse(parts.woven, parts.claims, linker) };
};

describe('renderPage', () => {
	it('writes the form of a page', () => {
		const page = renderPage(input());
		expect(page.text).toBe(`---
title: Spaced repetition
type: concept
aliases: [SRS]
tags: [wiki/concept]
sources: ["[[raw/Ebbinghaus 1885]]", "[[raw/Make It Stick]]"]
created: 2026-11-22
updated: 2026-11-22
commonplace-id: c-7f3k2m
---
“Spaced repetition is reviewing material at growing intervals.”[^7f3k]

## Mechanism
- “It counters the [[Forgetting curve|forgetting curve]].”[^9q2d]

## Related
- [[Retrieval practice]] — shares three sources

## Referenced by
- [[Desirable difficulty]]

[^7f3k]: [[raw/Make It Stick#Spacing]] “Spaced repetition is reviewing material at growing intervals.”
[^9q2d]: [[raw/Ebbinghaus 1885]] “It counters the forgetting curve.”
`);
		expect(page.links).toEqual(['c-2']);
		expect(page.summary).toBe('Spaced repetition is reviewing material at growing intervals.');
	});

	it('leaves out a sentence that no known claim carries, and a section that is empty then', () => {
		const page = renderPage(input({ woven: { lead: [{ text: 'Invented.', claims: ['k-none'] }], facets: [{ heading: 'Empty', items: [{ text: 'Also invented.', claims: [] }] }] } }));
		expect(page.text).not.toMatch(/nvented|Empty/);
		expect(page.claims).toEqual([]);
	});

	it('shows both sides of a disagreement with their sources', () => {
		const left = claimOf('k-c0aa000000', 'The first interval is one day.');
		const right = claimOf('k-d7fe000000', 'The first interval is twenty minutes.', { sourceId: 's-2' });
		const text = renderPage(
			input({
				disagreements: [
					{
						topic: 'first interval',
						sides: [
							{ claim: left, sourcePage: { path: 'Make It Stick (source)', title: 'Make It Stick' } },
							{ claim: right, sourcePage: { path: 'Ebbinghaus 1885', title: 'Ebbinghaus 1885' } },
						],
					},
				],
			}),
		).text;
		expect(text).toContain('## Disagreements\n> [!warning] first interval\n> - “The first interval is one day.”[^c0aa] — [[Make It Stick (source)|Make It Stick]]\n> - “The first interval is twenty minutes.”[^d7fe] — [[Ebbinghaus 1885]]\n');
		expect(text).toContain('[^c0aa]: [[raw/Make It Stick]] “The first interval is one day.”');
	});
});

describe('footnoteLabels', () => {
	it('are four characters, and longer only where two would meet', () => {
		const labels = footnoteLabels([claimOf('k-abcd111111', 'a'), claimOf('k-abcd122222', 'b'), claimOf('k-zzzz000000', 'c')]);
		expect([...labels.values()]).toEqual(['abcd11', 'abcd12', 'zzzz']);
	});
});

describe('makeLinker', () => {
	it('links only the first mention, never the page itself, and what it may not link to', () => {
		const linker = makeLinker(find({ tea: 'c-tea', cup: 'c-cup', self: 'c-self' }), (id) => (id === 'c-cup' ? null : 'Tea'), 'c-self');
		expect(linker.prose('tea in a cup, tea and self')).toBe('[[Tea|tea]] in a cup, tea and self');
		expect(linker.prose('tea')).toBe('tea');
	});

	it('leaves addresses whole', () => {
		const linker = makeLinker(find({ tea: 'c-tea' }), () => 'Tea', 'c-self');
		expect(linker.prose('https://example.org/tea/pot and www.tea.org or me@tea.org, then tea')).toBe('https://example.org/tea/pot and www.tea.org or me@tea.org, then [[Tea|tea]]');
	});
});

describe('escapeProse', () => {
	it.each([
		['2 * 3 * 4', '2 \\* 3 \\* 4'],
		['snake_case stays, _emphasis_ does not', 'snake_case stays, \\_emphasis\\_ does not'],
		['#NOKINGS and C# and #', '\\#NOKINGS and C# and #'],
		['a [link](x) and [[wiki]]', 'a \\[link\\](x) and \\[\\[wiki\\]\\]'],
		['costs $5 to $10', 'costs \\$5 to \\$10'],
		['<b>bold</b>', '\\<b>bold\\</b>'],
		['50 % and %%hidden%% and ==marked==', '50 % and \\%\\%hidden\\%\\% and \\=\\=marked\\=\\='],
		['R&D &amp; x', 'R\\&D \\&amp; x'],
	])('%s', (plain, escaped) => {
		expect(escapeProse(plain)).toBe(escaped);
	});

	it('reads back as the same plain text', () => {
		for (const plain of ['*a* _b_ `c` [d](e) [[f]] <g> #h $i$ ==j== ~~k~~ %%l%% ^m', '\\ backslash \\[ twice', 'a|b']) {
			const root = parseNote(escapeProse(plain));
			const [paragraph] = root.children;
			expect(paragraph?.type).toBe('paragraph');
			if (paragraph?.type === 'paragraph') expect(paragraph.children.map((child) => ('value' in child ? child.value : '')).join('')).toBe(plain);
		}
	});
});

describe('escapeLineStart', () => {
	it.each([
		['- not a list', '\\- not a list'],
		['1. not a list', '1\\. not a list'],
		['# not a heading', '\\# not a heading'],
		['1984 was a year', '1984 was a year'],
		['---', '\\---'],
	])('%s', (line, escaped) => {
		expect(escapeLineStart(line)).toBe(escaped);
	});
});

describe('noteLink', () => {
	it.each([
		['raw/a b.md', {}, '[[raw/a b]]'],
		['Tea', { display: 'Tea' }, '[[Tea]]'],
		['Tea', { display: 'a | b ]]' }, '[[Tea|a b]]'],
		['raw/a.md', { subpath: 'One # two | [[x]]' }, '[[raw/a#One two x]]'],
		['raw/a#1.md', {}, '[raw/a#1](raw/a%231.md)'],
	])('%s %o', (path, options, link) => {
		expect(noteLink(path, options).replace(/ {2,}/g, ' ')).toBe(link);
	});

	it('leads back to the note', () => {
		for (const path of ['raw/a b.md', 'raw/a#1.md', 'raw/日本 [x].md', 'raw/100%.md', 'raw/a(b)|c.md']) expect(noteOfLink(noteLink(path, { subpath: 'Heading' }))).toBe(path);
	});
});

describe('properties', () => {
	it('quotes what YAML or Obsidian would read as something else', () => {
		expect(
			properties([
				['title', 'yes'],
				['other', 'a: b'],
				['list', ['1', 'plain', 'with, comma', '[[x]]']],
				['none', []],
			]),
		).toBe('---\ntitle: "yes"\nother: "a: b"\nlist: ["1", plain, "with, comma", "[[x]]"]\n---\n');
	});
});

describe('shorten', () => {
	it('cuts at a blank, and inside a word only where there is none', () => {
		expect(shorten('one two three four', 12)).toBe('one two…');
		expect(shorten('字'.repeat(30), 12)).toBe(`${'字'.repeat(11)}…`);
		expect(shorten('short', 12)).toBe('short');
	});
});
