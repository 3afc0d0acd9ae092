import { readSettings } from '../../compile/settings-file.js';
import { DEFAULT_SETTINGS, type Settings } from '../../compile/settings.js';
import { isRecord } from '../../model/json.js';
import { DEFAULT_LAYOUT, type Layout } from '../../vault/layout.js';
import type { DeskSettings } from '../desk/ports.js';

/** Everything that the user may set, as the parts of the plugin take it. */
export interface PluginSettings extends DeskSettings {
	/** What the core is given; what is not named has its default. */
	readonly core: Partial<Settings>;
}

/** What the settings file holds. The command line reads the same file; members of other versions are carried along. */
export type Stored = Readonly<Record<string, unknown>>;

/** The smallest and the largest that each number in the panel may be; the file itself allows more. */
export const LIMITS = {
	askAboveSources: [0, 100_000],
	askAboveDollars: [0, 1000],
	removedSources: [0, 10_000],
	minMentions: [1, 100],
	claimsPerPage: [1, 200],
	sourcesPerPage: [1, 1000],
	linksPerSection: [1, 200],
	transcriptDays: [0, 3650],
} as const;

/** A row of the panel that names a folder, and the folder's name in the file. */
const FOLDERS = { rawFolder: 'raw', wikiFolder: 'wiki', outputFolder: 'output' } as const satisfies Record<string, keyof Layout>;

export type FolderKey = keyof typeof FOLDERS;
export type NumberKey = keyof typeof LIMITS;
/** A row of the panel. */
export type SettingKey = FolderKey | NumberKey | 'commitPassed' | 'languages';

const isFolder = (key: string): key is FolderKey => Object.hasOwn(FOLDERS, key);
export const isSettingKey = (key: string): key is SettingKey => isFolder(key) || Object.hasOwn(LIMITS, key) || key === 'commitPassed' || key === 'languages';

/** The settings as the parts of the plugin take them, and a message about each value that cannot be used. */
export function settingsOf(stored: Stored, configFolder: string): { readonly settings: PluginSettings; readonly problems: readonly string[] } {
	const { settings: core, choices, problems } = readSettings(stored, configFolder);
	return {
		settings: { layout: core.layout ?? DEFAULT_LAYOUT, commitPassed: choices.approve === 'passed', askAboveSources: choices.askAboveSources, askAboveDollars: choices.askAboveDollars, core },
		problems: problems.map(({ message }) => message),
	};
}

/** What a row shows: the setting as it holds. */
export function valueOf(key: SettingKey, stored: Stored, configFolder: string): string | number | boolean {
	const { settings } = settingsOf(stored, configFolder);
	if (isFolder(key)) return settings.layout[FOLDERS[key]];
	if (key === 'languages') return (settings.core.languages ?? DEFAULT_SETTINGS.languages).join(', ');
	if (key === 'commitPassed' || key === 'askAboveSources' || key === 'askAboveDollars') return settings[key];
	return settings.core[key] ?? DEFAULT_SETTINGS[key];
}

/** The file with a row's value in it. */
export function withValue(key: SettingKey, value: unknown, stored: Stored): Stored {
	if (key === 'commitPassed') return { ...stored, approve: value === true ? 'passed' : 'none' };
	if (key === 'languages') return { ...stored, languages: typeof value === 'string' ? value.toLowerCase().split(/[\s,;]+/).filter((each) => each !== '') : value };
	if (!isFolder(key)) return { ...stored, [key]: value };
	const layout = isRecord(stored['layout']) ? stored['layout'] : {};
	return { ...stored, layout: { ...layout, [FOLDERS[key]]: typeof value === 'string' ? value.trim().replace(/\/+$/, '') : value } };
}

/** Why a value cannot be kept, in a sentence; null where it can. */
export function faultOf(key: SettingKey, value: unknown, stored: Stored, configFolder: string): string | null {
	const known = new Set(settingsOf(stored, configFolder).problems);
	const fault = settingsOf(withValue(key, value, stored), configFolder).problems.find((message) => !known.has(message));
	// The row itself says which setting it is, and shows its value.
	return fault?.replace(/^The setting .*? does not hold; allowed is /, 'Allowed is ') ?? null;
}
