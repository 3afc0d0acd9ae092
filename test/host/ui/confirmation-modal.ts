import type { App } from './app.js';
import { ButtonComponent } from './components.js';
import { Modal } from './modal.js';

/** Closes its window when the handler is done, unless that answers something truthy. */
export class ConfirmationButton extends ButtonComponent {
	wantsFocus = false;

	constructor(
		containerEl: HTMLElement,
		private readonly close: () => void,
	) {
		super(containerEl);
	}

	override onClick(handler: (evt: MouseEvent) => unknown): this {
		this.buttonEl.addEventListener('click', (event) => {
			void (async () => {
				const keepOpen = await handler(event);
				if (!keepOpen) this.close();
			})();
		});
		return this;
	}

	setInitialFocus(): this {
		this.wantsFocus = true;
		return this;
	}

	setSecondary(): this {
		return this.setClass('mod-secondary');
	}

	setCancel(): this {
		return this.setClass('mod-cancel');
	}
}

export class ConfirmationModal extends Modal {
	readonly buttonContainerEl: HTMLElement;
	private readonly buttons: ConfirmationButton[] = [];

	constructor(app: App) {
		super(app);
		this.modalEl.addClass('mod-confirmation');
		this.buttonContainerEl = this.modalEl.createDiv('modal-button-container');
	}

	addClass(cls: string): this {
		this.modalEl.addClass(cls);
		return this;
	}

	addCheckbox(label: string, cb: (value: boolean) => unknown): this {
		const el = this.buttonContainerEl.createEl('label', 'mod-checkbox');
		const input = el.createEl('input', { type: 'checkbox' });
		el.appendText(label);
		input.addEventListener('change', () => void cb(input.checked));
		return this;
	}

	addButton(cb: (btn: ConfirmationButton) => unknown): this {
		const button = new ConfirmationButton(this.buttonContainerEl, () => this.close());
		this.buttons.push(button);
		cb(button);
		return this;
	}

	addCancelButton(text = 'Cancel'): this {
		return this.addButton((button) => button.setButtonText(text).setCancel().onClick(() => undefined));
	}

	override open(): void {
		super.open();
		this.buttons.filter(({ wantsFocus }) => wantsFocus).at(-1)?.buttonEl.focus();
	}
}
