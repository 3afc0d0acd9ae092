import type { PluginManifest } from 'obsidian';
import { isRecord } from '../core/yaml.js';
import type { App } from './app.js';
import { Plugin } from './plugin.js';

/** Loads one plugin, as the app would: its code sees `require('obsidian')` and the page, and nothing else. */
export class PluginLoader {
	plugin: Plugin | null = null;
	manifest: PluginManifest | null = null;
	/** Milliseconds that evaluating `main.js`, and `onload`, took. */
	readonly took = { evaluate: 0, onload: 0 };
	private type: (new (app: App, manifest: PluginManifest) => Plugin) | null = null;

	constructor(
		private readonly app: App,
		private readonly module: object,
	) {}

	/** Fetches and evaluates the plugin's files; `enable` starts it. */
	async fetch(): Promise<void> {
		const manifest: unknown = await (await fetch('/plugin/manifest.json')).json();
		if (!isManifest(manifest)) throw new Error('manifest.json lacks id, name or version.');
		this.manifest = { ...manifest, dir: `${this.app.vault.configDir}/plugins/${manifest.id}` };
		const code = await (await fetch('/plugin/main.js')).text();
		const link = document.head.createEl('link', { attr: { rel: 'stylesheet', href: '/plugin/styles.css' } });
		await new Promise((resolve) => link.addEventListener('load', resolve, { once: true }));
		const began = performance.now();
		this.type = evaluate(code, this.module);
		this.took.evaluate = performance.now() - began;
	}

	/** `byUser` tells that a person has just switched it on, which happens once in a plugin's life. */
	async enable(byUser = false): Promise<void> {
		if (this.type === null || this.manifest === null || this.plugin !== null) return;
		const plugin = new this.type(this.app, this.manifest);
		this.plugin = plugin;
		const began = performance.now();
		await plugin.load();
		this.took.onload = performance.now() - began;
		if (byUser) plugin.onUserEnable();
	}

	/** Told of each hidden file that changed: the plugin's settings may be among them. */
	async fileChanged(path: string): Promise<void> {
		const { plugin } = this;
		if (plugin !== null && (await plugin.hasForeignData(path))) plugin.onExternalSettingsChange?.();
	}

	disable(): void {
		this.plugin?.unload();
		this.plugin = null;
	}
}

function isManifest(value: unknown): value is PluginManifest {
	return isRecord(value) && ['id', 'name', 'version'].every((key) => typeof value[key] === 'string');
}

function evaluate(code: string, obsidian: object): new (app: App, manifest: PluginManifest) => Plugin {
	const module: { exports: unknown } = { exports: {} };
	const require = (name: string): object => {
		if (name === 'obsidian') return obsidian;
		throw new Error(`Cannot find module '${name}': on a phone there is nothing but 'obsidian'.`);
	};
	const run: unknown = Reflect.construct(Function, ['require', 'module', 'exports', `${code}\n//# sourceURL=plugin/main.js`]);
	if (typeof run === 'function') Reflect.apply(run, undefined, [require, module, module.exports]);
	const { exports } = module;
	const type: unknown = isRecord(exports) && 'default' in exports ? exports['default'] : exports;
	if (!isPluginClass(type)) throw new Error('main.js does not export a class that extends Plugin.');
	return type;
}

function isPluginClass(type: unknown): type is new (app: App, manifest: PluginManifest) => Plugin {
	return typeof type === 'function' && type.prototype instanceof Plugin;
}
