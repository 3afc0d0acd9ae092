import { Worker, type Transferable } from 'node:worker_threads';
import * as esbuild from 'esbuild';
import type { Endpoint } from 'comlink';
import { threadOptions } from '../../esbuild.config.mjs';
import { startableEngine, type Engine, type EngineParts, type Thread } from '../../src/obsidian/engine/engine.js';
import type { AppVault } from '../../src/obsidian/vault-adapter.js';
import type { VaultPort } from '../../src/vault/port.js';

/** The engine's program as it ships. */
export async function buildProgram(): Promise<string> {
	const { outputFiles } = await esbuild.build({ ...threadOptions(true), write: false, logLevel: 'silent' });
	return outputFiles?.[0]?.text ?? '';
}

// What a Web Worker has and a thread of Node has not.
const AS_IN_A_PAGE = `
const { parentPort } = require('node:worker_threads');
globalThis.self = globalThis;
globalThis.addEventListener = (type, listener) => { if (type === 'message') parentPort.on('message', (data) => listener({ data, origin: '' })); };
globalThis.removeEventListener = () => undefined;
globalThis.postMessage = (message, ports) => parentPort.postMessage(message, ports);
`;

/** Node hands out the message itself where a page hands out an event. */
function endpointOf(worker: Worker): Endpoint {
	const listeners = new Map<unknown, (data: unknown) => void>();
	return {
		postMessage: (message, ports) => worker.postMessage(message, ports as Transferable[]),
		addEventListener(_type, listener) {
			const listen = (data: unknown): void => {
				const event = new MessageEvent('message', { data });
				if (typeof listener === 'function') listener(event);
				else listener.handleEvent(event);
			};
			listeners.set(listener, listen);
			worker.on('message', listen);
		},
		removeEventListener(_type, listener) {
			const listen = listeners.get(listener);
			if (listen !== undefined) worker.off('message', listen);
		},
	};
}

export interface NodeThread extends Thread {
	readonly ended: Promise<number>;
}

/** Runs the program in a thread of Node as the app runs it in a Web Worker. */
export function nodeThread(program: string): NodeThread {
	const worker = new Worker(`${AS_IN_A_PAGE}${program}`, { eval: true });
	return {
		endpoint: endpointOf(worker),
		ended: new Promise((done) => void worker.on('exit', done)),
		onFailure: (report) => void worker.on('error', (error) => report(String(error))),
		terminate: () => void worker.terminate(),
	};
}

/** Any vault as the app's adapter offers it. */
export function withSwap(vault: VaultPort): AppVault {
	return {
		...vault,
		async *slices(folder) {
			const files = await vault.list(folder);
			yield files.slice(0, 1);
			yield files.slice(1);
		},
		bytes: async (path) => new TextEncoder().encode(await vault.read(path)).buffer,
		async swap(path, expect, text) {
			let swapped = false;
			await vault.process(path, (current) => {
				swapped = current === expect;
				return swapped ? text : current;
			});
			return swapped;
		},
	};
}

export function engineOver(vault: AppVault, program: string, changes: Partial<EngineParts> = {}): { readonly engine: Engine; readonly threads: NodeThread[] } {
	const threads: NodeThread[] = [];
	const engine = startableEngine({
		start: () => {
			const thread = nodeThread(program);
			threads.push(thread);
			return thread;
		},
		vault,
		device: 'app-test',
		settings: {},
		progress: () => undefined,
		models: { key: () => null, request: () => Promise.reject(new Error('no network here')), asking: () => undefined },
		after: (milliseconds, run) => {
			const timer = setTimeout(run, milliseconds);
			return () => clearTimeout(timer);
		},
		...changes,
	});
	return { engine, threads };
}
