import { err, ok, problem, type Problem, type Result } from '../../model/result.js';
import type { Layout } from '../layout.js';
import type { Host, VaultPort } from '../port.js';
import { applyEdit } from './apply.js';
import { openJournal, type EditResult, type Intent, type JournalEdit } from './journal.js';
import { underLease, type Lease } from './lease.js';
import { editPath, leaseFolder, recoveredPath, trashTarget } from './places.js';
import { isVaultError, recordStore } from './record.js';

/** `kept`: it was done before the crash. `left`: a person's text stands there; both texts of the machine lie in `_commonplace/recovered/`. */
export interface RecoveredEdit {
	readonly edit: JournalEdit;
	readonly outcome: 'kept' | 'redone' | 'repaired' | 'left' | 'failed';
	readonly reason: string | null;
}

export interface RecoveredBatch {
	readonly txid: string;
	readonly run: string;
	readonly edits: readonly RecoveredEdit[];
	/** False where a write failed; the next recovery tries again, and nothing is committed before. */
	readonly finished: boolean;
}

export interface Recovery {
	readonly batches: readonly RecoveredBatch[];
	/** Intents that were cut off while they were written: nothing of them was done. */
	readonly torn: number;
	/** Files that cut-off writes left behind, now removed. */
	readonly swept: number;
	readonly problems: readonly Problem[];
}

/**
 * Ends what a crash cut off: to be called at start, before anything is committed. Redoes what is torn or still at its base,
 * steps back from what a person changed. May itself be cut off and called again. With nothing to do it writes nothing but
 * its lease.
 */
export async function recover(port: VaultPort, host: Host, layout: Layout, held?: Lease): Promise<Result<Recovery>> {
	return underLease(port, host, layout, 'recovery', held, async (lease) => {
		try {
			return ok(await recoverUnderLease(port, host, layout, lease));
		} catch (error) {
			if (isVaultError(error)) return err(problem(error.path, `The recovery of an earlier commit stopped: ${error.message} Nothing is lost; it goes on at the next start.`));
			throw error;
		}
	});
}

async function recoverUnderLease(port: VaultPort, host: Host, layout: Layout, lease: Lease): Promise<Recovery> {
	const journal = openJournal(port, host, layout);
	const open = (await journal.entries()).filter(({ finished }) => !finished);
	const batches: RecoveredBatch[] = [];
	const problems: Problem[] = [];
	let torn = 0;
	for (const { txid } of open) {
		const intent = await journal.intent(txid);
		if (intent === 'torn') {
			await journal.drop(txid);
			torn += 1;
		} else if (intent === 'foreign') {
			problems.push(problem(layout.home, `The journal entry ${txid} was written by another version of this program. Use that version once, or move the entry away.`));
		} else {
			const batch = await recoverBatch(port, layout, lease, intent);
			if (batch.finished) await journal.finish(txid, batch.edits.map(resultOf));
			for (const { edit, outcome, reason } of batch.edits) if (outcome === 'failed' || outcome === 'left') problems.push(problem(edit.path, reason ?? ''));
			batches.push(batch);
		}
	}
	// A crash that leaves litter leaves an open batch or a lease as well, unless it fell while the lease itself was written.
	const crashed = open.length > 0 || lease.tookOver;
	let swept = 0;
	for (const folder of crashed ? [layout.wiki, layout.output, layout.home] : [leaseFolder(layout, host.device)]) swept += await port.sweep(folder);
	return { batches, torn, swept, problems };
}

async function recoverBatch(port: VaultPort, layout: Layout, lease: Lease, intent: Intent): Promise<RecoveredBatch> {
	const edits: RecoveredEdit[] = [];
	for (const edit of intent.edits) edits.push(await recoverEdit(port, layout, lease, intent.txid, edit));
	return { txid: intent.txid, run: intent.run, edits, finished: edits.every(({ outcome }) => outcome !== 'failed') };
}

async function recoverEdit(port: VaultPort, layout: Layout, lease: Lease, txid: string, edit: JournalEdit): Promise<RecoveredEdit> {
	// The journal is a file that others can write to; it gets no more rights than a proposal.
	const refused = refusal(layout, edit);
	if (refused !== null) return { edit, outcome: 'left', reason: refused };
	if (!(await lease.hold())) return { edit, outcome: 'failed', reason: 'The lease ran out during the recovery. Start again.' };
	const applied = await applyEdit(port, edit, true);
	if (applied.kind === 'applied') return { edit, outcome: applied.how === 'already' ? 'kept' : applied.how === 'written' ? 'redone' : 'repaired', reason: null };
	if (applied.kind === 'failed') return { edit, outcome: 'failed', reason: applied.reason };
	await saveSides(port, layout, txid, edit);
	return { edit, outcome: 'left', reason: `${applied.reason} It was left as it is; both versions of the machine are in ${layout.home}/recovered/${txid}.` };
}

function refusal(layout: Layout, { op, path, to }: JournalEdit): string | null {
	const checks = [editPath(layout, op, path), ...(to === null ? [] : [op === 'retire' ? trashTarget(layout, to) : editPath(layout, op, to)])];
	for (const check of checks) if (!check.ok) return check.error;
	return null;
}

async function saveSides(port: VaultPort, layout: Layout, txid: string, { path, before, after }: JournalEdit): Promise<void> {
	const store = recordStore(port, layout);
	if (before !== null) await store.writeDurable(recoveredPath(layout, txid, 'before', path), before);
	if (after !== null) await store.writeDurable(recoveredPath(layout, txid, 'after', path), after);
}

const resultOf = ({ edit, outcome, reason }: RecoveredEdit): EditResult => ({
	path: edit.path,
	outcome: outcome === 'left' || outcome === 'failed' ? outcome : 'committed',
	reason,
});
