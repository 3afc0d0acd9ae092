import { problem, type Problem } from '../../model/result.js';
import { VaultError, type Host, type VaultReader } from '../../vault/port.js';
import type { Clerk } from '../clerk.js';
import type { BatchService } from '../clerks/batch.js';
import type { Recording, TranscriptStore } from '../transcripts/recorded.js';
import type { EstimateOrder } from '../wrappers/budgeted.js';
import type { Check } from '../wrappers/checked.js';
import type { Shim } from '../wrappers/shims.js';
import { recordPath, recordText, type BatchRecord } from './batch-file.js';

/** The writes that batches need of the store of the system's own files. */
export interface BatchStore extends TranscriptStore {
	/** Creates or replaces; on the platter when it returns. */
	writeDurable(path: string, text: string): Promise<void>;
	/** A file that is gone already is no error. */
	remove(path: string): Promise<void>;
}

/** What batches need of the host and the vault. */
export interface BatchWorld {
	readonly reader: VaultReader;
	readonly store: BatchStore;
	/** The system's own folder. */
	readonly home: string;
	readonly host: Pick<Host, 'now' | 'device' | 'pid' | 'isAlive'>;
	readonly mask: (text: string) => string;
	readonly check: Check;
	readonly tell: (problem: Problem) => void;
}

/** A worker whose provider takes many orders at once. */
export interface BatchWorker {
	readonly clerk: Pick<Clerk, 'id' | 'tier'>;
	readonly service: BatchService;
	/** From so many orders on a batch is worth it. */
	readonly from: number;
	/** What an order costs in a batch. */
	readonly estimate: EstimateOrder;
	readonly carbon: Recording['carbon'];
	readonly shims: readonly Shim[];
	/** Says that a person stopped it; null where it may be asked. */
	readonly halted: () => Promise<string | null>;
}

/** Keeps a batch's record; false where that cannot be done, which is told. */
export async function keep({ store, home, tell }: BatchWorld, record: BatchRecord): Promise<boolean> {
	const path = recordPath(home, record.name);
	try {
		await store.writeDurable(path, recordText(record));
		return true;
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		tell(problem(path, `What is known of a batch could not be written down: ${error.message}`));
		return false;
	}
}

export const minutes = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;
export const ordersIn = (amount: number): string => `${String(amount)} ${amount === 1 ? 'order' : 'orders'}`;

/** Says what they wait for whose orders are in this batch. The same for all of them. */
export const waitsFor = ({ orders, worker, at, state }: BatchRecord): string =>
	state === 'handing-in'
		? `Waiting for the provider's batch of ${ordersIn(orders)} for ${worker} of ${minutes(at)}, of which it is not known yet whether it arrived; compile again to find out.`
		: `Waiting for the provider's batch, ${ordersIn(orders)} for ${worker}, since ${minutes(at)}; compile again to collect.`;
