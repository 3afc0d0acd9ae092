import type { Debouncer } from 'obsidian';

/** As the app's: the last call's arguments count; without `resetTimer` the first call sets the time. */
export function debounce<T extends unknown[], V>(cb: (...args: [...T]) => V, timeout = 0, resetTimer = false): Debouncer<T, V> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	let latest: [...T] | null = null;
	const fire = (): V | undefined => {
		timer = null;
		const args = latest;
		latest = null;
		return args === null ? undefined : cb(...args);
	};
	const clear = (): void => {
		if (timer !== null) clearTimeout(timer);
		timer = null;
	};
	function debounced(this: unknown, ...args: [...T]): typeof debounced {
		latest = args;
		if (resetTimer) clear();
		timer ??= setTimeout(fire, timeout);
		return debounced;
	}
	debounced.cancel = (): typeof debounced => {
		clear();
		latest = null;
		return debounced;
	};
	debounced.run = (): V | undefined => {
		if (timer === null) return undefined;
		clear();
		return fire();
	};
	return debounced as unknown as Debouncer<T, V>;
}
