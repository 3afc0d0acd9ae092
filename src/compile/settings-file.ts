import { isRecord } from '../model/json.js';
import { problem, type Problem } from '../model/result.js';
import { DEFAULT_LAYOUT, type Layout } from '../vault/layout.js';
import { pathKey, vaultPath } from '../vault/vault-path.js';
import type { Settings } from './settings.js';

/** What a person chooses beside the settings of a compile. */
export interface Choices {
	/** What a compile commits by itself. */
	readonly approve: 'none' | 'passed';
	readonly worker: 'offline';
	/** A compile that would read more sources than this asks first. */
	readonly askAboveSources: number;
	/** One that may cost more US dollars than this, or nobody knows how many, asks first. */
	readonly askAboveDollars: number;
}

export const DEFAULT_CHOICES: Choices = { approve: 'none', worker: 'offline', askAboveSources: 200, askAboveDollars: 0.25 };

export interface ReadSettings {
	/** Only what the file sets and may set. */
	readonly settings: Partial<Settings>;
	readonly choices: Choices;
	/** One for each value that was kept out. */
	readonly problems: readonly Problem[];
}

/** Where the plugin keeps its settings, below the app's own folder of the vault. */
export const SETTINGS_FILE = 'plugins/commonplace-wiki/data.json';

/** A member under which the plugin may keep what it remembers for itself; it sets nothing. */
const OWN = 'plugin';

interface Rule<T> {
	readonly holds: (value: unknown) => value is T;
	/** What may stand there, as the end of a sentence. */
	readonly allowed: string;
}

const between = (least: number, most: number) => (value: unknown): value is number => typeof value === 'number' && value >= least && value <= most;
const oneOf = <T extends string>(...names: readonly T[]) => (value: unknown): value is T => names.some((name) => name === value);
const isLanguage = (value: unknown): value is string => typeof value === 'string' && /^[a-z]{2,3}$/.test(value);

const whole = (least: number, most: number): Rule<number> => ({
	holds: (value): value is number => Number.isInteger(value) && between(least, most)(value),
	allowed: `a whole number from ${least} to ${most}`,
});

const NUMBERS = {
	minMentions: whole(1, 1_000),
	passageChars: whole(1_000, 200_000),
	claimsPerPage: whole(1, 200),
	sourcesPerPage: whole(1, 1_000),
	linksPerSection: whole(1, 200),
	transcriptDays: whole(0, 36_500),
	removedSources: whole(0, 100_000),
	removedShare: { holds: between(0, 1), allowed: 'a share from 0 to 1, such as 0.05' },
} satisfies Partial<Record<keyof Settings, Rule<number>>>;

const LANGUAGES: Rule<readonly string[]> = {
	holds: (value): value is readonly string[] => Array.isArray(value) && value.length <= 50 && value.every(isLanguage),
	allowed: 'a list of language subtags such as ["en", "de"], or an empty one',
};

const CHOICES: { readonly [K in keyof Choices]: Rule<Choices[K]> } = {
	approve: { holds: oneOf('none', 'passed'), allowed: '“none” or “passed”' },
	worker: { holds: oneOf('offline'), allowed: '“offline”' },
	askAboveSources: whole(0, 1_000_000),
	askAboveDollars: { holds: between(0, 10_000), allowed: 'a number of US dollars from 0 to 10000, such as 0.25' },
};

const FOLDERS = Object.keys(DEFAULT_LAYOUT) as readonly (keyof Layout)[];
const KNOWN: ReadonlySet<string> = new Set(['layout', 'languages', OWN, ...Object.keys(NUMBERS), ...Object.keys(CHOICES)]);

const MOST_SHOWN = 80;
function shown(value: unknown): string {
	const json = typeof value === 'number' ? String(value) : JSON.stringify(value);
	return json.length > MOST_SHOWN ? `${json.slice(0, MOST_SHOWN)}…` : json;
}

function folderFault(name: keyof Layout, folder: string, configFolder: string): string | null {
	const checked = vaultPath(folder);
	if (!checked.ok) return checked.error;
	if (folder !== folder.normalize('NFC')) return 'It is not in Unicode form C, so that some systems would take it for another name.';
	return meet(folder, configFolder) ? `${name} cannot be the app’s own folder.` : null;
}

/** Whether one of the folders is the other or lies in it, on any file system. */
const meet = (one: string, other: string): boolean => {
	const [a, b] = [`${pathKey(one)}/`, `${pathKey(other)}/`];
	return a.startsWith(b) || b.startsWith(a);
};

function readLayout(value: unknown, configFolder: string, wrong: (key: string, value: unknown, allowed: string) => void): Layout | null {
	if (!isRecord(value)) {
		wrong('layout', value, `an object with the folders ${FOLDERS.join(', ')}`);
		return null;
	}
	const layout: Record<keyof Layout, string> = { ...DEFAULT_LAYOUT };
	for (const key of Object.keys(value)) if (!FOLDERS.some((name) => name === key)) wrong(`layout.${key}`, value[key], `nothing of this name; the folders are ${FOLDERS.join(', ')}`);
	for (const name of FOLDERS) {
		const folder = value[name];
		if (folder === undefined) continue;
		const fault = typeof folder === 'string' ? folderFault(name, folder, configFolder) : 'It is no text.';
		if (fault !== null || typeof folder !== 'string') wrong(`layout.${name}`, folder, `a folder inside the vault, such as “${DEFAULT_LAYOUT[name]}”. ${fault ?? ''}`);
		else layout[name] = folder;
	}
	for (const [index, one] of FOLDERS.entries()) {
		for (const other of FOLDERS.slice(index + 1)) {
			if (!meet(layout[one], layout[other])) continue;
			wrong('layout', value, `four folders of which none lies in another; ${one} is “${layout[one]}” and ${other} is “${layout[other]}”`);
			return null;
		}
	}
	return layout;
}

/**
 * What a settings file says, with everything that may not be set kept out and named. `null` and `undefined` are a file that is not
 * there. `configFolder` is the app's own folder in the vault.
 */
export function readSettings(value: unknown, configFolder: string): ReadSettings {
	const problems: Problem[] = [];
	const path = `${configFolder}/${SETTINGS_FILE}`;
	if (value === null || value === undefined) return { settings: {}, choices: DEFAULT_CHOICES, problems };
	if (!isRecord(value)) return { settings: {}, choices: DEFAULT_CHOICES, problems: [problem(path, `The settings are ${shown(value)} and not an object, so that none of them holds.`)] };
	const wrong = (key: string, found: unknown, allowed: string): void => {
		problems.push(problem(path, `The setting ${key} is ${shown(found)} and does not hold; allowed is ${allowed.replace(/[.\s]*$/, '')}.`));
	};
	function read<T>(key: string, { holds, allowed }: Rule<T>): T | undefined {
		const found = isRecord(value) ? value[key] : undefined;
		if (found === undefined) return undefined;
		if (holds(found)) return found;
		wrong(key, found, allowed);
		return undefined;
	}

	const settings: { -readonly [K in keyof Settings]?: Settings[K] } = {};
	const layout = value['layout'] === undefined ? null : readLayout(value['layout'], configFolder, wrong);
	if (layout !== null) settings.layout = layout;
	for (const key of Object.keys(NUMBERS) as readonly (keyof typeof NUMBERS)[]) {
		const amount = read(key, NUMBERS[key]);
		if (amount !== undefined) settings[key] = amount;
	}
	const languages = read('languages', LANGUAGES);
	if (languages !== undefined) settings.languages = languages;
	const choices: Choices = {
		approve: read('approve', CHOICES.approve) ?? DEFAULT_CHOICES.approve,
		worker: read('worker', CHOICES.worker) ?? DEFAULT_CHOICES.worker,
		askAboveSources: read('askAboveSources', CHOICES.askAboveSources) ?? DEFAULT_CHOICES.askAboveSources,
		askAboveDollars: read('askAboveDollars', CHOICES.askAboveDollars) ?? DEFAULT_CHOICES.askAboveDollars,
	};
	for (const key of Object.keys(value).sort()) if (!KNOWN.has(key)) wrong(key, value[key], `nothing of this name; the settings are ${[...KNOWN].filter((name) => name !== OWN).join(', ')}`);
	return { settings, choices, problems };
}
