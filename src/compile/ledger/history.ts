import { readDigest } from '../../gate/ledger-digest.js';
import { dayOf, ledgerFolder } from '../../gate/ledger-event.js';
import { parseRecord } from '../../model/json.js';
import { problem, type Problem } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import { VaultError, type VaultReader } from '../../vault/port.js';

/** A line of a ledger as the history of all devices shows it. */
export interface HistoryEntry {
	readonly device: string;
	readonly seq: number;
	/** ISO date and time, by the device's own clock. */
	readonly at: string;
	readonly type: string;
	readonly actor: string;
	readonly run: string;
	/** Whatever else the event says. */
	readonly data: Readonly<Record<string, unknown>>;
}

export interface History {
	/** Oldest first, each after what it rests on. */
	readonly entries: readonly HistoryEntry[];
	readonly problems: readonly Problem[];
}

function readEntry(device: string, line: string): HistoryEntry | null {
	const value = parseRecord(line);
	if (value === null) return null;
	const { type, actor, run, seq, at, prev: _prev, seal: _seal, ...data } = value;
	if (typeof type !== 'string' || typeof seq !== 'number' || typeof at !== 'string') return null;
	return { device, seq, at, type, actor: typeof actor === 'string' ? actor : '', run: typeof run === 'string' ? run : '', data };
}

/** What an event tells first, and what it can only follow: names that both sides share. */
function tells({ type, run, data }: HistoryEntry): string | null {
	if (type === 'verdict' && typeof data['proposal'] === 'string') return `verdict ${data['proposal']}`;
	return type === 'run' || type === 'commit' ? `run ${run}` : null;
}
function restsOn({ type, data }: HistoryEntry): string | null {
	if ((type === 'approve' || type === 'deny' || type === 'commit') && typeof data['proposal'] === 'string') return `verdict ${data['proposal']}`;
	return type === 'undo' && typeof data['undoes'] === 'string' ? `run ${data['undoes']}` : null;
}

/**
 * The events of all devices in one order: each device's own order holds, what rests on an event of another device comes after it, and else the
 * clocks decide. Clocks of devices differ, so that between events that do not know of each other the order is only likely.
 */
export function mergeHistories(chains: readonly (readonly HistoryEntry[])[]): HistoryEntry[] {
	const first = new Map<string, HistoryEntry>();
	for (const entry of chains.flat()) {
		const name = tells(entry);
		const known = name === null ? undefined : first.get(name);
		if (name !== null && (known === undefined || entry.at < known.at || (entry.at === known.at && entry.device < known.device))) first.set(name, entry);
	}
	const told = new Set<HistoryEntry>();
	const next = chains.map(() => 0);
	const merged: HistoryEntry[] = [];
	const total = chains.reduce((sum, chain) => sum + chain.length, 0);
	while (merged.length < total) {
		let free: number | null = null;
		let any: number | null = null;
		const earlier = (index: number, than: number | null): boolean => {
			const [entry, other] = [chains[index]?.[next[index] ?? 0], than === null ? undefined : chains[than]?.[next[than] ?? 0]];
			return entry !== undefined && (other === undefined || entry.at < other.at || (entry.at === other.at && entry.device < other.device));
		};
		for (const [index, chain] of chains.entries()) {
			const entry = chain[next[index] ?? 0];
			if (entry === undefined) continue;
			const cause = first.get(restsOn(entry) ?? '');
			const waits = cause !== undefined && cause.device !== entry.device && !told.has(cause);
			if (!waits && earlier(index, free)) free = index;
			if (earlier(index, any)) any = index;
		}
		// Two ledgers that each wait for the other were not written by this program; their clocks decide.
		const index = free ?? any ?? 0;
		const entry = chains[index]?.[next[index] ?? 0];
		if (entry === undefined) break;
		next[index] = (next[index] ?? 0) + 1;
		told.add(entry);
		merged.push(entry);
	}
	return merged;
}

/** What the ledgers of all devices tell since a day (`YYYY-MM-DD`; null for all). A line that is no event is left to `verify`. */
export async function readHistory(reader: VaultReader, layout: Layout, since: string | null): Promise<History> {
	const folder = ledgerFolder(layout);
	const chains = new Map<string, HistoryEntry[]>();
	const problems: Problem[] = [];
	for (const path of (await reader.list(folder)).map((file) => file.path).sort()) {
		const device = path.slice(folder.length + 1).split('/')[0] ?? '';
		const day = dayOf(path);
		if (day === null || (since !== null && day < since)) continue;
		const chain = chains.get(device) ?? [];
		chains.set(device, chain);
		try {
			const text = await reader.read(path);
			const digest = readDigest(text);
			if (digest !== null) chain.push({ device, seq: digest.from, at: `${day}T00:00:00.000Z`, type: 'digested', actor: 'system', run: '', data: { day, to: digest.to, types: digest.types } });
			for (const line of text.split('\n')) {
				const entry = readEntry(device, line);
				if (entry !== null) chain.push(entry);
			}
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			problems.push(problem(path, `This day of the ledger cannot be read: ${error.message}`));
		}
	}
	return { entries: mergeHistories([...chains.values()]), problems };
}
