/**
 * Does one call's work under a signal of its own, which stops with the run's. The SDKs leave a listener on every signal that they are
 * given, and a run makes thousands of calls under one.
 */
export async function withOwnSignal<T>(run: AbortSignal, work: (own: AbortSignal) => Promise<T>): Promise<T> {
	const call = new AbortController();
	const stop = (): void => {
		call.abort();
	};
	if (run.aborted) stop();
	run.addEventListener('abort', stop, { once: true });
	try {
		return await work(call.signal);
	} finally {
		run.removeEventListener('abort', stop);
	}
}
