import type { TAbstractFile } from '../core/files.js';
import type { App } from './app.js';
import { AbstractInputSuggest } from './input-suggest.js';

/** Paths of the vault, for the inputs of settings. */
export class FileSuggest extends AbstractInputSuggest<TAbstractFile> {
	constructor(
		app: App,
		private readonly inputEl: HTMLInputElement,
		private readonly fits: (file: TAbstractFile) => boolean,
	) {
		super(app, inputEl);
	}

	protected getSuggestions(query: string): TAbstractFile[] {
		const wanted = query.toLowerCase();
		return this.app.vault.getAllLoadedFiles().filter((file) => this.fits(file) && file.path.toLowerCase().includes(wanted));
	}

	renderSuggestion(file: TAbstractFile, el: HTMLElement): void {
		el.setText(file.path);
	}

	override selectSuggestion(file: TAbstractFile): void {
		this.setValue(file.path);
		this.inputEl.trigger('input');
		this.close();
	}
}
