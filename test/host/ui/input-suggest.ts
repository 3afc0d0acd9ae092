import type { App } from './app.js';
import { Scope } from './keymap.js';

/** A list of suggestions below something; arrows go through it, Enter takes, Escape closes. */
export abstract class PopoverSuggest<T> {
	readonly scope: Scope;
	protected readonly suggestEl = createDiv('suggestion-container');
	private readonly listEl = this.suggestEl.createDiv({ cls: 'suggestion', attr: { role: 'listbox' } });
	private values: readonly T[] = [];
	private selected = 0;

	constructor(
		readonly app: App,
		scope?: Scope,
	) {
		this.scope = scope ?? new Scope(app.scope);
		const step = (by: number) => (): false => {
			this.select(this.selected + by);
			return false;
		};
		this.scope.register([], 'ArrowDown', step(1));
		this.scope.register([], 'ArrowUp', step(-1));
		this.scope.register([], 'Enter', (event) => {
			const value = this.values[this.selected];
			if (value !== undefined) this.selectSuggestion(value, event);
			return false;
		});
		this.scope.register([], 'Escape', () => {
			this.close();
			return false;
		});
	}

	abstract renderSuggestion(value: T, el: HTMLElement): void;
	abstract selectSuggestion(value: T, evt: MouseEvent | KeyboardEvent): void;

	open(): void {
		document.body.append(this.suggestEl);
		this.app.keymap.pushScope(this.scope);
	}

	close(): void {
		this.suggestEl.remove();
		this.app.keymap.popScope(this.scope);
	}

	protected showValues(values: readonly T[]): void {
		this.values = values;
		this.listEl.empty();
		for (const value of values) {
			const el = this.listEl.createDiv({ cls: 'suggestion-item', attr: { role: 'option' } });
			this.renderSuggestion(value, el);
			el.addEventListener('mousedown', (event) => event.preventDefault());
			el.addEventListener('click', (event) => this.selectSuggestion(value, event));
		}
		this.select(0);
	}

	private select(index: number): void {
		const items = this.listEl.findAll('.suggestion-item');
		this.selected = items.length === 0 ? 0 : (index + items.length) % items.length;
		items.forEach((el, at) => el.toggleClass('is-selected', at === this.selected));
		items[this.selected]?.scrollIntoView({ block: 'nearest' });
	}
}

export abstract class AbstractInputSuggest<T> extends PopoverSuggest<T> {
	limit = 100;
	private chosen: ((value: T, evt: MouseEvent | KeyboardEvent) => unknown) | null = null;

	constructor(
		app: App,
		protected readonly textInputEl: HTMLInputElement | HTMLDivElement,
	) {
		super(app);
		const show = (): void => void this.suggest();
		textInputEl.addEventListener('focus', show);
		textInputEl.addEventListener('input', show);
		textInputEl.addEventListener('blur', () => this.close());
	}

	protected abstract getSuggestions(query: string): T[] | Promise<T[]>;

	getValue(): string {
		return this.textInputEl instanceof HTMLInputElement ? this.textInputEl.value : this.textInputEl.getText();
	}

	setValue(value: string): void {
		if (this.textInputEl instanceof HTMLInputElement) this.textInputEl.value = value;
		else this.textInputEl.setText(value);
	}

	selectSuggestion(value: T, evt: MouseEvent | KeyboardEvent): void {
		this.chosen?.(value, evt);
	}

	onSelect(callback: (value: T, evt: MouseEvent | KeyboardEvent) => unknown): this {
		this.chosen = callback;
		return this;
	}

	private async suggest(): Promise<void> {
		const found = await this.getSuggestions(this.getValue());
		if (found.length === 0 || document.activeElement !== this.textInputEl) return this.close();
		this.showValues(this.limit > 0 ? found.slice(0, this.limit) : found);
		const { left, bottom, width } = this.textInputEl.getBoundingClientRect();
		this.suggestEl.setCssProps({ left: `${left}px`, top: `${bottom + 2}px`, 'min-width': `${width}px` });
		this.open();
	}
}
