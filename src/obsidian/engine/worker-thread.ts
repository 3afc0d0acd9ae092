import type { Thread } from './engine.js';

/** Starts the program as a Web Worker, from memory: a plugin has no address that a worker could be loaded from. */
export function workerThread(program: string): Thread {
	const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
	const worker = new Worker(url, { name: 'commonplace' });
	return {
		endpoint: worker,
		onFailure(report) {
			worker.addEventListener('error', (event) => {
				report(event.message);
			});
			worker.addEventListener('messageerror', () => {
				report('a message could not be read.');
			});
		},
		terminate() {
			worker.terminate();
			URL.revokeObjectURL(url);
		},
	};
}
