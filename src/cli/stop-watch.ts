import type { Commonplace } from '../compile/port.js';

/** Often enough that a stop ends a run within a second, seldom enough that looking costs nothing. */
const EVERY_MS = 250;

export interface StopWatch {
	/** Aborted with the given signal, and once the emergency stop is on. */
	readonly signal: AbortSignal;
	end(): void;
}

/** Looks for the emergency stop while a run is under way: another process, another device or a person with a file manager may raise it. */
export function stopWatch({ emergency }: Pick<Commonplace, 'emergency'>, signal: AbortSignal): StopWatch {
	const stop = new AbortController();
	const look = async (): Promise<void> => {
		if ((await emergency()).stopped) stop.abort();
	};
	const timer = setInterval(() => void look(), EVERY_MS);
	return {
		signal: AbortSignal.any([signal, stop.signal]),
		end() {
			clearInterval(timer);
		},
	};
}
