import { NO_COST, type Currencies } from '../../model/currencies.js';
import { problem } from '../../model/result.js';
import { VaultError } from '../../vault/port.js';
import type { CallFailure, Clerk, Order } from '../clerk.js';
import { unasked } from '../wrappers/answers.js';
import type { Meter, Ticket } from '../wrappers/meter.js';
import { shimmed } from '../wrappers/shims.js';
import { batchPrice, nameOf, ordersPath, ordersText, readRecord, recordPath, recordText, type BatchRecord, type KeptOrder } from './batch-file.js';
import { keep, ordersIn, type BatchWorker, type BatchWorld } from './batch-worker.js';

/** What a provider takes in one batch, with room to spare. */
const MOST_ORDERS = 10_000;
const MOST_CHARACTERS = 50_000_000;

export type Noted = ReadonlyMap<string, Order>;

/** The order as it leaves, with the shims that fit. */
async function leaving({ clerk, shims }: BatchWorker, order: Order): Promise<Order> {
	let left = order;
	const catching: Clerk = {
		...clerk,
		answer(given) {
			left = given;
			return Promise.resolve(unasked(catching, { kind: 'waiting', message: '' }));
		},
	};
	await shimmed(shims)(catching).answer(order, new AbortController().signal);
	return left;
}

interface NotedOrder {
	/** Of the order as it was noted: by it an answer is found again. */
	readonly hash: string;
	readonly order: Order;
	readonly ticket: Ticket;
	readonly cost: Currencies;
}

/** Batches of a size that a provider takes, as far as the caps allow. */
function chunksOf(noted: Noted, { estimate }: BatchWorker, meter: Meter): NotedOrder[][] {
	const chunks: NotedOrder[][] = [];
	let chunk: NotedOrder[] = [];
	let characters = 0;
	for (const [hash, order] of noted) {
		const cost = estimate(order, 'likely');
		const begun = meter.reserve(cost);
		// What is over a cap is left out, and says so when it is asked for by itself.
		if (!begun.ok) break;
		const size = order.instructions.length + order.input.length + JSON.stringify(order.schema).length;
		if (chunk.length === 0 || chunk.length === MOST_ORDERS || characters + size > MOST_CHARACTERS) {
			chunk = [];
			chunks.push(chunk);
			characters = 0;
		}
		chunk.push({ hash, order, ticket: begun.value, cost });
		characters += size;
	}
	return chunks;
}

/** Whether the provider may have it although it did not say so. */
const mayHaveArrived = ({ kind }: CallFailure): boolean => kind === 'network' || kind === 'stopped';
/** Whether the provider takes no batches, or none of these, so that waiting for it would be in vain. */
const isFinal = ({ kind }: CallFailure): boolean => kind !== 'rate-limited' && kind !== 'overloaded';

/** Whoever makes the record hands the batch in; false where somebody else has. */
async function made({ reader, store, home, mask }: BatchWorld, record: BatchRecord, orders: readonly KeptOrder[]): Promise<boolean> {
	const path = recordPath(home, record.name);
	try {
		// The same orders were answered before, and the answers are gone.
		if ((await readRecord(reader, path))?.state === 'collected') await store.remove(path);
		await store.writeDurable(ordersPath(home, record.name), ordersText(orders, mask));
		await store.create(path, recordText(record));
		return true;
	} catch (error) {
		if (error instanceof VaultError && error.code === 'exists') return false;
		throw error;
	}
}

/** What became of orders that were to be handed in. */
export interface HandedIn {
	readonly records: readonly BatchRecord[];
	/** Why orders wait for the next run to be handed in, by their hashes. */
	readonly postponed: ReadonlyMap<string, string>;
}

/** Hands orders in, each once. Written down before, so that a run that is cut off in between finds out whether they arrived. */
export async function handIn(worker: BatchWorker, world: BatchWorld, noted: Noted, { run, meter, signal }: { readonly run: string; readonly meter: Meter; readonly signal: AbortSignal }): Promise<HandedIn> {
	const { store, home, host, tell } = world;
	const records: BatchRecord[] = [];
	const postponed = new Map<string, string>();
	for (const chunk of chunksOf(noted, worker, meter)) {
		const hashes = chunk.map(({ hash }) => hash);
		const sum = (currency: 'coin_usd' | 'carbon_g'): number | null => chunk.reduce<number | null>((total, { cost }) => (total === null || cost[currency] === null ? null : total + cost[currency]), 0);
		const record: BatchRecord = {
			name: nameOf(worker.clerk.id, hashes), state: 'handing-in', id: null, worker: worker.clerk.id, run, at: new Date(host.now()).toISOString(),
			device: host.device, pid: host.pid, orders: chunk.length, coin_usd: sum('coin_usd'), carbon_g: sum('carbon_g'), waiting: hashes, failed: [],
		};
		const path = recordPath(home, record.name);
		const end = (spent: boolean): void => {
			for (const { ticket, cost } of chunk) ticket.end(spent ? cost : NO_COST);
		};
		const sent = await Promise.all(chunk.map(async ({ hash, order }) => ({ hash, order: await leaving(worker, order) })));
		try {
			if (!(await made(world, record, sent))) {
				end(false);
				records.push(record);
				continue;
			}
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			end(false);
			for (const hash of hashes) postponed.set(hash, `A batch could not be written down, and was not handed in: ${error.message}`);
			continue;
		}
		const submitted = await worker.service.submit(sent.map(({ order }) => order), record.name, signal);
		if (submitted.ok) {
			const waiting: BatchRecord = { ...record, id: submitted.value, state: 'waiting' };
			await keep(world, waiting);
			records.push(waiting);
			end(true);
			tell(problem(path, `Handed in as a batch: ${ordersIn(chunk.length)} for ${worker.clerk.id}, about ${batchPrice(record)}. Compile again to collect the answers.`));
		} else if (mayHaveArrived(submitted.error)) {
			records.push(record);
			end(true);
			tell(problem(path, `It is not known whether a batch arrived: ${submitted.error.message} The next compile finds out.`));
		} else {
			end(false);
			await store.remove(path);
			await store.remove(ordersPath(home, record.name));
			if (isFinal(submitted.error)) tell(problem(home, `A batch of ${ordersIn(chunk.length)} was not taken, so that they are asked one by one, at the whole price: ${submitted.error.message}`));
			else for (const hash of hashes) postponed.set(hash, `A batch was not taken, and is handed in by the next run: ${submitted.error.message}`);
		}
	}
	return { records, postponed };
}
