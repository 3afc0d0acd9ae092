import { createCommonplace } from '../../src/compile/commonplace.js';
import type { Commonplace } from '../../src/compile/port.js';
import type { CompileReport, OpenProposal, VerifyReport } from '../../src/compile/reports.js';
import type { Settings } from '../../src/compile/settings.js';
import type { Host, VaultPort } from '../../src/vault/port.js';
import type { MemoryVault } from '../../src/vault/memory.js';
import { offlineWorker } from '../../src/worker/offline/worker.js';
import type { PageToWeave, Response, Task, TaskKind, TaskShapes, Worker, WovenPage } from '../../src/worker/port.js';

/** Notes that share their subjects, say plainly what each thing is, and contradict each other nowhere. */
export const NOTES: Readonly<Record<string, string>> = {
	'raw/Spaced repetition.md':
		'# Spaced repetition\n\nSpaced repetition is reviewing material at growing intervals. Spaced repetition counters the forgetting curve.\n\n## Mechanism\n\nSpaced repetition works because retrieval practice strengthens memory. Hermann Ebbinghaus described the effect in 1885.\n',
	'raw/Forgetting curve.md':
		'# Forgetting curve\n\nThe forgetting curve is the decline of memory over time. Hermann Ebbinghaus measured the forgetting curve on himself.\n\nSpaced repetition flattens the forgetting curve.\n',
	'raw/books/Make It Stick.md':
		'# Make It Stick\n\nRetrieval practice is recalling facts from memory instead of reading them again. Retrieval practice interrupts forgetting.\n\nSpaced repetition makes retrieval practice harder, and the effort strengthens memory.\n',
	'raw/journal/2024-03-01.md':
		'Today I read about spaced repetition again. Retrieval practice feels slow, but the forgetting curve is steeper without it.\n\nHermann Ebbinghaus learned lists of syllables every morning.\n',
};

/** The same vault with rules for `scriptedWorker`, without which all of its proposals are blocked. */
export const SCRIPTED_NOTES: Readonly<Record<string, string>> = { ...NOTES, '_commonplace/rules/scripted.yml': 'inherit: default\n' };

export const CONCEPT_PAGE = 'wiki/concepts/Spaced repetition.md';

export interface FixtureHost extends Host {
	/** Milliseconds since the epoch; each look at the clock moves it on by one second. */
	time: number;
	date: string;
}

export function fixtureHost(changes: Partial<Host> = {}): FixtureHost {
	const host: FixtureHost = {
		time: 1_795_338_000_000,
		date: '2026-11-22',
		now: () => (host.time += 1_000),
		today: () => host.date,
		device: 'desk',
		pid: 1,
		isAlive: () => false,
		wait: () => Promise.resolve(),
		...changes,
	};
	return host;
}

export interface Opened {
	readonly app: Commonplace;
	readonly host: FixtureHost;
}

export interface Parts {
	readonly worker?: Worker;
	readonly host?: FixtureHost;
	readonly settings?: Partial<Settings>;
}

export function open(vault: VaultPort, { worker = offlineWorker(), host = fixtureHost(), settings }: Parts = {}): Opened {
	return { app: createCommonplace({ vault, host, worker, ...(settings === undefined ? {} : { settings }) }), host };
}

export const compile = (app: Commonplace, approve: 'none' | 'passed' = 'passed'): Promise<CompileReport> => app.compile({ approve });

/** Compiles, commits what passes, and has a person approve all that a person may. */
export async function compileAndApproveAll(app: Commonplace): Promise<CompileReport> {
	const report = await compile(app);
	const { open: waiting } = await app.list();
	const ids = waiting.filter(({ verdict }) => verdict.disposition !== 'BLOCK').map(({ proposal }) => proposal.id);
	if (ids.length > 0) await app.approve(ids, 'person:test');
	return report;
}

export const failuresOf = ({ checks }: VerifyReport): string[] => checks.flatMap(({ name, failures }) => failures.map(({ path, line, message }) => `${name} ${path}:${String(line)} ${message}`));

export function startingWith(files: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
	return Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith(prefix)));
}

export const wikiOf = (vault: MemoryVault): Record<string, string> => startingWith(vault.files(), 'wiki/');

/** Pages of concepts, entities and sources: without the catalogues, which tell of runs. */
export const pagesOf = (vault: MemoryVault): Record<string, string> => Object.fromEntries(Object.entries(wikiOf(vault)).filter(([path]) => path.split('/').length > 2));

export function textAt(vault: MemoryVault, path: string): string {
	const text = vault.files()[path];
	if (text === undefined) throw new Error(`The vault has no ${path}; it has ${Object.keys(vault.files()).join(', ')}`);
	return text;
}

export function proposalAt(items: readonly OpenProposal[], path: string): OpenProposal {
	const found = items.find(({ proposal }) => proposal.path === path);
	if (!found) throw new Error(`Nothing is proposed for ${path}; only for ${items.map(({ proposal }) => proposal.path).join(', ')}`);
	return found;
}

export interface Write {
	readonly operation: 'create' | 'process' | 'append' | 'replace' | 'rename' | 'remove' | 'sweep';
	readonly path: string;
	/** What was written; for a rename, the new path. */
	readonly text: string;
}

/** Writes down every write that reaches the vault and changes it, in order. */
export function recording(vault: VaultPort): { readonly vault: VaultPort; readonly writes: Write[] } {
	const writes: Write[] = [];
	return {
		writes,
		vault: {
			...vault,
			async create(path, text) {
				writes.push({ operation: 'create', path, text });
				await vault.create(path, text);
			},
			process: (path, change) =>
				vault.process(path, (current) => {
					const text = change(current);
					if (text !== current) writes.push({ operation: 'process', path, text });
					return text;
				}),
			async append(path, text) {
				writes.push({ operation: 'append', path, text });
				await vault.append(path, text);
			},
			async replace(path, text) {
				writes.push({ operation: 'replace', path, text });
				await vault.replace(path, text);
			},
			async rename(from, to) {
				writes.push({ operation: 'rename', path: from, text: to });
				await vault.rename(from, to);
			},
			async remove(path) {
				writes.push({ operation: 'remove', path, text: '' });
				await vault.remove(path);
			},
			async sweep(folder) {
				const swept = await vault.sweep(folder);
				if (swept > 0) writes.push({ operation: 'sweep', path: folder, text: '' });
				return swept;
			},
		},
	};
}

/** The same vault, whose listings come in another order. */
export const shuffled = (vault: VaultPort, order: (paths: readonly string[]) => readonly number[]): VaultPort => ({
	...recording(vault).vault,
	async list(folder) {
		const files = await vault.list(folder);
		const keys = order(files.map(({ path }) => path));
		return files.map((file, index) => ({ file, key: keys[index] ?? 0 })).sort((a, b) => a.key - b.key).map(({ file }) => file);
	},
});

type TaskScript = { readonly [K in TaskKind]?: (input: TaskShapes[K]['input'], honest: TaskShapes[K]['output']) => TaskShapes[K]['output'] | 'fail' };
/** Pages are changed one by one. */
type Script = Omit<TaskScript, 'weave'> & { readonly weave?: (page: PageToWeave, honest: WovenPage) => WovenPage | 'fail' };

function byTask({ weave, ...others }: Script): TaskScript {
	if (weave === undefined) return others;
	return {
		...others,
		weave: ({ pages }, honest) => {
			const woven = pages.map((page, index) => weave(page, honest.pages[index] ?? { lead: [], facets: [] }));
			return woven.includes('fail') ? 'fail' : { pages: woven.map((page) => (page === 'fail' ? null : page)) };
		},
	};
}

export interface ScriptedWorker extends Worker {
	readonly calls: string[];
}

/** The offline worker with some of its answers replaced: what a model might say that rules never would. */
export function scriptedWorker(script: Script = {}): ScriptedWorker {
	const honest = offlineWorker();
	const scripts = byTask(script);
	const calls: string[] = [];
	return {
		id: 'scripted',
		tier: 1,
		calls,
		async perform<K extends TaskKind>(task: Task<K>, signal: AbortSignal): Promise<Response<K>> {
			calls.push(task.id);
			const response = await honest.perform(task, signal);
			const change: TaskScript[K] = scripts[task.kind];
			if (change === undefined || !response.ok) return response;
			const output = change(task.input, response.output);
			if (output === 'fail') return { clock_ms: 1, coin_usd: 0, carbon_g: 0, model: 'scripted', tokens: null, transcripts: [], ok: false, failure: { reason: 'malformed', message: 'The answer was no JSON.' } };
			return { ...response, output };
		},
	};
}
