import { shortHash } from '../../model/hash.js';
import type { Result } from '../../model/result.js';
import type { Answer, CallFailure, Order } from '../clerk.js';

/** How far a batch is. */
export interface BatchState {
	/** Nothing more will be answered: what there is can be collected. */
	readonly ended: boolean;
	readonly waiting: number;
	readonly answered: number;
	readonly failed: number;
}

/** By what a batch is known whose id is not. */
export interface BatchMark {
	readonly name: string;
	/** Milliseconds since the epoch, before it was submitted. */
	readonly at: number;
	readonly orders: number;
	/** Ids that belong to other batches. */
	readonly others: ReadonlySet<string>;
}

/**
 * A provider's service for many orders at once, at half the price, answered within a day. A batch is known by its id alone, which is
 * plain text: a run that was ended in between goes on with it.
 */
export interface BatchService {
	/** The id of the batch. Orders of one task go into it once. `name` is the caller's own for it, to find it by. */
	submit(orders: readonly Order[], name: string, signal: AbortSignal): Promise<Result<string, CallFailure>>;
	/** For whoever does not know whether what was submitted arrived: the id of that batch; null where the provider has none. */
	find(mark: BatchMark, signal: AbortSignal): Promise<Result<string | null, CallFailure>>;
	poll(id: string, signal: AbortSignal): Promise<Result<BatchState, CallFailure>>;
	/** An answer for each of the tasks, also for those that expired or were never in the batch. Only once it has ended. */
	collect(id: string, tasks: readonly Pick<Order, 'task' | 'input' | 'maxTokens'>[], signal: AbortSignal): Promise<Result<ReadonlyMap<string, Answer>, CallFailure>>;
}

/** A task's name in a batch: providers take few characters and give answers in any order. */
export const batchName = (task: string): string => `t-${shortHash(task, 26)}`;

/** One order a task, by its name in the batch. */
export const namedOrders = (orders: readonly Order[]): ReadonlyMap<string, Order> => new Map(orders.map((order) => [batchName(order.task), order]));

/** Ids stand in addresses; one that could lead elsewhere was not given by a provider. */
export const isBatchId = (id: string): boolean => /^[\w-]{1,200}$/.test(id);

export const NO_SUCH_BATCH: CallFailure = { kind: 'unavailable', message: 'This is not the id of a batch.' };

/** The provider's clock may be behind ours by so many milliseconds. */
export const CLOCKS_APART = 5 * 60_000;

/** As many of the newest batches as a provider lists at once. */
export const NEWEST = 100;

/** What stands for a task that the batch gave no answer for. */
export const NOT_ANSWERED: CallFailure = { kind: 'unavailable', message: 'The batch ended without an answer for this task.' };
