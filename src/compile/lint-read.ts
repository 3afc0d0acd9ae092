import { isSourcePage, readFacts } from '../lint/facts.js';
import { linkIndex, type LinkIndex } from '../lint/link-index.js';
import { mentionedIn } from '../lint/mentions.js';
import type { Piece } from '../lint/own-string.js';
import { problem, type Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type FileStat, type VaultReader } from '../vault/port.js';
import { isInside } from '../vault/vault-path.js';
import { isSame, seenAs, type LintCache, type Seen } from './lint-cache.js';
import { waitingQuotes } from './lint-quotes.js';

// Where each read goes to another thread and back, as many wait together.
const TOGETHER = 64;

// Characters of quotes that wait for their sources; then these are read, though more of their quotes may come.
const MOST_WAITING = 8_000_000;

const isNote = (path: string): boolean => /\.md$/i.test(path);

/** The text, or what keeps it from being read. */
export const readText = (reader: VaultReader, path: string): Promise<string | Problem> =>
	reader.read(path).catch((error: unknown) => {
		if (error instanceof VaultError) return problem(path, `This file cannot be read, so it was not looked at: ${error.message}`);
		throw error;
	});

/** Reads many files, some at a time, and hands each to `take` in the order given; `then` is waited for before the next ones are read. */
async function readEach(reader: VaultReader, files: readonly FileStat[], take: (file: FileStat, text: string | Problem) => void, then?: () => Promise<void>): Promise<void> {
	for (let start = 0; start < files.length; start += TOGETHER) {
		const some = files.slice(start, start + TOGETHER);
		const texts = await Promise.all(some.map(({ path }) => readText(reader, path)));
		for (const [index, file] of some.entries()) {
			const text = texts[index];
			if (text !== undefined) take(file, text);
		}
		await then?.();
	}
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
	const { listing, listed, links } = cache;
	const touched: string[] = [];
	const sameFiles = links !== null && listing.length === files.length && files.every((file, index) => {
		const { path, mtime, size } = file;
		const before = listing[index];
		if (path !== before?.path) return false;
		if (mtime === before.mtime && size === before.size) return true;
		const after = { path, mtime, size };
		listing[index] = after;
		listed.set(path, after);
		touched.push(path);
		return true;
	});
	if (sameFiles) return { links, touched };
	// Copies: a host may keep one object a file and change it.
	cache.listing = files.map(({ path, mtime, size }) => ({ path, mtime, size }));
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
	/** Files whose time or size changed; null where other files are there than before. */
	readonly touched: readonly string[] | null;
}

/** Brings what is known of the notes up to the listing: reads those that are new or changed, and pages whose sources are. */
export async function readVault(cache: LintCache, reader: VaultReader, layout: Layout, listing: readonly FileStat[], now: number): Promise<Reread> {
	const { wiki, outside, hashes, unread, doubtful } = cache;
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
		if (!as.trusted) doubtful.add(file.path);
		else if (doubtful.size > 0) doubtful.delete(file.path);
		if (typeof text !== 'string') unread.set(file.path, text);
		else if (unread.size > 0) unread.delete(file.path);
		return as;
	};

	const mentions = notes.length + moved.size === 0 ? new Map<string, readonly Piece[]>() : new Map(cache.mentions);
	for (const path of moved) mentions.delete(path);
	// Those that were not read yet on the way, for the quotes of pages.
	const unseen = new Map(notes.map((file) => [file.path, file]));
	for (const path of unseen.keys()) {
		moved.add(path);
		hashes.delete(path);
	}
	const waiting = waitingQuotes();
	const takeNote = (file: FileStat, text: string | Problem): void => {
		const { path } = file;
		if (unseen.delete(path)) {
			outside.set(path, seen(file, text));
			if (typeof text === 'string') mentions.set(path, mentionedIn(text, cache.pieces));
			else mentions.delete(path);
		}
		waiting.check(path, typeof text === 'string' ? text : null);
	};
	/** Looks up what waits for these sources. */
	const settle = async (sources: Iterable<string>): Promise<void> => {
		const files: FileStat[] = [];
		for (const source of sources) {
			const file = listed.get(source);
			if (file === undefined) waiting.check(source, null);
			else files.push(file);
		}
		await readEach(reader, files, takeNote);
	};

	// Whether the quotes of a page stand depends on its sources as well.
	if (moved.size > 0) {
		const reading = new Set(pages.map(({ path }) => path));
		for (const [path, { value }] of wiki) {
			if (value === null || reading.has(path) || !value.facts.sources.some((source) => moved.has(source))) continue;
			const file = listed.get(path);
			if (file !== undefined) pages.push(file);
		}
	}
	// Nearly all that is quoted of a source is quoted on its own page, so that both are read together and neither is held for long.
	const due = new Set<string>();
	const takePage = (file: FileStat, text: string | Problem): void => {
		const as = seen(file, text);
		if (typeof text !== 'string') {
			wiki.set(file.path, { seen: as, value: null });
			return;
		}
		const { facts, citations } = readFacts(text, cache.pieces);
		wiki.set(file.path, { seen: as, value: { path: file.path, facts, brokenQuotes: waiting.add(citations, facts.sources) } });
		if (isSourcePage(facts)) for (const source of facts.sources) due.add(source);
	};
	await readEach(reader, pages, takePage, async () => {
		const sources = waiting.length > MOST_WAITING ? [...waiting.sources] : [...due];
		due.clear();
		await settle(sources);
	});
	await readEach(reader, [...unseen.values()], takeNote);
	await settle([...waiting.sources]);
	if (moved.size > 0) cache.mentions = mentions;
	return { links, moved, pages: pages.map(({ path }) => path), touched };
}
