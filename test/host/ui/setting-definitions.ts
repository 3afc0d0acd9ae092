import type { SettingControl, SettingDefinition, SettingDefinitionGroup, SettingDefinitionItem, SettingDefinitionPage } from 'obsidian';
import { notImplemented } from '../core/not-implemented.js';
import { TFolder } from '../core/files.js';
import { setIcon } from './icons.js';
import { SettingGroup, type Setting } from './setting.js';
import type { SettingTab } from './setting-tab.js';
import { FileSuggest } from './file-suggest.js';

/** What has been rendered: how to apply `visible` and `disabled` anew, and how to take it down. */
export interface Rendered {
	refresh(): void;
	clear(): void;
}

interface Effects {
	readonly refresh: (() => void)[];
	readonly clear: (() => void)[];
}

type Condition = boolean | (() => boolean) | undefined;

const holds = (condition: Condition, otherwise: boolean): boolean => (typeof condition === 'function' ? condition() : (condition ?? otherwise));

/** The declarative settings of a tab. Rows that stand outside of a group get one without a heading. */
export function renderDefinitions(tab: SettingTab, items: readonly SettingDefinitionItem[], containerEl: HTMLElement): Rendered {
	const effects: Effects = { refresh: [], clear: [] };
	let loose: SettingGroup | null = null;
	for (const item of items) {
		if ('type' in item && item.type !== 'page') {
			loose = null;
			renderGroup(tab, item, containerEl, effects);
		} else {
			loose ??= new SettingGroup(containerEl);
			renderRow(tab, item, loose, 0, effects);
		}
	}
	const refresh = (): void => effects.refresh.forEach((apply) => apply());
	refresh();
	return { refresh, clear: () => effects.clear.forEach((apply) => apply()) };
}

function renderGroup(tab: SettingTab, definition: SettingDefinitionGroup, containerEl: HTMLElement, effects: Effects): void {
	if (definition.type === 'list') notImplemented('settings of the type "list"');
	const group = new SettingGroup(containerEl);
	if (definition.heading !== undefined) group.setHeading(definition.heading);
	if (definition.cls !== undefined) group.addClass(definition.cls);
	if (definition.search !== undefined || definition.extraButtons !== undefined) notImplemented('search and buttons of a settings group');
	definition.items?.forEach((item, index) => renderRow(tab, item, group, index, effects));
	effects.refresh.push(() => group.groupEl.toggle(holds(definition.visible, true)));
}

function renderRow(tab: SettingTab, item: SettingDefinition | SettingDefinitionPage, group: SettingGroup, index: number, effects: Effects): void {
	if ('type' in item) notImplemented('settings of the type "page"');
	group.addSetting((setting) => {
		setting.setName(item.name);
		if (item.desc !== undefined) setting.setDesc(item.desc);
		effects.refresh.push(() => setting.settingEl.toggle(holds(item.visible, true)));
		if (item.render !== undefined) {
			// The typings of the app name its own classes; these are ours of the same shape.
			const clear = item.render(setting as never, group as never);
			if (typeof clear === 'function') effects.clear.push(clear);
		} else if (item.action !== undefined) renderAction(setting, () => item.action(setting.settingEl, index), item.disabled, effects);
		else if (item.control !== undefined) renderControl(tab, setting, item.control, effects);
	});
}

function renderAction(setting: Setting, act: () => void, disabled: Condition, effects: Effects): void {
	const { settingEl } = setting;
	settingEl.addClass('mod-action', 'tappable');
	settingEl.setAttrs({ role: 'button', tabindex: 0 });
	setIcon(setting.controlEl.createDiv('setting-item-chevron'), 'chevron-right');
	const run = (): void => {
		if (!holds(disabled, false)) act();
	};
	settingEl.addEventListener('click', run);
	settingEl.addEventListener('keydown', (event) => {
		if (event.key === 'Enter' && event.target === settingEl) run();
	});
	effects.refresh.push(() => settingEl.toggleClass('is-disabled', holds(disabled, false)));
}

function renderControl(tab: SettingTab, setting: Setting, control: SettingControl, effects: Effects): void {
	const stored: unknown = tab.getControlValue(control.key) ?? control.defaultValue;
	/** Only what the definition accepts is kept; what it says of the rest stands below the row. */
	const check = async (value: unknown): Promise<boolean> => {
		const message = (await control.validate?.(value as never)) ?? '';
		setting.setErrorMessage(message === '' ? null : message);
		return message === '';
	};
	const change = async (value: unknown): Promise<void> => {
		if (await check(value)) await tab.setControlValue(control.key, value);
		tab.refreshDomState();
	};
	const text = typeof stored === 'string' || typeof stored === 'number' ? String(stored) : '';
	const onChange = (value: unknown): void => void change(value);
	switch (control.type) {
		case 'toggle':
			setting.addToggle((toggle) => toggle.setValue(stored === true).onChange(onChange));
			break;
		case 'dropdown':
			setting.addDropdown((dropdown) => dropdown.addOptions(control.options).setValue(text).onChange(onChange));
			break;
		case 'text':
			setting.addText((input) => input.setPlaceholder(control.placeholder ?? '').setValue(text).onChange(onChange));
			break;
		case 'textarea':
			setting.addTextArea((area) => {
				area.setPlaceholder(control.placeholder ?? '').setValue(text).onChange(onChange);
				area.inputEl.rows = control.rows ?? 4;
			});
			break;
		case 'number':
			setting.addText((input) => {
				input.inputEl.type = 'number';
				input.inputEl.setAttrs({ min: control.min ?? null, max: control.max ?? null, step: control.step ?? null });
				input.setPlaceholder(control.placeholder ?? '').setValue(text);
				input.onChange(() => {
					if (Number.isFinite(input.inputEl.valueAsNumber)) onChange(input.inputEl.valueAsNumber);
				});
			});
			break;
		case 'slider':
			setting.addSlider((slider) => {
				slider.setLimits(control.min, control.max, control.step);
				if (control.displayFormat !== undefined) slider.setDisplayFormat(control.displayFormat);
				slider.setValue(typeof stored === 'number' ? stored : control.min).onChange(onChange);
			});
			break;
		case 'folder':
		case 'file':
			setting.addSearch((input) => {
				input.setPlaceholder(control.placeholder ?? '').setValue(text).onChange(onChange);
				const suggest = new FileSuggest(tab.app, input.inputEl, (file) => {
					if (control.type === 'file') return !(file instanceof TFolder) && (control.filter?.(file as never) ?? true);
					return file instanceof TFolder && (control.includeRoot === true || !file.isRoot()) && (control.filter?.(file) ?? true);
				});
				effects.clear.push(() => suggest.close());
			});
			break;
		case 'color':
			notImplemented('settings of the type "color"');
	}
	if (stored !== undefined && control.validate !== undefined) void check(stored);
	effects.refresh.push(() => void setting.setDisabled(holds(control.disabled, false)));
}
