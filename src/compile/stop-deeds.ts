import { openLedger, type Ledger } from '../gate/ledger.js';
import type { NewEvent } from '../gate/ledger-event.js';
import { readStop, stoppedWorkers } from '../gate/stop.js';
import { UNKNOWN_COST } from '../model/currencies.js';
import { canonicalJson } from '../model/hash.js';
import { parseRecord } from '../model/json.js';
import { acquireLease } from '../vault/commit/lease.js';
import { recordStore, type RecordStore } from '../vault/commit/record.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type Host, type VaultPort, type VaultReader } from '../vault/port.js';

/** What is stopped: everything, or one worker by the name of its rules. */
type Scope = { readonly worker: string | null };

/** A stop that was raised or lifted. Nobody waits for the lease to stop something, so it is noted first and told in the ledger at the next chance. */
export type StopDeed = Scope & { readonly type: 'stop' | 'lift'; readonly who: string; readonly why: string };

const deedsFolder = (layout: Layout, device: string): string => `${layout.home}/state/${device}/deeds`;
const toldPath = (layout: Layout, device: string): string => `${layout.home}/state/${device}/stops.json`;

let count = 0;

/** Notes a deed, before it is done. A vault in which that cannot be written is stopped all the same: the file itself is found later. */
export async function noteDeed(store: RecordStore, layout: Layout, host: Host, deed: StopDeed): Promise<void> {
	count += 1;
	const at = host.now();
	try {
		await store.create(`${deedsFolder(layout, host.device)}/${at.toString(36)}-${host.pid}-${count}.json`, `${canonicalJson({ ...deed, at: new Date(at).toISOString() })}\n`);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
	}
}

type Fields = Readonly<Record<string, unknown>>;

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

async function readDeeds(reader: VaultReader, layout: Layout, device: string): Promise<readonly { readonly path: string; readonly deed: Fields }[]> {
	const deeds: { path: string; deed: Fields }[] = [];
	for (const { path } of [...(await reader.list(deedsFolder(layout, device)))].sort((a, b) => (a.path < b.path ? -1 : 1))) deeds.push({ path, deed: parseRecord(await reader.read(path)) ?? {} });
	return deeds;
}

/** What stands stopped now, by key: the empty key is everything. */
async function standing(reader: VaultReader, layout: Layout): Promise<ReadonlyMap<string, string>> {
	const { stopped, why } = await readStop(reader, layout);
	const workers = (await stoppedWorkers(reader, layout)) ?? [];
	return new Map([...(stopped ? [['', why ?? ''] as const] : []), ...workers.map((each) => [each.worker, each.why ?? ''] as const)]);
}

// Enough to know the reason by; the rest stands in the file as long as it is there.
const MOST_WHY = 400;

const event = (type: StopDeed['type'], run: string, actor: string, worker: string | null, why: string, more: Fields): NewEvent => ({ type, actor, run, worker, why: why.slice(0, MOST_WHY), ...UNKNOWN_COST, ...more });

/**
 * Tells the ledger of stops that were raised and lifted since it was told last: those that were noted, and those that a person or another
 * device made by writing or deleting a file, which show by what stands there. Nothing is written where nothing changed.
 */
export async function settleStops(parts: { readonly vault: VaultReader; readonly layout: Layout; readonly host: Host; readonly record: RecordStore; readonly ledger: Ledger; readonly run: string }): Promise<void> {
	const { vault, layout, host, record, ledger, run } = parts;
	const saved = await record.read(toldPath(layout, host.device));
	const known = saved === null ? [] : parseRecord(saved)?.['stopped'];
	const told = new Set<string>(Array.isArray(known) ? known.filter((each) => typeof each === 'string') : []);
	const before = canonicalJson([...told].sort());
	const deeds = await readDeeds(vault, layout, host.device);
	const events: NewEvent[] = [];
	for (const { deed } of deeds) {
		const type = deed['type'] === 'lift' ? 'lift' : 'stop';
		const worker = typeof deed['worker'] === 'string' ? deed['worker'] : null;
		events.push(event(type, run, textOr(deed['who'], 'unknown'), worker, textOr(deed['why'], ''), { noted: textOr(deed['at'], '') }));
		if (type === 'stop') told.add(worker ?? '');
		else told.delete(worker ?? '');
	}
	const now = await standing(vault, layout);
	for (const [key, why] of now) if (!told.has(key)) events.push(event('stop', run, /^- by: (.{1,100})$/m.exec(why)?.[1] ?? 'unknown', key === '' ? null : key, why, { found: true }));
	for (const key of told) if (!now.has(key)) events.push(event('lift', run, 'unknown', key === '' ? null : key, 'The file is gone.', { found: true }));
	if (events.length > 0) await ledger.append(events);
	const stopped = [...now.keys()].sort();
	if (canonicalJson(stopped) !== before) await record.writeDurable(toldPath(layout, host.device), `${canonicalJson({ stopped })}\n`);
	// They are told: a crash before this tells them twice, and never not at all.
	for (const { path } of deeds) await record.remove(path);
}

/** Tells the ledger at once where nobody else has the lease; else whoever has it does so when they are done. */
export async function tellStops(vault: VaultPort, layout: Layout, host: Host, run: string): Promise<void> {
	try {
		const lease = await acquireLease(vault, host, layout, { run });
		if (!lease.ok) return;
		try {
			const record = recordStore(vault, layout);
			const { ledger } = await openLedger(vault, record, host, layout);
			await settleStops({ vault, layout, host, record, ledger, run });
		} finally {
			await lease.value.release();
		}
	} catch (error) {
		// The deed is done and noted; the ledger hears of it from the next who can write there.
		if (!(error instanceof VaultError)) throw error;
	}
}
