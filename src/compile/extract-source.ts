import type { Claim } from '../model/claim.js';
import type { Mention } from '../model/concept.js';
import { addCurrencies, NO_COST, type Currencies } from '../model/currencies.js';
import { problem, type Problem } from '../model/result.js';
import type { Passage, Source } from '../model/source.js';
import { stringList } from '../markdown/frontmatter.js';
import { guessLanguage } from '../markdown/language.js';
import type { NoteScan } from '../markdown/note.js';
import { joinPassages, splitPassages } from '../markdown/passages.js';
import { quoteFinder } from '../markdown/quote.js';
import { scanNote } from '../markdown/scan.js';
import { FINE, type Response, type Worker } from '../worker/port.js';
import { countNames } from './count-names.js';
import { inOrder } from './in-order.js';
import { secretsOf } from './leave-out-secrets.js';
import { isParked } from './parked.js';
import type { NoteText } from './read-sources.js';
import { inertName } from './render/inert.js';
import type { Reading } from './settings.js';
import { mergeMentions, verifyClaims, verifyMentions } from './verify.js';

export interface Extracted {
	readonly source: Source;
	readonly claims: readonly Claim[];
	readonly mentions: readonly Mention[];
	readonly problems: readonly Problem[];
	readonly calls: number;
	readonly cost: Currencies;
	/** Passages that no worker answered for: the source counts as failed and keeps what was known of it. */
	readonly failed: number;
	/** Of these, by what kept the worker from being asked, such as a cap or a service that does not work: the same for many sources. */
	readonly parked: readonly { readonly why: string; readonly passages: number }[];
}

// More than this on one note is a list of keywords, not what the note is about.
const MOST_TAGS = 12;

const fileTitle = (path: string): string => (path.split('/').at(-1) ?? path).replace(/\.md$/i, '').normalize('NFC');

/** A title from the properties that only repeats the file's name says less than the note's own first heading. */
function titleOf(path: string, scan: NoteScan): string {
	const own = scan.frontmatter?.data?.['title'];
	const heading = scan.headings.find((candidate) => candidate.level === 1)?.text.trim() ?? '';
	const written = typeof own === 'string' || typeof own === 'number' ? String(own).trim() : '';
	if (written !== '' && written !== fileTitle(path)) return written;
	return heading === '' ? written || fileTitle(path) : heading;
}

export function describeSource(id: string, note: NoteText, scan: NoteScan, languages: readonly string[]): Source {
	const data = scan.frontmatter?.data ?? {};
	return {
		id,
		path: note.file.path,
		title: inertName(titleOf(note.file.path, scan).slice(0, 300)),
		aliases: stringList(data['aliases'] ?? data['alias']).slice(0, 20).map(inertName),
		hash: note.hash,
		language: guessLanguage(note.text.slice(scan.bodyStart, scan.bodyStart + 4_000), languages),
	};
}

/** What is read in one task: neighbouring sections of one source, with the text from the first to the last. */
interface Piece {
	readonly passage: Passage;
	readonly sections: readonly Passage[];
}

const piecesOf = (sections: readonly Passage[], text: string, maxChars: number): Piece[] =>
	joinPassages(sections, text, maxChars).map((passage) => ({ passage, sections: sections.filter(({ start, end }) => start >= passage.start && end <= passage.end) }));

/** The same in two parts, at a section's beginning; null where there is only one. */
function halves({ sections }: Piece, text: string): readonly [Piece, Piece] | null {
	const half = sections.length >> 1;
	const [left] = piecesOf(sections.slice(0, half), text, Infinity);
	const [right] = piecesOf(sections.slice(half), text, Infinity);
	return left === undefined || right === undefined ? null : [left, right];
}

interface Answered {
	readonly piece: Piece;
	readonly response: Response<'extract'>;
	/** It was too much for one answer, and was read in two parts instead. */
	readonly halved: boolean;
}

/** Has a worker read one source, passage by passage, and keeps only what the source bears out. */
export async function extractSource(id: string, note: NoteText, worker: Worker, { passageChars, languages }: Reading, signal: AbortSignal): Promise<Extracted> {
	const scan = scanNote(note.text);
	const secrets = secretsOf(note.file.path, note.text);
	const described = describeSource(id, note, scan, languages);
	const source: Source = { ...described, title: secrets.isIn(described.title) ? fileTitle(note.file.path) : described.title, aliases: described.aliases.filter((alias) => !secrets.isIn(alias)) };
	const tags = stringList(scan.frontmatter?.data?.['tags'] ?? scan.frontmatter?.data?.['tag']).map((tag) => tag.replace(/^#/, '')).filter((tag) => !secrets.isIn(tag)).slice(0, MOST_TAGS);
	const problems: Problem[] = scan.problems.map(({ line, message }) => problem(source.path, message, line));
	if (secrets.problem) problems.push(secrets.problem);
	const claims: Claim[] = [];
	const mentions: Mention[] = [];
	const seen = new Map<string, number>();
	const { find } = quoteFinder(note.text);
	let cost: Currencies = NO_COST;
	let calls = 0;
	let failed = 0;
	let dropped = 0;
	const parked = new Map<string, number>();
	const { coarse, atOnce } = worker.grainOf?.('extract') ?? FINE;

	async function read(piece: Piece): Promise<readonly Answered[]> {
		const { passage } = piece;
		const response = await worker.perform(
			{ id: `extract:${passage.id}`, kind: 'extract', input: { passage, title: source.title, aliases: source.aliases, tags, language: source.language } },
			signal,
		);
		const parts = !response.ok && response.failure.reason === 'length' ? halves(piece, note.text) : null;
		if (parts === null) return [{ piece, response, halved: false }];
		return [{ piece, response, halved: true }, ...(await read(parts[0])), ...(await read(parts[1]))];
	}

	const sections = splitPassages(id, note.text, scan, passageChars);
	const pieces = coarse ? piecesOf(sections, note.text, passageChars) : sections.map((passage): Piece => ({ passage, sections: [passage] }));
	for await (const answers of inOrder(pieces, atOnce, read)) {
		for (const { piece: { passage, sections: within }, response, halved } of answers) {
			calls++;
			cost = addCurrencies(cost, response);
			if (halved) continue;
			if (!response.ok) {
				failed++;
				const { reason, message } = response.failure;
				if (isParked(reason)) parked.set(message, (parked.get(message) ?? 0) + 1);
				else problems.push(problem(source.path, `A passage was not read (${reason}): ${message}`));
				continue;
			}
			const verified = verifyClaims(response.output.claims, within, scan.headings, find, seen);
			claims.push(...verified.claims.filter((claim) => !secrets.holds(claim)));
			dropped += verified.dropped.length;
			const headings = [...new Set(within.flatMap((section) => section.headings))];
			mentions.push(...verifyMentions(response.output.mentions, passage.text, headings, [source.title, ...source.aliases]).filter((mention) => !secrets.names(mention)));
		}
	}
	if (dropped > 0) problems.push(problem(source.path, `${dropped} claims were dropped because their quotes do not stand in the source.`));
	return { source, claims, mentions: countNames(mergeMentions(mentions), claims, source.language), problems, calls, cost, failed, parked: [...parked].map(([why, passages]) => ({ why, passages })) };
}
