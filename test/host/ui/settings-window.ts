import type { App } from './app.js';
import { Modal } from './modal.js';
import type { SettingTab } from './setting-tab.js';

/** The window with a tab for each plugin. */
export class SettingsWindow extends Modal {
	private readonly tabs = new Map<SettingTab, HTMLElement>();
	private readonly namesEl: HTMLElement;
	private readonly placeEl: HTMLElement;
	private shown: SettingTab | null = null;

	constructor(app: App) {
		super(app);
		this.modalEl.addClass('mod-settings');
		this.modalEl.setAttr('aria-label', 'Settings');
		this.contentEl.addClass('vertical-tabs-container');
		this.namesEl = this.contentEl.createDiv('vertical-tab-header');
		this.placeEl = this.contentEl.createDiv('vertical-tab-content-container');
	}

	addTab(tab: SettingTab, name: string): void {
		const el = this.namesEl.createDiv({ cls: 'vertical-tab-nav-item tappable', text: name, attr: { role: 'button', tabindex: 0 } });
		el.addEventListener('click', () => this.show(tab));
		this.tabs.set(tab, el);
		// The app reads the definitions once when a tab is added, for its search.
		tab.settingItems = tab.getSettingDefinitions();
	}

	removeTab(tab: SettingTab): void {
		if (this.shown === tab) this.leave();
		this.tabs.get(tab)?.remove();
		this.tabs.delete(tab);
	}

	show(tab: SettingTab): void {
		this.leave();
		this.shown = tab;
		for (const [other, el] of this.tabs) el.toggleClass('is-active', other === tab);
		this.placeEl.replaceChildren(tab.containerEl);
		tab.update();
	}

	override onOpen(): void {
		const [first] = this.tabs.keys();
		const tab = this.shown ?? first;
		if (tab !== undefined) this.show(tab);
	}

	override onClose(): void {
		const last = this.shown;
		this.leave();
		this.shown = last;
	}

	private leave(): void {
		this.shown?.hide();
		this.shown?.containerEl.remove();
		this.shown = null;
	}
}
