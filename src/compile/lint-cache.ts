import type { LintDisagreement, LintNote, LintPage, ReadNote, SourceState } from '../lint/input.js';
import type { LinkIndex } from '../lint/link-index.js';
import { type Piece, type Pieces, sharedPieces } from '../lint/own-string.js';
import type { Problem } from '../model/result.js';
import type { FileStat } from '../vault/port.js';
import { racyStep } from './plan.js';
import type { Manifest } from './state/manifest.js';
import type { PageTable } from './state/page-table.js';
import type { ConceptEntry, FoundDisagreement } from './state/state.js';

/** How a file was when it was read. */
export interface Seen {
	readonly mtime: number;
	readonly size: number;
	/** False where it was touched so shortly before that time and size could deceive: then it is read again. */
	readonly trusted: boolean;
}

/** What is kept of one note; null where it could not be read. */
export interface Kept<T> {
	readonly seen: Seen;
	readonly value: T | null;
}

/** What a file of the state says, for as long as the file stays the same. */
export interface Slot<T> {
	seen: Seen | null;
	value: T | null;
	problems: readonly Problem[];
}

/** The vault as the last lint read it. It holds no text of a note, and nothing in it is written anywhere. */
export interface LintCache {
	/** The listing as it was last given, and its files by path. */
	listing: FileStat[];
	listed: Map<string, FileStat>;
	/** Notes below the wiki's folder, by path. */
	readonly wiki: Map<string, Kept<ReadNote>>;
	/** The other notes, by path, and what those that could be read link to. */
	readonly outside: Map<string, Seen>;
	mentions: ReadonlyMap<string, readonly Piece[]>;
	/** Notes that could not be read, and those that are read again whatever their time says. */
	readonly unread: Map<string, Problem>;
	readonly doubtful: Set<string>;
	/** SHA-256 of sources that differ from the manifest, by path, until they are read again. */
	readonly hashes: Map<string, string>;
	readonly manifest: Slot<Manifest>;
	readonly pages: Slot<PageTable>;
	readonly concepts: Slot<ReadonlyMap<string, ConceptEntry>>;
	readonly found: Slot<readonly FoundDisagreement[]>;
	readonly map: Slot<{ readonly files: readonly string[] | null }>;
	/** What became of each source since the compile that wrote this manifest. */
	sources: { readonly manifest: Manifest; readonly links: LinkIndex; readonly states: Map<string, SourceState>; readonly problems: readonly Problem[] } | null;
	/** Pages that are worked out and not in the vault, for the states that they were told from. */
	planned: { readonly from: readonly unknown[]; readonly paths: ReadonlySet<string> } | null;
	/** The disagreements with their quotes, for the two states that they were told from. */
	disagreements: { readonly found: readonly FoundDisagreement[]; readonly manifest: Manifest; readonly told: readonly LintDisagreement[]; readonly sources: ReadonlySet<string> } | null;
	/** Errors in the policies; null where they must be read. */
	policies: readonly Problem[] | null;
	/** Ids of findings, by what they are made of. */
	readonly ids: Map<string, string>;
	/** Names that many notes share. */
	readonly pieces: Pieces;
	links: LinkIndex | null;
	/** The notes of the wiki in their places, sorted by path, for these links and pages; and of these, by id, those that are not where their record says. */
	placed: { readonly links: LinkIndex; readonly pages: PageTable; readonly missed: ReadonlyMap<string, LintPage>; readonly notes: readonly LintNote[] } | null;
}

const slot = <T>(): Slot<T> => ({ seen: null, value: null, problems: [] });

export const lintCache = (): LintCache => ({
	listing: [],
	listed: new Map(),
	wiki: new Map(),
	outside: new Map(),
	mentions: new Map(),
	unread: new Map(),
	doubtful: new Set(),
	hashes: new Map(),
	manifest: slot(),
	pages: slot(),
	concepts: slot(),
	found: slot(),
	map: slot(),
	sources: null,
	planned: null,
	disagreements: null,
	policies: null,
	ids: new Map(),
	pieces: sharedPieces(),
	links: null,
	placed: null,
});

/** How a file was when it was listed, which was at `now`. A file that is not there is seen as well. */
export const seenAs = (file: FileStat | undefined, now: number): Seen =>
	file === undefined ? { mtime: -1, size: -1, trusted: true } : { mtime: file.mtime, size: file.size, trusted: file.mtime < now - racyStep(file.mtime) };

export const isSame = (seen: Seen | null | undefined, file: FileStat | undefined): boolean =>
	seen !== null && seen !== undefined && seen.trusted && seen.mtime === (file?.mtime ?? -1) && seen.size === (file?.size ?? -1);

/** What the file of the slot says: told from memory where it is as it was. */
export async function fromState<T>(slot: Slot<T>, file: FileStat | undefined, now: number, load: (problems: Problem[]) => Promise<T>): Promise<T> {
	if (slot.value !== null && isSame(slot.seen, file)) return slot.value;
	const problems: Problem[] = [];
	const value = await load(problems);
	slot.seen = seenAs(file, now);
	slot.value = value;
	slot.problems = problems;
	return value;
}
