import { describe, expect, it } from 'vitest';
import { scoreConcepts, scoreDisagreements, scoreIdentity, scoreQuotes } from './evaluate.js';
import { namesOf, type Place } from './key.js';
import { loadGold } from './load.js';
import { foldName, occurrences, standsIn } from './text.js';

const gold = loadGold();
const { key, notes } = gold;
const text = (note: string): string => notes.get(note) ?? '';
const pairOf = ({ left, right }: { left: Place; right: Place }): string => [left, right].map(({ note, quote }) => `${note}\n${quote}`).sort().join('\n');

describe('the notes', () => {
	it('are enough, and of a length that people write', () => {
		expect(notes.size).toBeGreaterThanOrEqual(64);
		for (const [path, note] of notes) {
			const words = [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(note)].filter(({ isWordLike }) => isWordLike).length;
			expect(words, path).toBeGreaterThanOrEqual(60);
			expect(words, path).toBeLessThanOrEqual(400);
		}
	});
	it('are written in four languages', () => {
		const count = (pattern: RegExp): number => [...notes.values()].filter((note) => (note.match(pattern) ?? []).length > 20).length;
		expect(count(/\p{Script=Han}/gu)).toBeGreaterThanOrEqual(8);
		expect(count(/\p{Script=Arabic}/gu)).toBeGreaterThanOrEqual(8);
		expect([...notes.values()].filter((note) => (note.match(/\b(?:der|die|das|und|ist|nicht|ein|mit)\b/g) ?? []).length > 6).length).toBeGreaterThanOrEqual(8);
	});
});

it('the notes keep the line ends and byte-order marks that they were written with', () => {
	expect([...notes].filter(([, note]) => note.includes('\r\n')).map(([path]) => path)).toEqual(['Oven notes.md', 'people/Pasqua Rosée.md']);
	expect([...notes].filter(([, note]) => note.startsWith('\ufeff')).map(([path]) => path)).toEqual(['Oven notes.md', 'Stadtbäume.md', 'books/The Night Shift.md']);
});

describe('concepts of the key', () => {
	it('stand in every note that is named for them', () => {
		for (const concept of key.concepts) {
			expect(concept.notes.length, concept.name).toBeGreaterThan(0);
			for (const note of concept.notes) {
				const folded = foldName(`${note}\n${text(note)}`);
				expect(namesOf(concept).some((name) => folded.includes(foldName(name))), `${concept.name} in ${note}`).toBe(true);
			}
		}
	});
	it('share no name among them or with what must get no page', () => {
		const all = [...key.concepts.flatMap(namesOf), ...key.notConcepts.map(({ name }) => name)].map(foldName).sort();
		expect(all.filter((name, index) => name === all[index - 1])).toEqual([]);
	});
	it('refuse only names that can be met', () => {
		for (const { name, notes: where } of key.notConcepts) {
			expect(where.length, name).toBeGreaterThan(0);
			for (const note of where) expect(foldName(`${note}\n${text(note)}`), `${name} in ${note}`).toContain(foldName(name));
		}
	});
	it('agree with the duplicates and the distinct pairs', () => {
		const owner = new Map(key.concepts.flatMap((concept) => namesOf(concept).map((name) => [foldName(name), concept] as const)));
		for (const group of key.duplicates) expect(new Set(group.map((name) => owner.get(foldName(name))?.name)).size, group.join()).toBe(1);
		for (const { names } of key.distinct) {
			const [a, b] = names.map((name) => owner.get(foldName(name))?.name);
			expect(a, names[0]).toBeDefined();
			expect(b, names[1]).toBeDefined();
			expect(a).not.toBe(b);
		}
	});
});

describe('disagreements and look-alikes of the key', () => {
	it('are enough', () => {
		expect(key.disagreements.length).toBeGreaterThanOrEqual(50);
		expect(key.lookAlikes.length).toBeGreaterThanOrEqual(50);
	});
	it('quote what stands exactly once, in two different notes', () => {
		for (const { left, right } of [...key.disagreements, ...key.lookAlikes]) {
			for (const { note, quote } of [left, right]) expect(occurrences(text(note), quote), `${note}: ${quote}`).toBe(1);
			expect(left.note).not.toBe(right.note);
		}
	});
	it('hold no pair twice and none on both sides', () => {
		const pairs = [...key.disagreements, ...key.lookAlikes].map(pairOf);
		expect(new Set(pairs).size).toBe(pairs.length);
		expect(scoreDisagreements(gold, key.lookAlikes)).toMatchObject({ tp: 0, fp: key.lookAlikes.length });
	});
});

describe('quotes of the key', () => {
	it('are true where they say so, and false where they say so', () => {
		const wrong = key.quotes.filter((entry) => standsIn(text(entry.note), entry.quote) !== entry.true);
		expect(wrong).toEqual([]);
		expect(key.quotes.filter((entry) => !notes.has(entry.note))).toEqual([]);
	});
	it('are enough of either kind, and those from another note stand in one', () => {
		expect(key.quotes.filter((entry) => entry.true).length).toBeGreaterThanOrEqual(60);
		expect(key.quotes.filter((entry) => !entry.true).length).toBeGreaterThanOrEqual(60);
		for (const { why, quote } of key.quotes) {
			if (why === 'other-note') expect([...notes.values()].some((note) => standsIn(note, quote)), quote).toBe(true);
		}
	});
});

it('the key itself is a perfect answer', () => {
	const pages = key.concepts.map(({ name, accepted, aliases }) => ({ title: name, aliases: [...accepted, ...aliases] }));
	const perfect = { precision: 1, recall: 1, f1: 1, fp: 0, fn: 0 };
	expect(scoreConcepts(gold, pages)).toMatchObject(perfect);
	expect(scoreIdentity(gold, pages)).toMatchObject(perfect);
	expect(scoreDisagreements(gold, key.disagreements)).toMatchObject(perfect);
	expect(scoreQuotes(gold, (note, quote) => standsIn(text(note), quote))).toMatchObject(perfect);
});
