import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/compile/settings.js';
import { DEFAULT_VALUES, faultOf, isSettingKey, readSettings, readValues, type SettingKey } from '../../../src/ui/settings/settings.js';

describe('settings that are read', () => {
	it('are the defaults where nothing is stored, and commit nothing without asking', () => {
		const { settings, problems } = readSettings({});
		expect(problems).toEqual([]);
		expect(settings).toEqual({ layout: DEFAULT_SETTINGS.layout, commitPassed: false, askAboveSources: 50, core: DEFAULT_SETTINGS });
	});

	it('reach the core under the core’s names', () => {
		const { settings, problems } = readSettings({ rawFolder: 'inbox/notes', wikiFolder: 'pages/', minMentions: 3, claimsPerPage: 5, commitPassed: true, fromAnotherVersion: [1] });
		expect(problems).toEqual([]);
		expect(settings.commitPassed).toBe(true);
		expect(settings.core).toMatchObject({ layout: { raw: 'inbox/notes', wiki: 'pages', output: 'output', home: '_commonplace' }, minMentions: 3, claimsPerPage: 5 });
	});

	it.each<[string, SettingKey, unknown]>([
		['a folder that is hidden', 'rawFolder', '.obsidian'],
		['a folder outside the vault', 'rawFolder', '../notes'],
		['an absolute folder', 'wikiFolder', '/wiki'],
		['no folder', 'wikiFolder', '  '],
		['a folder that is a number', 'outputFolder', 7],
		['a folder that another lies in', 'wikiFolder', 'raw/wiki'],
		['the same folder in other letters', 'wikiFolder', 'RAW'],
		['the system’s own folder', 'outputFolder', '_commonplace/output'],
		['a count that is no whole number', 'minMentions', 1.5],
		['a count below the least', 'claimsPerPage', 0],
		['a count as text', 'askAboveSources', '50'],
		['a flag as text', 'commitPassed', 'true'],
		['a worker that is not there', 'worker', 'oracle'],
		['nothing at all', 'sourcesPerPage', null],
	])('%s is told and replaced by the default, as the panel would refuse it', (_what, key, value) => {
		const { values, problems } = readValues({ [key]: value });
		expect(values).toEqual(DEFAULT_VALUES);
		expect(problems).toHaveLength(1);
		expect(faultOf(key, value, {})).toMatch(/\.$/);
	});

	it('may be folders that only begin alike', () => {
		expect(faultOf('wikiFolder', 'raw wiki', {})).toBeNull();
		expect(faultOf('rawFolder', 'notes', { wikiFolder: 'notes/wiki' })).toMatch(/"notes\/wiki"/);
	});

	it('have keys of their own, not those of every object', () => {
		expect(isSettingKey('worker')).toBe(true);
		expect(isSettingKey('toString')).toBe(false);
	});
});
