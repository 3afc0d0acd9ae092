import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CHOICES, readSettings } from '../../src/compile/settings-file.js';
import { DEFAULT_SETTINGS } from '../../src/compile/settings.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';

const read = (value: unknown): ReturnType<typeof readSettings> => readSettings(value, '.obsidian');

describe('a settings file', () => {
	it('that is not there, or sets nothing, leaves all as it is', () => {
		for (const value of [null, undefined, {}, { plugin: { seen: true } }]) expect(read(value)).toEqual({ settings: {}, choices: DEFAULT_CHOICES, problems: [] });
	});

	it('sets what it says', () => {
		const all = { minMentions: 3, passageChars: 8_000, claimsPerPage: 20, sourcesPerPage: 10, linksPerSection: 6, removedSources: 0, removedShare: 0.5, languages: ['en', 'yue'] };
		const layout = { raw: 'Clippings', wiki: 'Knowledge/Wiki', output: 'Knowledge/Output', home: '_commonplace' };
		const choices = { approve: 'passed', worker: 'offline', askAboveSources: 10, askAboveDollars: 1.5 };
		expect(read({ ...all, ...choices, layout })).toEqual({ settings: { ...all, layout }, choices, problems: [] });
		expect(read({ layout: { raw: 'Inbox' } }).settings).toEqual({ layout: { ...DEFAULT_LAYOUT, raw: 'Inbox' } });
	});

	it('takes its own defaults', () => {
		expect(read({ ...DEFAULT_SETTINGS, ...DEFAULT_CHOICES })).toEqual({ settings: DEFAULT_SETTINGS, choices: DEFAULT_CHOICES, problems: [] });
	});

	it.each<[string, unknown]>([
		['minMentions', 0], ['minMentions', 1.5], ['minMentions', '2'], ['minMentions', null], ['minMentions', Infinity],
		['passageChars', 10], ['passageChars', 1e9], ['claimsPerPage', 0], ['sourcesPerPage', -1], ['linksPerSection', Number.NaN],
		['removedSources', -1], ['removedShare', 1.1], ['removedShare', -0.1], ['removedShare', '5 %'],
		['approve', 'all'], ['approve', true], ['worker', 'gpt'], ['askAboveSources', -1], ['languages', 'en'], ['languages', ['English']], ['languages', ['en', 4]],
		['minMention', 3], ['layout', 'raw'], ['layout', []],
	])('keeps out %s of %j, names it, and holds the rest', (key, value) => {
		const { settings, choices, problems } = read({ claimsPerPage: 7, askAboveSources: 5, [key]: value });
		expect(problems).toHaveLength(1);
		expect(problems[0]?.path).toBe('.obsidian/plugins/commonplace-wiki/data.json');
		expect(problems[0]?.message).toContain(key);
		expect(problems[0]?.message).toContain('allowed');
		if (key !== 'claimsPerPage') expect(settings).toEqual({ claimsPerPage: 7 });
		if (key !== 'askAboveSources') expect(choices).toEqual({ ...DEFAULT_CHOICES, askAboveSources: 5 });
	});

	it.each<[string, Readonly<Record<string, unknown>>]>([
		['a way up', { raw: '../other' }],
		['an absolute path', { raw: '/raw' }],
		['the vault itself', { wiki: '' }],
		['the app’s folder', { home: '.obsidian' }],
		['a folder in the app’s', { home: '.obsidian/plugins' }],
		['no text', { raw: 4 }],
		['an invisible character', { raw: 'r\u200baw' }],
		['an unknown folder', { notes: 'Notes' }],
	])('keeps out %s as a folder', (_, layout) => {
		const { settings, problems } = read({ layout: { output: 'Out', ...layout } });
		expect(problems).toHaveLength(1);
		expect(problems[0]?.message).toContain(`layout.${Object.keys(layout)[0] ?? ''}`);
		expect(settings).toEqual({ layout: { ...DEFAULT_LAYOUT, output: 'Out' } });
	});

	it('keeps out an app’s folder that is not hidden', () => {
		expect(readSettings({ layout: { raw: 'Config/raw' } }, 'config').problems).toHaveLength(1);
		expect(readSettings({ layout: { raw: 'Config/raw' } }, '.obsidian').problems).toEqual([]);
	});

	it.each<[string, Readonly<Record<string, string>>]>([
		['sources inside the wiki', { raw: 'wiki/raw' }],
		['the wiki inside the sources', { wiki: 'raw/wiki' }],
		['the same folder twice', { output: 'wiki' }],
		['the same but for case', { output: 'WIKI' }],
		['the records inside the sources', { home: 'Raw/_commonplace' }],
	])('refuses %s', (_, layout) => {
		const { settings, problems } = read({ layout });
		expect(settings).toEqual({});
		expect(problems).toHaveLength(1);
		expect(problems[0]?.message).toContain('none lies in another');
	});

	it('of anything at all never throws, and sets only what may be set', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (value, layout) => {
				for (const each of [value, { layout }, { layout: { raw: value, wiki: layout } }, { minMentions: value, removedShare: layout, languages: value }]) {
					const { settings, choices } = read(each);
					expect(settings.minMentions ?? 1).toBeGreaterThan(0);
					expect(choices.approve).toMatch(/^(none|passed)$/);
					expect(new Set(Object.values(settings.layout ?? DEFAULT_LAYOUT)).size).toBe(4);
				}
			}),
		);
	});
});
