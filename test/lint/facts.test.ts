import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { properties } from '../../src/compile/render/properties.js';
import { readFacts, type NoteRead } from '../../src/lint/facts.js';
import { sharedPieces } from '../../src/lint/own-string.js';
import { readProperties } from '../../src/lint/properties.js';
import { readFrontmatter } from '../../src/markdown/frontmatter.js';
import { scanNote } from '../../src/markdown/scan.js';

const read = (text: string): NoteRead => readFacts(text, sharedPieces());
const targets = (text: string): string[] => read(text).facts.links.targets.map((piece) => piece.text);

describe('the links of a note', () => {
	it('are told once, with the first line and how often', () => {
		const { facts } = read('---\ntitle: A\n---\n[[B]] [[C#x|c]]\n\n![[B]] [there](d/E.md) [out](https://e.org) `[[F]]`\n');
		expect({ ...facts.links, targets: facts.links.targets.map(({ text }) => text) }).toEqual({ targets: ['B', 'C', 'd/E.md'], lines: [4, 4, 6], counts: [2, 1, 1] });
	});

	it('leave out what a quoted source links to', () => {
		expect(targets('See [[A]].[^k]\n\n[^k]: [[raw/B#C]] “Compare [[D]].”\n[^own]: My [[E]].\n')).toEqual(['A', 'E']);
	});

	it('are told apart from code behind the mark of a list, and found behind an escaped bracket', () => {
		expect(targets('-     [[A]]\n')).toEqual([]);
		expect(targets('- [[A]]\n1. [[B]]\n\\[[[C]]\n\\[[D]]\n')).toEqual(['A', 'B', 'C']);
	});

	it('are the same of notes that share their pieces', () => {
		const pieces = sharedPieces();
		const many = Array.from({ length: 20_000 }, (_, number) => `page ${String(number)}`);
		for (const name of [...many, ...many]) expect(readFacts(`[[${name}]]`, pieces).facts.links.targets[0]?.text).toBe(name);
		expect(readFacts('[[page 7]]', pieces).facts.links.targets[0]).toBe(readFacts('see [[page 7|x]]', pieces).facts.links.targets[0]);
	});

	const PIECES = ['[[', ']]', '[', ']', '|', '#', '!', '\\', '`', '$', '$$', '<b>', '<', '\\`', '\\[', '\\<', '<!--', '%%', '](', '(x)', ' ', '    ', '\t', '\n', '\n\n', '- ', '> ', '# ', '---', '^', 'a', 'b', 'é', 'https://', '~~~', ':', '*', '_', '1. ', '| --- |', '\r\n'];

	it('are those of a full scan, whichever way they are read', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), (pieces) => {
				const body = pieces.join('');
				const full = scanNote(`\n${body}`).links.map(({ target }) => target).filter((target) => target !== '' && !/^(?:[A-Za-z][A-Za-z0-9+.-]+:|\/\/)/.test(target));
				expect(targets(`---\ntitle: A\n---\n${body}`)).toEqual([...new Set(full)]);
			}),
			{ numRuns: 3000 },
		);
	});

	it('of a note that is built to be slow take linear time', () => {
		const start = process.cpuUsage();
		for (const piece of ['[[', '[[a|', '](', '[^a]: [[', '[^a]: [x](', '> [!warning] ']) read(piece.repeat(60_000));
		expect(process.cpuUsage(start).user / 1000).toBeLessThan(5_000);
	});
});

describe('properties', () => {
	const VALUE = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('true', 'no', '2026-11-22', 'a: b', '- x', "it's", '“x”', '[[raw/A b]]', 'null', 'a #b', 'x,y', '"', '\\', 'é', '1', 'A (b)', '\u2028'));

	it('as code writes them are read as YAML would be', () => {
		fc.assert(
			fc.property(VALUE, fc.array(VALUE, { maxLength: 4 }), (title, list) => {
				const text = `${properties([['title', title], ['aliases', list], ['commonplace-id', 'c-1']])}Text.\n`;
				const { frontmatter, bodyStart, problems } = readFrontmatter(text);
				expect(readProperties(text)).toEqual({ data: frontmatter?.data, problems, end: bodyStart });
			}),
			{ numRuns: 1000 },
		);
	});

	it.each(['---\ntitle: A\ntitle: B\n---\n', '---\ntitle: [a\n---\n', '---\na: 1\n---\n', '---\na: b\n---\n---\nc: d\n---\n', 'no\n', '---\nopen: x\n', '---\na: yes\nb: [x, y]\n---\n', '---\na: [x, ]\n---\n', '---\na: [x,y]\n---\n'])('%j are read as YAML would be', (text) => {
		const { frontmatter, bodyStart, problems } = readFrontmatter(text);
		expect(readProperties(text)).toEqual({ data: frontmatter === null ? 'none' : frontmatter.data, problems, end: bodyStart });
	});
});

describe('an empty note', () => {
	it.each<[string, boolean]>([['', true], ['# Tea\n\n---\n', true], ['%% later %%', true], ['Tea.', false], ['- [[Tea]]', false], ['![[Leaf.png]]', false], ['`x`', false], ['[^a]: [[raw/A]] “x”', false]])('%j: %s', (body, empty) => {
		expect(read(`---\ntitle: A\n---\n${body}`).facts.empty).toBe(empty);
	});
});
