import { expose, transfer, wrap, type Endpoint, type Remote } from 'comlink';
import type { Problem } from '../../model/result.js';
import type { Progress } from '../../compile/reports.js';
import type { Settings } from '../../compile/settings.js';
import { DEFAULT_LAYOUT } from '../../vault/layout.js';
import type { AppVault } from '../vault-adapter.js';
import { whole } from './in-parts.js';
import type { CoreCalls, ModelHost, ThreadCalls } from './protocol.js';
import { serveVault, type ServedVault } from './serve-vault.js';

/** A thread that runs the engine's program. */
export interface Thread {
	readonly endpoint: Endpoint;
	/** Called once if the thread cannot start or dies of itself. */
	onFailure(report: (message: string) => void): void;
	terminate(): void;
}

export interface EngineParts {
	readonly start: () => Thread;
	readonly vault: AppVault;
	readonly device: string;
	readonly settings: Partial<Settings>;
	readonly progress: Progress;
	readonly models: ModelHost;
	/** Runs it after so many milliseconds, unless the function that comes back is called before. */
	readonly after: (milliseconds: number, run: () => void) => () => void;
}

/** What a call rejects with whose thread was ended under it. */
export class EngineStopped extends Error {
	override readonly name = 'EngineStopped';
}

/** The core in a thread of its own, started when it is first asked something. */
export interface Engine {
	readonly core: CoreCalls;
	/** True once something was asked since the start or the last new settings. */
	readonly started: boolean;
	/**
	 * Ends what is under way: asks first, and ends the thread if that does not help within half a second. What the thread was writing is brought
	 * to one of its ends by the next one before this resolves, with what that had to say.
	 */
	stop(): Promise<readonly Problem[]>;
	/** Other settings hold from the next call on; what is under way is ended. */
	configure(settings: Partial<Settings>): Promise<void>;
	/** Ends the thread for good. */
	dispose(): void;
}

// With what a click and the last writes take, the whole stays below a second on a busy machine.
const PATIENCE = 500;

interface Call {
	readonly work: boolean;
	readonly ended: Promise<void>;
	readonly reject: (error: Error) => void;
}

interface Generation {
	readonly thread: Thread;
	readonly remote: Remote<ThreadCalls>;
	readonly served: ServedVault;
	readonly port: MessagePort;
	readonly opened: Promise<void>;
	readonly calls: Set<Call>;
}

export function startableEngine(parts: EngineParts): Engine {
	let { settings } = parts;
	let count = 0;
	let generation: Generation | null = null;
	let disposed = false;
	/** The old thread's last writes: no new one starts before they are done. */
	let ending: Promise<void> = Promise.resolve();

	function begin(): Generation {
		count += 1;
		const thread = parts.start();
		const served = serveVault(parts.vault, settings.layout ?? DEFAULT_LAYOUT, parts.progress);
		const { port1, port2 } = new MessageChannel();
		const { models } = parts;
		expose({ ...served.calls, ...models }, port1);
		const remote = wrap<ThreadCalls>(thread.endpoint);
		const opened = remote.open({ settings, device: parts.device, generation: count }, transfer(port2, [port2]));
		opened.catch(() => undefined);
		const begun: Generation = { thread, remote, served, port: port1, opened, calls: new Set() };
		thread.onFailure((message) => void end(begun, new Error(`The engine failed: ${message}`)));
		return begun;
	}

	function end(ended: Generation, why: Error): Promise<void> {
		if (generation === ended) generation = null;
		const written = ended.served.close();
		ended.thread.terminate();
		for (const call of ended.calls) call.reject(why);
		ended.calls.clear();
		ending = Promise.all([ending, written]).then(() => {
			ended.port.close();
		});
		return ending;
	}

	async function ask<T>(work: boolean, question: (core: Remote<ThreadCalls>['core']) => Promise<T>): Promise<T> {
		await ending;
		if (disposed) throw new EngineStopped('The plugin was unloaded.');
		const current = (generation ??= begin());
		return new Promise<T>((resolve, reject) => {
			const answered = current.opened.then(() => question(current.remote.core));
			const ended = answered.then(
				(value) => {
					resolve(value);
				},
				(error: unknown) => {
					reject(error instanceof Error ? error : new Error(String(error)));
				},
			);
			const call: Call = { work, ended, reject };
			current.calls.add(call);
			void ended.then(() => current.calls.delete(call));
		});
	}

	/** Whether it came about before patience ran out. */
	const inTime = (event: Promise<unknown>): Promise<boolean> =>
		new Promise((resolve) => {
			const callOff = parts.after(PATIENCE, () => {
				resolve(false);
			});
			void event.then(() => {
				callOff();
				resolve(true);
			});
		});

	const asks = <T>(question: (core: Remote<ThreadCalls>['core']) => Promise<T>): Promise<T> => ask(false, question);
	const works = <T>(question: (core: Remote<ThreadCalls>['core']) => Promise<T>): Promise<T> => ask(true, question);

	const core: CoreCalls = {
		compile: (options) => works((remote) => remote.compile(options)),
		approve: (which, who) => works((remote) => remote.approve(which, who)),
		approveText: (id, text, who) => works((remote) => remote.approveText(id, text, who)),
		deny: (ids, why, who) => works((remote) => remote.deny(ids, why, who)),
		judgeAnew: (ids, who) => works((remote) => remote.judgeAnew(ids, who)),
		lastRun: () => asks((remote) => remote.lastRun()),
		undo: (run, who) => works((remote) => remote.undo(run, who)),
		capture: (notes, who) => works((remote) => remote.capture(notes, who)),
		planImport: (files) => asks((remote) => remote.planImport(files)),
		importConversations: (files, which, who) => works((remote) => remote.importConversations(files, which, who)),
		async lint() {
			const { items, rest } = await whole((next) => works((remote) => remote.lint(next)));
			if (rest === null) throw new EngineStopped('It was stopped.');
			return { ...rest, findings: items };
		},
		proposeFixes: (findings) => works((remote) => remote.proposeFixes(findings)),
		writeLintReport: () => works(async (remote) => await remote.writeLintReport()),
		list: () => asks((remote) => remote.list()),
		show: (id) => asks(async (remote) => await remote.show(id)),
		verify: () => asks((remote) => remote.verify()),
		status: () => asks((remote) => remote.status()),
		estimate: (counted) => asks((remote) => remote.estimate(counted)),
		operators: () => asks((remote) => remote.operators()),
		changeOperators: (change) => works(async (remote) => await remote.changeOperators(change)),
		listModels: (draft) => asks(async (remote) => await remote.listModels(draft)),
		testConnection: (draft) => asks(async (remote) => await remote.testConnection(draft)),
		async cards() {
			const { items, rest } = await whole((next) => asks((remote) => remote.cards(next)));
			return { cards: items, problems: rest ?? [] };
		},
		detail: (id) => asks(async (remote) => await remote.detail(id)),
		async catalogue() {
			const { items, rest } = await whole((next) => asks((remote) => remote.catalogue(next)));
			if (rest === null) throw new EngineStopped('It was stopped.');
			return { ...rest, pages: items };
		},
		policies: () => asks((remote) => remote.policies()),
		checkPolicy: (path, text) => asks(async (remote) => await remote.checkPolicy(path, text)),
		simulatePolicy: (path, text) => asks(async (remote) => await remote.simulatePolicy(path, text)),
		comparePolicies: (first, second) => asks(async (remote) => await remote.comparePolicies(first, second)),
		writePolicy: (ask) => works(async (remote) => await remote.writePolicy(ask)),
		acceptPolicy: (name, text, active, who) => works(async (remote) => await remote.acceptPolicy(name, text, active, who)),
		switchPolicy: (path, active, who) => works((remote) => remote.switchPolicy(path, active, who)),
		learnPolicies: () => asks(async (remote) => await remote.learnPolicies()),
		takeLesson: (id, who) => works(async (remote) => await remote.takeLesson(id, who)),
		refuseLesson: (id, why, who) => works((remote) => remote.refuseLesson(id, why, who)),
		applyPolicies: () => works((remote) => remote.applyPolicies()),
		history: (since) => asks((remote) => remote.history(since)),
		digestLedger: (before, who) => works((remote) => remote.digestLedger(before, who)),
		costs: () => asks((remote) => remote.costs()),
		pageCalls: (path) => asks((remote) => remote.pageCalls(path)),
		tasks: () => asks((remote) => remote.tasks()),
		exemptions: () => asks((remote) => remote.exemptions()),
		grantExemption: (request, who) => works(async (remote) => await remote.grantExemption(request, who)),
		revokeExemption: (id, who) => works((remote) => remote.revokeExemption(id, who)),
		stoppedWorkers: () => asks((remote) => remote.stoppedWorkers()),
		stopWorker: (worker, who, why) => asks((remote) => remote.stopWorker(worker, who, why)),
		liftWorkerStop: (worker, who) => asks((remote) => remote.liftWorkerStop(worker, who)),
		emergency: () => asks((remote) => remote.emergency()),
		raiseStop: (who, why) => asks((remote) => remote.raiseStop(who, why)),
		liftStop: (who) => asks((remote) => remote.liftStop(who)),
		recover: () => asks((remote) => remote.recover()),
	};

	return {
		core,
		get started() {
			return generation !== null;
		},
		async stop() {
			const current = generation;
			const under = current === null ? [] : [...current.calls].filter(({ work }) => work);
			if (current === null || under.length === 0) return [];
			void current.remote.stop();
			if (await inTime(Promise.all(under.map(({ ended }) => ended)))) return [];
			await end(current, new EngineStopped('It was stopped.'));
			return core.recover();
		},
		async configure(changed) {
			settings = changed;
			if (generation !== null) await end(generation, new EngineStopped('The settings were changed.'));
		},
		dispose() {
			disposed = true;
			if (generation !== null) void end(generation, new EngineStopped('The plugin was unloaded.'));
		},
	};
}
