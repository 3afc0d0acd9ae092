import { DEFAULT_SETTINGS, type Settings } from '../../compile/settings.js';
import { pathKey, vaultPath } from '../../vault/vault-path.js';
import type { DeskSettings } from '../desk/ports.js';
import { SETTINGS } from '../strings/settings.js';

/** Everything that the user may set, as the parts of the plugin take it. */
export interface PluginSettings extends DeskSettings {
	readonly core: Settings;
}

interface Values {
	readonly rawFolder: string;
	readonly wikiFolder: string;
	readonly outputFolder: string;
	readonly commitPassed: boolean;
	readonly askAboveSources: number;
	readonly removedSources: number;
	readonly minMentions: number;
	readonly claimsPerPage: number;
	readonly sourcesPerPage: number;
	readonly linksPerSection: number;
	readonly worker: 'offline';
}

export type SettingKey = keyof Values;

type Check<T> = (value: unknown) => { readonly value: T } | { readonly fault: string };

const { mustBe } = SETTINGS;
const { layout } = DEFAULT_SETTINGS;

const folder: Check<string> = (value) => {
	if (typeof value !== 'string' || value.trim() === '') return { fault: mustBe.text };
	const checked = vaultPath(value.trim().replace(/\/+$/, ''));
	return checked.ok ? { value: checked.value } : { fault: checked.error };
};
const flag: Check<boolean> = (value) => (typeof value === 'boolean' ? { value } : { fault: mustBe.flag });
const whole =
	(least: number, most: number): Check<number> =>
	(value) =>
		typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? { value } : { fault: mustBe.number(least, most) };

/** The smallest and the largest that each number may be. */
export const LIMITS = {
	askAboveSources: [0, 100_000],
	removedSources: [1, 10_000],
	minMentions: [1, 100],
	claimsPerPage: [1, 200],
	sourcesPerPage: [1, 1000],
	linksPerSection: [1, 200],
} as const;

const CHECKS: { readonly [K in SettingKey]: Check<Values[K]> } = {
	rawFolder: folder,
	wikiFolder: folder,
	outputFolder: folder,
	commitPassed: flag,
	askAboveSources: whole(...LIMITS.askAboveSources),
	removedSources: whole(...LIMITS.removedSources),
	minMentions: whole(...LIMITS.minMentions),
	claimsPerPage: whole(...LIMITS.claimsPerPage),
	sourcesPerPage: whole(...LIMITS.sourcesPerPage),
	linksPerSection: whole(...LIMITS.linksPerSection),
	worker: (value) => (value === 'offline' ? { value } : { fault: mustBe.worker }),
};

/** What holds where nothing is set. Nothing is committed without asking. */
export const DEFAULT_VALUES: Values = {
	rawFolder: layout.raw,
	wikiFolder: layout.wiki,
	outputFolder: layout.output,
	commitPassed: false,
	askAboveSources: 50,
	removedSources: DEFAULT_SETTINGS.removedSources,
	minMentions: DEFAULT_SETTINGS.minMentions,
	claimsPerPage: DEFAULT_SETTINGS.claimsPerPage,
	sourcesPerPage: DEFAULT_SETTINGS.sourcesPerPage,
	linksPerSection: DEFAULT_SETTINGS.linksPerSection,
	worker: 'offline',
};

const FOLDERS = ['rawFolder', 'wikiFolder', 'outputFolder'] as const;

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(CHECKS, key);

/** What is stored, by key; keys of other versions are carried along. */
export type Stored = Readonly<Record<string, unknown>>;

const overlap = (a: string, b: string): boolean => {
	const [one, other] = [`${pathKey(a)}/`, `${pathKey(b)}/`];
	return one.startsWith(other) || other.startsWith(one);
};

/** Another of the folders that the candidate would share notes with. */
function clashOf(key: SettingKey, candidate: string, values: Values): string | null {
	const others = [...FOLDERS.filter((other) => other !== key).map((other) => values[other]), layout.home];
	return others.find((other) => overlap(candidate, other)) ?? null;
}

/** Why a value cannot be kept, in a sentence; null where it can. */
export function faultOf(key: SettingKey, value: unknown, stored: Stored): string | null {
	const checked = CHECKS[key](value);
	if ('fault' in checked) return checked.fault;
	if (!FOLDERS.some((each) => each === key) || typeof checked.value !== 'string') return null;
	const clash = clashOf(key, checked.value, readValues(stored).values);
	return clash === null ? null : mustBe.apart(clash);
}

/** Every setting: as it is stored where that can be used, else its default, with a message about each that cannot. */
export function readValues(stored: Stored): { readonly values: Values; readonly problems: readonly string[] } {
	const problems: string[] = [];
	const tell = (key: SettingKey, message: string): void => void problems.push(SETTINGS.problem(SETTINGS.rows[key].name, message));
	const read = <K extends SettingKey>(key: K): Values[K] => {
		const value = stored[key];
		if (value === undefined) return DEFAULT_VALUES[key];
		const checked = CHECKS[key](value);
		if ('value' in checked) return checked.value;
		tell(key, checked.fault);
		return DEFAULT_VALUES[key];
	};
	const values: Values = {
		rawFolder: read('rawFolder'),
		wikiFolder: read('wikiFolder'),
		outputFolder: read('outputFolder'),
		commitPassed: read('commitPassed'),
		askAboveSources: read('askAboveSources'),
		removedSources: read('removedSources'),
		minMentions: read('minMentions'),
		claimsPerPage: read('claimsPerPage'),
		sourcesPerPage: read('sourcesPerPage'),
		linksPerSection: read('linksPerSection'),
		worker: read('worker'),
	};
	for (const key of FOLDERS) {
		const clash = clashOf(key, values[key], values);
		if (clash === null) continue;
		tell(key, mustBe.apart(clash));
		// Of folders that clash none can be told to be the right one.
		return { values: { ...values, rawFolder: layout.raw, wikiFolder: layout.wiki, outputFolder: layout.output }, problems };
	}
	return { values, problems };
}

/** The settings as the parts of the plugin take them. */
export function readSettings(stored: Stored): { readonly settings: PluginSettings; readonly problems: readonly string[] } {
	const { values, problems } = readValues(stored);
	const { rawFolder, wikiFolder, outputFolder, commitPassed, askAboveSources, removedSources, minMentions, claimsPerPage, sourcesPerPage, linksPerSection } = values;
	const chosen = { raw: rawFolder, wiki: wikiFolder, output: outputFolder, home: layout.home };
	return {
		settings: { layout: chosen, commitPassed, askAboveSources, core: { ...DEFAULT_SETTINGS, layout: chosen, removedSources, minMentions, claimsPerPage, sourcesPerPage, linksPerSection } },
		problems,
	};
}
