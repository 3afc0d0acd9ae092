import moment from 'moment';
import { Component } from '../core/component.js';
import { debounce } from '../core/debounce.js';
import { Events } from '../core/events.js';
import { FileManager } from '../core/file-manager.js';
import { TAbstractFile, TFile, TFolder } from '../core/files.js';
import { MetadataCache } from '../core/metadata-cache.js';
import { NotImplementedError } from '../core/not-implemented.js';
import { getLinkpath, normalizePath, parseLinktext } from '../core/path.js';
import { Platform } from '../core/platform.js';
import { requestUrl } from '../core/request-url.js';
import { SecretStorage } from '../core/secret-storage.js';
import { Vault } from '../core/vault.js';
import { getFrontMatterInfo, parseYaml, stringifyYaml } from '../core/yaml.js';
import { App } from './app.js';
import { AbstractTextComponent, BaseComponent, ButtonComponent, DisplayValueComponent, DropdownComponent, ExtraButtonComponent, ProgressBarComponent, SearchComponent, SliderComponent, TextAreaComponent, TextComponent, ToggleComponent, ValueComponent } from './components.js';
import { ConfirmationButton, ConfirmationModal } from './confirmation-modal.js';
import { addIcon, getIcon, getIconIds, removeIcon, setIcon } from './icons.js';
import { AbstractInputSuggest, PopoverSuggest } from './input-suggest.js';
import { Keymap, Scope } from './keymap.js';
import { MarkdownRenderChild, MarkdownRenderer } from './markdown-renderer.js';
import { MarkdownView } from './markdown-view.js';
import { Menu, MenuItem, MenuSeparator } from './menu.js';
import { Modal } from './modal.js';
import { OBSIDIAN_NAMES } from './names.js';
import { Notice } from './notice.js';
import { Plugin } from './plugin.js';
import { prepareFuzzySearch, prepareSimpleSearch } from './search.js';
import { SecretComponent } from './secret-component.js';
import { Setting, SettingGroup } from './setting.js';
import { PluginSettingTab, SettingTab } from './setting-tab.js';
import { FuzzySuggestModal, SuggestModal } from './suggest-modal.js';
import { displayTooltip, setTooltip } from './tooltip.js';
import { ItemView, View } from './view.js';
import { Workspace } from './workspace.js';
import { WorkspaceMobileDrawer, WorkspaceRoot, WorkspaceSidedock, WorkspaceSplit, WorkspaceTabs } from './workspace-areas.js';
import { WorkspaceLeaf } from './workspace-leaf.js';

/** The release of the app that this host plays. */
export const apiVersion = '1.13.1';

function requireApiVersion(version: string): boolean {
	const [wanted = [], own = []] = [version, apiVersion].map((text) => text.split('.').map(Number));
	const at = own.findIndex((number, index) => number !== (wanted[index] ?? 0));
	return at < 0 || (own[at] ?? 0) > (wanted[at] ?? 0);
}

const IMPLEMENTED: Readonly<Record<string, unknown>> = {
	AbstractInputSuggest, AbstractTextComponent, addIcon, apiVersion, App, BaseComponent, ButtonComponent, Component, ConfirmationButton, ConfirmationModal,
	debounce, displayTooltip, DisplayValueComponent, DropdownComponent, Events, ExtraButtonComponent, FileManager, FuzzySuggestModal, getFrontMatterInfo,
	getIcon, getIconIds, getLanguage: () => 'en', getLinkpath, ItemView, Keymap, MarkdownRenderChild, MarkdownRenderer, MarkdownView, Menu, MenuItem,
	MenuSeparator, MetadataCache, Modal, moment, normalizePath, Notice, parseLinktext, parseYaml, Platform, Plugin, PluginSettingTab, PopoverSuggest,
	prepareFuzzySearch, prepareSimpleSearch, ProgressBarComponent, removeIcon, requestUrl, requireApiVersion, Scope, SearchComponent, SecretComponent, SecretStorage,
	setIcon, Setting, SettingGroup, SettingTab, setTooltip, SliderComponent, stringifyYaml, SuggestModal, TAbstractFile, TextAreaComponent,
	TextComponent, TFile, TFolder, ToggleComponent, ValueComponent, Vault, View, Workspace, WorkspaceLeaf, WorkspaceMobileDrawer, WorkspaceRoot,
	WorkspaceSidedock, WorkspaceSplit, WorkspaceTabs,
};

/** What `require('obsidian')` answers. A name that is not implemented throws when it is read, and says which. */
export function obsidianModule(): object {
	const module: Record<string, unknown> = {};
	for (const name of OBSIDIAN_NAMES) {
		const get = (): unknown => {
			if (name in IMPLEMENTED) return IMPLEMENTED[name];
			throw new NotImplementedError(name);
		};
		Object.defineProperty(module, name, { get, enumerable: true });
	}
	return new Proxy(module, {
		get(target, name): unknown {
			if (typeof name === 'symbol' || name in target || name === '__esModule' || name === 'default') return Reflect.get(target, name);
			throw new NotImplementedError(name);
		},
	});
}
