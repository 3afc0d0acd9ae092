import { canonicalJson, hashText } from '../model/hash.js';
import { parseRecord } from '../model/json.js';
import type { Layout } from '../vault/layout.js';

export type EventType = 'run' | 'call' | 'verdict' | 'escalation' | 'opinion' | 'approve' | 'deny' | 'commit' | 'undo' | 'recover' | 'capture' | 'policy' | 'stop' | 'lift' | 'exemption' | 'digest' | 'note';

/** What is told to the ledger: who did what in which run, and whatever else belongs to it. `seq`, `at`, `prev` and `seal` are the chain's own. */
export interface NewEvent {
	readonly type: EventType;
	readonly actor: string;
	readonly run: string;
	readonly [data: string]: unknown;
}

/** A line of the ledger. */
export interface LedgerEvent extends NewEvent {
	/** Counts up by one over all days of a device, from 1. */
	readonly seq: number;
	/** ISO date and time. */
	readonly at: string;
	/** The seal of the event before; of the first one, a hash of the device's name. */
	readonly prev: string;
	/** SHA-256 of the event without this member, as canonical JSON. */
	readonly seal: string;
}

/** The end of a device's chain, kept apart from the ledger so that a cut tail shows. */
export interface LedgerHead {
	readonly path: string;
	readonly seq: number;
	readonly seal: string;
	/** Size and time of the file once that event was written: as long as it has them, it ends with it. Null where they are not known. */
	readonly size: number | null;
	readonly mtime: number | null;
	/** When the last verdict with a violation was told, as an ISO time; empty where none ever was, null where that is not known. */
	readonly violation: string | null;
	/** The same of the last opinion. */
	readonly opinion: string | null;
}

export const ledgerFolder = (layout: Layout): string => `${layout.home}/ledger`;
export const headPath = (layout: Layout, device: string): string => `${layout.home}/state/${device}/ledger-head.json`;
export const dayOf = (path: string): string | null => /\/(\d{4}-\d{2}-\d{2})\.jsonl$/.exec(path)?.[1] ?? null;

/** What the first event of a device follows. */
export const firstSeal = (device: string): string => hashText(`commonplace ledger ${device}`);

export function sealOf(event: Readonly<Record<string, unknown>>): string {
	const { seal: _, ...rest } = event;
	return hashText(canonicalJson(rest));
}

const SEAL = 'seal';
const OWN = ['seq', 'at', 'prev', SEAL];

/** The next event of the chain. Throws where its data uses one of the chain's own names. */
export const nextEvent = (event: NewEvent, seq: number, at: string, prev: string): LedgerEvent => nextLine(event, seq, at, prev).event;

/** The same with its line, which is canonical JSON: what is sealed and what is written are spelled out once for both. */
export function nextLine(event: NewEvent, seq: number, at: string, prev: string): { readonly event: LedgerEvent; readonly line: string } {
	for (const name of OWN) if (name in event) throw new Error(`An event of the ledger cannot carry “${name}”, which is the chain's own.`);
	const open = { ...event, seq, at, prev };
	const values: Readonly<Record<string, unknown>> = open;
	let before = '';
	let after = '';
	for (const name of Object.keys(values).sort()) {
		if (values[name] === undefined) continue;
		const member = `,${JSON.stringify(name)}:${canonicalJson(values[name])}`;
		if (name < SEAL) before += member;
		else after += member;
	}
	const object = (members: string): string => `{${members.slice(1)}}`;
	const seal = hashText(object(before + after));
	return { event: { ...open, seal }, line: object(`${before},"${SEAL}":"${seal}"${after}`) };
}

export type ReadLine =
	| { readonly ok: true; readonly seq: number; readonly prev: string; readonly seal: string; readonly whole: boolean }
	| { readonly ok: false };

/** What a line says of its place in the chain; `whole` where its seal is right. */
export function readLine(line: string): ReadLine {
	const value = parseRecord(line);
	if (value === null) return { ok: false };
	const { seq, prev, seal } = value;
	if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || typeof prev !== 'string' || typeof seal !== 'string') return { ok: false };
	// The bytes count, not only what they mean: the same event spelled otherwise was written by somebody else.
	return { ok: true, seq, prev, seal, whole: sealOf(value) === seal && canonicalJson(value) === line };
}

export function readHead(text: string): LedgerHead | null {
	const value = parseRecord(text);
	if (value === null) return null;
	const { path, seq, seal, size, mtime, violation, opinion } = value;
	const known = (member: unknown): number | null => (typeof member === 'number' ? member : null);
	const told = (member: unknown): string | null => (typeof member === 'string' ? member : null);
	return typeof path === 'string' && typeof seq === 'number' && typeof seal === 'string' ? { path, seq, seal, size: known(size), mtime: known(mtime), violation: told(violation), opinion: told(opinion) } : null;
}

/** The lines of a day of a ledger that may be events of this type, in order. */
export function* linesOfType(text: string, type: EventType): Generator<string> {
	// Members of an event are sorted, so that this stands in the line of every such event and in few others.
	const mark = `"type":"${type}"`;
	for (let found = text.indexOf(mark); found !== -1; ) {
		const start = text.lastIndexOf('\n', found) + 1;
		const stop = text.indexOf('\n', found);
		const end = stop === -1 ? text.length : stop;
		yield text.slice(start, end);
		found = text.indexOf(mark, end);
	}
}

/** The events of one type that a day of a ledger tells of, in order. Lines that are cut off are left out; `verify` tells of them. */
export function* eventsOfType(text: string, type: EventType): Generator<Readonly<Record<string, unknown>>> {
	for (const line of linesOfType(text, type)) {
		const event = parseRecord(line);
		if (event?.['type'] === type) yield event;
	}
}
