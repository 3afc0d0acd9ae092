import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/compile/settings.js';
import { faultOf, isSettingKey, LIMITS, settingsOf, valueOf, withValue, type SettingKey } from '../../../src/ui/settings/settings.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';

const CONFIG = '.obsidian';

describe('the settings of the panel', () => {
	it('commit nothing without asking where nothing is stored', () => {
		const { settings, problems } = settingsOf({}, CONFIG);
		expect(problems).toEqual([]);
		expect(settings).toMatchObject({ layout: DEFAULT_LAYOUT, commitPassed: false, core: {} });
	});

	it.each<[SettingKey, string | number | boolean]>([
		['rawFolder', 'inbox/notes'],
		['wikiFolder', 'pages'],
		['outputFolder', 'drafts'],
		['commitPassed', true],
		['askAboveSources', 7],
		['removedSources', 3],
		['minMentions', 4],
		['claimsPerPage', 5],
		['sourcesPerPage', 6],
		['linksPerSection', 8],
		['askAboveDollars', 0.5],
	])('%s is shown as it was set, and its neighbours as they were', (key, value) => {
		const before = { layout: { home: '_commonplace' }, fromAnotherVersion: [1], minMentions: 2 };
		expect(faultOf(key, value, before, CONFIG)).toBeNull();
		const stored = withValue(key, value, before);
		expect(valueOf(key, stored, CONFIG)).toBe(value);
		expect(stored).toMatchObject({ fromAnotherVersion: [1] });
		for (const other of (['rawFolder', 'wikiFolder', 'outputFolder', 'commitPassed', ...Object.keys(LIMITS)] as SettingKey[]).filter((each) => each !== key)) {
			expect(valueOf(other, stored, CONFIG)).toBe(valueOf(other, {}, CONFIG));
		}
	});

	it('reach the core under the core’s names', () => {
		const stored = withValue('minMentions', 9, withValue('rawFolder', ' inbox/ ', {}));
		expect(settingsOf(stored, CONFIG).settings.core).toEqual({ layout: { ...DEFAULT_LAYOUT, raw: 'inbox' }, minMentions: 9 });
		expect(valueOf('claimsPerPage', stored, CONFIG)).toBe(DEFAULT_SETTINGS.claimsPerPage);
	});

	it('take languages as a person types them', () => {
		const stored = withValue('languages', ' en, DE;zh ', {});
		expect(settingsOf(stored, CONFIG).settings.core.languages).toEqual(['en', 'de', 'zh']);
		expect(valueOf('languages', stored, CONFIG)).toBe('en, de, zh');
		expect(valueOf('languages', withValue('languages', '', stored), CONFIG)).toBe('');
	});

	it.each<[string, SettingKey, unknown]>([
		['a folder that is hidden', 'rawFolder', '.obsidian'],
		['a folder outside the vault', 'rawFolder', '../notes'],
		['an absolute folder', 'wikiFolder', '/wiki'],
		['no folder', 'wikiFolder', '  '],
		['a folder that is a number', 'outputFolder', 7],
		['a folder in which another lies', 'wikiFolder', 'raw/wiki'],
		['the same folder in other letters', 'wikiFolder', 'RAW'],
		['the system’s own folder', 'outputFolder', '_commonplace/output'],
		['a count that is no whole number', 'minMentions', 1.5],
		['a count below the least', 'claimsPerPage', 0],
		['a count as text', 'askAboveSources', '50'],
		['an amount below nothing', 'askAboveDollars', -1],
		['a language by its name', 'languages', 'English'],
	])('refuse %s with a reason, and go by the default where the file has it', (_what, key, value) => {
		expect(faultOf(key, value, {}, CONFIG)).toMatch(/.{20,}\.$/);
		const stored = withValue(key, value, {});
		expect(settingsOf(stored, CONFIG).problems).toHaveLength(1);
		expect(valueOf(key, stored, CONFIG)).toBe(valueOf(key, {}, CONFIG));
	});

	it('blame a row only for itself, whatever else the file has', () => {
		expect(faultOf('minMentions', 3, { claimsPerPage: 'many' }, CONFIG)).toBeNull();
	});

	it('have keys of their own, not those of every object', () => {
		expect([isSettingKey('languages'), isSettingKey('toString')]).toEqual([true, false]);
	});
});
