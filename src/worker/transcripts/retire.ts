import { problem, type Problem } from '../../model/result.js';
import { transcriptsFolder } from './recorded.js';
import { readTranscript, type Transcript } from './transcript.js';

/** The transcripts of one day. */
export interface TranscriptDay {
	/** `YYYY-MM-DD`, UTC. */
	readonly day: string;
	readonly paths: readonly string[];
	/** Where their lines are kept. */
	readonly digest: string;
}

/** Days before `before` (`YYYY-MM-DD`) of which whole transcripts are left, oldest first. */
export function daysBefore(home: string, paths: Iterable<string>, before: string): readonly TranscriptDay[] {
	const folder = `${transcriptsFolder(home)}/`;
	const days = new Map<string, string[]>();
	for (const path of paths) {
		const [, year, month, date] = path.startsWith(folder) ? (/^(\d{4})\/(\d\d)\/(\d\d)\/[^/]+\.md$/.exec(path.slice(folder.length)) ?? []) : [];
		if (year === undefined || month === undefined || date === undefined) continue;
		const day = `${year}-${month}-${date}`;
		if (day < before) days.set(day, [...(days.get(day) ?? []), path]);
	}
	return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, those]) => ({ day, paths: those.sort(), digest: `${folder}${day.slice(0, 7).replace('-', '/')}/${day}.md` }));
}

export interface Retirement {
	readonly digest: string;
	/** The digest's whole new text, to be written before anything is removed. */
	readonly text: string;
	readonly remove: readonly string[];
	readonly problems: readonly Problem[];
}

const HEADER = [
	'| Note | Task | Kind | Worker | Model | Order | Answer | Tokens in | Cached | Out | CLOCK ms | COIN USD | CARBON g | Finish | Run |',
	'| --- | --- | --- | --- | --- | --- | --- | --: | --: | --: | --: | --: | --: | --- | --- |',
];

const cell = (value: string | number | null): string => (value === null ? 'unknown' : String(value).replace(/\s+/g, ' ').replaceAll('|', '\\|'));

function line(name: string, { task, kind, worker, model, order, answer, tokens, clock_ms, coin_usd, carbon, finish, run }: Transcript): string {
	const grams = carbon === null ? null : `${carbon.low.toPrecision(3)}–${carbon.high.toPrecision(3)}`;
	const cells = [name, task, kind, worker, model, order, answer ?? 'none', tokens?.in ?? null, tokens?.cached ?? null, tokens?.out ?? null, clock_ms, coin_usd, grams, finish, run];
	return `| ${cells.map(cell).join(' | ')} |`;
}

/**
 * What makes one line a call of a day's transcripts: hashes and costs stay, the texts go. A note that cannot be read stays as it is.
 * Done twice, or ended after a crash, it gives the same.
 */
export function planRetirement({ day, digest }: TranscriptDay, notes: readonly { readonly path: string; readonly text: string }[], kept: string | null): Retirement {
	const lines: string[] = [];
	const remove: string[] = [];
	const problems: Problem[] = [];
	const known = new Set((kept ?? '').split('\n').map((each) => /^\| (\S+) \|/.exec(each)?.[1]));
	for (const { path, text } of [...notes].sort((a, b) => (a.path < b.path ? -1 : 1))) {
		const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
		const read = readTranscript(text);
		if (!read.ok) {
			problems.push(problem(path, `This transcript is kept as it is: ${read.error}`));
			continue;
		}
		remove.push(path);
		if (!known.has(name)) lines.push(line(name, read.value));
	}
	const before = kept ?? `# Calls of ${day}\n\nTheir transcripts were retired: what is left of each is its hashes and what it cost.\n\n${HEADER.join('\n')}\n`;
	return { digest, text: lines.length === 0 ? before : `${before.endsWith('\n') ? before : `${before}\n`}${lines.join('\n')}\n`, remove, problems };
}
