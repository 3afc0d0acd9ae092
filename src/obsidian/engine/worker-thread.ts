import { yieldToApp } from '../yield-to-app.js';
import type { Thread } from './engine.js';

/** Letters that are made bytes of in one turn. */
const PART = 1 << 18;

/**
 * Starts the program as a Web Worker, from memory: a plugin has no address that a worker could be loaded from. To make a file of a
 * megabyte of text and a thread of that takes as long as a picture, so that it is done in several turns; messages wait meanwhile.
 */
export function workerThread(program: string): Thread {
	let ended = false;
	const isOver = (): boolean => ended;
	const started = (async (): Promise<{ readonly worker: Worker; readonly url: string } | null> => {
		const parts: Blob[] = [];
		for (let at = 0; at < program.length; ) {
			await yieldToApp();
			if (isOver()) return null;
			// Never between the two halves of one letter.
			const end = at + PART + (/[\ud800-\udbff]/.test(program.charAt(at + PART - 1)) ? 1 : 0);
			parts.push(new Blob([program.slice(at, end)]));
			at = end;
		}
		await yieldToApp();
		if (isOver()) return null;
		const file = new Blob(parts, { type: 'text/javascript' });
		const url = URL.createObjectURL(file);
		return { worker: new Worker(url, { name: 'commonplace' }), url };
	})();
	started.catch(() => undefined);
	/** In the order in which it is asked for. */
	const once = (use: (worker: Worker, url: string) => void): void => {
		void started.then((thread) => {
			if (thread !== null) use(thread.worker, thread.url);
		}, () => undefined);
	};
	return {
		endpoint: {
			postMessage: (message, handed = []) => {
				once((worker) => {
					worker.postMessage(message, handed);
				});
			},
			addEventListener: (type, listener, options) => {
				once((worker) => {
					worker.addEventListener(type, listener, options);
				});
			},
			removeEventListener: (type, listener, options) => {
				once((worker) => {
					worker.removeEventListener(type, listener, options);
				});
			},
		},
		onFailure(report) {
			started.catch((error: unknown) => {
				report(error instanceof Error ? error.message : String(error));
			});
			once((worker) => {
				worker.addEventListener('error', (event) => {
					report(event.message);
				});
				worker.addEventListener('messageerror', () => {
					report('a message could not be read.');
				});
			});
		},
		terminate() {
			ended = true;
			once((worker, url) => {
				worker.terminate();
				URL.revokeObjectURL(url);
			});
		},
	};
}
