import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNameLike, keyWords, nameKey, stemWord, subjectOf, trimName } from '../../src/markdown/names.js';

describe('nameKey', () => {
	it.each([
		['Grace Interval', 'grace intervals'],
		['The Common Good', 'common good'],
		['Inter-Hive Covenant', 'inter hive covenant'],
		['the Hive’s', "Hive's"],
		['Theories', 'theory'],
		['Die Vergessenskurve', 'Vergessenskurve'],
		['l’oubli', 'oubli'],
		['réseaux', 'réseau'],
		['Ｇrace', 'grace'],
	])('%s and %s are one', (left, right) => {
		expect(nameKey(left)).toBe(nameKey(right));
	});

	it.each([
		['Grace interval', 'Grace event'],
		['R&D', 'RD'],
		['C++', 'C'],
		['C#', 'C'],
		['Müller', 'Muller'],
		['Physics', 'Physic'],
		['Status', 'Statu'],
		['Commons', 'Common'],
	])('%s and %s are two', (left, right) => {
		expect(nameKey(left)).not.toBe(nameKey(right));
	});

	it('keeps initials together', () => {
		expect(keyWords('James C. Scott')).toEqual(['james', 'c', 'scott']);
		expect(keyWords('ethics.yml')).toEqual(['ethics', '.', 'yml']);
	});

	it('stems are stems of themselves', () => {
		fc.assert(fc.property(fc.stringMatching(/^[a-z]{4,9}[^s]s$/), (word) => stemWord(stemWord(word)) === stemWord(word) || stemWord(word).endsWith('s')));
	});
});

describe('subjectOf', () => {
	it.each([
		['Federalist No. 7 — On the Protocol of Grace', 'the Protocol of Grace'],
		['NO-13-evolutionary-governance', 'evolutionary governance'],
		['🧭 Justice Without Grace', 'Justice Without Grace'],
		['III. The Architecture of Decay', 'The Architecture of Decay'],
		['Part II: How We Built It', 'How We Built It'],
		['Prologue — The Sound of Ten Papers', 'The Sound of Ten Papers'],
		['What is spaced repetition?', 'spaced repetition'],
		['Was ist Stigmergie?', 'Stigmergie'],
		['什么是间隔重复？', '间隔重复'],
		['**Transformer** (Vaswani 2017)', 'Transformer'],
		['第一章 遗忘曲线', '遗忘曲线'],
		['1.2 Positional encoding', 'Positional encoding'],
		['Introduction', ''],
		['Fazit', ''],
		['参考文献', ''],
		['الخلاصة', ''],
		['Meeting 2024-03-01', ''],
		['Besprechung 12.03.2024', ''],
		['INTERLUDE complete', ''],
		['2024-03-01', ''],
		['Coffee log', ''],
		['Reading notes', ''],
		['Traumtagebuch', ''],
		['观鸟日记', ''],
		['Logarithm', 'Logarithm'],
		['Catalog', 'Catalog'],
		['Notes from Underground', 'Notes from Underground'],
	])('%s → %s', (heading, subject) => {
		expect(subjectOf(heading)).toBe(subject);
	});
});

describe('isNameLike', () => {
	it.each([
		['Protocol of Grace', 'en'],
		['common good', 'en'],
		['Republic of Minds', 'en'],
		['James C. Scott', 'en'],
		['R&D', 'en'],
		['Three Questions', 'en'],
		['verteiltes Lernen', 'de'],
		['Recht auf Vergessen', 'de'],
		['courbe de l’oubli', 'fr'],
		['遗忘曲线', 'zh'],
		['التكرار المتباعد', 'ar'],
	])('%s (%s) may be a name', (name, language) => {
		expect(isNameLike(name, language)).toBe(true);
	});

	it.each([
		['Why this matters', 'en'],
		['We pause now', 'en'],
		['is', 'en'],
		['must', 'en'],
		['2019', 'en'],
		['5 May 2024', 'en'],
		['40,000 EUR', 'en'],
		['3 %', 'en'],
		['https://example.com', 'en'],
		['notes/file.md', 'en'],
		['ethics.yml', 'en'],
		['x', 'en'],
		['Summary', 'en'],
		['Option A', 'en'],
		['Phase 2', 'en'],
		['Paper 7', 'en'],
		['This is a whole sentence.', 'en'],
		['Grace as Governance', 'en'],
		['nicht', 'de'],
		['Zusammenfassung', 'de'],
		['我们认为', 'zh'],
		['是的', 'zh'],
		['الخلاصة', 'ar'],
	])('%s (%s) is none', (name, language) => {
		expect(isNameLike(name, language)).toBe(false);
	});

	it('answers for any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(typeof isNameLike(text, 'en')).toBe('boolean');
				expect(typeof subjectOf(text)).toBe('string');
				expect(nameKey(text)).toBe(keyWords(text).join(nameKey(text).includes(' ') ? ' ' : keyWords(text).length > 1 ? '' : ' '));
			}),
		);
	});
});

it('trims decoration from a name', () => {
	expect(trimName('**Recognition:**')).toBe('Recognition');
	expect(trimName('“Limited liability”')).toBe('Limited liability');
	expect(trimName('🧭 Grace —')).toBe('Grace');
});
