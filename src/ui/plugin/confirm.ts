import { ConfirmationModal, type App } from 'obsidian';
import type { Estimate } from '../../compile/reports.js';
import type { Recipient } from '../../worker/operators/view.js';
import { formatCarbon, formatClock, formatCoin, formatCount, UNKNOWN } from '../shared/currencies.js';
import { COSTS } from '../strings/costs.js';
import { PLUGIN } from '../strings/plugin.js';

interface Question {
	readonly title: string;
	readonly go: string;
	readonly cancel: string;
	readonly destructive: boolean;
	readonly fill: (contentEl: HTMLElement) => void;
}

function ask(app: App, { title, go, cancel, destructive, fill }: Question): Promise<boolean> {
	return new Promise((resolve) => {
		const modal = new ConfirmationModal(app);
		modal.setTitle(title);
		fill(modal.contentEl);
		modal.addButton((button) => {
			button.setButtonText(go).onClick(() => {
				resolve(true);
			});
			if (destructive) button.setDestructive();
			else button.setCta().setInitialFocus();
		});
		modal.addCancelButton(cancel);
		modal.setCloseCallback(() => {
			resolve(false);
		});
		modal.open();
	});
}

/** Shows what a compile would take, in the three currencies, and asks whether to go on. */
export function confirmCompile(app: App, estimate: Estimate): Promise<boolean> {
	const { title, reads, go, cancel, clock, coin, carbon, calls } = PLUGIN.estimate;
	const range = estimate.carbon_range;
	return ask(app, {
		title,
		go,
		cancel,
		destructive: false,
		fill(contentEl) {
			contentEl.createEl('p', { text: reads(estimate) });
			const list = contentEl.createEl('dl', { cls: 'commonplace-estimate' });
			const rows: readonly (readonly [string, string])[] = [
				[clock, formatClock(estimate.clock_ms)],
				[coin, formatCoin(estimate.coin_usd)],
				[carbon, range === null ? formatCarbon(estimate.carbon_g) : COSTS.range(formatCarbon(range.low), formatCarbon(range.high))],
				[calls, estimate.worker_calls === null ? UNKNOWN : formatCount(estimate.worker_calls)],
			];
			for (const [name, value] of rows) {
				list.createEl('dt', { text: name });
				list.createEl('dd', { text: value });
			}
		},
	});
}

/** Shows what would be sent where, and asks whether the person agrees. */
export function confirmSending(app: App, recipients: readonly Recipient[]): Promise<boolean> {
	const { title, sentences, to, keyed, keyless, go, cancel } = PLUGIN.sending;
	return ask(app, {
		title,
		go,
		cancel,
		destructive: false,
		fill(contentEl) {
			contentEl.createEl('p', { text: to });
			const list = contentEl.createEl('ul', { cls: 'commonplace-recipients' });
			for (const { address, key } of recipients) {
				const item = list.createEl('li');
				item.createEl('code', { text: address });
				item.appendText(` ${key === null ? keyless : keyed(key)}`);
			}
			for (const sentence of sentences) contentEl.createEl('p', { text: sentence });
		},
	});
}

/** Shows why a compile stopped before sources that are gone, and asks whether they are gone on purpose. */
export function confirmRemovals(app: App, why: string): Promise<boolean> {
	const { title, go, cancel } = PLUGIN.removals;
	return ask(app, {
		title,
		go,
		cancel,
		destructive: true,
		fill(contentEl) {
			contentEl.createEl('p', { text: why });
		},
	});
}
