import type { SettingDefinitionItem } from 'obsidian';
import type { App } from './app.js';
import type { Plugin } from './plugin.js';
import { isRecord } from '../core/yaml.js';
import { renderDefinitions, type Rendered } from './setting-definitions.js';

export abstract class SettingTab {
	icon = 'settings';
	readonly containerEl: HTMLElement = createDiv('vertical-tab-content');
	settingItems: SettingDefinitionItem[] = [];
	private rendered: Rendered | null = null;

	constructor(readonly app: App) {}

	getSettingDefinitions(): SettingDefinitionItem[] {
		return [];
	}

	abstract getControlValue(key: string): unknown;
	abstract setControlValue(key: string, value: unknown): void | Promise<void>;

	/** Asks for the definitions anew, and shows them if the tab is open. */
	update(): void {
		this.settingItems = this.getSettingDefinitions();
		if (!this.containerEl.isConnected) return;
		const { scrollTop } = this.containerEl;
		this.rendered?.clear();
		this.containerEl.empty();
		if (this.settingItems.length === 0) return this.display();
		this.rendered = renderDefinitions(this, this.settingItems, this.containerEl);
		this.containerEl.scrollTop = scrollTop;
	}

	refreshDomState(): void {
		this.rendered?.refresh();
	}

	display(): void {}

	hide(): void {
		this.rendered?.clear();
		this.rendered = null;
		this.containerEl.empty();
	}
}

export abstract class PluginSettingTab extends SettingTab {
	constructor(
		app: App,
		readonly plugin: Plugin,
	) {
		super(app);
	}

	getControlValue(key: string): unknown {
		return isRecord(this.plugin.settings) ? this.plugin.settings[key] : undefined;
	}

	async setControlValue(key: string, value: unknown): Promise<void> {
		const settings = isRecord(this.plugin.settings) ? this.plugin.settings : {};
		settings[key] = value;
		this.plugin.settings = settings;
		await this.plugin.saveData(settings);
	}
}
