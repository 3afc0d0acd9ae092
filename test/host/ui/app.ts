import type { UserEvent } from 'obsidian';
import { FileManager } from '../core/file-manager.js';
import { MetadataCache } from '../core/metadata-cache.js';
import { refuseUnknown } from '../core/not-implemented.js';
import { SecretStorage } from '../core/secret-storage.js';
import type { Vault } from '../core/vault.js';
import { Keymap, Scope } from './keymap.js';
import { Workspace } from './workspace.js';

/** What a plugin is given. What only the host needs is in `host.ts`. */
export class App {
	readonly scope = new Scope();
	readonly keymap = new Keymap(this.scope);
	readonly metadataCache: MetadataCache;
	readonly fileManager: FileManager;
	readonly secretStorage = new SecretStorage();
	readonly workspace: Workspace;
	lastEvent: UserEvent | null = null;

	constructor(
		readonly vault: Vault,
		containerEl: HTMLElement,
	) {
		this.metadataCache = new MetadataCache(vault);
		this.fileManager = new FileManager(vault, this.metadataCache);
		this.workspace = new Workspace(this, containerEl);
		for (const type of ['mousedown', 'keydown'] as const) document.addEventListener(type, (event) => (this.lastEvent = event), true);
	}

	isDarkMode(): boolean {
		return document.body.hasClass('theme-dark');
	}

	loadLocalStorage(key: string): unknown {
		const stored = window.localStorage.getItem(this.storageKey(key));
		return stored === null ? null : (JSON.parse(stored) as unknown);
	}

	saveLocalStorage(key: string, data: unknown): void {
		if (data === null || data === undefined) window.localStorage.removeItem(this.storageKey(key));
		else window.localStorage.setItem(this.storageKey(key), JSON.stringify(data));
	}

	private storageKey(key: string): string {
		return `${this.vault.getName()}-${key}`;
	}
}

refuseUnknown(App);
