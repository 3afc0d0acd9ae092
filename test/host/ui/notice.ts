/** A message that goes by itself after `duration` milliseconds; 0 keeps it until it is clicked. */
export class Notice {
	readonly containerEl: HTMLElement;
	readonly messageEl: HTMLElement;
	readonly noticeEl: HTMLElement;
	private readonly timer: number | null;

	constructor(message: string | DocumentFragment, duration = 5000) {
		const holder = document.querySelector<HTMLElement>('.notice-container') ?? document.body.createDiv('notice-container');
		this.containerEl = holder.createDiv({ cls: 'notice', attr: { role: 'status' } });
		this.messageEl = this.containerEl.createDiv('notice-message');
		this.noticeEl = this.messageEl;
		this.setMessage(message);
		this.containerEl.addEventListener('click', () => this.hide());
		this.timer = duration > 0 ? window.setTimeout(() => this.hide(), duration) : null;
	}

	setMessage(message: string | DocumentFragment): this {
		this.messageEl.setText(message);
		return this;
	}

	hide(): void {
		if (this.timer !== null) window.clearTimeout(this.timer);
		this.containerEl.remove();
	}
}
