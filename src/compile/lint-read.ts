import { readFacts, type NoteRead } from '../lint/facts.js';
import type { LintNote } from '../lint/input.js';
import { linkIndex, type LinkIndex } from '../lint/link-index.js';
import { mentionedIn } from '../lint/mentions.js';
import { brokenQuotes, quotedText, type QuotedText } from '../lint/quotes.js';
import { problem, type Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type FileStat, type VaultReader } from '../vault/port.js';
import { isInside } from '../vault/vault-path.js';
import { isSame, seenAs, type LintCache } from './lint-cache.js';

/** What one lint reads from, and when it listed the vault. */
export interface LintReading {
	readonly cache: LintCache;
	readonly reader: VaultReader;
	readonly layout: Layout;
	/** All files, by path. */
	readonly listed: ReadonlyMap<string, FileStat>;
	readonly now: number;
}

// Where each read goes to another thread and back, as many wait together.
const TOGETHER = 64;

// Characters of sources that are held while quotes are looked up in them.
const MOST_HELD = 64_000_000;

const isNote = (path: string): boolean => /\.md$/i.test(path);

/** The text, or what keeps it from being read. */
export async function readText(reader: VaultReader, path: string): Promise<string | Problem> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (error instanceof VaultError) return problem(path, `This file cannot be read, so it was not looked at: ${error.message}`);
		throw error;
	}
}

/** Reads many files, some at a time, and hands each to `take` in the order given. */
async function readEach(reader: VaultReader, files: readonly FileStat[], take: (file: FileStat, text: string | Problem) => Promise<void> | void): Promise<void> {
	for (let start = 0; start < files.length; start += TOGETHER) {
		const some = files.slice(start, start + TOGETHER);
		const texts = await Promise.all(some.map(({ path }) => readText(reader, path)));
		for (const [index, file] of some.entries()) {
			const text = texts[index];
			if (text !== undefined) await take(file, text);
		}
	}
}

// Shorter pieces are copied by engines; a longer one keeps the whole text in memory, and only a round through JSON makes it a string of its own.
const COPIED = 12;

function ownPieces(pieces: Map<string, string>): (piece: string) => string {
	return (piece) => {
		if (piece.length <= COPIED) return piece;
		let own = pieces.get(piece);
		if (own === undefined) {
			own = String(JSON.parse(JSON.stringify(piece)));
			pieces.set(own, own);
		}
		return own;
	};
}

/** Texts of sources, for looking up quotes: each is read when a page first cites it. */
interface SourceTexts {
	load(sources: Iterable<string>): Promise<void>;
	of(source: string): QuotedText | null;
	put(source: string, text: string): void;
}

function sourceTexts({ reader, listed }: LintReading): SourceTexts {
	const texts = new Map<string, QuotedText | null>();
	let held = 0;
	const put = (source: string, text: string): void => {
		held += text.length;
		texts.set(source, quotedText(text));
	};
	return {
		put,
		of: (source) => texts.get(source) ?? null,
		async load(sources) {
			if (held > MOST_HELD) {
				texts.clear();
				held = 0;
			}
			for (const source of sources) {
				if (texts.has(source)) continue;
				const text = listed.has(source) ? await readText(reader, source) : null;
				if (typeof text === 'string') put(source, text);
				else texts.set(source, null);
			}
		},
	};
}

function forget(entries: Map<string, unknown>, listed: ReadonlyMap<string, FileStat>): string[] {
	const gone = [...entries.keys()].filter((path) => !listed.has(path));
	for (const path of gone) entries.delete(path);
	return gone;
}

/** The files that links may lead to: what the system notes for itself is never meant. */
function linkable({ listed, layout }: LintReading, known: LinkIndex | null): LinkIndex {
	const own = [`${layout.home}/state`, `${layout.home}/ledger`];
	const paths = [...listed.keys()].filter((path) => !own.some((folder) => isInside(path, folder)));
	if (known !== null && known.files.length === paths.length && paths.every((path) => known.place(path) !== null)) return known;
	return linkIndex(paths.sort(), layout.home);
}

/**
 * Brings what is known of the notes up to the listing: reads those that are new or changed, and pages whose sources are. Tells which
 * notes outside the wiki were read.
 */
export async function readVault(reading: LintReading): Promise<{ readonly moved: ReadonlySet<string> }> {
	const { cache, reader, layout, listed, now } = reading;
	const { wiki, outside, hashes } = cache;
	const keep = ownPieces(cache.pieces);
	const links = linkable(reading, cache.links);
	const goneNotes = forget(wiki, listed);
	const moved = new Set(forget(outside, listed));
	let changed = links !== cache.links || goneNotes.length > 0 || moved.size > 0;
	cache.links = links;

	const notes: FileStat[] = [];
	const pages: FileStat[] = [];
	for (const path of links.files) {
		const file = listed.get(path);
		if (file === undefined || !isNote(path) || isInside(path, layout.home)) continue;
		if (isInside(path, layout.wiki)) {
			if (!isSame(wiki.get(path)?.seen, file)) pages.push(file);
		} else if (!isSame(outside.get(path)?.seen, file)) notes.push(file);
	}

	const texts = sourceTexts(reading);
	await readEach(reader, notes, (file, text) => {
		const { path } = file;
		const read = typeof text === 'string';
		if (read && isInside(path, layout.raw)) texts.put(path, text);
		outside.set(path, { seen: seenAs(file, now), value: read ? mentionedIn(text, keep) : null, problem: read ? null : text });
		moved.add(path);
		hashes.delete(path);
	});
	for (const path of moved) hashes.delete(path);
	// Whether the quotes of a page stand depends on its sources as well.
	if (moved.size > 0) {
		const toRead = new Set(pages.map(({ path }) => path));
		for (const [path, { value }] of wiki) {
			const file = listed.get(path);
			if (file !== undefined && !toRead.has(path) && value !== null && value.facts.citations.some(({ source }) => moved.has(source))) pages.push(file);
		}
	}
	changed ||= notes.length > 0 || pages.length > 0;
	await readEach(reader, pages, async (file, text) => {
		const { path } = file;
		if (typeof text !== 'string') {
			wiki.set(path, { seen: seenAs(file, now), value: null, problem: text });
			return;
		}
		const read = readFacts(text, keep);
		await texts.load(new Set(read.facts.citations.map(({ source }) => source)));
		wiki.set(path, { seen: seenAs(file, now), value: noteOf(path, read, texts), problem: null });
	});
	if (changed) {
		cache.notes = links.files.flatMap((path) => wiki.get(path)?.value ?? []);
		cache.mentions = new Map([...outside].flatMap(([path, { value }]) => (value === null ? [] : [[path, value] as const])));
	}
	return { moved };
}

const noteOf = (path: string, { facts, quotes }: NoteRead, texts: SourceTexts): LintNote => ({ path, facts, brokenQuotes: brokenQuotes(quotes, facts.citations, (source) => texts.of(source)) });
