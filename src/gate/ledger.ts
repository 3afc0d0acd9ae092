import { canonicalJson } from '../model/hash.js';
import { type Problem, problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import { type Host, VaultError, type VaultReader } from '../vault/port.js';
import { dayOf, firstSeal, headPath, ledgerFolder, type LedgerEvent, type LedgerHead, type NewEvent, nextLine, readHead, readLine } from './ledger-event.js';

export { verifyLedger } from './ledger-verify.js';

/** The writes that a ledger needs of the store of the system's own files. */
export interface LedgerStore {
	/** Creates or replaces; on the platter when it returns. */
	writeDurable(path: string, text: string): Promise<void>;
	/** Creates or replaces; may be lost on a power cut. */
	write(path: string, text: string): Promise<void>;
	/** Adds lines, each with its own line break; on the platter when it returns. */
	append(path: string, lines: readonly string[]): Promise<void>;
}

/** The append-only record of this device: what was decided and done, told before it happens. */
export interface Ledger {
	/** Writes the events as one append; on the platter when it returns. Throws a `VaultError` where it cannot: then nothing may follow. */
	append(events: readonly NewEvent[]): Promise<readonly LedgerEvent[]>;
}

/** Where the chain goes on. */
interface Tail {
	/** The newest file; null before the first event. */
	readonly path: string | null;
	readonly seq: number;
	readonly seal: string;
	/** True where the last line is whole but lacks its line break. */
	readonly unended: boolean;
}

async function readOrNull(reader: VaultReader, path: string): Promise<string | null> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (error instanceof VaultError && error.code === 'missing') return null;
		throw error;
	}
}

/** A crash can leave a part of a line at the end: it is set aside, and the file is whole again. */
async function mendTail(reader: VaultReader, store: LedgerStore, path: string, text: string, problems: Problem[]): Promise<string> {
	const end = text.lastIndexOf('\n') + 1;
	const last = text.slice(end);
	if (last === '') return text;
	const read = readLine(last);
	if (read.ok && read.whole) return text;
	const aside = `${path.replace(/\.jsonl$/, '')}.torn`;
	const kept = await readOrNull(reader, aside);
	// A crash between the two writes must not set the same piece aside twice.
	if (kept === null || !kept.endsWith(`${last}\n`)) await store.writeDurable(aside, `${kept ?? ''}${last}\n`);
	await store.writeDurable(path, text.slice(0, end));
	problems.push(problem(path, `The last line was cut off by a crash. It was set aside in ${aside}; the ledger goes on from the line before.`, text.slice(0, end).split('\n').length));
	return text.slice(0, end);
}

/** Whether the newest file of the ledger is as its device left it. */
async function isUntouched(reader: VaultReader, { path, size, mtime }: LedgerHead): Promise<boolean> {
	const found = await reader.stat(path);
	return found !== null && found !== 'folder' && found.size === size && found.mtime === mtime;
}

async function findTail(reader: VaultReader, store: LedgerStore, host: Host, layout: Layout, problems: Problem[]): Promise<{ tail: Tail; head: LedgerHead | null }> {
	const folder = `${ledgerFolder(layout)}/${host.device}`;
	const files = (await reader.list(folder)).map(({ path }) => path).filter((path) => dayOf(path) !== null).sort();
	const headText = await readOrNull(reader, headPath(layout, host.device));
	const head = headText === null ? null : readHead(headText);
	if (headText !== null && head === null) problems.push(problem(headPath(layout, host.device), 'The note of where the ledger ends cannot be read. It is written anew with the next event.'));
	const newest = files.at(-1);
	if (head !== null && newest === head.path && (await isUntouched(reader, head))) return { tail: { path: newest, seq: head.seq, seal: head.seal, unended: false }, head };
	for (const path of [...files].reverse()) {
		const text = await mendTail(reader, store, path, await reader.read(path), problems);
		// The last line that is whole carries the chain on. What was tampered with stays where it is, for `verify` to find.
		for (let end = text.length; end > 0; ) {
			const stop = text.charAt(end - 1) === '\n' ? end - 1 : end;
			const start = text.lastIndexOf('\n', stop - 1) + 1;
			const line = readLine(text.slice(start, stop));
			if (line.ok && line.whole) return { tail: { path: files.at(-1) ?? path, seq: line.seq, seal: line.seal, unended: path === files.at(-1) && !text.endsWith('\n') }, head };
			if (stop > start) problems.push(problem(path, 'This line of the ledger was changed; the chain goes on from the last whole one before it.', text.slice(0, start).split('\n').length));
			end = start;
		}
	}
	return { tail: { path: files.at(-1) ?? null, seq: 0, seal: firstSeal(host.device), unended: false }, head };
}

/** Where a device's ledger ends; null where that is not known without reading it. */
async function surelyEnds(reader: VaultReader, layout: Layout, device: string): Promise<LedgerHead | null> {
	const text = await readOrNull(reader, headPath(layout, device));
	const head = text === null ? null : readHead(text);
	return head !== null && (await isUntouched(reader, head)) ? head : null;
}

/** Whether this device surely told of no violation since a time in milliseconds, known without reading the ledger. */
export async function noViolationSince(reader: VaultReader, host: Pick<Host, 'device'>, layout: Layout, since: number): Promise<boolean> {
	const violation = (await surelyEnds(reader, layout, host.device))?.violation ?? null;
	return violation !== null && (violation === '' || Date.parse(violation) < since);
}

/** Whether a device surely never told of an opinion, known without reading its ledger. */
export const noOpinionEver = async (reader: VaultReader, layout: Layout, device: string): Promise<boolean> => (await surelyEnds(reader, layout, device))?.opinion === '';

/**
 * Opens this device's ledger: mends what a crash cut off, tells what was tampered with, and goes on from the last whole line.
 * Only the holder of the lease may open it. Reads the newest file alone, and not even that where it is as this device left it; writes
 * nothing when all is well.
 */
export async function openLedger(reader: VaultReader, store: LedgerStore, host: Host, layout: Layout): Promise<{ readonly ledger: Ledger; readonly problems: readonly Problem[] }> {
	const problems: Problem[] = [];
	const anchor = headPath(layout, host.device);
	let { tail, head } = await findTail(reader, store, host, layout, problems);
	// Numbers are never given twice, so that a tail that was cut leaves a gap for good.
	let seq = Math.max(tail.seq, head?.seq ?? 0);
	if (head !== null && head.seq > tail.seq) {
		problems.push(problem(head.path, `The ledger ends at event ${tail.seq}, but event ${head.seq} was written: the end was cut off. The gap stays visible.`));
	}
	const never = tail.seq === 0 ? '' : null;
	let { violation, opinion } = head ?? { violation: never, opinion: never };
	let doubtful = false;
	let queue: Promise<unknown> = Promise.resolve();

	async function write(events: readonly NewEvent[]): Promise<readonly LedgerEvent[]> {
		if (events.length === 0) return [];
		if (doubtful) {
			({ tail } = await findTail(reader, store, host, layout, []));
			seq = Math.max(seq, tail.seq);
			doubtful = false;
		}
		const today = host.today();
		const newest = tail.path === null ? null : dayOf(tail.path);
		// A clock that was set back must not put an event into a file before the last one.
		const day = newest !== null && newest > today ? newest : today;
		const path = `${ledgerFolder(layout)}/${host.device}/${day}.jsonl`;
		const at = new Date(host.now()).toISOString();
		const written: LedgerEvent[] = [];
		const lines: string[] = [];
		let { seal } = tail;
		for (const event of events) {
			const next = nextLine(event, seq + written.length + 1, at, seal);
			written.push(next.event);
			lines.push(next.line);
			({ seal } = next.event);
		}
		doubtful = true;
		// An anchor stands before the first event, so that a ledger without one is known to have lost it.
		if (head === null && tail.seq === 0) {
			head = { path, seq: 0, seal: tail.seal, size: null, mtime: null, violation, opinion };
			await store.writeDurable(anchor, canonicalJson(head));
		}
		await store.append(path, tail.unended && path === tail.path ? ['', ...lines] : lines);
		seq += written.length;
		tail = { path, seq, seal, unended: false };
		doubtful = false;
		const found = await reader.stat(path);
		if (written.some(({ violations }) => Array.isArray(violations) && violations.length > 0)) violation = at;
		if (written.some(({ type }) => type === 'opinion')) opinion = at;
		head = { path, seq, seal, violation, opinion, ...(found === null || found === 'folder' ? { size: null, mtime: null } : { size: found.size, mtime: found.mtime }) };
		await store.write(anchor, canonicalJson(head));
		return written;
	}

	return {
		problems,
		ledger: {
			append: (events) => {
				const result = queue.then(() => write(events));
				queue = result.catch(() => undefined);
				return result;
			},
		},
	};
}
