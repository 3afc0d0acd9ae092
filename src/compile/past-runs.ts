import { dayOf, ledgerFolder } from '../gate/ledger-event.js';
import { problem, type Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type VaultReader } from '../vault/port.js';
import type { RunCost } from './reports.js';
import { operationOf } from './run-names.js';
import { isRecord } from './state/shard-store.js';

/** A run with the size of the sources that it read; null where it was recorded before that was told. */
export interface PastRun extends RunCost {
	readonly bytes: number | null;
}

// Days are read from the newest back until there are runs enough; days without any are not looked through for ever.
const MOST_DAYS = 60;
// Members of an event are sorted, so that this stands in the line of every run and in few others.
const MARK = '"type":"run"';

const amount = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

function readRun(line: string): PastRun | null {
	let event: unknown;
	try {
		event = JSON.parse(line);
	} catch {
		return null;
	}
	if (!isRecord(event)) return null;
	const { type, run, at, calls, clock_ms, coin_usd, carbon_g, bytes } = event;
	if (type !== 'run' || typeof run !== 'string' || typeof at !== 'string') return null;
	return { run, at, operation: operationOf(run), worker_calls: amount(calls), clock_ms: amount(clock_ms), coin_usd: amount(coin_usd), carbon_g: amount(carbon_g), bytes: amount(bytes) };
}

function* runsIn(text: string): Generator<PastRun> {
	for (let found = text.indexOf(MARK); found !== -1; ) {
		const start = text.lastIndexOf('\n', found) + 1;
		const stop = text.indexOf('\n', found);
		const end = stop === -1 ? text.length : stop;
		const run = readRun(text.slice(start, end));
		if (run !== null) yield run;
		found = text.indexOf(MARK, end);
	}
}

/** The last runs of all devices, newest first, as the ledger tells them. */
export async function pastRuns(reader: VaultReader, layout: Layout, most: number, problems: Problem[]): Promise<readonly PastRun[]> {
	const days = new Map<string, string[]>();
	for (const { path } of await reader.list(ledgerFolder(layout))) {
		const day = dayOf(path);
		if (day !== null) days.set(day, [...(days.get(day) ?? []), path]);
	}
	const runs: PastRun[] = [];
	for (const [, paths] of [...days].sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, MOST_DAYS)) {
		for (const path of paths) {
			try {
				runs.push(...runsIn(await reader.read(path)));
			} catch (error) {
				if (!(error instanceof VaultError)) throw error;
				problems.push(problem(path, `This day of the ledger cannot be read, so its runs are not shown: ${error.message}`));
			}
		}
		if (runs.length >= most) break;
	}
	return runs.sort((a, b) => (a.at === b.at ? (a.run < b.run ? 1 : -1) : a.at < b.at ? 1 : -1)).slice(0, most);
}
