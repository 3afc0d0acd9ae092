import { proxy, wrap } from 'comlink';
import { createCommonplace } from '../../compile/commonplace.js';
import { digest } from '../../compile/digest.js';
import type { Commonplace } from '../../compile/port.js';
import type { Progress } from '../../compile/reports.js';
import type { Host } from '../../vault/port.js';
import { DEFAULT_LAYOUT } from '../../vault/layout.js';
import { inParts } from './in-parts.js';
import { modelCalls } from './model-calls.js';
import type { CompileOptions, HostCalls, ThreadCalls, ThreadConfig } from './protocol.js';
import { remoteVault } from './remote-vault.js';
import { threadModels } from './thread-models.js';

/** Milliseconds between two reports of progress within one stage: a person reads no faster, and each is a message. */
const REPORT_EVERY = 50;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

function threadHost({ device, generation }: ThreadConfig): Host {
	return {
		now: () => Date.now(),
		today: () => {
			const date = new Date();
			return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
		},
		device,
		pid: generation,
		// Before a thread starts, the one before it was ended, and another device has another name.
		isAlive: (pid) => pid === generation,
		wait: (milliseconds) => new Promise((done) => void self.setTimeout(done, milliseconds)),
	};
}

function sparing(report: Progress): Progress {
	let last = '';
	let at = 0;
	return (stage, done, total) => {
		const now = Date.now();
		if (stage === last && now - at < REPORT_EVERY && done !== total) return;
		last = stage;
		at = now;
		report(stage, done, total);
	};
}

/** Builds the core over the vault that the host serves, and answers for it. Runs in a thread of its own. */
export function threadCalls(): ThreadCalls {
	const running = new Set<AbortController>();
	let core: ThreadCalls['core'] | null = null;

	/** Does a work that `stop` ends early. */
	async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const controller = new AbortController();
		running.add(controller);
		try {
			return await work(controller.signal);
		} finally {
			running.delete(controller);
		}
	}

	return {
		open(config, port) {
			const calls = wrap<HostCalls>(port);
			const parts = { vault: remoteVault(calls), host: threadHost(config), layout: config.settings.layout ?? DEFAULT_LAYOUT };
			const models = threadModels({ ...parts, calls });
			const app: Commonplace = createCommonplace({ ...parts, worker: models.worker, settings: config.settings });
			const progress = sparing((stage, done, total) => void calls.progress(stage, done, total));
			core = proxy({
				...app,
				...modelCalls({ ...parts, calls }),
				compile: (options: CompileOptions) =>
					stoppable(async (signal) => {
						const found = await models.refresh();
						const told = models.begin();
						const report = digest(await app.compile({ ...options, signal, progress }));
						return { ...report, problems: [...found, ...report.problems, ...told] };
					}),
				writePolicy: (ask: string) =>
					stoppable(async (signal) => {
						await models.refresh();
						models.begin();
						return app.writePolicy(ask, signal);
					}),
				async estimate(counted?: 'counted') {
					await models.refresh();
					return app.estimate(counted);
				},
				lint: inParts(async () => {
					const { findings, ...rest } = await app.lint();
					return { items: findings, rest };
				}),
				cards: inParts(async () => {
					const { cards, problems } = await app.cards();
					return { items: cards, rest: problems };
				}),
				catalogue: inParts(async () => {
					const { pages, ...rest } = await app.catalogue();
					return { items: pages, rest };
				}),
			});
		},
		stop() {
			for (const controller of running) controller.abort();
		},
		get core() {
			if (core === null) throw new Error('The engine was asked before it was opened.');
			return core;
		},
	};
}
