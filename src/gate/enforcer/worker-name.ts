/** The names that a file of rules or of a stop can have. */
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const DETAIL = /^[\p{L}\p{N}][\p{L}\p{N} ._@/+:-]{0,119}$/u;

/** A name that belongs to no worker: what its file says holds for those that inherit it. */
export const DEFAULT_NAME = 'default';

export const isWorkerName = (name: string): boolean => NAME.test(name) && name !== DEFAULT_NAME;

/** The part of a worker's id before the colon, by which rules and stops are named; null where the id is none that a worker can have. */
export function workerName(id: string): string | null {
	const colon = id.indexOf(':');
	const name = colon === -1 ? id : id.slice(0, colon);
	if (!isWorkerName(name)) return null;
	if (colon === -1) return name;
	const detail = id.slice(colon + 1);
	// What looks like a path is no model's name, and would be one where somebody makes a file of it.
	return DETAIL.test(detail) && !/(?:^|\/)\.{1,2}(?:\/|$)|\/\/|\/$/.test(detail) ? name : null;
}
