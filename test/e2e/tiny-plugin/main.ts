import { ItemView, MarkdownView, Modal, Notice, Plugin, PluginSettingTab, TFile, type Menu, type SettingDefinitionItem } from 'obsidian';

const VIEW = 'tiny-view';

interface TinySettings {
	greeting: string;
	loud: boolean;
	times: number;
	folder: string;
}

const DEFAULTS: TinySettings = { greeting: 'Hello', loud: false, times: 1, folder: '' };

/** Tells what it hears of the vault. */
class TinyView extends ItemView {
	getViewType(): string {
		return VIEW;
	}

	getDisplayText(): string {
		return 'Tiny';
	}

	override getIcon(): string {
		return 'leaf';
	}

	protected override async onOpen(): Promise<void> {
		this.contentEl.createEl('h4', { text: 'Hello from a view' });
		const list = this.contentEl.createEl('ul', 'tiny-events');
		for (const name of ['create', 'modify', 'delete'] as const) {
			// The overloads of `on` take one name at a time.
			this.registerEvent(this.app.vault.on(name as 'create', (file) => void list.createEl('li', { text: `${name} ${file.path}` })));
		}
		this.registerEvent(this.app.vault.on('rename', (file, oldPath) => void list.createEl('li', { text: `rename ${oldPath} ${file.path}` })));
	}
}

class TinySettingTab extends PluginSettingTab {
	constructor(private readonly tiny: TinyPlugin) {
		super(tiny.app, tiny);
	}

	override getSettingDefinitions(): SettingDefinitionItem[] {
		return [
			{
				type: 'group',
				heading: 'Greetings',
				items: [
					{ name: 'Greeting', desc: 'What the notice says.', control: { type: 'text', key: 'greeting', validate: (value) => (value.trim() === '' ? 'Say something.' : undefined) } },
					{ name: 'Loud', control: { type: 'toggle', key: 'loud' } },
					{ name: 'Times', visible: () => this.tiny.settings.loud, control: { type: 'slider', key: 'times', min: 1, max: 5, step: 1 } },
					{ name: 'Folder', control: { type: 'folder', key: 'folder' } },
				],
			},
		];
	}
}

export default class TinyPlugin extends Plugin {
	override settings: TinySettings = DEFAULTS;

	override async onload(): Promise<void> {
		await this.readSettings();
		this.registerView(VIEW, (leaf) => new TinyView(leaf));
		this.addRibbonIcon('leaf', 'Open tiny view', () => void this.app.workspace.ensureSideLeaf(VIEW, 'right', { active: true, reveal: true }));
		this.addStatusBarItem().setText('Tiny');
		this.addSettingTab(new TinySettingTab(this));
		this.addCommand({ id: 'greet', name: 'Greet', callback: () => new Notice(this.settings.greeting) });
		this.addCommand({ id: 'stamp', name: 'Stamp every note', callback: () => void this.stamp() });
		this.addCommand({
			id: 'count',
			name: 'Count the lines of this note',
			checkCallback: (checking) => {
				const view = this.app.workspace.getActiveViewOfType(MarkdownView);
				if (view === null) return false;
				if (!checking) new Notice(`${view.editor.lineCount()} lines`);
				return true;
			},
		});
		this.addCommand({
			id: 'ask',
			name: 'Ask something',
			callback: () => new Modal(this.app).setTitle('A question').setContent('Well?').open(),
		});
		this.registerEvent(this.app.workspace.on('file-menu', (menu: Menu, file) => {
			if (file instanceof TFile) menu.addItem((item) => item.setTitle('Shout').setIcon('megaphone').onClick(() => new Notice(file.basename.toUpperCase())));
		}));
		this.registerDomEvent(document, 'click', () => undefined);
		this.registerInterval(window.setInterval(() => undefined, 60_000));
	}

	override async onExternalSettingsChange(): Promise<void> {
		await this.readSettings();
		new Notice(`Settings are now: ${this.settings.greeting}`);
	}

	private async readSettings(): Promise<void> {
		this.settings = { ...DEFAULTS, ...((await this.loadData()) as Partial<TinySettings> | null) };
	}

	/** Each note gets ten lines, by writes that would lose some of them if they were not done in turn. */
	private async stamp(): Promise<void> {
		const notes = this.app.vault.getMarkdownFiles();
		await Promise.all(notes.flatMap((note) => Array.from({ length: 10 }, () => this.app.vault.process(note, (text) => `${text}stamp\n`))));
		new Notice('Stamped');
	}
}
