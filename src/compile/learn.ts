import { addCurrencies, NO_COST, type Currencies } from '../model/currencies.js';
import { shortHash } from '../model/hash.js';
import type { Problem } from '../model/result.js';
import type { CompileInput } from './compile-input.js';
import type { Extracted } from './extract-source.js';
import type { SourceToRead } from './extract-sources.js';
import { parkedWork } from './parked.js';
import { sourcePagePath, vaultNames, type Names } from './place.js';
import type { Plan } from './plan.js';
import { unreadable, type NoteText } from './read-sources.js';
import { settingsHash } from './settings.js';
import { secondOpinion } from './second-opinion.js';
import { settleDoubt } from './settle-doubt.js';
import type { Manifest, SourceEntry } from './state/manifest.js';
import { loadKnowledge, type Knowledge } from './state/state.js';
import { updateKnowledge, type UpdatedKnowledge } from './update-knowledge.js';

/** What is known after the changed sources were read, and which pages that touches. */
export interface Learned {
	readonly knowledge: Knowledge;
	readonly manifest: Manifest;
	readonly updated: UpdatedKnowledge;
	/** Sources that were removed, with the paths of their pages. */
	readonly removed: readonly SourceEntry[];
	readonly added: number;
	readonly changed: number;
	readonly failed: number;
	readonly calls: number;
	readonly cost: Currencies;
	readonly problems: readonly Problem[];
	readonly texts: Map<string, string>;
	readonly names: Names;
}

/** A source's id comes from the path where it was first seen; should two sources meet in one id, the later gets a longer one. */
function sourceId(path: string, taken: ReadonlySet<string>): string {
	let length = 8;
	while (taken.has(`s-${shortHash(path, length)}`)) length++;
	return `s-${shortHash(path, length)}`;
}

interface Reading {
	readonly extracted: readonly Extracted[];
	readonly failedIds: ReadonlySet<string>;
	readonly calls: number;
	readonly cost: Currencies;
	readonly problems: readonly Problem[];
}

async function readChanged(input: CompileInput, notes: readonly SourceToRead[]): Promise<Reading> {
	const extracted: Extracted[] = [];
	const failedIds = new Set<string>();
	const problems: Problem[] = [];
	const parked = parkedWork();
	let calls = 0;
	let cost: Currencies = NO_COST;
	input.progress('extract', 0, notes.length);
	for await (const result of input.extractSources.extract(notes, input.settings, input.signal)) {
		input.progress('extract', extracted.length + 1, notes.length);
		calls += result.calls;
		cost = addCurrencies(cost, result.cost);
		problems.push(...result.problems);
		for (const { why, passages } of result.parked) parked.add(why, result.source.path, passages);
		// A source that was read in part keeps what was known of it whole, and is read again on the next run.
		if (result.failed > 0) failedIds.add(result.source.id);
		else extracted.push(result);
	}
	problems.push(...parked.problems(input.settings.layout.raw, (passages, sources) => ({
		what: `Not read: ${String(passages)} ${passages === 1 ? 'passage' : 'passages'}${sources === 1 ? '' : ` of ${String(sources)} sources`}.`,
		next: 'The next run reads what is left.',
	})));
	return { extracted, failedIds, calls, cost, problems };
}

/** `files` are all paths of the vault apart from the system's own; `forgotten` are ids of sources whose claims the state turned out to have lost. */
export async function learn(input: CompileInput, files: readonly string[], plan: Plan, notes: readonly NoteText[], forgotten: ReadonlySet<string>): Promise<Learned> {
	const { reader, settings, manifest } = input;
	const knowledge = await loadKnowledge(reader, settings.layout, input.pages);
	const texts = new Map(notes.map((note) => [note.file.path, note.text]));
	const noteAt = new Map(notes.map((note) => [note.file.path, note]));

	const taken = new Set(plan.added.length === 0 ? [] : [...manifest.sources.values()].map(({ id }) => id));
	const toRead: { id: string; note: NoteText }[] = [];
	for (const { note, entry } of plan.changed) {
		const text = noteAt.get(note.file.path);
		if (text) toRead.push({ id: entry.id, note: text });
	}
	for (const note of plan.added) {
		const text = noteAt.get(note.file.path);
		const id = sourceId(note.file.path, taken);
		taken.add(id);
		if (text) toRead.push({ id, note: text });
	}
	// State that was lost while the sources stayed is rebuilt by reading them again.
	const lost = plan.unchanged.filter((entry) => !knowledge.about.has(entry.id) || forgotten.has(entry.id));
	const lostFacts = knowledge.aboutLost || [...manifest.sources.values()].some(({ id }) => !knowledge.about.has(id));
	const unread: Problem[] = [];
	for (const entry of lost) {
		let text: string;
		try {
			text = await reader.read(entry.path);
		} catch (error) {
			unread.push(unreadable(entry.path, error));
			continue;
		}
		texts.set(entry.path, text);
		toRead.push({ id: entry.id, note: { file: { path: entry.path, mtime: entry.mtime, size: entry.size }, text, hash: entry.hash } });
	}
	const readAll = (): Promise<Reading> => readChanged(input, toRead);
	const reading = await (input.worker.together?.(readAll, input.signal) ?? readAll());

	// The system's own folder is not among the files: copies in its trash bear the names of pages, and a bare link never leads to them.
	const names = vaultNames(files, knowledge.pages);
	const sources = new Map<string, SourceEntry>();
	const keep = (entry: SourceEntry): void => {
		const page = sourcePagePath(entry, entry.page, settings.layout, names);
		sources.set(entry.path, page === entry.page ? entry : { ...entry, page });
	};
	const lostIds = new Set(lost.map(({ id }) => id));
	for (const entry of plan.unchanged) if (!lostIds.has(entry.id)) keep(entry);
	for (const { note, entry } of plan.renamed) keep({ ...entry, path: note.file.path, mtime: note.file.mtime, size: note.file.size });
	for (const { entry } of plan.changed) if (reading.failedIds.has(entry.id)) keep(entry);
	// What is there but could not be read now keeps what was known of it.
	for (const path of files) {
		const entry = manifest.sources.get(path);
		if (entry && !noteAt.has(path) && !sources.has(path) && !lostIds.has(entry.id)) keep(entry);
	}
	const known = new Map([...plan.changed.map(({ entry }) => entry), ...lost].map((entry) => [entry.id, entry]));
	for (const { source, claims } of [...reading.extracted].sort((a, b) => (a.source.path < b.source.path ? -1 : 1))) {
		const file = noteAt.get(source.path)?.file ?? known.get(source.id) ?? { mtime: 0, size: 0 };
		const page = sourcePagePath(source, known.get(source.id)?.page ?? null, settings.layout, names);
		sources.set(source.path, { ...source, mtime: file.mtime, size: file.size, claims: claims.length, page });
	}

	input.progress('identify', 0, 1);
	const waiting = await input.waiting();
	const sourcesById = new Map([...sources.values()].map((entry) => [entry.id, entry]));
	const updated = await updateKnowledge(
		knowledge,
		{
			read: reading.extracted,
			renamed: plan.renamed.map(({ entry }) => entry.id),
			removed: plan.removed.map(({ id }) => id),
			lostFacts,
			sources: sourcesById,
			known,
			denied: waiting.deniedTitles,
			ask: (pairs) => settleDoubt(pairs, sourcesById, input.worker, input.signal),
			adjudicate: (candidates) => secondOpinion(candidates, input.worker, input.signal),
			match: input.extractSources.match,
		},
		settings,
		settings.layout,
		names,
	);
	const failed = reading.failedIds.size;
	const isNew = new Set(plan.added.map(({ file }) => file.path));
	return {
		knowledge,
		manifest: { ...manifest, settings: settingsHash(settings), listedAt: input.now, lastRun: { run: input.run, at: new Date(input.now).toISOString() }, sources, stale: [] },
		updated,
		removed: plan.removed,
		added: reading.extracted.filter(({ source }) => isNew.has(source.path)).length,
		changed: reading.extracted.filter(({ source }) => !isNew.has(source.path) && !lostIds.has(source.id)).length,
		failed,
		calls: reading.calls + updated.asked.calls,
		cost: addCurrencies(reading.cost, updated.asked.cost),
		problems: [...knowledge.problems, ...unread, ...reading.problems],
		texts,
		names,
	};
}
