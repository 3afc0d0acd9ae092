import type { HistoryEntry, History } from '../compile/ledger/history.js';
import type { LedgerDigestReport } from '../compile/reports.js';
import { err, ok, type Result } from '../model/result.js';
import { problemBlock } from './present.js';
import { visible, type Style } from './style.js';

/** What a person asked for about the ledger. */
export type LedgerCommand = { readonly name: 'ledger'; readonly since: string | null } | { readonly name: 'ledger digest'; readonly before: string };

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** `words` are those after `ledger`. */
export function parseLedger(words: readonly string[], { since, before }: Readonly<Record<string, string | boolean | undefined>>): Result<LedgerCommand, string> {
	const [part, more] = words;
	if (part === undefined) return since === undefined || (typeof since === 'string' && DATE.test(since)) ? ok({ name: 'ledger', since: typeof since === 'string' ? since : null }) : err('--since takes a date such as 2026-11-22.');
	if (part !== 'digest') return err(`There is no "ledger ${part}". Say ledger, or ledger digest --before DATE.`);
	if (more !== undefined) return err(`"ledger digest" takes no "${more}".`);
	return typeof before === 'string' && DATE.test(before) ? ok({ name: 'ledger digest', before }) : err('Which days? Say --before with a date such as 2026-11-22.');
}

/** As many as a person scrolls through. */
const SHOWN = 200;

const word = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? value.toLocaleString('en-GB') : '');
const counts = (value: unknown): string =>
	typeof value === 'object' && value !== null
		? Object.entries(value)
				.map(([type, count]) => `${type} ${word(count)}`)
				.join(', ')
		: '';

/** What an event says besides who, when and of what kind. */
function about({ type, data }: HistoryEntry): string {
	const subject = [data['proposal'], data['disposition'], data['path'], data['task'], data['exemption'], data['worker'], data['undoes'], data['txid']].map(word).filter((part) => part !== '');
	const why = word(data['why'] ?? data['reason']);
	if (type === 'run') return `${word(data['proposals'])} proposals, ${word(data['calls'])} calls`;
	if (type === 'digested') return `up to event ${word(data['to'])}: ${counts(data['types'])}`;
	return `${word(data['deed'])} ${subject.join(' ')}${why === '' ? '' : `: ${why}`}`.trim();
}

/** The last events, a line each, oldest first. */
export function historyText({ entries, problems }: History, style: Style): string {
	const shown = entries.slice(-SHOWN);
	const lines = shown.map((entry) => `${entry.at.slice(0, 19)}Z  ${visible(entry.device)} ${String(entry.seq)}  ${style.bold(entry.type)}  ${style.dim(visible(entry.actor))}  ${visible(about(entry))}\n`);
	const earlier = entries.length - shown.length;
	return `${entries.length === 0 ? 'The ledger is empty.\n' : ''}${earlier > 0 ? `… ${earlier.toLocaleString('en-GB')} earlier events; --json has them all, --since DATE fewer.\n` : ''}${lines.join('')}${problemBlock(problems, style) ?? ''}`;
}

const kilobytes = (size: number): string => `${Math.ceil(size / 1024).toLocaleString('en-GB')} kB`;

export function digestText({ days, before, after, problems }: LedgerDigestReport, style: Style): string {
	const done = days.length === 0 ? (problems.length === 0 ? 'There is no day to make a digest of.\n' : '') : `${String(days.length)} ${days.length === 1 ? 'day is a digest' : 'days are digests'} now: ${kilobytes(before)} became ${kilobytes(after)}. The chain goes on through them.\n`;
	return `${done}${problemBlock(problems, style) ?? ''}`;
}
