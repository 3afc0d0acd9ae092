import type { FuzzyMatch, Instruction } from 'obsidian';
import type { App } from './app.js';
import { Modal } from './modal.js';
import { prepareFuzzySearch } from './search.js';

/** A list to choose from, narrowed while typing. */
export abstract class SuggestModal<T> extends Modal {
	limit = 100;
	emptyStateText = 'No results found.';
	readonly inputEl: HTMLInputElement;
	readonly resultContainerEl: HTMLElement;
	private values: readonly T[] = [];
	private selected = 0;
	private asked = 0;

	constructor(app: App) {
		super(app);
		this.containerEl.addClass('mod-prompt');
		this.modalEl.removeClass('modal');
		this.modalEl.addClass('prompt');
		this.modalEl.empty();
		this.inputEl = this.modalEl.createDiv('prompt-input-container').createEl('input', { cls: 'prompt-input', type: 'text', attr: { role: 'combobox', 'aria-label': 'Search', autocomplete: 'off' } });
		this.resultContainerEl = this.modalEl.createDiv({ cls: 'prompt-results', attr: { role: 'listbox' } });
		this.inputEl.addEventListener('input', () => void this.refresh());
		const step = (by: number) => (): false => {
			this.select(this.selected + by);
			return false;
		};
		this.scope.register([], 'ArrowDown', step(1));
		this.scope.register([], 'ArrowUp', step(-1));
		this.scope.register(null, 'Enter', (event) => {
			this.selectActiveSuggestion(event);
			return false;
		});
	}

	abstract getSuggestions(query: string): T[] | Promise<T[]>;
	abstract renderSuggestion(value: T, el: HTMLElement): void;
	abstract onChooseSuggestion(item: T, evt: MouseEvent | KeyboardEvent): void;

	override open(): void {
		super.open();
		this.inputEl.focus();
		void this.refresh();
	}

	setPlaceholder(placeholder: string): void {
		this.inputEl.placeholder = placeholder;
	}

	setInstructions(instructions: Instruction[]): void {
		const el = this.modalEl.createDiv('prompt-instructions');
		for (const { command, purpose } of instructions) {
			const item = el.createDiv('prompt-instruction');
			item.createSpan({ cls: 'prompt-instruction-command', text: command });
			item.createSpan({ text: ` ${purpose}` });
		}
	}

	onNoSuggestion(): void {
		this.resultContainerEl.createDiv({ cls: 'suggestion-empty', text: this.emptyStateText });
	}

	selectSuggestion(value: T, evt: MouseEvent | KeyboardEvent): void {
		this.close();
		this.onChooseSuggestion(value, evt);
	}

	selectActiveSuggestion(evt: MouseEvent | KeyboardEvent): void {
		const value = this.values[this.selected];
		if (value !== undefined) this.selectSuggestion(value, evt);
	}

	private async refresh(): Promise<void> {
		this.asked += 1;
		const { asked } = this;
		const found = await this.getSuggestions(this.inputEl.value);
		if (asked !== this.asked) return;
		this.values = found.slice(0, this.limit);
		this.resultContainerEl.empty();
		if (this.values.length === 0) return this.onNoSuggestion();
		for (const value of this.values) {
			const el = this.resultContainerEl.createDiv({ cls: 'suggestion-item', attr: { role: 'option' } });
			this.renderSuggestion(value, el);
			el.addEventListener('click', (event) => this.selectSuggestion(value, event));
		}
		this.select(0);
	}

	private select(index: number): void {
		const items = this.resultContainerEl.findAll('.suggestion-item');
		this.selected = items.length === 0 ? 0 : (index + items.length) % items.length;
		items.forEach((el, at) => {
			el.toggleClass('is-selected', at === this.selected);
			el.setAttr('aria-selected', at === this.selected);
		});
		items[this.selected]?.scrollIntoView({ block: 'nearest' });
	}
}

export abstract class FuzzySuggestModal<T> extends SuggestModal<FuzzyMatch<T>> {
	abstract getItems(): T[];
	abstract getItemText(item: T): string;
	abstract onChooseItem(item: T, evt: MouseEvent | KeyboardEvent): void;

	getSuggestions(query: string): FuzzyMatch<T>[] {
		const search = prepareFuzzySearch(query);
		return this.getItems()
			.flatMap((item) => {
				const match = search(this.getItemText(item));
				return match === null ? [] : [{ item, match }];
			})
			.sort((a, b) => (query === '' ? 0 : b.match.score - a.match.score));
	}

	renderSuggestion({ item, match }: FuzzyMatch<T>, el: HTMLElement): void {
		const text = this.getItemText(item);
		let done = 0;
		for (const [start, end] of match.matches) {
			el.appendText(text.slice(done, start));
			el.createSpan({ cls: 'suggestion-highlight', text: text.slice(start, end) });
			done = end;
		}
		el.appendText(text.slice(done));
	}

	onChooseSuggestion({ item }: FuzzyMatch<T>, evt: MouseEvent | KeyboardEvent): void {
		this.onChooseItem(item, evt);
	}
}
