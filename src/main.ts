import { debounce, Notice, Platform, Plugin, requestUrl } from 'obsidian';
import { program } from 'commonplace:engine-thread';
import { deviceName } from './obsidian/device.js';
import { startableEngine } from './obsidian/engine/engine.js';
import { workerThread } from './obsidian/engine/worker-thread.js';
import { loadSettingsData } from './obsidian/settings-data.js';
import { appVault } from './obsidian/vault-adapter.js';
import { appModelAccess } from './obsidian/model-access.js';
import { openNote, showView } from './obsidian/workspace.js';
import { liveDesk, type LiveDesk } from './ui/desk/live-desk.js';
import { GateView } from './ui/gate/gate-view.js';
import { openImport } from './ui/import/import-modal.js';
import { LintView } from './ui/lint/lint-view.js';
import { commandsOf, ribbonOf } from './ui/plugin/commands.js';
import { confirmCompile, confirmRemovals, confirmSending } from './ui/plugin/confirm.js';
import { SAMPLES } from './ui/plugin/samples.js';
import { showStatus } from './ui/plugin/status-bar.js';
import type { ModelKeeper } from './ui/settings/model-form.js';
import { settingsOf, type PluginSettings, type Stored } from './ui/settings/settings.js';
import { CommonplaceSettingTab } from './ui/settings/settings-tab.js';
import { PolicyView } from './ui/policy/policy-view.js';
import { PLUGIN } from './ui/strings/plugin.js';
import { WikiView } from './ui/wiki/wiki-view.js';
import { isInside } from './vault/vault-path.js';
import { addressOf } from './worker/operators/address.js';
import type { ModelDraft } from './worker/operators/model-questions.js';

const VIEWS = { gate: 'commonplace-gate', wiki: 'commonplace-wiki-view', lint: 'commonplace-lint', policy: 'commonplace-policies' } as const;

const MESSAGE_MS = 8000;
const SETTLED_MS = 800;

function notify(message: string): void {
	new Notice(message, MESSAGE_MS);
}

/** Runs it after so many milliseconds, unless the function that comes back is called before. */
function after(milliseconds: number, run: () => void): () => void {
	const timer = window.setTimeout(run, milliseconds);
	return () => {
		window.clearTimeout(timer);
	};
}

/** The composition root in Obsidian: builds the parts and wires them to the app. */
export default class CommonplacePlugin extends Plugin {
	private stored: Stored = {};
	private current: PluginSettings = settingsOf({}, '').settings;
	private applied: (() => void) | null = null;
	private desk: LiveDesk | null = null;

	override async onload(): Promise<void> {
		await this.readSettings();
		const desk = this.openDesk();
		this.desk = desk;
		this.registerView(VIEWS.gate, (leaf) => new GateView(leaf, desk));
		this.registerView(VIEWS.wiki, (leaf) => new WikiView(leaf, desk));
		this.registerView(VIEWS.lint, (leaf) => new LintView(leaf, desk));
		this.registerView(VIEWS.policy, (leaf) => new PolicyView(leaf, desk));
		for (const command of commandsOf(desk, notify, { openImport: () => { openImport(this.app, desk, notify); }, openPolicy: () => this.openPolicy() })) this.addCommand(command);
		for (const { icon, title, run } of ribbonOf(desk)) this.addRibbonIcon(icon, title, run);
		if (Platform.isDesktop) this.register(showStatus(this.addStatusBarItem(), desk, desk.waitingEdits));
		this.app.workspace.onLayoutReady(() => {
			this.followVault(desk);
		});
		this.registerEvent(
			this.app.workspace.on('file-menu', (menu, { path }) => {
				const { raw } = this.current.layout;
				if (path !== raw && !isInside(path, raw)) return;
				menu.addItem((item) => item.setTitle(PLUGIN.commands.compile).setIcon('book-plus').onClick(() => desk.compile()));
			}),
		);
	}

	/** Whoever has just switched it on sees what to do first. */
	override onUserEnable(): void {
		this.app.workspace.onLayoutReady(() => void this.desk?.show('wiki'));
	}

	override async onExternalSettingsChange(): Promise<void> {
		await this.readSettings();
		this.applied?.();
	}

	private async readSettings(): Promise<void> {
		const { stored, kept } = await loadSettingsData(this, new Date().toISOString().slice(0, 10));
		if (kept !== null) notify(PLUGIN.notices.brokenSettings(kept));
		this.stored = stored;
		const { settings, problems } = settingsOf(stored, this.app.vault.configDir);
		this.current = settings;
		for (const message of problems) notify(message);
	}

	private async storeSettings(changed: Stored): Promise<void> {
		this.stored = changed;
		this.current = settingsOf(changed, this.app.vault.configDir).settings;
		await this.saveData(changed);
		this.applied?.();
	}

	private openDesk(): LiveDesk {
		const { app } = this;
		const access = appModelAccess(app, requestUrl);
		const engine = startableEngine({
			start: () => workerThread(program),
			vault: appVault(app.vault),
			device: deviceName(app),
			settings: this.current.core,
			progress: (stage, done, total) => {
				desk.progress(stage, done, total);
			},
			models: {
				key: (secret, address) => access.key(secret, address),
				request: (request) => access.request(request),
				asking: (asking) => {
					desk.asked(asking);
				},
			},
			after,
		});
		const desk: LiveDesk = liveDesk(engine, {
			settings: () => this.current,
			confirmCompile: (estimate) => confirmCompile(app, estimate),
			confirmRemovals: (why) => confirmRemovals(app, why),
			agreed: (recipient) => access.agreed(recipient),
			async confirmSending(recipients) {
				const agrees = await confirmSending(app, recipients);
				if (agrees) access.agree(recipients);
				return agrees;
			},
			notify,
			async open(path, at = null, how = 'here') {
				if (!(await openNote(app, path, at, how))) notify(PLUGIN.notices.noSuchNote(path));
			},
			show: (view) => showView(app, VIEWS[view], view === 'wiki' ? 'main' : 'side'),
			after,
			who: 'person:app',
			samples: SAMPLES,
		});
		// A folder's name is typed letter by letter; the engine is started anew when that is done.
		const apply = debounce(
			() => {
				void engine.configure(this.current.core).then(() => {
					desk.restart();
				});
			},
			SETTLED_MS,
			true,
		);
		this.applied = apply;
		const keeper = { stored: (): Stored => this.stored, store: (changed: Stored): Promise<void> => this.storeSettings(changed) };
		// What a person tries in the settings goes to that address for as long as the trial takes.
		const trying = <T>(draft: ModelDraft, question: () => Promise<T>): Promise<T> => {
			const address = addressOf(draft);
			return address === null ? question() : access.during({ address, key: draft.key }, question);
		};
		const models: ModelKeeper = {
			operators: () => engine.core.operators(),
			changeOperators: (change) => engine.core.changeOperators(change),
			listModels: (draft) => trying(draft, () => engine.core.listModels(draft)),
			testConnection: (draft) => trying(draft, () => engine.core.testConnection(draft)),
			agree: (recipient) => {
				access.agree([recipient]);
			},
		};
		this.addSettingTab(new CommonplaceSettingTab(app, this, keeper, models));
		this.register(() => {
			apply.cancel();
			desk.dispose();
			engine.dispose();
		});
		return desk;
	}

	/** The policy's note that the person has before them. */
	private openPolicy(): string | null {
		const path = this.app.workspace.getActiveFile()?.path;
		return path !== undefined && this.desk?.policies.isPolicy(path) === true ? path : null;
	}

	/** Only now, for while the app starts it tells of every file of the vault as new. */
	private followVault(desk: LiveDesk): void {
		const { vault } = this.app;
		const noticeStop = (): void => {
			desk.noticeStop(vault.getAbstractFileByPath(`${this.current.layout.home}/STOP.md`) !== null);
		};
		const changed = (path: string): void => {
			const { raw, wiki, output, home } = this.current.layout;
			if (![raw, wiki, output, home].some((folder) => isInside(path, folder))) return;
			if (path === `${home}/STOP.md`) noticeStop();
			desk.changed(path);
		};
		this.registerEvent(vault.on('create', ({ path }) => { changed(path); }));
		this.registerEvent(vault.on('modify', ({ path }) => { changed(path); }));
		this.registerEvent(vault.on('delete', ({ path }) => { changed(path); }));
		this.registerEvent(vault.on('rename', ({ path }, oldPath) => { changed(oldPath); changed(path); }));
		this.registerEvent(this.app.workspace.on('file-open', (file) => { if (file !== null) desk.policies.noticeNote(file.path); }));
		noticeStop();
	}
}
