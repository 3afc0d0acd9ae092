import type { App } from './app.js';
import type { Commands } from './commands.js';
import type { PluginLoader } from './plugin-loader.js';
import type { Ribbon } from './ribbon.js';
import type { SettingsWindow } from './settings-window.js';

type Handler = (params: Record<string, string>) => unknown;

/** The app's parts that no plugin may see but that make it work: reachable for tests as `window.host`. */
export interface Host {
	readonly app: App;
	readonly commands: Commands;
	readonly ribbon: Ribbon;
	readonly statusBarEl: HTMLElement;
	readonly settingsWindow: SettingsWindow;
	readonly plugins: PluginLoader;
	readonly protocolHandlers: Map<string, Handler>;
	readonly cliHandlers: Map<string, Handler>;
	/** The module that `require('obsidian')` answers. */
	readonly obsidian: object;
}

const hosts = new WeakMap<App, Host>();

export function hostOf(app: App): Host {
	const host = hosts.get(app);
	if (host === undefined) throw new Error('The host has not started yet.');
	return host;
}

export function setHost(host: Host): void {
	hosts.set(host.app, host);
}
