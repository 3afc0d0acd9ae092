import type { Command } from 'obsidian';
import type { App } from './app.js';
import type { Commands } from './commands.js';
import { FuzzySuggestModal } from './suggest-modal.js';

/** Mod+P. */
export class CommandPalette extends FuzzySuggestModal<Command> {
	constructor(
		app: App,
		private readonly commands: Commands,
	) {
		super(app);
		this.setPlaceholder('Select a command…');
	}

	getItems(): Command[] {
		return this.commands.available();
	}

	getItemText({ name }: Command): string {
		return name;
	}

	onChooseItem({ id }: Command): void {
		this.commands.execute(id);
	}
}
