import { problem, type Problem, type Result } from '../model/result.js';
import { openLedger, type Ledger } from '../gate/ledger.js';
import { openJournal, type EditOp } from '../vault/commit/journal.js';
import { acquireLease, leaseHolders, type Lease } from '../vault/commit/lease.js';
import { recordStore, type RecordStore } from '../vault/commit/record.js';
import { recover } from '../vault/commit/recover.js';
import type { Host, VaultPort } from '../vault/port.js';
import type { Panel } from '../worker/port.js';
import { listOccupied, occupiedBy, type Occupied } from './judge.js';
import { informedGate, type InformedGate } from './informed-gate.js';
import { freeReviewers } from './permits.js';
import type { PolicySet } from './policies/read-policies.js';
import { takeUpPolicies } from './policies/take-up.js';
import { applyPageState, readPageState, type PageBook } from './page-state.js';
import { isBookkeeping } from './run-names.js';
import type { Settings } from './settings.js';
import { settleStops } from './stop-deeds.js';
import { isLost, loadPages, savePages, type PageMemory, type PageTable } from './state/page-table.js';
import { baseStore } from './state/state.js';

/** The parts that everything which writes needs, from the host that runs it. */
export interface Surroundings {
	readonly vault: VaultPort;
	readonly host: Host;
	readonly settings: Settings;
	/** Who is asked for second opinions; left out where nobody can be. */
	readonly panel?: Panel;
}

type PageOp = Exclude<EditOp, 'capture'>;

/** Pages of a run that was cut off after they were committed and before index and log were told. */
export interface OwedBooks {
	readonly run: string;
	readonly pages: readonly { readonly op: PageOp; readonly path: string }[];
}

/** The right to write to this vault, with what is known of its pages brought up to what the journal says was done. */
export interface Session extends Surroundings {
	readonly run: string;
	readonly lease: Lease;
	readonly record: RecordStore;
	readonly ledger: Ledger;
	readonly book: PageBook;
	readonly owed: OwedBooks | null;
	/** The gate that the policies say as this session began. */
	readonly gate: InformedGate;
	readonly policies: PolicySet;
	/** Listed once, and kept up with what is committed. Whoever takes a place meanwhile is found out when it is written to. */
	readonly occupied: () => Promise<Occupied>;
	/** Tells that the book holds what this batch committed. */
	told(txid: string): void;
	/** Saves the page records; what a crash keeps from being saved is read from the journal at the next start. */
	save(): Promise<void>;
	readonly problems: Problem[];
}

/** True where a process died at its work: how far it came must be known before anything is judged. */
export async function needsRecovery({ vault, host, settings }: Surroundings): Promise<boolean> {
	const entries = await openJournal(vault, host, settings.layout).entries();
	if (entries.some(({ finished }) => !finished)) return true;
	const holders = await leaseHolders(vault, host, settings.layout);
	return holders.some(({ pid, expires }) => host.isAlive(pid) === false || expires <= host.now());
}

/** Brings the page records up to the last batch that this device's journal holds, and says which of it index and log do not tell yet. */
async function catchUp({ vault, host, settings }: Surroundings, table: PageTable, book: PageBook): Promise<{ readonly moved: boolean; readonly owed: OwedBooks | null }> {
	const journal = openJournal(vault, host, settings.layout);
	const known = table.journal.get(host.device) ?? '';
	let moved = false;
	let owed: OwedBooks = { run: '', pages: [] };
	for (const { txid, finished } of await journal.entries()) {
		// What was lost with its file is told again from the beginning, and nothing else: another device may have gone on with the rest.
		const before = txid <= known;
		if (!finished || (before && table.stored.lost.size === 0)) continue;
		const intent = await journal.intent(txid);
		const results = await journal.results(txid);
		if (typeof intent === 'string' || results === null) continue;
		const pages: { op: PageOp; path: string }[] = [];
		for (const [index, edit] of intent.edits.entries()) {
			if (results[index]?.outcome !== 'committed' || edit.op === 'capture') continue;
			const state = readPageState(edit.state?.after);
			const old = readPageState(edit.state?.before)?.record.path ?? null;
			if (state !== undefined) await applyPageState(book, edit.path, state, old, before ? (path) => isLost(table, path) : undefined);
			if (!before) pages.push({ op: edit.op, path: edit.op === 'rename' ? (edit.to ?? edit.path) : edit.path });
		}
		if (isBookkeeping(intent.run)) owed = { run: '', pages: [] };
		else if (pages.length > 0) owed = { run: intent.run, pages: [...owed.pages, ...pages] };
		if (!before) table.journal.set(host.device, txid);
		moved = true;
	}
	return { moved, owed: owed.pages.length > 0 ? owed : null };
}

/** Milliseconds for which a listing stands for another: it is as good as one that was made while the same few files were being judged. */
const LISTING_HOLDS = 1_000;

// What follows at once on another deed of the same person, such as a commit after a lifted stop, waits for that one: three seconds at most.
const RETRIES = 30;

/** Does the work while no other process of this device can write; what a crash cut off is ended first. */
export async function inSession<T>(around: Surroundings, run: string, work: (session: Session) => Promise<T>, pages?: PageMemory): Promise<Result<T>> {
	const { vault, host, settings } = around;
	const acquired = await acquireLease(vault, host, settings.layout, { run, retries: RETRIES });
	if (!acquired.ok) return acquired;
	const lease = acquired.value;
	try {
		const recovered = await recover(vault, host, settings.layout, lease);
		if (!recovered.ok) return recovered;
		const problems: Problem[] = [...recovered.value.problems];
		const record = recordStore(vault, settings.layout);
		const opened = await openLedger(vault, record, host, settings.layout);
		problems.push(...opened.problems);
		const { ledger } = opened;
		for (const batch of recovered.value.batches) {
			await ledger.append([{ type: 'recover', actor: 'system', run: batch.run, txid: batch.txid, edits: batch.edits.map(({ edit, outcome }) => ({ path: edit.path, outcome })) }]);
			problems.push(problem(settings.layout.home, `A commit of run ${batch.run} was cut off; it was ended now (${batch.edits.length} files).`));
		}
		const parts = { vault, layout: settings.layout, host, record, ledger, run };
		await settleStops(parts);
		const policies = await takeUpPolicies(parts);
		problems.push(...policies.problems);
		const table = await loadPages(vault, settings.layout, problems, pages);
		const planned = pages?.listed ?? null;
		if (pages !== undefined) {
			pages.last = null;
			pages.listed = null;
		}
		const book: PageBook = { pages: table.pages, bases: baseStore(vault, settings.layout) };
		const told = (txid: string): void => void table.journal.set(host.device, txid);
		const save = (): Promise<void> => savePages(record, settings.layout, table, book.bases);
		const { moved, owed } = await catchUp(around, table, book);
		// While books are owed the records are saved with them: a crash in between must not forget the debt.
		if (moved && owed === null) await save();
		let listed: Promise<Occupied> | null = null;
		const occupied = (): Promise<Occupied> => (listed ??= planned !== null && Math.abs(host.now() - planned.at) < LISTING_HOLDS ? Promise.resolve(occupiedBy(planned.paths)) : listOccupied(vault, settings.layout));
		const value = await work({ ...around, run, lease, record, ledger, book, owed, gate: informedGate(policies.gate, book.pages, await freeReviewers(vault, settings.layout, around.panel)), policies, occupied, told, save, problems });
		// One that came meanwhile found the lease taken.
		await settleStops(parts);
		return { ok: true, value };
	} finally {
		await lease.release();
	}
}
