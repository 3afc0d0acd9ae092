import type { DataAdapter } from 'obsidian';
import { isRecord } from '../model/json.js';

/** What the settings file holds; `kept` names the copy that was made of a file that cannot be read. */
export interface SettingsData {
	readonly stored: Readonly<Record<string, unknown>>;
	readonly kept: string | null;
}

/** What is needed of a plugin to read its settings. */
export interface SettingsOwner {
	loadData(): Promise<unknown>;
	readonly manifest: { readonly id: string; readonly dir?: string };
	readonly app: { readonly vault: { readonly configDir: string; readonly adapter: Pick<DataAdapter, 'exists' | 'read' | 'copy'> } };
}

/**
 * Reads `data.json`. One that is no JSON object, as half a sync leaves it, is copied aside first, for the next change of a setting would
 * write over it.
 */
export async function loadSettingsData(plugin: SettingsOwner, today: string): Promise<SettingsData> {
	let data: unknown = null;
	try {
		data = await plugin.loadData();
	} catch {
		// What is wrong with it is told by its text, below.
	}
	if (isRecord(data)) return { stored: data, kept: null };
	const { adapter, configDir } = plugin.app.vault;
	const folder = plugin.manifest.dir ?? `${configDir}/plugins/${plugin.manifest.id}`;
	const path = `${folder}/data.json`;
	if (!(await adapter.exists(path))) return { stored: {}, kept: null };
	const text = await adapter.read(path);
	// The app may have caught the file while it was being written.
	const again = parsed(text);
	if (isRecord(again)) return { stored: again, kept: null };
	for (let count = 1; ; count += 1) {
		const name = `data.broken-${today}${count === 1 ? '' : `-${count}`}.json`;
		const copy = `${folder}/${name}`;
		if (!(await adapter.exists(copy))) await adapter.copy(path, copy);
		else if ((await adapter.read(copy)) !== text) continue;
		return { stored: {}, kept: name };
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
