import { Scope } from './keymap.js';
import type { App } from './app.js';
import { setIcon } from './icons.js';

/** While it is open it has the keys and the focus; closing gives the focus back to where it was. */
export class Modal {
	readonly scope: Scope;
	readonly containerEl: HTMLElement;
	readonly modalEl: HTMLElement;
	readonly headerEl: HTMLElement;
	readonly titleEl: HTMLElement;
	readonly contentEl: HTMLElement;
	shouldRestoreSelection = true;
	private isOpen = false;
	private focusedBefore: Element | null = null;
	private closeCallback: (() => unknown) | null = null;

	constructor(readonly app: App) {
		this.scope = new Scope(app.scope);
		this.containerEl = createDiv('modal-container mod-dim');
		this.containerEl.createDiv('modal-bg').addEventListener('click', () => this.close());
		this.modalEl = this.containerEl.createDiv({ cls: 'modal', attr: { role: 'dialog', 'aria-modal': 'true' } });
		const closeEl = this.modalEl.createDiv({ cls: 'modal-close-button clickable-icon', attr: { role: 'button', 'aria-label': 'Close', tabindex: 0 } });
		setIcon(closeEl, 'x');
		closeEl.addEventListener('click', () => this.close());
		this.headerEl = this.modalEl.createDiv('modal-header');
		this.titleEl = this.headerEl.createDiv('modal-title');
		this.contentEl = this.modalEl.createDiv('modal-content');
		this.scope.register([], 'Escape', () => {
			this.close();
			return false;
		});
	}

	open(): void {
		if (this.isOpen) return;
		this.isOpen = true;
		this.focusedBefore = document.activeElement;
		this.app.keymap.pushScope(this.scope);
		document.body.append(this.containerEl);
		this.modalEl.tabIndex = -1;
		this.modalEl.focus();
		this.containerEl.addEventListener('keydown', (event) => this.keepFocus(event));
		void this.onOpen();
	}

	close(): void {
		if (!this.isOpen) return;
		this.isOpen = false;
		this.app.keymap.popScope(this.scope);
		this.containerEl.remove();
		this.onClose();
		this.closeCallback?.();
		if (this.shouldRestoreSelection && this.focusedBefore instanceof HTMLElement) this.focusedBefore.focus();
	}

	onOpen(): Promise<void> | void {}

	onClose(): void {}

	setTitle(title: string): this {
		this.titleEl.setText(title);
		return this;
	}

	setContent(content: string | DocumentFragment): this {
		this.contentEl.setText(content);
		return this;
	}

	setCloseCallback(callback: () => unknown): this {
		this.closeCallback = callback;
		return this;
	}

	/** Tab goes round inside. */
	private keepFocus(event: KeyboardEvent): void {
		if (event.key !== 'Tab') return;
		const stops = this.modalEl.findAll('button, input, select, textarea, a[href], [tabindex]:not([tabindex="-1"])').filter((el) => el.isShown() && !el.matches(':disabled'));
		const [first, last] = [stops[0], stops.at(-1)];
		const at = document.activeElement;
		if (event.shiftKey ? at !== first && at !== this.modalEl : at !== last) return;
		event.preventDefault();
		(event.shiftKey ? last : first)?.focus();
	}
}
