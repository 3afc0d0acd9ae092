import { hashText, shortHash } from '../../model/hash.js';
import type { Layout } from '../layout.js';
import { VaultError, type Host, type VaultPort } from '../port.js';
import { journalFolder, type EditOp } from './places.js';
import { isVaultError, readOrNull, recordStore } from './record.js';

export type { EditOp };

/** What the caller's own state held of a page: the machine's own text of it, and any JSON. */
export interface StateSide {
	readonly base: string;
	readonly record: unknown;
}

/** Kept beside the texts so that recovery and undo can give it back; null where there was, or is to be, no page. */
export interface EditState {
	readonly before: StateSide | null;
	readonly after: StateSide | null;
}

/** One change to one file, with all that it takes to do, redo or undo it. */
export interface JournalEdit {
	/** Id of the proposal that was approved. */
	readonly proposal: string;
	readonly op: EditOp;
	readonly path: string;
	/** The new path of a rename; the place in the trash of a retired page. */
	readonly to: string | null;
	readonly baseHash: string | null;
	readonly newHash: string | null;
	readonly before: string | null;
	readonly after: string | null;
	readonly state?: EditState;
	/** The edit that this one takes back, as `editKey` names it. */
	readonly undoes?: string;
}

/** Names an edit of a batch for good. */
export const editKey = (txid: string, edit: JournalEdit): string => `${txid}/${edit.path}`;

/** A batch, written down before anything of it is done. */
export interface Intent {
	readonly txid: string;
	readonly run: string;
	readonly edits: readonly JournalEdit[];
}

/** `left`: recovery found text there that the machine did not write, and stepped back. */
export interface EditResult {
	readonly path: string;
	readonly outcome: 'committed' | 'stale' | 'failed' | 'left';
	readonly reason: string | null;
}

export interface JournalEntry {
	readonly txid: string;
	readonly seq: number;
	/** Short hash of the run's id. */
	readonly runKey: string;
	readonly finished: boolean;
}

export interface Journal {
	/** All batches, oldest first, from the names of the files; the newest marker alone is read and checked. */
	entries(): Promise<JournalEntry[]>;
	/** `torn` where the checksum fails: it never happened. `foreign` where another version wrote it. */
	intent(txid: string): Promise<Intent | 'torn' | 'foreign'>;
	/** Null where there is no valid marker. */
	results(txid: string): Promise<readonly EditResult[] | null>;
	/** Writes the intent and reads it back; returns its name. */
	begin(seq: number, run: string, edits: readonly JournalEdit[]): Promise<string>;
	finish(txid: string, results: readonly EditResult[]): Promise<void>;
	drop(txid: string): Promise<void>;
}

const VERSION = 2;

const seal = (value: unknown): string => {
	const body = JSON.stringify(value);
	return `${hashText(body)}\n${body}`;
};

/** Undefined where the checksum fails. */
function unseal(text: string): unknown {
	const end = text.indexOf('\n');
	const body = text.slice(end + 1);
	if (end === -1 || text.slice(0, end) !== hashText(body)) return undefined;
	return JSON.parse(body);
}

const has = (value: unknown, key: string, test: (member: unknown) => boolean): boolean =>
	typeof value === 'object' && value !== null && test((value as Readonly<Record<string, unknown>>)[key]);
const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

const isEdit = (value: unknown): value is JournalEdit =>
	has(value, 'proposal', isText) &&
	has(value, 'op', (op) => op === 'create' || op === 'update' || op === 'rename' || op === 'retire' || op === 'capture') &&
	has(value, 'path', isText) &&
	['to', 'baseHash', 'newHash', 'before', 'after'].every((key) => has(value, key, isTextOrNull));

/** In the first version a side of the state always holds its text. */
const isIntent = (value: unknown): value is Intent =>
	has(value, 'version', (version) => version === 1 || version === VERSION) &&
	has(value, 'txid', isText) &&
	has(value, 'run', isText) &&
	has(value, 'edits', (edits) => Array.isArray(edits) && edits.every(isEdit));

type Side = 'before' | 'after';

/** The machine's text of a page is nearly always the page's own: the file tells it once. */
const leanSide = ({ state, ...edit }: JournalEdit, side: Side): Partial<StateSide> | null => {
	const told = state?.[side] ?? null;
	return told === null || told.base !== edit[side] ? told : { record: told.record };
};
const wholeSide = (edit: JournalEdit, side: Side): StateSide | null => {
	const told = edit.state?.[side] ?? null;
	return told === null || has(told, 'base', isText) ? told : { base: edit[side] ?? '', record: told.record };
};
const lean = (edit: JournalEdit): unknown => (edit.state === undefined ? edit : { ...edit, state: { before: leanSide(edit, 'before'), after: leanSide(edit, 'after') } });
const whole = (edit: JournalEdit): JournalEdit => (edit.state === undefined ? edit : { ...edit, state: { before: wholeSide(edit, 'before'), after: wholeSide(edit, 'after') } });

const isResults = (value: unknown): value is readonly EditResult[] =>
	Array.isArray(value) && value.every((each) => has(each, 'path', isText) && has(each, 'outcome', isText) && has(each, 'reason', isTextOrNull));

export function openJournal(port: VaultPort, host: Host, layout: Layout): Journal {
	const folder = journalFolder(layout, host.device);
	const store = recordStore(port, layout);
	const intentFile = (txid: string): string => `${folder}/${txid}.intent`;
	const doneFile = (txid: string): string => `${folder}/${txid}.done`;

	const journal: Journal = {
		async entries() {
			const found = new Map<string, { seq: number; runKey: string; intent: boolean; done: boolean }>();
			for (const { path, size } of await port.list(folder)) {
				const name = /([0-9]{10})-([0-9a-z]{8})\.(intent|done)$/.exec(path);
				if (!name) continue;
				const [, seq = '', runKey = '', kind] = name;
				const entry = found.get(`${seq}-${runKey}`) ?? { seq: Number(seq), runKey, intent: false, done: false };
				if (kind === 'intent') entry.intent = true;
				else entry.done = size > 0;
				found.set(`${seq}-${runKey}`, entry);
			}
			const entries = [...found]
				.filter(([, { intent }]) => intent)
				.map(([txid, { seq, runKey, done }]) => ({ txid, seq, runKey, finished: done }))
				.sort((a, b) => a.seq - b.seq);
			// Nothing is begun before the batch ahead is finished, so that only the newest marker can be torn.
			const newest = entries.at(-1);
			if (newest?.finished && (await journal.results(newest.txid)) === null) newest.finished = false;
			return entries;
		},

		async intent(txid) {
			const text = await readText(port, intentFile(txid));
			const value = text === null ? undefined : unseal(text);
			return value === undefined ? 'torn' : isIntent(value) ? { ...value, edits: value.edits.map(whole) } : 'foreign';
		},

		async results(txid) {
			const text = await readText(port, doneFile(txid));
			const value = text === null ? undefined : unseal(text);
			return isResults(value) ? value : null;
		},

		async begin(seq, run, edits) {
			const txid = `${String(seq).padStart(10, '0')}-${shortHash(run, 8)}`;
			const text = seal({ version: VERSION, txid, run, edits: edits.map(lean) });
			try {
				await store.create(intentFile(txid), text);
				if ((await port.read(intentFile(txid))) !== text) throw new VaultError('io', intentFile(txid), `${intentFile(txid)} does not hold what was written to it.`);
			} catch (error) {
				// A disk that filled up may have kept a piece of it. Where even that cannot be removed, recovery sorts it out.
				if (isVaultError(error) && error.code !== 'exists') await store.remove(intentFile(txid)).catch(() => undefined);
				throw error;
			}
			return txid;
		},

		finish: (txid, results) => store.writeDurable(doneFile(txid), seal(results)),

		async drop(txid) {
			// In this order: an intent without its marker would be done again.
			await store.remove(intentFile(txid));
			await store.remove(doneFile(txid));
		},
	};
	return journal;
}

// Bytes that are no text are a torn file.
async function readText(port: VaultPort, path: string): Promise<string | null> {
	try {
		return await readOrNull(port, path);
	} catch (error) {
		if (isVaultError(error, 'not-text')) return null;
		throw error;
	}
}

/** Forgets all but the newest `keepRuns` runs, which can then no longer be undone; returns how many batches went. Unfinished batches stay. */
export async function compactJournal(port: VaultPort, host: Host, layout: Layout, keepRuns = 20): Promise<number> {
	const journal = openJournal(port, host, layout);
	const entries = await journal.entries();
	const kept = new Set<string>();
	for (const { runKey } of [...entries].reverse()) if (kept.size < keepRuns) kept.add(runKey);
	const old = entries.filter(({ runKey, finished }) => finished && !kept.has(runKey));
	for (const { txid } of old) await journal.drop(txid);
	return old.length;
}

/** A run that the journal still knows. */
export interface JournalRun {
	readonly run: string;
	readonly batches: number;
}

/** The runs that can be undone, newest first. */
export async function journalRuns(port: VaultPort, host: Host, layout: Layout): Promise<JournalRun[]> {
	const journal = openJournal(port, host, layout);
	const batches = new Map<string, { txid: string; count: number }>();
	for (const { runKey, txid } of (await journal.entries()).reverse()) {
		const known = batches.get(runKey);
		if (known) known.count += 1;
		else batches.set(runKey, { txid, count: 1 });
	}
	const runs: JournalRun[] = [];
	for (const { txid, count } of batches.values()) {
		const intent = await journal.intent(txid);
		if (typeof intent !== 'string') runs.push({ run: intent.run, batches: count });
	}
	return runs;
}
