import { PluginSettingTab, type App, type IconName, type Plugin, type SettingControl, type SettingDefinition, type SettingDefinitionItem } from 'obsidian';
import { SETTINGS } from '../strings/settings.js';
import { DEFAULT_VALUES, faultOf, isSettingKey, LIMITS, type SettingKey, type Stored } from './settings.js';

/** What the tab needs of whoever keeps the settings. */
export interface SettingsKeeper {
	stored(): Stored;
	/** Stores a value that was checked, and lets it take effect. */
	set(key: SettingKey, value: unknown): Promise<void>;
}

const { rows, groups } = SETTINGS;

/** The plugin's settings, declared. */
export class CommonplaceSettingTab extends PluginSettingTab {
	override icon: IconName = 'book-open';
	private readonly keeper: SettingsKeeper;

	constructor(app: App, plugin: Plugin, keeper: SettingsKeeper) {
		super(app, plugin);
		this.keeper = keeper;
	}

	override getSettingDefinitions(): SettingDefinitionItem[] {
		const row = (key: SettingKey, control: SettingControl): SettingDefinition => ({ ...rows[key], control });
		const folder = (key: 'rawFolder' | 'wikiFolder' | 'outputFolder'): SettingDefinition =>
			row(key, { type: 'text', key, defaultValue: DEFAULT_VALUES[key], placeholder: DEFAULT_VALUES[key], validate: (value) => this.validate(key, value) });
		const number = (key: keyof typeof LIMITS): SettingDefinition => {
			const [min, max] = LIMITS[key];
			return row(key, { type: 'number', key, min, max, step: 1, defaultValue: DEFAULT_VALUES[key], validate: (value) => this.validate(key, value) });
		};
		return [
			{ type: 'group', heading: groups.folders, items: [folder('rawFolder'), folder('wikiFolder'), folder('outputFolder')] },
			{
				type: 'group',
				heading: groups.compile,
				items: [row('commitPassed', { type: 'toggle', key: 'commitPassed', defaultValue: DEFAULT_VALUES.commitPassed }), number('askAboveSources'), number('removedSources')],
			},
			{ type: 'group', heading: groups.pages, items: [number('minMentions'), number('claimsPerPage'), number('sourcesPerPage'), number('linksPerSection')] },
			{ type: 'group', heading: groups.worker, items: [row('worker', { type: 'dropdown', key: 'worker', options: SETTINGS.workers, defaultValue: DEFAULT_VALUES.worker })] },
		];
	}

	override getControlValue(key: string): unknown {
		return this.keeper.stored()[key];
	}

	override async setControlValue(key: string, value: unknown): Promise<void> {
		if (isSettingKey(key) && faultOf(key, value, this.keeper.stored()) === null) await this.keeper.set(key, value);
	}

	private validate(key: SettingKey, value: unknown): string | undefined {
		return faultOf(key, value, this.keeper.stored()) ?? undefined;
	}
}
