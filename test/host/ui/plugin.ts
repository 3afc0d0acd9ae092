import type { Command, PluginManifest } from 'obsidian';
import { Component } from '../core/component.js';
import { refuseNamed } from '../core/not-implemented.js';
import { join } from '../core/path.js';
import { Turns } from '../core/turns.js';
import type { App } from './app.js';
import { hostOf } from './host.js';
import type { SettingTab } from './setting-tab.js';
import type { ViewCreator } from './workspace.js';

export abstract class Plugin extends Component {
	settings?: unknown;
	/** When the settings that the plugin knows were written, and one thing with their file at a time. */
	private dataTime = 0;
	private readonly turns = new Turns();

	constructor(
		readonly app: App,
		readonly manifest: PluginManifest,
	) {
		super();
	}

	addRibbonIcon(icon: string, title: string, callback: (evt: MouseEvent) => unknown): HTMLElement {
		const { el, remove } = hostOf(this.app).ribbon.add(icon, title, callback);
		this.register(remove);
		return el;
	}

	addStatusBarItem(): HTMLElement {
		const el = hostOf(this.app).statusBarEl.createDiv(`status-bar-item plugin-${this.manifest.id}`);
		this.register(() => el.remove());
		return el;
	}

	addCommand(command: Command): Command {
		const { commands } = hostOf(this.app);
		command.id = `${this.manifest.id}:${command.id}`;
		command.name = `${this.manifest.name}: ${command.name}`;
		commands.add(command);
		this.register(() => commands.remove(command.id));
		return command;
	}

	removeCommand(commandId: string): void {
		hostOf(this.app).commands.remove(`${this.manifest.id}:${commandId}`);
	}

	addSettingTab(settingTab: SettingTab): void {
		const { settingsWindow } = hostOf(this.app);
		settingsWindow.addTab(settingTab, this.manifest.name);
		this.register(() => settingsWindow.removeTab(settingTab));
	}

	registerView(type: string, viewCreator: ViewCreator): void {
		const { workspace } = this.app;
		workspace.registerView(type, viewCreator);
		this.register(() => workspace.unregisterView(type));
	}

	/** Kept, so that a test can call it; no `obsidian://` address reaches a page. */
	registerObsidianProtocolHandler(action: string, handler: (params: Record<string, string>) => unknown): void {
		const { protocolHandlers } = hostOf(this.app);
		protocolHandlers.set(action, handler);
		this.register(() => protocolHandlers.delete(action));
	}

	/** Kept, so that a test can call it; there is no command line here. */
	registerCliHandler(command: string, _description: string, _flags: unknown, handler: (params: Record<string, string>) => unknown): void {
		const { cliHandlers } = hostOf(this.app);
		cliHandlers.set(command, handler);
		this.register(() => cliHandlers.delete(command));
	}

	/** `null` where there is no file yet, as in the app. Throws for a file that is no JSON. */
	async loadData(): Promise<unknown> {
		return this.turns.take('data', async () => {
			const { adapter } = this.app.vault;
			const stat = await adapter.stat(this.dataPath);
			if (stat === null) return null;
			this.dataTime = stat.mtime;
			return JSON.parse(await adapter.read(this.dataPath)) as unknown;
		});
	}

	async saveData(data: unknown): Promise<void> {
		await this.turns.take('data', async () => {
			const { adapter } = this.app.vault;
			await adapter.mkdir(this.folder);
			await adapter.write(this.dataPath, JSON.stringify(data, null, 2));
			this.dataTime = (await adapter.stat(this.dataPath))?.mtime ?? 0;
		});
	}

	/** For the host: whether the path is that of the settings, and they are not as the plugin last read or wrote them. */
	async hasForeignData(path: string): Promise<boolean> {
		if (path !== this.dataPath) return false;
		return this.turns.take('data', async () => {
			const stat = await this.app.vault.adapter.stat(this.dataPath);
			return stat !== null && stat.mtime !== this.dataTime;
		});
	}

	onUserEnable(): void {}

	onExternalSettingsChange?(): unknown;

	private get folder(): string {
		return this.manifest.dir ?? join(this.app.vault.configDir, `plugins/${this.manifest.id}`);
	}

	private get dataPath(): string {
		return join(this.folder, 'data.json');
	}
}

refuseNamed(Plugin, [
	'registerHoverLinkSource',
	'registerExtensions',
	'registerMarkdownPostProcessor',
	'registerMarkdownCodeBlockProcessor',
	'registerBasesView',
	'registerEditorExtension',
	'registerEditorSuggest',
]);
