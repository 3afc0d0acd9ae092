import { type Problem, problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type VaultReader } from '../vault/port.js';
import { hashText } from '../model/hash.js';
import { readDigest, signedDays } from './ledger-digest.js';
import { dayOf, firstSeal, headPath, ledgerFolder, type LedgerHead, readHead, readLine } from './ledger-event.js';

interface Entry {
	readonly path: string;
	readonly line: number;
	/** The first event that it stands for: of a line its own number, of a digest that of the day's first. */
	readonly from: number;
	readonly seq: number;
	readonly prev: string;
	readonly seal: string;
	readonly whole: boolean;
}

const range = (from: number, to: number): string => (from === to ? `event ${from} is` : `events ${from} to ${to} are`);

interface Day {
	/** Lines that hold an event, whole or changed. */
	readonly events: number;
	readonly entries: readonly Entry[];
	/** SHA-256 of the file where it is a digest. */
	readonly digest: string | null;
	/** Digests that events of this day sign: hashes by path. */
	readonly signed: ReadonlyMap<string, string>;
	readonly problems: readonly Problem[];
}

/** A day whose verdicts and commits were made a digest: one entry for all of it. Lines that were kept must each be whole. */
function readDigestDay(path: string, text: string, signed: ReadonlyMap<string, string>): Day | null {
	const digest = readDigest(text);
	if (digest === null) return null;
	const { from, to, prev, seal, kept } = digest;
	const lines = text.trimEnd().split('\n').slice(1);
	const problems: Problem[] = [];
	let highest = from - 1;
	for (const [index, line] of lines.entries()) {
		const read = readLine(line);
		if (!read.ok || !read.whole || read.seq <= highest || read.seq > to) problems.push(problem(path, 'This line of a digest was changed, inserted or moved.', index + 2));
		else highest = read.seq;
	}
	if (lines.length !== kept) problems.push(problem(path, `This digest keeps ${lines.length} lines, and says that it keeps ${kept}.`, 1));
	return { events: to - from + 1, entries: [{ path, line: 1, from, seq: to, prev, seal, whole: true }], digest: hashText(text), signed, problems };
}

function readDay(path: string, text: string): Day {
	const signed = signedDays(path, text);
	const digested = readDigestDay(path, text, signed);
	if (digested !== null) return digested;
	const entries: Entry[] = [];
	const problems: Problem[] = [];
	let number = 0;
	let events = 0;
	for (let start = 0; start < text.length; ) {
		const found = text.indexOf('\n', start);
		const end = found === -1 ? text.length : found;
		const line = text.slice(start, end);
		start = end + 1;
		number++;
		if (line === '') {
			problems.push(problem(path, 'A blank line was inserted into the ledger.', number));
			continue;
		}
		events++;
		const read = readLine(line);
		if (!read.ok) {
			problems.push(problem(path, found === -1 ? 'The last line was cut off. The next command that writes sets it aside.' : 'This line was changed: it is no event of the ledger any more.', number));
			continue;
		}
		entries.push({ path, line: number, from: read.seq, seq: read.seq, prev: read.prev, seal: read.seal, whole: read.whole });
		if (!read.whole) problems.push(problem(path, `Event ${read.seq} was changed: its seal does not fit what it says.`, number));
	}
	return { events, entries, digest: null, signed, problems };
}

/** Follows a device's chain over all its days. */
function followChain(device: string, entries: readonly Entry[]): Problem[] {
	const problems: Problem[] = [];
	const present = new Set(entries.map(({ seq }) => seq));
	const seen = new Set<number>();
	let highest = 0;
	let before: Entry | null = null;
	for (const entry of entries) {
		const { path, line, from, seq, prev } = entry;
		if (seen.has(seq)) {
			problems.push(problem(path, `A line was inserted: event ${seq} stands in the ledger already.`, line));
			continue;
		}
		seen.add(seq);
		if (from <= highest) {
			problems.push(problem(path, `The lines were reordered: event ${seq} stands after event ${highest}.`, line));
			continue;
		}
		if (from > highest + 1) problems.push(...gaps(highest + 1, from, present, entry));
		else if (before === null && prev !== firstSeal(device)) problems.push(problem(path, 'The first event does not belong to this device’s ledger.', line));
		else if (before !== null && prev !== before.seal && before.whole) {
			problems.push(problem(before.path, `Event ${before.seq} was changed and sealed anew, or another was put in its place: event ${seq} follows a different one.`, before.line));
		}
		highest = seq;
		before = entry;
	}
	return problems;
}

/** The numbers from `from` up to `to` that stand nowhere, told at the line that comes after them. A gap is told once, however wide. */
function gaps(from: number, to: number, present: ReadonlySet<number>, after: Entry): Problem[] {
	// A forged number may be huge: what is missing is then more than what is there, and is not counted out.
	if (to - from > present.size * 2 + 1000) return [problem(after.path, `Lines were removed before this one, or its number was forged: ${range(from, to - 1)} missing.`, after.line)];
	const problems: Problem[] = [];
	for (let start = from; start < to; ) {
		let end = start;
		while (end < to && !present.has(end)) end++;
		if (end > start) problems.push(problem(after.path, `A line was removed before this one: ${range(start, end - 1)} missing.`, after.line));
		start = end + 1;
	}
	return problems;
}

function checkAnchor(head: LedgerHead, entries: readonly Entry[]): Problem[] {
	const highest = entries.reduce((most, { seq }) => Math.max(most, seq), 0);
	if (head.seq > highest) {
		const line = entries.reduce((most, entry) => (entry.path === head.path ? Math.max(most, entry.line) : most), 0) + 1;
		return [problem(head.path, `The end was cut off, or has not been synced yet: ${range(highest + 1, head.seq)} missing.`, line)];
	}
	const entry = entries.find(({ seq }) => seq === head.seq);
	if (!entry || !entry.whole || entry.seal === head.seal) return [];
	return [problem(entry.path, `Event ${entry.seq} is not the one that was written: its seal differs from the one kept apart.`, entry.line)];
}

/**
 * Reads the ledgers of all devices and names each line that was changed, removed, inserted, reordered or cut off.
 * A whole chain that was made anew together with its anchor cannot be told from a true one.
 */
export async function verifyLedger(reader: VaultReader, layout: Layout): Promise<{ readonly events: number; readonly problems: readonly Problem[] }> {
	const folder = ledgerFolder(layout);
	const days = new Map<string, string[]>();
	for (const { path } of await reader.list(folder)) {
		const parts = path.slice(folder.length + 1).split('/');
		const device = parts[0];
		if (parts.length !== 2 || device === undefined || dayOf(path) === null) continue;
		days.set(device, [...(days.get(device) ?? []), path]);
	}
	for (const { path } of await reader.list(`${layout.home}/state`)) {
		const device = /\/state\/([^/]+)\/ledger-head\.json$/.exec(path)?.[1];
		if (device !== undefined && !days.has(device)) days.set(device, []);
	}
	let events = 0;
	const problems: Problem[] = [];
	for (const device of [...days.keys()].sort()) {
		const entries: Entry[] = [];
		const digests = new Map<string, string>();
		const signed = new Map<string, Set<string>>();
		for (const path of [...(days.get(device) ?? [])].sort()) {
			const text = await readOrProblem(reader, path, 'This day of the ledger cannot be read', problems);
			if (text === null) continue;
			const day = readDay(path, text);
			events += day.events;
			for (const entry of day.entries) entries.push(entry);
			problems.push(...day.problems);
			if (day.digest !== null) digests.set(path, day.digest);
			for (const [of, hash] of day.signed) signed.set(of, (signed.get(of) ?? new Set()).add(hash));
		}
		for (const [path, hash] of digests) {
			if (signed.get(path)?.has(hash) !== true) problems.push(problem(path, 'This digest is not the one that was signed off, or nobody signed it off.', 1));
		}
		problems.push(...followChain(device, entries));
		const headFile = headPath(layout, device);
		const headText = await readOrProblem(reader, headFile, 'The note of where the ledger ends cannot be read, so that a cut end would not show', problems);
		if (headText === null) continue;
		const head = readHead(headText);
		if (head === null) problems.push(problem(headFile, 'The note of where the ledger ends was changed, so that a cut end would not show.'));
		else problems.push(...checkAnchor(head, entries));
	}
	return { events, problems };
}

async function readOrProblem(reader: VaultReader, path: string, what: string, problems: Problem[]): Promise<string | null> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		problems.push(problem(path, `${what}: ${error.message}`));
		return null;
	}
}
