import type { App } from './app.js';
import { BaseComponent } from './components.js';

/** Chooses a secret by its name, or makes one: what the plugin learns is the name alone. */
export class SecretComponent extends BaseComponent {
	private readonly selectEl: HTMLSelectElement;
	private value = '';
	private listener: ((value: string) => unknown) | null = null;

	constructor(
		private readonly app: App,
		containerEl: HTMLElement,
	) {
		super();
		const el = containerEl.createDiv('secret-component');
		this.selectEl = el.createEl('select', { cls: 'dropdown', attr: { 'aria-label': 'Secret' } });
		this.selectEl.addEventListener('change', () => this.choose(this.selectEl.value));
		const addEl = el.createEl('button', { text: 'New secret', attr: { type: 'button' } });
		const formEl = el.createDiv('secret-component-form');
		formEl.hide();
		addEl.addEventListener('click', () => formEl.toggle(!formEl.isShown()));
		const nameEl = formEl.createEl('input', { type: 'text', placeholder: 'Name', attr: { 'aria-label': 'Name of the secret' } });
		const secretEl = formEl.createEl('input', { type: 'password', placeholder: 'Secret', attr: { 'aria-label': 'Secret value' } });
		formEl.createEl('button', { text: 'Keep secret', attr: { type: 'button' } }).addEventListener('click', () => {
			this.app.secretStorage.setSecret(nameEl.value, secretEl.value);
			formEl.hide();
			this.setValue(nameEl.value);
			this.listener?.(this.value);
		});
		this.setValue('');
	}

	setValue(value: string): this {
		this.value = value;
		this.selectEl.empty();
		this.selectEl.createEl('option', { text: 'Choose a secret…', value: '' });
		for (const name of new Set([...this.app.secretStorage.listSecrets(), ...(value === '' ? [] : [value])])) this.selectEl.createEl('option', { text: name, value: name });
		this.selectEl.value = value;
		return this;
	}

	onChange(callback: (value: string) => unknown): this {
		this.listener = callback;
		return this;
	}

	private choose(value: string): void {
		this.value = value;
		this.listener?.(value);
	}
}
