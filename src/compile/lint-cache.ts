import type { LintDisagreement, LintNote } from '../lint/input.js';
import type { LinkIndex } from '../lint/link-index.js';
import type { Problem } from '../model/result.js';
import type { FileStat } from '../vault/port.js';
import { racyStep } from './plan.js';
import type { Manifest } from './state/manifest.js';
import type { ConceptEntry, FoundDisagreement, PageTable } from './state/state.js';

/** How a file was when it was read. */
export interface Seen {
	readonly mtime: number;
	readonly size: number;
	/** False where it was touched so shortly before that time and size could deceive: then it is read again. */
	readonly trusted: boolean;
}

/** What is kept of one file. `value` is null where it could not be read; `problem` tells why. */
export interface Kept<T> {
	readonly seen: Seen;
	readonly value: T | null;
	readonly problem: Problem | null;
}

/** What a file of the state says, for as long as the file stays the same. */
export interface Slot<T> {
	seen: Seen | null;
	value: T | null;
	problems: readonly Problem[];
}

/** The vault as the last lint read it. It holds no text of a note, and nothing in it is written anywhere. */
export interface LintCache {
	/** Notes below the wiki's folder, by path. */
	readonly wiki: Map<string, Kept<LintNote>>;
	/** What the other notes link to, by path. */
	readonly outside: Map<string, Kept<readonly string[]>>;
	/** SHA-256 of sources that differ from the manifest, by path, until they are read again. */
	readonly hashes: Map<string, string>;
	readonly manifest: Slot<Manifest>;
	readonly pages: Slot<PageTable>;
	readonly concepts: Slot<ReadonlyMap<string, ConceptEntry>>;
	readonly found: Slot<readonly FoundDisagreement[]>;
	readonly map: Slot<{ readonly files: readonly string[] | null }>;
	/** The disagreements with their quotes, for the two states that they were told from. */
	disagreements: { readonly found: readonly FoundDisagreement[]; readonly manifest: Manifest; readonly told: readonly LintDisagreement[]; readonly sources: ReadonlySet<string> } | null;
	/** Ids of findings, by what they are made of. */
	readonly ids: Map<string, string>;
	/** Names that many notes share, each held once. */
	readonly pieces: Map<string, string>;
	links: LinkIndex | null;
	notes: readonly LintNote[];
	mentions: ReadonlyMap<string, readonly string[]>;
}

const slot = <T>(): Slot<T> => ({ seen: null, value: null, problems: [] });

export const lintCache = (): LintCache => ({
	wiki: new Map(),
	outside: new Map(),
	hashes: new Map(),
	manifest: slot(),
	pages: slot(),
	concepts: slot(),
	found: slot(),
	map: slot(),
	disagreements: null,
	ids: new Map(),
	pieces: new Map(),
	links: null,
	notes: [],
	mentions: new Map(),
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
