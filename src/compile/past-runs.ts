import { dayOf, eventsOfType, ledgerFolder } from '../gate/ledger-event.js';
import { problem, type Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type VaultReader } from '../vault/port.js';
import type { RunCost } from './wiki-views.js';
import { operationOf } from './run-names.js';

/** A run with the size of the sources that it read; null where it was recorded before that was told. */
export interface PastRun extends RunCost {
	readonly bytes: number | null;
}

// Days are read from the newest back until there are runs enough; days without any are not looked through for ever.
const MOST_DAYS = 60;

const amount = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

function readRun(event: Readonly<Record<string, unknown>>): PastRun | null {
	const { run, at, calls, clock_ms, coin_usd, carbon_g, bytes } = event;
	if (typeof run !== 'string' || typeof at !== 'string') return null;
	return { run, at, operation: operationOf(run), worker_calls: amount(calls), clock_ms: amount(clock_ms), coin_usd: amount(coin_usd), carbon_g: amount(carbon_g), bytes: amount(bytes) };
}

function* runsIn(text: string): Generator<PastRun> {
	for (const event of eventsOfType(text, 'run')) {
		const run = readRun(event);
		if (run !== null) yield run;
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
