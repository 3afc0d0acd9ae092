import { canonicalJson } from '../model/hash.js';
import type { Proposal } from '../model/proposal.js';
import { type Problem, problem } from '../model/result.js';
import { strictness, type Verdict } from '../model/verdict.js';
import type { Layout } from '../vault/layout.js';
import { type FileStat, type Host, VaultError, type VaultReader } from '../vault/port.js';
import { type Closure, type Outcome, readClosure, readDenied, readQueued } from './queue-lines.js';

/** The writes that the queue needs of the store of the system's own files. */
export interface QueueStore {
	/** Adds lines, each with its own line break, making the file if it is missing. */
	append(path: string, lines: readonly string[]): Promise<void>;
	/** Creates or replaces; on the platter when it returns. */
	writeDurable(path: string, text: string): Promise<void>;
	/** A file that is gone already is no error. */
	remove(path: string): Promise<void>;
}

/** A proposal that waits, with what the gate said of it when it was made. */
export interface QueuedProposal {
	readonly proposal: Proposal;
	readonly verdict: Verdict;
}

/** A proposal that a person refused, with their reason. */
export interface DeniedProposal {
	readonly proposal: Proposal;
	readonly closure: Closure;
}

/** What became of a proposal, as it is told to the queue. */
export interface Closing {
	readonly proposal: Pick<Proposal, 'id' | 'run'>;
	readonly outcome: Outcome;
	readonly who: string;
	readonly why: string;
}

export interface Queue {
	/** Strictest first, then by path, then by id. */
	readonly open: readonly QueuedProposal[];
	/** What people refused, over all runs, oldest first. */
	readonly denied: readonly DeniedProposal[];
	readonly problems: readonly Problem[];
}

export const queueFolder = (layout: Layout): string => `${layout.home}/state/queue`;
const runFile = (layout: Layout, run: string): string => `${queueFolder(layout)}/${run}.jsonl`;
const closedFile = (layout: Layout, run: string, device: string): string => `${queueFolder(layout)}/${run}.closed.${device}.jsonl`;
const deniedFile = (layout: Layout, device: string): string => `${queueFolder(layout)}/denied/${device}.jsonl`;

/** Characters in one write: a run may hold twenty thousand pages. */
const CHUNK = 4_000_000;

/** What the file of a run holds, as this process wrote it: as long as it stands so, it need not be read back. */
export interface WrittenRun {
	readonly run: string;
	readonly items: readonly QueuedProposal[];
	/** Characters of all its lines. */
	readonly chars: number;
	readonly size: number;
	readonly mtime: number;
}

const isRunName = (run: string): boolean => /^[\w-][\w.-]*$/.test(run) && !run.includes('.closed.');

/**
 * Writes what a run proposes: lines are added and never changed, and taken out once they are closed. The proposals belong to this run from then on, under which
 * `closeProposals` finds them. Returns how many characters were written.
 */
export async function writeQueue(store: QueueStore, layout: Layout, run: string, items: Iterable<QueuedProposal>): Promise<number> {
	const path = runFile(layout, run);
	if (!isRunName(run)) throw new VaultError('denied', path, `“${run}” cannot be the name of a run.`);
	let lines: string[] = [];
	let size = 0;
	let chars = 0;
	for (const item of items) {
		const line = lineOf(run, item);
		lines.push(line);
		size += line.length;
		chars += line.length;
		if (size < CHUNK) continue;
		await store.append(path, lines);
		lines = [];
		size = 0;
	}
	await store.append(path, lines);
	return chars;
}

function lineOf(run: string, { proposal, verdict }: QueuedProposal): string {
	// The machine's own text is most often the text itself: it is not written twice.
	const { machineText, ...rest } = proposal;
	// The way through the policies stands in the ledger.
	const { flows: _, ...said } = verdict;
	return canonicalJson({ id: proposal.id, proposal: { ...rest, run, ...(machineText === proposal.text ? {} : { machineText }) }, verdict: said });
}

const fileAt = async (reader: VaultReader, path: string): Promise<FileStat | null> => {
	const found = await reader.stat(path);
	return found === 'folder' ? null : found;
};

/** The same, with what closing these proposals later on need not read; null where the run had a file before. */
export async function writeNewRun(reader: VaultReader, store: QueueStore, layout: Layout, run: string, items: readonly QueuedProposal[]): Promise<WrittenRun | null> {
	const path = runFile(layout, run);
	const isNew = (await fileAt(reader, path)) === null;
	const chars = await writeQueue(store, layout, run, items);
	const found = await fileAt(reader, path);
	return isNew && found !== null ? { run, items, chars, size: found.size, mtime: found.mtime } : null;
}

/**
 * Says what became of proposals, in one file a run and device, so that sync never has two to merge. A run of which nothing waits any
 * more is taken out of the queue, and of one of which little waits, what was closed. `written` is a run that need not be read for that.
 */
export async function closeProposals(reader: VaultReader, store: QueueStore, host: Pick<Host, 'device' | 'now'>, layout: Layout, closings: readonly Closing[], written: WrittenRun | null = null): Promise<void> {
	const at = new Date(host.now()).toISOString();
	const runs = new Map<string, string[]>();
	for (const { proposal, outcome, who, why } of closings) {
		const closure: Closure = { id: proposal.id, outcome, at, who, why };
		const lines = runs.get(proposal.run);
		if (lines) lines.push(canonicalJson(closure));
		else runs.set(proposal.run, [canonicalJson(closure)]);
	}
	for (const [run, lines] of runs) {
		if (!isRunName(run)) throw new VaultError('denied', run, `“${run}” cannot be the name of a run.`);
		await store.append(closedFile(layout, run, host.device), lines);
	}
	await compactQueue(reader, store, layout, host.device, new Set(runs.keys()), written);
}

interface RunFiles {
	readonly run: string;
	readonly open: string | null;
	readonly closed: readonly string[];
}

async function runsOf(reader: VaultReader, layout: Layout): Promise<{ runs: RunFiles[]; denied: string[] }> {
	const folder = `${queueFolder(layout)}/`;
	const runs = new Map<string, { open: string | null; closed: string[] }>();
	const denied: string[] = [];
	for (const { path } of await reader.list(queueFolder(layout))) {
		const name = path.slice(folder.length);
		if (/^denied\/[^/]+\.jsonl$/.test(name)) denied.push(path);
		const match = /^([^/]+?)(\.closed\.[^./]+)?\.jsonl$/.exec(name);
		if (!match) continue;
		const run = runs.get(match[1] ?? '') ?? { open: null, closed: [] };
		if (match[2] === undefined) run.open = path;
		else run.closed.push(path);
		runs.set(match[1] ?? '', run);
	}
	const sorted = [...runs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([run, { open, closed }]) => ({ run, open, closed: closed.sort() }));
	return { runs: sorted, denied: denied.sort() };
}

/** Calls back with each line that is not empty, of those that tell their id with the ids `asked` for alone; a file that cannot be read is a problem. */
async function eachLine(reader: VaultReader, path: string, problems: Problem[], take: (line: string, number: number) => void, asked?: ReadonlySet<string | null>): Promise<boolean> {
	let text: string;
	try {
		text = await reader.read(path);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		problems.push(problem(path, `This part of the queue cannot be read: ${error.message}`));
		return false;
	}
	let number = 0;
	for (let start = 0; start < text.length; ) {
		const found = text.indexOf('\n', start);
		const end = found === -1 ? text.length : found;
		number++;
		if (end > start && asked?.has(idAt(text, start)) !== false) take(text.slice(start, end), number);
		start = end + 1;
	}
	return true;
}

// Lines begin with the id, or with the time and then the id: closed ones are told by it, without reading the rest.
const FIRST = '{"id":"';
const TIMED = '{"at":"';
const AFTER_TIME = '","id":"';
const LONGEST_ID = 64;

/** Without a pattern, for which a match is made of each of ten thousand lines. */
function idAt(text: string, start: number): string | null {
	let from = start + FIRST.length;
	if (text.startsWith(TIMED, start)) {
		const quote = text.indexOf('"', start + TIMED.length);
		if (!text.startsWith(AFTER_TIME, quote)) return null;
		from = quote + AFTER_TIME.length;
	} else if (!text.startsWith(FIRST, start)) return null;
	const id = text.slice(from, text.indexOf('"', from));
	return id === '' || id.length > LONGEST_ID || id.includes('\n') || id.includes('\\') ? null : id;
}

interface RunContent {
	readonly open: readonly QueuedProposal[];
	readonly denied: readonly DeniedProposal[];
	/** Lines of the run's file that are not closed for good. */
	readonly kept: readonly string[];
	/** Characters of all its lines. */
	readonly size: number;
	/** True where every line was understood. */
	readonly clean: boolean;
}

/** What became of proposals, by their ids; of those `asked` for alone. */
async function readClosures(reader: VaultReader, files: RunFiles, problems: Problem[], asked: ReadonlySet<string | null>): Promise<{ readonly closures: ReadonlyMap<string, Closure>; readonly clean: boolean }> {
	const closures = new Map<string, Closure>();
	let clean = true;
	for (const path of files.closed) {
		const take = (line: string, number: number): void => {
			const closure = readClosure(line);
			if (closure === null) {
				clean = false;
				problems.push(problem(path, 'This line of the queue cannot be read: what it closed is shown as open again.', number));
				return;
			}
			// What a person refused stays refused, whatever another device says.
			if (closures.get(closure.id)?.outcome !== 'denied') closures.set(closure.id, closure);
		};
		clean = (await eachLine(reader, path, problems, take, asked)) && clean;
	}
	return { closures, clean };
}

/** The same as `readRun` of what this process wrote, without its file; null where that holds something else by now, or a refusal. */
async function recallRun(reader: VaultReader, files: RunFiles, written: WrittenRun): Promise<RunContent | null> {
	const found = files.open === null ? null : await fileAt(reader, files.open);
	if (found === null || found.size !== written.size || found.mtime !== written.mtime) return null;
	const { closures, clean } = await readClosures(reader, files, [], new Set([null, ...written.items.map(({ proposal }) => proposal.id)]));
	for (const { outcome } of closures.values()) if (outcome === 'denied') return null;
	const open = written.items.filter(({ proposal }) => !closures.has(proposal.id));
	return { open, denied: [], kept: open.map((item) => lineOf(written.run, item)), size: written.chars, clean };
}

async function readRun(reader: VaultReader, files: RunFiles, problems: Problem[]): Promise<RunContent> {
	const lines: { readonly line: string; readonly id: string | null; readonly number: number }[] = [];
	const whole = files.open === null || (await eachLine(reader, files.open, problems, (line, number) => lines.push({ line, id: idAt(line, 0), number })));
	// Most of what a large run proposed is closed and gone from its file: nobody asks for it.
	const { closures, clean: told } = await readClosures(reader, files, problems, new Set([null, ...lines.map(({ id }) => id)]));
	let clean = whole && told;
	const open: QueuedProposal[] = [];
	const denied: DeniedProposal[] = [];
	const kept: string[] = [];
	let size = 0;
	if (files.open === null) return { open, denied, kept, size, clean };
	const path = files.open;
	for (const { line, id, number } of lines) {
		const closure = id === null ? undefined : closures.get(id);
		size += line.length;
		if (closure !== undefined && closure.outcome !== 'denied') continue;
		kept.push(line);
		const queued = readQueued(line);
		if (queued === null || queued.proposal.id !== id) {
			clean = false;
			problems.push(problem(path, 'This proposal cannot be read and is left out. Compile again to have it proposed anew.', number));
			continue;
		}
		if (closure === undefined) open.push(queued);
		else denied.push({ proposal: queued.proposal, closure });
	}
	return { open, denied, kept, size, clean };
}

const byStrictness = (a: QueuedProposal, b: QueuedProposal): number =>
	strictness(b.verdict.disposition) - strictness(a.verdict.disposition) ||
	(a.proposal.path < b.proposal.path ? -1 : a.proposal.path > b.proposal.path ? 1 : 0) ||
	(a.proposal.id < b.proposal.id ? -1 : a.proposal.id > b.proposal.id ? 1 : 0);

function oldestFirst(denied: Iterable<DeniedProposal>): DeniedProposal[] {
	const once = new Map<string, DeniedProposal>();
	for (const entry of denied) once.set(`${entry.proposal.run} ${entry.proposal.id}`, entry);
	return [...once.values()].sort((a, b) => (a.closure.at < b.closure.at ? -1 : a.closure.at > b.closure.at ? 1 : a.proposal.id < b.proposal.id ? -1 : 1));
}

/** All that waits and all that was refused. A line that cannot be read is told with its place; the rest goes on. */
export async function readQueue(reader: VaultReader, layout: Layout): Promise<Queue> {
	const problems: Problem[] = [];
	const { runs, denied: deniedFiles } = await runsOf(reader, layout);
	const open = new Map<string, QueuedProposal>();
	const denied: DeniedProposal[] = [];
	for (const path of deniedFiles) {
		await eachLine(reader, path, problems, (line, number) => {
			const entry = readDenied(line);
			if (entry === null) problems.push(problem(path, 'This refusal cannot be read; what it refused may be proposed again.', number));
			else denied.push(entry);
		});
	}
	for (const files of runs) {
		const content = await readRun(reader, files, problems);
		denied.push(...content.denied);
		for (const queued of content.open) open.set(queued.proposal.id, queued);
	}
	return { open: [...open.values()].sort(byStrictness), denied: oldestFirst(denied), problems };
}

// A file is written anew only where that makes it this many times smaller.
const WORTH = 2;

/**
 * Takes finished runs out of the queue, all or those named; what people refused is kept apart. Of other runs the closed proposals go
 * once they are most of the file, which every command reads. A run with a line that could not be read is left as it is. Returns the
 * runs that were taken out.
 */
export async function compactQueue(reader: VaultReader, store: QueueStore, layout: Layout, device: string, only: ReadonlySet<string> | null = null, written: WrittenRun | null = null): Promise<readonly string[]> {
	const { runs } = await runsOf(reader, layout);
	const done: string[] = [];
	for (const files of runs) {
		if (only !== null && !only.has(files.run)) continue;
		const content = (files.run === written?.run ? await recallRun(reader, files, written) : null) ?? (await readRun(reader, files, []));
		if (!content.clean) continue;
		if (content.open.length > 0) {
			const left = content.kept.reduce((sum, line) => sum + line.length, 0);
			// Their closures stay: where a sync brings the old file back, they still hold.
			if (files.open !== null && left * WORTH < content.size) await store.writeDurable(files.open, content.kept.map((line) => `${line}\n`).join(''));
			continue;
		}
		await store.append(deniedFile(layout, device), content.denied.map(({ proposal, closure }) => canonicalJson({ id: proposal.id, closure, proposal })));
		// The proposals go first: without them their closures mean nothing, but without closures they would be open again.
		if (files.open !== null) await store.remove(files.open);
		for (const path of files.closed) await store.remove(path);
		done.push(files.run);
	}
	return done;
}
