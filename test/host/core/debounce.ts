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
	const call = (...args: [...T]): unknown => {
		latest = args;
		if (resetTimer) clear();
		timer ??= setTimeout(fire, timeout);
		return call;
	};
	const cancel = (): unknown => {
		clear();
		latest = null;
		return call;
	};
	const run = (): V | undefined => {
		if (timer === null) return undefined;
		clear();
		return fire();
	};
	// The typing says that a call answers `this`, which no arrow function can promise.
	return Object.assign(call, { cancel, run }) as Debouncer<T, V>;
}
