import { journalRuns } from '../vault/commit/journal.js';
import { editsOfRun } from '../vault/commit/undo.js';
import type { Layout } from '../vault/layout.js';
import type { Host, VaultPort } from '../vault/port.js';
import type { LastRun } from './reports.js';
import { isBookkeeping, isCapture, operationOf } from './run-names.js';

/** The runs that an undo can take back, newest first. */
export const runsToUndo = async (vault: VaultPort, host: Host, layout: Layout): Promise<string[]> =>
	(await journalRuns(vault, host, layout)).map(({ run }) => run).filter((run) => !isBookkeeping(run) && !isCapture(run));

/** What an undo would take back, as the journal tells it; null where there is nothing. */
export async function lastRun(vault: VaultPort, host: Host, layout: Layout): Promise<LastRun | null> {
	const [run] = await runsToUndo(vault, host, layout);
	if (run === undefined) return null;
	const paths = (await editsOfRun(vault, host, layout, run)).map(({ op, path, to }) => (op === 'rename' ? (to ?? path) : path));
	return { run, operation: operationOf(run), paths: [...new Set(paths)].sort() };
}
