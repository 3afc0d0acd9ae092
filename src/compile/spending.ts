import { dayOf, eventsOfType, ledgerFolder, type NewEvent } from '../gate/ledger-event.js';
import { problem, type Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type FileStat, type VaultReader } from '../vault/port.js';
import { callLogFolder, callLogPath, readCall, readCallLog, type CallRecord } from '../worker/transcripts/call.js';
import type { Session } from './session.js';

// A run of another process writes its calls down until it ends; one that is silent for so long was cut off.
const SILENT = 24 * 3600 * 1000;

const callEvent = ({ at, ...call }: CallRecord): NewEvent => ({ ...call, type: 'call', actor: call.worker, asked: at });

/**
 * Tells the ledger of the calls of this run, and of runs that were cut off. A call that is told twice, because a crash came before its
 * log was removed, has one name and counts once.
 */
export async function settleCalls({ vault, host, settings: { layout }, run, record, ledger, problems }: Session): Promise<void> {
	const own = callLogPath(layout.home, host.device, run);
	const logs = (await vault.list(callLogFolder(layout.home, host.device))).filter(({ path, mtime }) => path === own || host.now() - mtime > SILENT);
	for (const { path } of logs.sort((a, b) => (a.path < b.path ? -1 : 1))) {
		let log: string;
		try {
			log = await vault.read(path);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			if (error.code !== 'missing') problems.push(problem(path, `The ledger cannot be told of the calls in it: ${error.message}`));
			continue;
		}
		await ledger.append(readCallLog(log).map(callEvent));
		await record.remove(path);
	}
}

function* callsIn(text: string): Generator<CallRecord> {
	for (const event of eventsOfType(text, 'call')) {
		const call = readCall(event);
		if (call !== null) yield call;
	}
}

const dayBefore = (since: string): string => new Date(Date.parse(`${`${since}-01`.slice(0, 10)}T00:00:00Z`) - 24 * 3600 * 1000).toISOString().slice(0, 10);

/**
 * The calls of all devices since a day or month (`YYYY-MM-DD` or `YYYY-MM`, UTC), each once, oldest first: from the ledgers, and from what no ledger was told
 * yet. They are spendings, so that caps can be held against them.
 */
export async function readCalls(reader: VaultReader, layout: Layout, since: string | null, problems: Problem[]): Promise<readonly CallRecord[]> {
	const calls = new Map<string, CallRecord>();
	const read = async ({ path }: FileStat, parse: (text: string) => Iterable<CallRecord>): Promise<void> => {
		try {
			for (const call of parse(await reader.read(path))) if (since === null || call.at >= since) calls.set(call.call, call);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			// A log that was settled since the listing stands in the ledger.
			if (error.code !== 'missing') problems.push(problem(path, `Calls that are told of here are not counted: ${error.message}`));
		}
	};
	// What is moved from a log to a ledger meanwhile is found in one of the two, for the logs are read first.
	for (const file of await reader.list(`${layout.home}/state`)) if (/\/state\/[^/]+\/calls\/[^/]+\.jsonl$/.test(file.path)) await read(file, readCallLog);
	// Days are the user's own, and the ledger is told after the call.
	const from = since === null ? '' : dayBefore(since);
	for (const file of await reader.list(ledgerFolder(layout))) if ((dayOf(file.path) ?? '') >= from) await read(file, callsIn);
	return [...calls.values()].sort((a, b) => (a.at === b.at ? (a.call < b.call ? -1 : 1) : a.at < b.at ? -1 : 1));
}
