import { HttpAdapter } from '../core/http-adapter.js';
import { playPhone, Platform } from '../core/platform.js';
import { Vault } from '../core/vault.js';
import { App } from './app.js';
import { CommandPalette } from './command-palette.js';
import { Commands } from './commands.js';
import { installDomHelpers } from './dom.js';
import { FileExplorer } from './file-explorer.js';
import { setHost, type Host } from './host.js';
import { loadIcons } from './icons.js';
import { MarkdownView } from './markdown-view.js';
import { obsidianModule } from './obsidian-module.js';
import { PluginLoader } from './plugin-loader.js';
import { Ribbon } from './ribbon.js';
import { SettingsWindow } from './settings-window.js';
import { followPointer } from './tooltip.js';

declare global {
	interface Window {
		/** Set by the page that the server sends. */
		vaultName: string;
		/** Set when the plugin has loaded and the layout stands. */
		host?: Host;
	}
}

/** `?mobile` plays the phone app, `?theme=dark` the dark theme, `?fresh` a plugin that its user has just switched on. */
async function start(): Promise<void> {
	const options = new URLSearchParams(window.location.search);
	installDomHelpers();
	if (options.has('mobile')) playPhone();
	const theme = options.get('theme') === 'dark' ? 'theme-dark' : 'theme-light';
	document.body.addClass(theme, ...(Platform.isMobile ? ['is-mobile', 'is-phone', 'mod-android'] : ['mod-linux']));
	loadIcons(await (await fetch('/icons.json')).json());
	followPointer();

	const vault = new Vault(new HttpAdapter(window.vaultName));
	const container = document.body.createDiv('app-container').createDiv('horizontal-main-container');
	const ribbon = new Ribbon(container);
	const app = new App(vault, container);
	const commands = new Commands(app);
	const obsidian = obsidianModule();
	const plugins = new PluginLoader(app, obsidian);
	const host: Host = {
		app,
		commands,
		ribbon,
		statusBarEl: document.body.createDiv('status-bar'),
		settingsWindow: new SettingsWindow(app),
		plugins,
		protocolHandlers: new Map(),
		cliHandlers: new Map(),
		obsidian,
	};
	setHost(host);

	const { workspace } = app;
	workspace.registerView('markdown', (leaf) => new MarkdownView(leaf));
	workspace.registerExtensions(['md'], 'markdown');
	workspace.registerView('file-explorer', (leaf) => new FileExplorer(leaf));
	app.scope.register(['Mod'], 'p', () => {
		new CommandPalette(app, commands).open();
		return false;
	});
	app.scope.register(['Mod'], ',', () => {
		host.settingsWindow.open();
		return false;
	});
	ribbon.add('terminal', 'Open command palette', () => new CommandPalette(app, commands).open());
	ribbon.add('panel-left', 'Files', () => workspace.leftSplit.toggle(), 'settings');
	ribbon.add('panel-right', 'Right sidebar', () => workspace.rightSplit.toggle(), 'settings');
	ribbon.add('settings', 'Settings', () => host.settingsWindow.open(), 'settings');

	workspace.getLeaf(true);
	await plugins.fetch();
	await plugins.enable();
	// The app, too, tells `create` for every file while it starts, when plugins have loaded and the layout is not ready.
	const texts = await vault.open();
	vault.follow();
	vault.on('raw', (path: string) => void plugins.fileChanged(path));
	await workspace.ensureSideLeaf('file-explorer', 'left', { reveal: !Platform.isMobile });
	workspace.becomeReady();
	if (options.has('fresh')) plugins.plugin?.onUserEnable();
	await app.metadataCache.open(texts);
	window.host = host;
	document.body.addClass('is-ready');
}

start().catch((error: unknown) => {
	const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
	document.body.append(Object.assign(document.createElement('pre'), { className: 'host-failed', textContent: message }));
	throw error;
});
