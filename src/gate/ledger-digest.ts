import { canonicalJson, hashText } from '../model/hash.js';
import { isRecord, parseRecord } from '../model/json.js';
import { err, ok, type Result } from '../model/result.js';
import { eventsOfType, readLine } from './ledger-event.js';

/** The first line of a day that was made a digest. It stands for all events of the day. */
export interface LedgerDigest {
	readonly device: string;
	/** `YYYY-MM-DD`. */
	readonly day: string;
	/** Numbers of the day's first and last event. */
	readonly from: number;
	readonly to: number;
	/** What the first event follows, and the seal of the last: the chain goes through a digest. */
	readonly prev: string;
	readonly seal: string;
	/** SHA-256 of the file as it was. */
	readonly original: string;
	/** How many lines were kept as they were. */
	readonly kept: number;
	/** Events of the day by type. */
	readonly types: Readonly<Record<string, number>>;
}

/** One day as the event that signs it off names it. */
export interface SignedDay {
	readonly day: string;
	/** SHA-256 of the file as it was, and of its digest. */
	readonly original: string;
	readonly digest: string;
}

// What makes a ledger large. All that people did, all calls, runs and exemptions stay as they were told.
const DROPPED: ReadonlySet<string> = new Set(['verdict', 'commit']);
const MARK = '"digest":1';

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** What the first line of a day's file says where the day is a digest; null for any other. */
export function readDigest(text: string): LedgerDigest | null {
	const end = text.indexOf('\n');
	const line = text.slice(0, end === -1 ? text.length : end);
	const value = line.includes(MARK) ? parseRecord(line) : null;
	if (value?.['digest'] !== 1 || canonicalJson(value) !== line) return null;
	const { device, day, from, to, prev, seal, original, kept, types } = value;
	const counts = [from, to, kept].every((count) => Number.isSafeInteger(count));
	if (typeof device !== 'string' || typeof day !== 'string' || typeof prev !== 'string' || typeof seal !== 'string' || typeof original !== 'string' || !counts || !isRecord(types)) return null;
	const [first, last, lines] = [Number(from), Number(to), Number(kept)];
	if (first < 1 || last < first || lines < 0) return null;
	return { device, day, from: first, to: last, prev, seal, original, kept: lines, types: Object.fromEntries(Object.entries(types).map(([type, count]) => [type, Number(count)])) };
}

/** A day's file with one line in the place of its verdicts and commits. The error is a sentence: only a whole day becomes a digest. */
export function digestDay(device: string, day: string, text: string): Result<{ readonly text: string; readonly signed: SignedDay }, string> {
	if (readDigest(text) !== null) return err('It is a digest already.');
	const kept: string[] = [];
	const types: Record<string, number> = {};
	let first: { readonly seq: number; readonly prev: string } | null = null;
	let last: { readonly seq: number; readonly seal: string } | null = null;
	for (const line of linesOf(text)) {
		const read = readLine(line);
		const type = parseRecord(line)?.['type'];
		if (!read.ok || !read.whole || typeof type !== 'string' || (last !== null && read.seq !== last.seq + 1)) return err('It is not whole. See what “commonplace verify” says of it.');
		first ??= read;
		last = read;
		types[type] = (types[type] ?? 0) + 1;
		if (!DROPPED.has(type)) kept.push(line);
	}
	if (first === null || last === null) return err('It is empty.');
	const original = hashText(text);
	const head: LedgerDigest = { device, day, from: first.seq, to: last.seq, prev: first.prev, seal: last.seal, original, kept: kept.length, types };
	const digested = `${[canonicalJson({ ...head, digest: 1 }), ...kept].join('\n')}\n`;
	return ok({ text: digested, signed: { day, original, digest: hashText(digested) } });
}

/** The digests that events of this file sign off: hashes by the path of the day. */
export function signedDays(path: string, text: string): ReadonlyMap<string, string> {
	const signed = new Map<string, string>();
	const folder = path.slice(0, path.lastIndexOf('/'));
	for (const { days } of eventsOfType(text, 'digest')) {
		for (const each of Array.isArray(days) ? days : []) if (isRecord(each) && typeof each['day'] === 'string' && typeof each['digest'] === 'string') signed.set(`${folder}/${each['day']}.jsonl`, each['digest']);
	}
	return signed;
}
