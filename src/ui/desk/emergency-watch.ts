import { signal, type ReadonlySignal } from '@preact/signals';
import type { StopReport } from '../../compile/reports.js';

/** The emergency stop as it was last heard of. */
export interface EmergencyWatch {
	readonly signal: ReadonlySignal<StopReport>;
	ask(): Promise<void>;
	/** Asks again, if anybody looks. */
	stale(): void;
	/** Whether its file stands in the vault, which is known before the engine runs. */
	notice(stopped: boolean): void;
}

/** Asks as soon as somebody looks. */
export function emergencyWatch(read: () => Promise<StopReport>): EmergencyWatch {
	let watched = false;
	const emergency = signal<StopReport>(
		{ stopped: false, why: null },
		{
			watched() {
				watched = true;
				void ask();
			},
			unwatched() {
				watched = false;
			},
		},
	);
	async function ask(): Promise<void> {
		try {
			emergency.value = await read();
		} catch {
			// The engine was ended under the question; whoever ended it asks again.
		}
	}
	return {
		signal: emergency,
		ask,
		stale() {
			if (watched) void ask();
		},
		notice(stopped) {
			if (emergency.peek().stopped !== stopped) emergency.value = { stopped, why: null };
		},
	};
}
