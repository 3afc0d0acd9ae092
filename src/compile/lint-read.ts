import { readFacts, type NoteRead } from '../lint/facts.js';
import type { ReadNote } from '../lint/input.js';
import { linkIndex, type LinkIndex } from '../lint/link-index.js';
import { mentionedIn } from '../lint/mentions.js';
import { brokenQuotes, quotedText, type QuotedText } from '../lint/quotes.js';
import { problem, type Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type FileStat, type VaultReader } from '../vault/port.js';
import { isInside } from '../vault/vault-path.js';
import { isSame, seenAs, type LintCache, type Seen } from './lint-cache.js';

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

function sourceTexts(reader: VaultReader, listed: ReadonlyMap<string, FileStat>): SourceTexts {
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

/** The files that links may lead to: what the system notes for itself is never meant. */
function linkable(cache: LintCache, layout: Layout): LinkIndex {
	const own = [`${layout.home}/state`, `${layout.home}/ledger`];
	const paths = [...cache.listed.keys()].filter((path) => !own.some((folder) => isInside(path, folder)));
	const { links } = cache;
	if (links !== null && links.files.length === paths.length && paths.every((path) => links.place(path) !== null)) return links;
	return linkIndex(paths.sort(), layout.home);
}

/** Takes a new listing in. Most often it names the files of the last one in their order: then only those that changed are looked at. */
function takeListing(cache: LintCache, files: readonly FileStat[], layout: Layout): { readonly links: LinkIndex; readonly touched: readonly string[] | null } {
	const before = cache.listing;
	// Copies: a host may keep one object a file and change it.
	cache.listing = files.map(({ path, mtime, size }) => ({ path, mtime, size }));
	if (cache.links !== null && before.length === files.length && files.every(({ path }, index) => path === before[index]?.path)) {
		const touched: string[] = [];
		cache.listing.forEach((file, index) => {
			if (file.mtime === before[index]?.mtime && file.size === before[index].size) return;
			cache.listed.set(file.path, file);
			touched.push(file.path);
		});
		return { links: cache.links, touched };
	}
	cache.listed = new Map(cache.listing.map((file) => [file.path, file]));
	cache.links = linkable(cache, layout);
	return { links: cache.links, touched: null };
}

/** Forgets notes that are not listed any more; returns those outside the wiki. */
function forgetGone({ listed, wiki, outside, unread, doubtful, hashes }: LintCache): Set<string> {
	for (const path of [...wiki.keys()]) if (!listed.has(path)) wiki.delete(path);
	const gone = new Set([...outside.keys()].filter((path) => !listed.has(path)));
	for (const path of gone) for (const entries of [outside, hashes]) entries.delete(path);
	for (const entries of [unread, doubtful]) for (const path of [...entries.keys()]) if (!listed.has(path)) entries.delete(path);
	return gone;
}

/** What one look at the vault found changed since the last one. */
export interface Reread {
	readonly links: LinkIndex;
	/** Notes outside the wiki that were read or are gone. */
	readonly moved: ReadonlySet<string>;
	/** Notes of the wiki that were read. */
	readonly pages: readonly string[];
	/** True where other files are there than before. */
	readonly relisted: boolean;
}

/** Brings what is known of the notes up to the listing: reads those that are new or changed, and pages whose sources are. */
export async function readVault(cache: LintCache, reader: VaultReader, layout: Layout, listing: readonly FileStat[], now: number): Promise<Reread> {
	const { wiki, outside, hashes, unread, doubtful } = cache;
	const keep = ownPieces(cache.pieces);
	const { links, touched } = takeListing(cache, listing, layout);
	const { listed } = cache;
	const moved = touched === null ? forgetGone(cache) : new Set<string>();

	const notes: FileStat[] = [];
	const pages: FileStat[] = [];
	for (const path of touched === null ? links.files : [...new Set([...touched, ...doubtful])].sort()) {
		const file = listed.get(path);
		if (file === undefined || !isNote(path) || isInside(path, layout.home)) continue;
		if (isInside(path, layout.wiki)) {
			if (!isSame(wiki.get(path)?.seen, file)) pages.push(file);
		} else if (!isSame(outside.get(path), file)) notes.push(file);
	}
	const seen = (file: FileStat, text: string | Problem): Seen => {
		const as = seenAs(file, now);
		if (as.trusted) doubtful.delete(file.path);
		else doubtful.add(file.path);
		if (typeof text === 'string') unread.delete(file.path);
		else unread.set(file.path, text);
		return as;
	};

	const texts = sourceTexts(reader, listed);
	const mentions = new Map(cache.mentions);
	for (const path of moved) mentions.delete(path);
	await readEach(reader, notes, (file, text) => {
		const { path } = file;
		outside.set(path, seen(file, text));
		moved.add(path);
		hashes.delete(path);
		if (typeof text !== 'string') mentions.delete(path);
		else {
			mentions.set(path, mentionedIn(text, keep));
			if (isInside(path, layout.raw)) texts.put(path, text);
		}
	});
	if (moved.size > 0) cache.mentions = mentions;
	// Whether the quotes of a page stand depends on its sources as well.
	if (moved.size > 0) {
		const reading = new Set(pages.map(({ path }) => path));
		for (const [path, { value }] of wiki) {
			if (value === null || reading.has(path) || !value.facts.citations.some(({ source }) => moved.has(source))) continue;
			const file = listed.get(path);
			if (file !== undefined) pages.push(file);
		}
	}
	await readEach(reader, pages, async (file, text) => {
		const as = seen(file, text);
		wiki.set(file.path, { seen: as, value: typeof text === 'string' ? await readPage(file.path, readFacts(text, keep), texts) : null });
	});
	return { links, moved, pages: pages.map(({ path }) => path), relisted: touched === null };
}

async function readPage(path: string, { facts, quotes }: NoteRead, texts: SourceTexts): Promise<ReadNote> {
	await texts.load(new Set(facts.citations.map(({ source }) => source)));
	return { path, facts, brokenQuotes: brokenQuotes(quotes, facts.citations, (source) => texts.of(source)) };
}
