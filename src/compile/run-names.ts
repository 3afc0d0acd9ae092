import { shortHash } from '../model/hash.js';
import type { Host } from '../vault/port.js';

/** `r-20261122-081530-compile-4f7q`: sorts by time, and names device and kind of work. */
export function newRun(host: Host, operation: string): string {
	const stamp = new Date(host.now()).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
	return `r-${stamp}-${operation}-${shortHash(`${host.device} ${host.now()} ${host.pid}`, 4)}`;
}

const BOOKS = '.books';

/** The run under which the books of a run are kept, so that undo of the one leaves the other. */
export const booksOf = (run: string): string => `${run}${BOOKS}`;

/** True for the run under which the books of another run were kept. */
export const isBookkeeping = (run: string): boolean => run.endsWith(BOOKS);

/** True for a run that captured sources: it changed no page, and cannot be undone. */
export const isCapture = (run: string): boolean => run.includes('-capture-');

/** What kind of work the id of a run names. */
export const operationOf = (run: string): 'compile' | 'review' | 'undo' => (['review', 'undo'] as const).find((operation) => run.includes(`-${operation}-`)) ?? 'compile';
