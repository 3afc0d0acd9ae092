import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeThreeWay, type Merge } from '../../src/vault/merge.js';
import { processorTime } from '../processor-time.js';

const merge = (base: string, yours: string, machine: string): Merge => mergeThreeWay({ base, yours, machine });
const cleanText = (result: Merge): string => {
	if (result.kind !== 'clean') throw new Error(`expected a clean merge, got ${JSON.stringify(result).slice(0, 300)}`);
	return result.text;
};

const PAGE = `---
title: Spaced repetition
aliases: [SRS]
updated: 2026-11-22
---
Spaced repetition is reviewing at growing intervals.[^a] It counters forgetting.[^b]

## Mechanism
- Recall strengthens memory.[^c]

[^a]: first
[^b]: second
[^c]: third
`;

describe('mergeThreeWay', () => {
	it.each<[string, (text: string) => string, (text: string) => string, (text: string) => string]>([
		['notes below, a new footnote from the machine', (t) => `${t}\n## My notes\n- mine\n`, (t) => `${t}[^d]: fourth\n`, (t) => `${t}[^d]: fourth\n\n## My notes\n- mine\n`],
		['neighbouring lines', (t) => t.replace('[SRS]', '[SRS, mine]'), (t) => t.replace('11-22', '11-23'), (t) => t.replace('[SRS]', '[SRS, mine]').replace('11-22', '11-23')],
		['two sentences of one line', (t) => t.replace('growing', 'ever growing'), (t) => t.replace('counters forgetting', 'counters the [[Forgetting curve]]'), (t) => t.replace('growing', 'ever growing').replace('counters forgetting', 'counters the [[Forgetting curve]]')],
		['both added an item to the list', (t) => t.replace('.[^c]\n', '.[^c]\n  - my example\n- mine\n'), (t) => t.replace('.[^c]\n', '.[^c]\n- machine\n'), (t) => t.replace('.[^c]\n', '.[^c]\n  - my example\n- mine\n- machine\n')],
		['the same change on both sides', (t) => t.replace('Recall', 'Effortful recall'), (t) => t.replace('Recall', 'Effortful recall').replace('first', '1st'), (t) => t.replace('Recall', 'Effortful recall').replace('first', '1st')],
		['a person removed a section', (t) => t.replace(/## Mechanism\n.*\n\n/, ''), (t) => t.replace('second', '2nd'), (t) => t.replace(/## Mechanism\n.*\n\n/, '').replace('second', '2nd')],
	])('merges %s', (_name, yours, machine, both) => {
		expect(cleanText(merge(PAGE, yours(PAGE), machine(PAGE)))).toBe(both(PAGE));
	});

	it('shows both sides of an overlap and keeps the person\'s text meanwhile', () => {
		const result = merge('a\nRecall helps.\nz\n', 'a\nRecall helps me.\nz\n', 'a\nRecall hurts.\nz\nnew\n');
		expect(result).toEqual({
			kind: 'conflict',
			text: 'a\nRecall helps me.\nz\nnew\n',
			conflicts: [{ base: 'Recall helps.', yours: 'Recall helps me.', machine: 'Recall hurts.' }],
		});
	});

	it.each([
		['the same new property twice', '---\na: 1\n---\nx\n', '---\na: 1\nstatus: mine\n---\nx\n', '---\na: 1\nstatus: theirs\n---\nx\n'],
		['an edit in a removed part', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nc\n'],
		['prose that would run together', 'a\n\nz\n', 'a\nmine\n\nz\n', 'a\ntheirs\n\nz\n'],
		['insertions that share a line', 'a\nz\n', 'a\n- x\n- mine\nz\n', 'a\n- x\n- theirs\nz\n'],
	])('leaves to a person: %s', (_name, base, yours, machine) => {
		expect(merge(base, yours, machine).kind).toBe('conflict');
	});

	it('keeps the person\'s line breaks and byte-order mark', () => {
		expect(cleanText(merge('a\nb\nc\n', '\ufeffa\r\nb\r\nmine\r\nc\r\n', 'a\nb\nc\nnew\n'))).toBe('\ufeffa\r\nb\r\nmine\r\nc\r\nnew\r\n');
		expect(cleanText(merge('a\nb\nc\n', 'a\r\nb\nc\n', 'a\nb\nC\n'))).toBe('a\r\nb\nC\n');
		expect(cleanText(merge('a\nb', 'a\nb\n', 'A\nb'))).toBe('A\nb\n');
	});

	const line = fc.oneof(fc.constantFrom('', '', '- a', '- b', 'x. y. z.', '---', '## h'), fc.string({ maxLength: 6 }));
	const eol = fc.constantFrom('\n', '\n', '\r\n');
	const note = fc.array(fc.tuple(line, eol), { maxLength: 12 }).map((lines) => lines.map(([text, end]) => text + end).join(''));

	it('with one side unchanged gives the other side, byte for byte', () => {
		fc.assert(fc.property(note, note, (b, x) => {
			expect(cleanText(merge(b, b, x))).toBe(x);
			expect(cleanText(merge(b, x, b))).toBe(x);
			expect(cleanText(merge(b, x, x))).toBe(x);
		}));
	});

	it('never loses a line that only the person added, nor one that only the machine added', () => {
		const edits = fc.array(fc.tuple(fc.nat(20), fc.constantFrom('insert', 'remove', 'change'), fc.constantFrom('', '- ', '> ')), { maxLength: 6 });
		fc.assert(fc.property(fc.array(fc.constantFrom('', 'p', 'q', '- i', '> c'), { maxLength: 20 }), edits, edits, (lines, mine, theirs) => {
			const apply = (list: typeof mine, who: string): [string, string[]] => {
				const out: string[] = [...lines];
				const added: string[] = [];
				for (const [index, [at, kind, mark]] of list.entries()) {
					const place = Math.min(at, out.length);
					const text = `${mark}${who}${index}`;
					if (kind === 'insert') out.splice(place, 0, text);
					else if (kind === 'remove') out.splice(place, 1);
					else if (place < out.length) out[place] = text;
				}
				for (const text of out) if (text.includes(who)) added.push(text);
				return [out.join('\n'), added];
			};
			const [yours, yourLines] = apply(mine, 'PERSON');
			const [machine, machineLines] = apply(theirs, 'MACHINE');
			const result = merge(lines.join('\n'), yours, machine);
			expect(result.kind).not.toBe('too-large');
			if (result.kind === 'too-large') return;
			const merged = result.text.split('\n');
			for (const text of yourLines) expect(merged).toContain(text);
			if (result.kind === 'clean') for (const text of machineLines) expect(merged).toContain(text);
			else expect(result.conflicts.length).toBeGreaterThan(0);
		}), { numRuns: 3000 });
	});

	it('adds nothing that stands on no side', () => {
		fc.assert(fc.property(note, note, note, (b, y, m) => {
			const result = merge(b, y, m);
			if (result.kind === 'too-large') return;
			const known = new Set([y, m].flatMap((text) => text.split(/[\s.]+/)));
			for (const word of result.text.split(/[\s.]+/)) expect(known.has(word)).toBe(true);
		}));
	});

	it.each<[string, string, string, string]>([
		['a total rewrite of 10,000 lines', Array.from({ length: 10_000 }, (_, i) => `b${i}`).join('\n'), Array.from({ length: 10_000 }, (_, i) => `y${i}`).join('\n'), Array.from({ length: 10_000 }, (_, i) => `m${i}`).join('\n')],
		['3,000 blank lines against 2,000', '\n'.repeat(3000), `x${'\n'.repeat(2000)}y`, `${'\n'.repeat(3500)}z`],
		['a million blank lines', `a${'\n'.repeat(1_000_000)}b`, `c${'\n'.repeat(999_000)}d`, `e${'\n'.repeat(1_000_300)}f`],
		['alternating lines', 'a\nb\n'.repeat(50_000), 'b\na\n'.repeat(50_100), 'a\nb\nc\n'.repeat(30_000)],
	])('gives up on %s within a second', (_name, base, yours, machine) => {
		const begin = processorTime();
		const result = merge(base, yours, machine);
		expect(processorTime() - begin).toBeLessThan(1000);
		expect(result.kind).toBe('too-large');
	});

	it('is quick on what is large but simple', () => {
		const long = 'word '.repeat(400_000);
		const body = Array.from({ length: 50_000 }, (_, i) => `line ${i}`).join('\n');
		const begin = processorTime();
		expect(merge(`${long}end`, `${long}mine`, `${long}theirs`).kind).toBe('conflict');
		expect(cleanText(merge(body, `${body}\n${'mine\n'.repeat(5000)}`, body.replace('line 7\n', 'line seven\n')))).toContain('line seven\n');
		expect(processorTime() - begin).toBeLessThan(1000);
	});
});
