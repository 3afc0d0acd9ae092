import { PluginSettingTab, type App, type IconName, type Plugin, type SettingControl, type SettingDefinition, type SettingDefinitionItem } from 'obsidian';
import { MODELS } from '../strings/models.js';
import { SETTINGS } from '../strings/settings.js';
import type { ModelKeeper } from './model-form.js';
import { renderModels } from './models-section.js';
import { faultOf, isSettingKey, LIMITS, valueOf, withValue, type FolderKey, type NumberKey, type SettingKey, type Stored } from './settings.js';

/** What the tab needs of whoever keeps the settings. */
export interface SettingsKeeper {
	stored(): Stored;
	/** Stores what was checked, and lets it take effect. */
	store(changed: Stored): Promise<void>;
}

const { rows, groups } = SETTINGS;

/** The plugin's settings, declared. */
export class CommonplaceSettingTab extends PluginSettingTab {
	override icon: IconName = 'book-open';
	private readonly keeper: SettingsKeeper;

	constructor(
		app: App,
		plugin: Plugin,
		keeper: SettingsKeeper,
		private readonly models: ModelKeeper,
	) {
		super(app, plugin);
		this.keeper = keeper;
	}

	override getSettingDefinitions(): SettingDefinitionItem[] {
		const row = (key: SettingKey, control: SettingControl): SettingDefinition => ({ ...rows[key], control });
		const validate = (key: SettingKey) => (value: unknown): string | undefined => this.faultOf(key, value) ?? undefined;
		const folder = (key: FolderKey): SettingDefinition => row(key, { type: 'text', key, placeholder: rows[key].placeholder, validate: validate(key) });
		const number = (key: NumberKey): SettingDefinition => {
			const [min, max] = LIMITS[key];
			return row(key, { type: 'number', key, min, max, step: key === 'askAboveDollars' ? 0.05 : 1, validate: validate(key) });
		};
		return [
			{ type: 'group', heading: groups.folders, items: [folder('rawFolder'), folder('wikiFolder'), folder('outputFolder')] },
			{ type: 'group', heading: groups.compile, items: [row('commitPassed', { type: 'toggle', key: 'commitPassed' }), number('askAboveSources'), number('askAboveDollars'), number('removedSources'), row('languages', { type: 'text', key: 'languages', placeholder: rows.languages.placeholder, validate: validate('languages') })] },
			{ type: 'group', heading: groups.pages, items: [number('minMentions'), number('claimsPerPage'), number('sourcesPerPage'), number('linksPerSection')] },
			{ type: 'group', heading: groups.models, items: [{ ...MODELS.row, render: (setting) => renderModels(this.app, setting, this.models) }, number('transcriptDays')] },
		];
	}

	override getControlValue(key: string): unknown {
		return isSettingKey(key) ? valueOf(key, this.keeper.stored(), this.app.vault.configDir) : undefined;
	}

	override async setControlValue(key: string, value: unknown): Promise<void> {
		if (isSettingKey(key) && this.faultOf(key, value) === null) await this.keeper.store(withValue(key, value, this.keeper.stored()));
	}

	private faultOf(key: SettingKey, value: unknown): string | null {
		return faultOf(key, value, this.keeper.stored(), this.app.vault.configDir);
	}
}
