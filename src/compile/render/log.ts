import { noteLink } from './link.js';

export interface LogEntry {
	/** `YYYY-MM-DD` */
	readonly date: string;
	readonly operation: 'compile' | 'review' | 'undo';
	readonly run: string;
	readonly summary: string;
	/** Paths whose new state was read back, grouped by what happened to them. */
	readonly pages: readonly { readonly verb: string; readonly path: string }[];
}

const MOST_PAGES = 40;
const HEAD = '---\ntitle: Log\ntags: [wiki/log]\n---\nWhat was done to this wiki, oldest first. Every line was written after the file was read back.\n';

/** The log with one entry more; entries are never changed. */
export function appendLog(log: string | null, entry: LogEntry): string {
	const before = log === null || log.trim() === '' ? HEAD : log;
	const shown = entry.pages.slice(0, MOST_PAGES).map(({ verb, path }) => `- ${verb} ${noteLink(path)}`);
	const more = entry.pages.length - shown.length;
	if (more > 0) shown.push(`- and ${more} more, all of them in the ledger under \`${entry.run}\``);
	return `${before.replace(/\s*$/, '\n')}\n## [${entry.date}] ${entry.operation} | ${entry.summary}\n${shown.join('\n')}${shown.length > 0 ? '\n' : ''}`;
}
