import { hashText, shortHash } from '../../model/hash.js';
import { err, ok, problem, type Problem, type Result } from '../../model/result.js';
import type { Layout } from '../layout.js';
import { mergeThreeWay } from '../merge.js';
import type { Host, VaultPort } from '../port.js';
import { commitBatch, type EditOutcome, type EditRequest } from './commit.js';
import { editKey, journalRuns, openJournal, type Journal, type JournalEdit } from './journal.js';
import { underLease, type Lease } from './lease.js';
import { isVaultError, readOrNull } from './record.js';

export interface UndoOutcome {
	/** The run that was taken back. */
	readonly run: string;
	/** The run that did it, which can be undone in its turn. */
	readonly as: string;
	/** Paths that hold again what they held before the run, a person's later edits merged in. */
	readonly restored: readonly string[];
	/** Pages that stay as they are, with the reason. */
	readonly kept: readonly { readonly path: string; readonly reason: string }[];
	/** What was written, for the caller's own state; `state` is what the caller gave with the edit that was reversed, turned round. */
	readonly edits: readonly { readonly request: EditRequest; readonly outcome: EditOutcome }[];
	readonly problems: readonly Problem[];
}

export interface UndoOptions {
	/** Id of the undo as a run of its own; `undo-<run>` if not given. */
	readonly as?: string;
	readonly lease?: Lease;
}

/** Takes back all that a run committed, newest first, and keeps what people did since. Doing it twice does no harm. */
export async function undo(port: VaultPort, host: Host, layout: Layout, run: string, options: UndoOptions = {}): Promise<Result<UndoOutcome>> {
	return underLease(port, host, layout, run, options.lease, async (lease) => {
		try {
			return await undoUnderLease(port, host, layout, run, options.as ?? `undo-${run}`, lease);
		} catch (error) {
			if (isVaultError(error)) return err(problem(error.path, `The undo of ${run} stopped: ${error.message} Undo it again to go on.`));
			throw error;
		}
	});
}

async function undoUnderLease(port: VaultPort, host: Host, layout: Layout, run: string, as: string, lease: Lease): Promise<Result<UndoOutcome>> {
	const journal = openJournal(port, host, layout);
	const txids = await batchesOf(journal, run);
	if (txids.length === 0) {
		const known = (await journalRuns(port, host, layout)).map((each) => each.run);
		return err(problem(layout.home, `The journal of this device knows no run ${run}. ${known.length > 0 ? `It can undo: ${known.join(', ')}.` : 'There is nothing to undo.'}`));
	}
	const undone = await undoneSince(journal, txids.at(-1) ?? '');
	const restored = new Set<string>();
	const kept = new Map<string, string>();
	const edits: UndoOutcome['edits'][number][] = [];
	const problems: Problem[] = [];
	for (const txid of txids) {
		const requests: EditRequest[] = [];
		for (const edit of (await doneEdits(journal, txid)).reverse()) {
			const at = edit.op === 'rename' ? (edit.to ?? edit.path) : edit.path;
			// What stays after a later batch of the run was looked at must not be taken apart by an earlier one.
			if (kept.has(at) || undone.has(editKey(txid, edit))) continue;
			const reverse = await reverseOf(port, edit, at);
			if ('request' in reverse) requests.push({ ...reverse.request, undoes: editKey(txid, edit) });
			else if (reverse.kept !== null) kept.set(at, reverse.kept);
		}
		if (requests.length === 0) continue;
		const committed = await commitBatch(port, host, layout, { run: as, edits: requests, lease });
		if (!committed.ok) {
			problems.push(committed.error);
			break;
		}
		for (const [index, outcome] of committed.value.edits.entries()) {
			const request = requests[index];
			if (request === undefined) continue;
			edits.push({ request, outcome });
			if (outcome.kind === 'committed') restored.add(request.op === 'rename' && request.to !== null ? request.to : request.path);
			else if (outcome.kind === 'stale') kept.set(outcome.path, outcome.reason);
			else problems.push(problem(outcome.path, outcome.reason));
		}
		if (committed.value.unfinished) {
			problems.push(problem(layout.home, `The undo of ${run} was cut off by an error. Run the recovery, then undo it again to go on.`));
			break;
		}
	}
	for (const path of kept.keys()) restored.delete(path);
	return ok({ run, as, restored: [...restored], kept: [...kept].map(([path, reason]) => ({ path, reason })), edits, problems });
}

/** What the run did, oldest first. */
export async function editsOfRun(port: VaultPort, host: Host, layout: Layout, run: string): Promise<JournalEdit[]> {
	const journal = openJournal(port, host, layout);
	const edits: JournalEdit[] = [];
	for (const txid of (await batchesOf(journal, run)).reverse()) edits.push(...(await doneEdits(journal, txid)));
	return edits;
}

/** The run's batches, newest first. */
async function batchesOf(journal: Journal, run: string): Promise<string[]> {
	const key = shortHash(run, 8);
	const txids: string[] = [];
	for (const { txid, runKey } of (await journal.entries()).reverse()) {
		if (runKey !== key) continue;
		const intent = await journal.intent(txid);
		if (typeof intent !== 'string' && intent.run === run) txids.push(txid);
	}
	return txids;
}

/** The batch's edits without those that were never done. */
async function doneEdits(journal: Journal, txid: string): Promise<JournalEdit[]> {
	const intent = await journal.intent(txid);
	if (typeof intent === 'string') return [];
	const results = await journal.results(txid);
	return intent.edits.filter((_, index) => {
		const outcome = results?.[index]?.outcome;
		return outcome === 'committed' || outcome === 'left';
	});
}

/** Which edits, from the oldest batch given on, were taken back already by an undo that still stands. */
async function undoneSince(journal: Journal, oldest: string): Promise<ReadonlySet<string>> {
	const undone = new Set<string>();
	for (const { txid } of (await journal.entries()).reverse()) {
		if (txid <= oldest) break;
		const intent = await journal.intent(txid);
		const results = await journal.results(txid);
		if (typeof intent === 'string') continue;
		for (const [index, edit] of intent.edits.entries()) {
			// An undo that was itself undone, by a newer batch, no longer counts.
			if (edit.undoes !== undefined && results?.[index]?.outcome === 'committed' && !undone.has(editKey(txid, edit))) undone.add(edit.undoes);
		}
	}
	return undone;
}

type Reverse = { readonly request: EditRequest } | { readonly kept: string | null };

const NOTHING: Reverse = { kept: null };

async function reverseOf(port: VaultPort, edit: JournalEdit, at: string): Promise<Reverse> {
	const { proposal, op, path, before, after, state } = edit;
	const base = { proposal, ...(state === undefined ? {} : { state: { before: state.after, after: state.before } }) };
	if (op === 'capture') return { kept: 'What was captured is a source of yours now, and no source is ever taken away. Delete it yourself.' };
	const current = await readOrNull(port, at);

	if (op === 'create') {
		if (current === null) return NOTHING;
		if (current !== after) return { kept: 'It was edited since it was made; the page stays.' };
		return { request: { ...base, op: 'retire', path, to: null, baseHash: hashText(current), after: null } };
	}
	if (op === 'retire') {
		if (current === before) return NOTHING;
		if (current !== null) return { kept: 'Another file stands there now; it stays. The retired page is in the trash.' };
		return { request: { ...base, op: 'create', path, to: null, baseHash: null, after: before ?? '' } };
	}
	if (current === null) {
		if (op === 'rename' && (await readOrNull(port, path)) === before) return NOTHING;
		return { kept: 'The page is gone; it was not made again.' };
	}
	const text = current === after ? (before ?? '') : mergeBack(current, after ?? '', before ?? '');
	if (text === null) return { kept: 'Edits made since overlap with what the run wrote; the text stays.' };
	if (op === 'update') return text === current ? NOTHING : { request: { ...base, op, path, to: null, baseHash: hashText(current), after: text } };
	return { request: { ...base, op, path: at, to: path, baseHash: hashText(current), after: text } };
}

/** What the run wrote taken out of the text as it stands, with everything that was written since; null where the two overlap. */
function mergeBack(current: string, after: string, before: string): string | null {
	const merged = mergeThreeWay({ base: after, yours: current, machine: before });
	return merged.kind === 'clean' ? merged.text : null;
}
