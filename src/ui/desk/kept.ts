import { signal, type ReadonlySignal } from '@preact/signals';
import type { Loaded } from '../loaded.js';

/** A reading of the vault that is kept up while somebody looks at it. */
export interface Kept<T> {
	readonly signal: ReadonlySignal<Loaded<T>>;
	/** It may be out of date: read anew now if somebody looks or if it is wanted anyway, or else when somebody does look. */
	stale(wanted?: boolean): void;
}

// The thread was ended under the reading, which says nothing of what was read: it is read again.
const wasStopped = (error: unknown): boolean => error instanceof Error && error.name === 'EngineStopped';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads when it is first looked at. One reading runs at a time; what is known stays in sight until the next is there. */
export function kept<T>(read: () => Promise<T>): Kept<T> {
	let watched = false;
	let fresh = false;
	let reading = false;

	async function refresh(wanted: boolean): Promise<void> {
		if (reading) return;
		reading = true;
		let tries = 0;
		while (!fresh && (watched || wanted)) {
			fresh = true;
			try {
				state.value = { state: 'ready', value: await read() };
			} catch (error) {
				tries += 1;
				if (wasStopped(error) && tries < 3) fresh = false;
				else state.value = { state: 'failed', message: messageOf(error) };
			}
		}
		reading = false;
	}

	const state = signal<Loaded<T>>(
		{ state: 'loading' },
		{
			watched() {
				watched = true;
				void refresh(false);
			},
			unwatched() {
				watched = false;
			},
		},
	);
	return {
		signal: state,
		stale(wanted = false) {
			fresh = false;
			void refresh(wanted);
		},
	};
}
