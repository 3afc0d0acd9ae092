import { effect, type ReadonlySignal } from '@preact/signals';
import { setTooltip } from 'obsidian';
import type { Desk } from '../desk.js';
import { clockTime } from '../shared/moments.js';
import { formatCoin } from '../shared/currencies.js';
import { MODELS } from '../strings/models.js';
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
		const asking = desk.asking.value;
		const spent = asking === null ? null : MODELS.asking.short(formatCoin(asking.spent.coin_usd));
		const pause = asking?.pause ?? null;
		const held = asking?.held ?? null;
		const working = pause === null ? [work.kind === 'busy' ? status.busy(work) : '', spent] : [MODELS.asking.busyShort(clockTime(pause.until)), spent];
		const idle = held === null ? (waiting === '' ? status.idle : waiting) : MODELS.asking.held;
		main.setText(busy ? (work.stopping ? status.stopping : working.filter((part) => part !== null).join(' · ')) : idle);
	});
}
