import type { Spending } from '../../budget/caps.js';
import { problem } from '../../model/result.js';
import type { Order, Wrapper } from '../clerk.js';
import { orderHash } from '../transcripts/order-hash.js';
import { unasked } from '../wrappers/answers.js';
import type { Meter } from '../wrappers/meter.js';
import { ordersPath, owedFor, readBatches, recordPath, type BatchRecord } from './batch-file.js';
import { keep, waitsFor, type BatchWorker, type BatchWorld } from './batch-worker.js';
import { collect } from './collect.js';
import { handIn } from './hand-in.js';

/** The batches of a run: those that earlier runs handed in, and what this one hands in. */
export interface Batches {
	/** When the oldest was handed in whose answers may still be needed (ISO date and time); null where there is none. */
	readonly since: string | null;
	/** What is on its way, by estimate. */
	readonly owed: readonly Spending[];
	/** Holds back what waits in a batch, and what is about to be handed in. */
	wrapper(worker: string): Wrapper;
	/** Does the work with nobody asked, hands in what it would have asked where that is enough, and does it again. */
	together<T>(work: () => Promise<T>, parts: { readonly run: string; readonly meter: Meter; readonly signal: AbortSignal }): Promise<T>;
}

const DAY = 24 * 3600 * 1000;
// As long as its answers are looked for among the transcripts, it is known what it had no answer to.
const KEPT_DAYS = 7;
/** Providers keep the answers of a batch for 29 days; one that they do not know later has none any more. */
const FORGOTTEN_DAYS = 30;
/** A process that is at it hands a batch in within this time. */
const LONGEST_HAND_IN = 15 * 60_000;

/** Whether another process may be handing it in right now. */
function mayBeUnderWay({ host }: BatchWorld, { device, pid, at }: BatchRecord): boolean {
	if (device === host.device && pid !== host.pid && host.isAlive(pid) === false) return false;
	return Math.abs(host.now() - Date.parse(at)) < LONGEST_HAND_IN && !(device === host.device && pid === host.pid);
}

async function remove({ store, home }: BatchWorld, { name }: BatchRecord): Promise<void> {
	await store.remove(ordersPath(home, name));
	await store.remove(recordPath(home, name));
}

/** What would be asked, while nobody is. */
interface Gathering {
	/** By worker, then by the order's hash: all that may go into a batch. */
	readonly byWorker: ReadonlyMap<string, Map<string, Order>>;
	/** Something else would be asked. */
	others: boolean;
}

/** How the batch stands by now; null where the provider never had it, so that its orders are anybody's again. */
async function lookAt(record: BatchRecord, worker: BatchWorker, world: BatchWorld, others: ReadonlySet<string>, signal: AbortSignal): Promise<BatchRecord | null> {
	const path = recordPath(world.home, record.name);
	const unknown = (message: string): BatchRecord => {
		world.tell(problem(path, `A batch cannot be asked about now: ${message}`));
		return record;
	};
	const halted = await worker.halted();
	if (halted !== null) return unknown(halted);
	let { id } = record;
	if (id === null) {
		if (mayBeUnderWay(world, record)) return record;
		const found = await worker.service.find({ name: record.name, at: Date.parse(record.at), orders: record.orders, others }, signal);
		if (!found.ok) return unknown(found.error.message);
		if (found.value === null) {
			await remove(world, record);
			return null;
		}
		id = found.value;
		await keep(world, { ...record, id, state: 'waiting' });
	}
	const waiting: BatchRecord = { ...record, id, state: 'waiting' };
	const state = await worker.service.poll(id, signal);
	if (!state.ok) {
		unknown(state.error.message);
		if (world.host.now() - Date.parse(record.at) < FORGOTTEN_DAYS * DAY || state.error.kind !== 'unavailable') return waiting;
		const forgotten: BatchRecord = { ...waiting, state: 'collected', waiting: [], failed: record.waiting };
		await keep(world, forgotten);
		await world.store.remove(ordersPath(world.home, record.name));
		return forgotten;
	}
	return state.value.ended ? ((await collect(worker, world, waiting, id, signal)) ?? waiting) : waiting;
}

/** Reads what batches there are, collects those that have ended, and lets go of what is long done. */
export async function openBatches(workers: readonly BatchWorker[], world: BatchWorld, signal: AbortSignal): Promise<Batches> {
	const { records, unread } = await readBatches(world.reader, world.home);
	for (const path of unread) world.tell(problem(path, 'This record of a batch cannot be read, so that its answers are not collected. Bring it back from a backup, or remove it to have its orders asked anew.'));
	const workerOf = new Map(workers.map((worker) => [worker.clerk.id, worker]));
	const ids = new Set(records.flatMap(({ id }) => id ?? []));
	const live: BatchRecord[] = [];
	for (const record of records) {
		if (record.state === 'collected') {
			if (world.host.now() - Date.parse(record.at) > KEPT_DAYS * DAY) await remove(world, record);
			else live.push(record);
			continue;
		}
		const worker = workerOf.get(record.worker);
		if (worker === undefined) world.tell(problem(recordPath(world.home, record.name), `A batch waits for ${record.worker}, whom operators.yml does not name with “batch” and a key any more. Its answers are collected once it does.`));
		const now = worker === undefined ? record : await lookAt(record, worker, world, ids, signal);
		if (now !== null) live.push(now);
	}

	// By worker and order.
	const held = new Map<string, string>();
	const hold = (record: BatchRecord): void => {
		for (const hash of record.waiting) held.set(`${record.worker} ${hash}`, waitsFor(record));
	};
	live.forEach(hold);
	const failed = new Set(live.flatMap(({ worker, failed: hashes }) => hashes.map((hash) => `${worker} ${hash}`)));
	const owed = live.filter(({ state }) => state !== 'collected').map(owedFor);
	let gathering: Gathering | null = null;

	return {
		since: live[0]?.at ?? null,
		owed,
		wrapper: (id) => (inner) => ({
			id: inner.id,
			tier: inner.tier,
			async answer(order, asked) {
				const hash = orderHash(order);
				const message = held.get(`${id} ${hash}`);
				if (message !== undefined) return unasked(inner, { kind: 'waiting', message });
				if (gathering === null) return inner.answer(order, asked);
				const orders = failed.has(`${id} ${hash}`) ? undefined : gathering.byWorker.get(id);
				if (orders === undefined) gathering.others = true;
				else orders.set(hash, order);
				return unasked(inner, { kind: 'waiting', message: 'It is asked once it is known what else there is to ask.' });
			},
		}),
		async together(work, parts) {
			if (workers.length === 0) return work();
			const found: Gathering = { byWorker: new Map(workers.map(({ clerk }) => [clerk.id, new Map<string, Order>()])), others: false };
			gathering = found;
			const first = await work().finally(() => {
				gathering = null;
			});
			const noted = [...found.byWorker].filter(([, orders]) => orders.size > 0);
			if (noted.length === 0 && !found.others) return first;
			for (const [id, orders] of noted) {
				const worker = workerOf.get(id);
				if (worker === undefined || orders.size < worker.from || parts.signal.aborted || (await worker.halted()) !== null) continue;
				const { records: handedIn, postponed } = await handIn(worker, world, orders, parts);
				handedIn.forEach(hold);
				for (const [hash, why] of postponed) held.set(`${id} ${hash}`, why);
			}
			return work();
		},
	};
}
