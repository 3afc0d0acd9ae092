import { hashText } from '../../model/hash.js';
import { err, ok, problem, type Result } from '../../model/result.js';
import type { Layout } from '../layout.js';
import type { Host, VaultPort } from '../port.js';
import { pathKey } from '../vault-path.js';
import { applyEdit, type Applied } from './apply.js';
import { openJournal, type EditOp, type EditResult, type EditState, type Journal, type JournalEdit } from './journal.js';
import { underLease, type Lease } from './lease.js';
import { editPath, trashPath, trashTarget } from './places.js';
import { isVaultError, readOrNull } from './record.js';

/** What the gate let through, for one file. */
export interface EditRequest {
	/** Id of the approved proposal. */
	readonly proposal: string;
	readonly op: EditOp;
	readonly path: string;
	/** The new path of a rename, else null. */
	readonly to: string | null;
	/** SHA-256 of the text that the decision was made about; null for a create. */
	readonly baseHash: string | null;
	/** The file's whole new text; null for a retire. */
	readonly after: string | null;
	/** Kept in the journal and given back by recovery and undo. */
	readonly state?: EditState;
	/** Set by undo alone: the edit that this one takes back. */
	readonly undoes?: string;
}

export type EditOutcome = { readonly proposal: string; readonly op: EditOp; readonly path: string; readonly to: string | null } & (
	| {
			readonly kind: 'committed';
			/** SHA-256 of the text that was written and read back; null for a retire. */
			readonly hash: string | null;
			/** True if somebody changed the file between the write and the reading back. Their text stands there. */
			readonly overtaken: boolean;
	  }
	/** Somebody changed the file since; nothing was written. Merge and propose anew. */
	| { readonly kind: 'stale'; readonly reason: string }
	| { readonly kind: 'failed'; readonly reason: string }
);

export interface CommitOutcome {
	/** The batch in the journal; null where nothing was left to write. */
	readonly txid: string | null;
	/** One for each request, in the same order. */
	readonly edits: readonly EditOutcome[];
	/** True if a write failed so that only recovery can tell what it left; nothing else is committed before that. */
	readonly unfinished: boolean;
}

export interface Batch {
	readonly run: string;
	readonly edits: readonly EditRequest[];
	/** The caller's own lease, for many batches in a row; without one, the batch takes its own. */
	readonly lease?: Lease;
}

/**
 * Writes a batch of approved edits so that a crash at any instant leaves each file before or after, and recovery can end it:
 * intent, compare and swap on each file, reading back, done marker. An error means that nothing was written.
 */
export async function commitBatch(port: VaultPort, host: Host, layout: Layout, batch: Batch): Promise<Result<CommitOutcome>> {
	return underLease(port, host, layout, batch.run, batch.lease, async (lease) => {
		try {
			return await commitUnderLease(port, host, layout, batch, lease);
		} catch (error) {
			if (isVaultError(error)) return err(problem(error.path, `Nothing was written: ${error.message}`));
			throw error;
		}
	});
}

type Prepared = { readonly edit: JournalEdit } | { readonly kind: 'stale' | 'failed'; readonly reason: string };

async function commitUnderLease(port: VaultPort, host: Host, layout: Layout, batch: Batch, lease: Lease): Promise<Result<CommitOutcome>> {
	const journal = openJournal(port, host, layout);
	const entries = await journal.entries();
	if (entries.some(({ finished }) => !finished)) {
		return err(problem(layout.home, 'An earlier commit was cut off and is not recovered yet. Nothing was written; run the recovery first.'));
	}

	const prepared = await prepare(port, layout, batch);
	const edits = prepared.flatMap((each) => ('edit' in each ? [each.edit] : []));
	const applied = new Map<JournalEdit, Applied>();
	let txid: string | null = null;
	let unfinished = false;
	if (edits.length > 0) {
		txid = await journal.begin((entries.at(-1)?.seq ?? 0) + 1, batch.run, edits);
		// Texts first: a crash in between leaves links that lead somewhere.
		for (const ops of [['create', 'update', 'capture'], ['rename'], ['retire']]) {
			await inParallel(edits.filter(({ op }) => ops.includes(op)), async (edit) => {
				applied.set(edit, await applyWhileHeld(port, lease, edit));
			});
		}
		unfinished = !(await finish(journal, txid, edits, applied));
	}
	return ok({
		txid,
		edits: prepared.map((each, index) => outcomeOf(batch.edits[index], each, applied)),
		unfinished,
	});
}

// As many files wait for the disk together: more of them are made durable with one write of the file system's own journal.
const WIDTH = 128;

/** Does the work for all items, several at a time. After an error nothing new is begun, and it is thrown when all have ended. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
	const queue = items.values();
	const errors: unknown[] = [];
	const lane = async (): Promise<void> => {
		for (const item of queue) {
			try {
				await work(item);
			} catch (error) {
				errors.push(error);
			}
			if (errors.length > 0) return;
		}
	};
	await Promise.all(Array.from({ length: Math.min(WIDTH, items.length) }, lane));
	if (errors.length > 0) throw errors[0];
}

async function applyWhileHeld(port: VaultPort, lease: Lease, edit: JournalEdit): Promise<Applied> {
	if (await lease.hold()) return applyEdit(port, edit, false);
	return { kind: 'failed', reason: 'The lease ran out before this was written, because the machine slept or was very slow. Try again.', unclear: false };
}

/** False where the batch must stay open for recovery. */
async function finish(journal: Journal, txid: string, edits: readonly JournalEdit[], applied: ReadonlyMap<JournalEdit, Applied>): Promise<boolean> {
	const results: EditResult[] = [];
	for (const edit of edits) {
		const outcome = applied.get(edit);
		if (outcome === undefined || (outcome.kind === 'failed' && outcome.unclear)) return false;
		results.push({
			path: edit.path,
			outcome: outcome.kind === 'applied' ? 'committed' : outcome.kind,
			reason: outcome.kind === 'applied' ? null : outcome.reason,
		});
	}
	try {
		await journal.finish(txid, results);
		return true;
	} catch (error) {
		if (isVaultError(error)) return false;
		throw error;
	}
}

async function prepare(port: VaultPort, layout: Layout, { run, edits }: Batch): Promise<Prepared[]> {
	const touched = new Set<string>();
	const prepared: Prepared[] = [];
	for (const request of edits) {
		const keys = [request.path, ...(request.to === null ? [] : [request.to])].map(pathKey);
		if (keys.some((key) => touched.has(key))) {
			prepared.push({ kind: 'failed', reason: `Another edit of the same batch touches ${request.path}.` });
			continue;
		}
		for (const key of keys) touched.add(key);
		try {
			prepared.push(await prepareEdit(port, layout, run, request));
		} catch (error) {
			if (!isVaultError(error)) throw error;
			prepared.push({ kind: 'failed', reason: error.message });
		}
	}
	return prepared;
}

const makesNew = (op: EditOp): boolean => op === 'create' || op === 'capture';

async function prepareEdit(port: VaultPort, layout: Layout, run: string, request: EditRequest): Promise<Prepared> {
	const { proposal, op, path, to, baseHash, after, state, undoes } = request;
	const fault = faultOf(layout, request);
	if (fault !== null) return { kind: 'failed', reason: fault };

	const standing = await port.stat(path);
	if (standing === 'folder') return { kind: 'failed', reason: `A folder stands at ${path}. Rename or move it.` };
	const isNew = makesNew(op);
	if (isNew ? standing !== null : standing === null) {
		return { kind: 'stale', reason: isNew ? `A file stands at ${path} since the proposal was made.` : `${path} is gone since the proposal was made.` };
	}
	const before = isNew ? null : await readOrNull(port, path);
	if (!isNew && (before === null || hashText(before) !== baseHash)) return { kind: 'stale', reason: `${path} was changed since the proposal was made.` };
	if (op === 'rename' && to !== null && (await port.stat(to)) !== null && pathKey(to) !== pathKey(path)) {
		return { kind: 'stale', reason: `A file stands at ${to} since the proposal was made.` };
	}
	const edit: JournalEdit = {
		proposal,
		op,
		path,
		to: op === 'retire' ? await freeTrashPath(port, layout, run, path) : to,
		baseHash,
		newHash: after === null ? null : hashText(after),
		before,
		after,
		...(state === undefined ? {} : { state }),
		...(undoes === undefined ? {} : { undoes }),
	};
	return { edit };
}

// Most pages hold no character that takes two: the first look tells that in a fraction of the time.
const hasLoneSurrogate = (text: string): boolean => /[\ud800-\udfff]/.test(text) && /\p{Cs}/u.test(text);

function faultOf(layout: Layout, { op, path, to, baseHash, after }: EditRequest): string | null {
	const checked = editPath(layout, op, path);
	if (!checked.ok) return checked.error;
	if ((op === 'rename') !== (to !== null)) return `A ${op} of ${path} ${to === null ? 'needs' : 'cannot have'} a second path.`;
	if ((op === 'retire') !== (after === null)) return `A ${op} of ${path} ${after === null ? 'needs' : 'cannot have'} a text.`;
	if (makesNew(op) !== (baseHash === null)) return `A ${op} of ${path} ${baseHash === null ? 'needs' : 'cannot have'} a base.`;
	if (after !== null && hasLoneSurrogate(after)) return `The text for ${path} holds half a character (a lone surrogate), which no file can keep.`;
	const target = to === null ? checked : editPath(layout, op, to);
	return target.ok ? null : target.error;
}

async function freeTrashPath(port: VaultPort, layout: Layout, run: string, path: string): Promise<string> {
	for (let count = 1; ; count += 1) {
		const place = trashPath(layout, count === 1 ? run : `${run}-${count}`, path);
		const checked = trashTarget(layout, place);
		if (!checked.ok) throw new Error(checked.error);
		if ((await port.stat(place)) === null) return place;
	}
}

function outcomeOf(request: EditRequest | undefined, prepared: Prepared, applied: ReadonlyMap<JournalEdit, Applied>): EditOutcome {
	if (!('edit' in prepared)) {
		return { proposal: request?.proposal ?? '', op: request?.op ?? 'update', path: request?.path ?? '', to: request?.to ?? null, ...prepared };
	}
	const { proposal, op, path, to, newHash } = prepared.edit;
	const outcome = applied.get(prepared.edit);
	const named = { proposal, op, path, to };
	if (outcome?.kind === 'applied') return { ...named, kind: 'committed', hash: newHash, overtaken: outcome.overtaken };
	return { ...named, kind: outcome?.kind ?? 'failed', reason: outcome?.reason ?? 'It was not reached.' };
}
