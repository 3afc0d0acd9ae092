import type { Command, Hotkey } from 'obsidian';
import { Events } from '../core/events.js';
import type { App } from './app.js';
import { MarkdownView } from './markdown-view.js';

/** What the command palette lists: `id` is the plugin's id, a colon and the command's own. */
export class Commands extends Events {
	private readonly commands = new Map<string, Command>();

	constructor(private readonly app: App) {
		super();
		app.scope.register(null, null, (event) => {
			for (const command of this.commands.values()) {
				if (command.hotkeys?.some((hotkey) => presses(hotkey, event)) === true && this.execute(command.id)) return false;
			}
			return undefined;
		});
	}

	add(command: Command): void {
		this.commands.set(command.id, command);
	}

	remove(id: string): void {
		this.commands.delete(id);
	}

	/** Those that can be done now, by name. */
	available(): Command[] {
		return [...this.commands.values()].filter((command) => this.run(command, true)).sort((a, b) => (a.name < b.name ? -1 : 1));
	}

	ids(): string[] {
		return [...this.commands.keys()];
	}

	/** Whether it could be done. */
	execute(id: string): boolean {
		const command = this.commands.get(id);
		if (command === undefined || !this.run(command, true)) return false;
		return this.run(command, false);
	}

	private run(command: Command, checking: boolean): boolean {
		const view = this.app.workspace.getActiveViewOfType(MarkdownView);
		if (command.checkCallback !== undefined) return command.checkCallback(checking) === true || !checking;
		if (command.callback !== undefined) {
			if (!checking) command.callback();
			return true;
		}
		if (view === null) return false;
		const { editor } = view;
		const given = [editor, view] as never as [never, never];
		if (command.editorCheckCallback !== undefined) return command.editorCheckCallback(checking, ...given) === true || !checking;
		if (!checking) command.editorCallback?.(...given);
		return command.editorCallback !== undefined;
	}
}

function presses({ modifiers, key }: Hotkey, event: KeyboardEvent): boolean {
	const has = (name: string): boolean => modifiers.some((modifier) => (modifier === 'Mod' ? 'Ctrl' : modifier) === name);
	return key.toLowerCase() === event.key.toLowerCase() && has('Ctrl') === event.ctrlKey && has('Shift') === event.shiftKey && has('Alt') === event.altKey && has('Meta') === event.metaKey;
}
