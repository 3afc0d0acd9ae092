import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forEachWord, isUnspaced, splitWords, wordCount } from '../../src/markdown/words.js';
import { processorTime } from '../processor-time.js';

const words = (text: string, splitHyphens = false): string[] => splitWords(text, splitHyphens).map(({ start, end }) => text.slice(start, end));

describe('splitWords', () => {
	it.each<readonly [string, readonly string[]]>([
		['The Hive’s Inter-Hive covenant.', ['The', 'Hive’s', 'Inter-Hive', 'covenant']],
		["don't — 'quoted' -dash-", ["don't", 'quoted', 'dash']],
		['R&D costs 3.5 %', ['R', 'D', 'costs', '3', '5']],
		['naïve Übung е́ж', ['naïve', 'Übung', 'е́ж']],
		['snake_case #TAG', ['snake_case', 'TAG']],
		['👍🏽 emoji 🇩🇪', ['emoji']],
		['𝒜b 𠮷野', ['𝒜b', '𠮷', '野']],
	])('%s', (text, expected) => {
		expect(words(text)).toEqual(expected);
	});

	it('splits hyphens on demand', () => {
		expect(words('Inter-Hive co-op', true)).toEqual(['Inter', 'Hive', 'co', 'op']);
	});

	it.each(['间隔重复是一种学习方法', '分散学習とは何か', 'สวัสดีชาวโลก'])('cuts %s into more than one word and loses nothing', (text) => {
		const found = words(text);
		expect(found.length).toBeGreaterThan(2);
		expect(found.join('')).toBe(text);
	});

	it('keeps words of both kinds apart where they touch', () => {
		expect(words('GPT模型')).toEqual(['GPT', '模型']);
	});

	it('gives ordered, non-empty spans of letters or digits for any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				let last = 0;
				forEachWord(text, (start, end) => {
					expect(start).toBeGreaterThanOrEqual(last);
					expect(end).toBeGreaterThan(start);
					expect(text.slice(start, end)).toMatch(/[\p{L}\p{M}\p{N}]/u);
					last = end;
				});
				expect(last).toBeLessThanOrEqual(text.length);
			}),
		);
	});

	it('is linear in a long run without blanks', () => {
		const time = (text: string): number => {
			const before = processorTime();
			splitWords(text);
			return processorTime() - before;
		};
		time('记忆'.repeat(20_000));
		expect(time('记忆'.repeat(160_000))).toBeLessThan(40 * Math.max(5, time('记忆'.repeat(20_000))));
	});
});

describe('wordCount and isUnspaced', () => {
	it('counts two characters without blanks as a word', () => {
		expect(wordCount('one two-three don’t')).toBe(3);
		expect(wordCount('间隔重复')).toBe(2);
	});

	it('knows scripts without blanks', () => {
		expect(isUnspaced('记a', 0)).toBe(true);
		expect(isUnspaced('记a', 1)).toBe(false);
		expect(isUnspaced('', 0)).toBe(false);
	});
});
