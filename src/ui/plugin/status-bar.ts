import { effect, type ReadonlySignal } from '@preact/signals';
import { setTooltip } from 'obsidian';
import type { Desk } from '../desk.js';
import { PLUGIN } from '../strings/plugin.js';

const { status } = PLUGIN;

/**
 * Shows what runs, with a button that stops it, or what waits. Opens the gate panel on a click. Never looks at the queue itself, for
 * that would start the engine. Returns what ends it.
 */
export function showStatus(item: HTMLElement, desk: Desk, waitingEdits: ReadonlySignal<number | null>): () => void {
	item.addClass('commonplace-status');
	const main = item.createEl('button', { cls: 'commonplace-status-main', attr: { type: 'button' } });
	const stop = item.createEl('button', { cls: 'commonplace-status-stop', text: status.stop, attr: { type: 'button' } });
	setTooltip(main, status.open, { placement: 'top' });
	main.addEventListener('click', () => void desk.show('gate'));
	stop.addEventListener('click', () => void desk.stopWork());
	return effect(() => {
		const work = desk.work.value;
		const busy = work.kind === 'busy';
		stop.toggle(busy && !work.stopping);
		const waiting = status.waiting(waitingEdits.value ?? 0, desk.waitingSources.value);
		main.setText(busy ? (work.stopping ? status.stopping : status.busy(work)) : waiting === '' ? status.idle : waiting);
	});
}
