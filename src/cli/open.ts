import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommonplace } from '../compile/commonplace.js';
import { readSettings, SETTINGS_FILE, type ReadSettings } from '../compile/settings-file.js';
import { problem, type Problem } from '../model/result.js';
import { DEFAULT_LAYOUT } from '../vault/layout.js';
import { nodeVault } from '../vault/node-disk/node-vault.js';
import type { Host } from '../vault/port.js';
import { chooseWorker, type Choice } from './choose-worker.js';
import { onAllCores } from './extract-threads.js';
import type { OpenVault } from './run.js';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

interface Found {
	readonly settings: ReadSettings;
	/** Why nothing but the emergency stop may be done: the settings may name other folders than the default ones. */
	readonly unusable: Problem | null;
}

const NONE: Found = { settings: readSettings(null, ''), unusable: null };

function parse(folder: string, text: string): Found {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\ufeff/, ''));
	} catch {
		return { ...NONE, unusable: problem(`${folder}/${SETTINGS_FILE}`, 'The settings of the plugin are no JSON. Nothing was done, for they may name other folders. Save them anew in the app, or remove the file.') };
	}
	return { settings: readSettings(value, folder), unusable: null };
}

/**
 * The plugin's own settings, so that both hosts render the same pages; a vault that has none goes by the defaults. They lie in one of
 * the vault's hidden folders: which of them is the app's own, a user may choose there.
 */
function pluginSettings(root: string): Found {
	const hidden = readdirSync(root).filter((name) => name.startsWith('.')).sort();
	for (const folder of hidden) {
		try {
			return parse(folder, readFileSync(join(root, folder, SETTINGS_FILE), 'utf8'));
		} catch (error) {
			if (!isMissing(error)) return { ...NONE, unusable: problem(`${folder}/${SETTINGS_FILE}`, 'The settings of the plugin cannot be read. Nothing was done, for they may name other folders.') };
		}
	}
	return NONE;
}

const NO_CHOICE: Choice = { env: {}, worker: null, tell: () => undefined };

/** Builds the application over a vault's folder on disk. */
export async function openVault(root: string, host: Host, choice: Choice = NO_CHOICE): Promise<OpenVault> {
	const { settings, unusable } = pluginSettings(root);
	const vault = nodeVault(root);
	const chosen = await chooseWorker(vault, settings.settings.layout ?? DEFAULT_LAYOUT, host, choice);
	return {
		app: createCommonplace({ vault, host, worker: chosen.worker, settings: settings.settings, ...(chosen.offline ? { extractSources: onAllCores(new URL(import.meta.url)) } : {}) }),
		billed: !chosen.offline,
		problems: [...settings.problems, ...chosen.problems],
		unusable: unusable ?? chosen.unusable,
	};
}
