import type { App } from 'obsidian';

const KEY = 'commonplace-device';
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** This device's name in ledger and journal: drawn once, and kept where Sync does not carry it to another device. */
export function deviceName(app: App): string {
	const kept: unknown = app.loadLocalStorage(KEY);
	if (typeof kept === 'string' && /^[a-z0-9][a-z0-9-]{0,39}$/.test(kept)) return kept;
	const drawn = `app-${[...crypto.getRandomValues(new Uint8Array(8))].map((value) => LETTERS.charAt(value % LETTERS.length)).join('')}`;
	app.saveLocalStorage(KEY, drawn);
	return drawn;
}
