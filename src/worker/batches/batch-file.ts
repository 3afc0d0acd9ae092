import * as v from 'valibot';
import type { Spending } from '../../budget/caps.js';
import { canonicalJson, shortHash } from '../../model/hash.js';
import { VaultError, type VaultReader } from '../../vault/port.js';
import type { Order } from '../clerk.js';
import { batchesFolder } from '../mailbox/names.js';
import type { TaskKind } from '../port.js';
import { ANSWERS } from '../schemas/answers.js';

/** Orders that were given to a provider's batch service, as the vault keeps it: a run that was ended in between goes on with it. */
export interface BatchRecord {
	/** `b-` and a hash of the orders, so that the same orders are the same batch. */
	readonly name: string;
	/** `handing-in`: whether the provider has it is not known yet. `collected`: its answers stand in transcripts. */
	readonly state: 'handing-in' | 'waiting' | 'collected';
	/** The provider's id; null while it is not known. */
	readonly id: string | null;
	/** The clerk's id. */
	readonly worker: string;
	/** The run that handed it in, and when (ISO date and time): what it costs is that run's. */
	readonly run: string;
	readonly at: string;
	readonly device: string;
	readonly pid: number;
	readonly orders: number;
	/** What it will cost, by estimate; null is unknown. */
	readonly coin_usd: number | null;
	readonly carbon_g: number | null;
	/** Hashes of the orders that wait; empty once it is collected. */
	readonly waiting: readonly string[];
	/** Hashes of the orders that it gave no answer to. They are not handed in again. */
	readonly failed: readonly string[];
}

const amount = v.nullable(v.number());
const shape = v.object({
	name: v.string(), state: v.picklist(['handing-in', 'waiting', 'collected'] as const), id: v.nullable(v.string()), worker: v.string(), run: v.string(),
	at: v.pipe(v.string(), v.check((text) => !Number.isNaN(Date.parse(text)))), device: v.string(), pid: v.number(), orders: v.number(),
	coin_usd: amount, carbon_g: amount, waiting: v.array(v.string()), failed: v.array(v.string()),
});

export const recordPath = (home: string, name: string): string => `${batchesFolder(home)}/${name}.json`;
export const ordersPath = (home: string, name: string): string => `${batchesFolder(home)}/${name}.orders.jsonl`;

export const nameOf = (worker: string, hashes: readonly string[]): string => `b-${shortHash(canonicalJson([worker, [...hashes].sort()]), 12)}`;
export const recordText = (record: BatchRecord): string => `${JSON.stringify(record, null, '\t')}\n`;

const RECORD = /\/b-[0-9a-z]+\.json$/;

/** Null where there is none, or none that can be read. */
export async function readRecord(reader: VaultReader, path: string): Promise<BatchRecord | null> {
	try {
		const parsed = v.safeParse(shape, JSON.parse(await reader.read(path)));
		return parsed.success && path.endsWith(`/${parsed.output.name}.json`) ? parsed.output : null;
	} catch (error) {
		if (error instanceof VaultError || error instanceof SyntaxError) return null;
		throw error;
	}
}

/** All batches that the vault knows, oldest first. `unread` are files that are none: what waits in them is not known. */
export async function readBatches(reader: VaultReader, home: string): Promise<{ readonly records: readonly BatchRecord[]; readonly unread: readonly string[] }> {
	const records: BatchRecord[] = [];
	const unread: string[] = [];
	for (const { path } of await reader.list(batchesFolder(home))) {
		if (!RECORD.test(path)) continue;
		const record = await readRecord(reader, path);
		if (record === null) unread.push(path);
		else records.push(record);
	}
	return { records: records.sort((a, b) => (a.at === b.at ? (a.name < b.name ? -1 : 1) : a.at < b.at ? -1 : 1)), unread };
}

/** A batch that is still on its way, for a person to see. */
export interface WaitingBatch {
	readonly worker: string;
	readonly orders: number;
	/** ISO date and time. */
	readonly since: string;
	readonly run: string;
	/** By estimate, at half the price; null is unknown. */
	readonly coin_usd: number | null;
	readonly carbon_g: number | null;
}

export async function waitingBatches(reader: VaultReader, home: string): Promise<readonly WaitingBatch[]> {
	const { records } = await readBatches(reader, home);
	return records.flatMap(({ state, worker, orders, at, run, coin_usd, carbon_g }) => (state === 'collected' ? [] : [{ worker, orders, since: at, run, coin_usd, carbon_g }]));
}

/** What a batch costs, in the same words wherever it is told. */
export function batchPrice({ coin_usd, carbon_g }: Pick<WaitingBatch, 'coin_usd' | 'carbon_g'>): string {
	const coin = coin_usd === null ? 'an unknown price' : `$${coin_usd.toFixed(4)}`;
	return `${coin} at half price, ${carbon_g === null ? 'CARBON unknown' : `${carbon_g.toFixed(2)} g CO2e`}`;
}

/** What a batch that is on its way counts against the caps. */
export const owedFor = ({ run, at, coin_usd, carbon_g }: BatchRecord): Spending => ({ run, at, clock_ms: null, coin_usd, carbon_g });

/** One of the orders as the vault keeps it. Secrets are taken out of its texts, so that its hash cannot be told from them. */
export interface KeptOrder {
	/** SHA-256 of the order as it was sent. */
	readonly hash: string;
	readonly order: Order;
}

/** One order a line; what many share stands once, before the first that has it. */
export function ordersText(orders: readonly KeptOrder[], mask: (text: string) => string): string {
	const told = new Set<string>();
	const lines: string[] = [];
	for (const { hash, order } of orders) {
		const { instructions, schema, input, repair, ...rest } = order;
		const prompt = shortHash(canonicalJson({ instructions, schema }), 12);
		if (!told.has(prompt)) lines.push(JSON.stringify({ prompt, instructions: mask(instructions), schema }));
		told.add(prompt);
		lines.push(JSON.stringify({ hash, prompt, input: mask(input), ...rest }));
	}
	return lines.map((line) => `${line}\n`).join('');
}

const taskKind = v.custom<TaskKind>((kind) => typeof kind === 'string' && Object.keys(ANSWERS).includes(kind));
const prompt = v.object({ prompt: v.string(), instructions: v.string(), schema: v.record(v.string(), v.unknown()) });
const line = v.object({ hash: v.string(), prompt: v.string(), input: v.string(), task: v.string(), kind: taskKind, maxTokens: v.number(), numbered: v.optional(v.number(), 0), moved: v.optional(v.nullable(v.string()), null), promptHash: v.string(), patterns: v.array(v.string()) });

/** Orders as they were kept; a line that cannot be read is left out, and its order counts as one without an answer. */
export function readOrders(text: string): KeptOrder[] {
	const prompts = new Map<string, v.InferOutput<typeof prompt>>();
	const orders: KeptOrder[] = [];
	for (const each of text.split('\n')) {
		if (each === '') continue;
		let value: unknown;
		try {
			value = JSON.parse(each);
		} catch {
			continue;
		}
		const order = v.safeParse(line, value);
		if (!order.success) {
			const shared = v.safeParse(prompt, value);
			if (shared.success) prompts.set(shared.output.prompt, shared.output);
			continue;
		}
		const { hash, prompt: name, ...rest } = order.output;
		const shared = prompts.get(name);
		if (shared !== undefined) orders.push({ hash, order: { ...rest, instructions: shared.instructions, schema: shared.schema, repair: null } });
	}
	return orders;
}
