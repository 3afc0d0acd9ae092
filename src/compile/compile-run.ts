import { NO_COST, type Currencies } from '../model/currencies.js';
import type { Proposal } from '../model/proposal.js';
import { problem, type Problem } from '../model/result.js';
import { isInside } from '../vault/vault-path.js';
import { listPaths, type FileStat } from '../vault/port.js';
import { draftPages, type Drafted } from './draft-pages.js';
import { learn, type Learned } from './learn.js';
import { looksHalfSynced, outlook, planSources } from './plan.js';
import { readNotes } from './read-sources.js';
import type { CompileInput } from './compile-input.js';
import type { SourceCounts } from './reports.js';
import { settingsHash, type Settings } from './settings.js';
import type { Manifest } from './state/manifest.js';
import type { Knowledge } from './state/state.js';

/** What a compile worked out. Nothing of it is written yet. */
export interface CompileOutcome {
	readonly sources: SourceCounts;
	readonly proposals: readonly Proposal[];
	/** Ids of open proposals that this run makes pointless. */
	readonly superseded: readonly string[];
	/** Null when there was nothing to do, so that nothing is written. */
	readonly learned: { readonly knowledge: Knowledge; readonly manifest: Manifest } | null;
	readonly claims: number;
	readonly concepts: number;
	readonly disagreements: number;
	readonly calls: number;
	readonly cost: Currencies;
	readonly problems: readonly Problem[];
	/** Why the run stopped before it proposed anything. */
	readonly stopped: string | null;
	/** Texts of the sources by path, as far as they were read. */
	readonly texts: Map<string, string>;
}

// Names under which sync programs leave the losing side of a conflict: a copy of a source, not a source.
const CONFLICT_COPY = /(?:\.sync-conflict-|\(conflicted copy|\(conflict )/i;

function idle(input: CompileInput, sources: Partial<SourceCounts>, problems: readonly Problem[], stopped: string | null): CompileOutcome {
	const { manifest } = input;
	const total = manifest.sources.size;
	return {
		sources: { total, new: 0, changed: 0, renamed: 0, removed: 0, unchanged: total, failed: 0, ...sources },
		proposals: [],
		superseded: [],
		learned: null,
		claims: [...manifest.sources.values()].reduce((sum, { claims }) => sum + claims, 0),
		concepts: manifest.concepts,
		disagreements: manifest.disagreements,
		calls: 0,
		cost: NO_COST,
		problems,
		stopped,
		texts: new Map(),
	};
}

/** The notes below `raw/` that are sources, and a problem for each that a sync program left there. */
export function sourceNotes(files: readonly FileStat[], settings: Settings): { readonly notes: readonly FileStat[]; readonly problems: readonly Problem[] } {
	const notes: FileStat[] = [];
	const problems: Problem[] = [];
	for (const file of files) {
		const { path } = file;
		if (!isInside(path, settings.layout.raw) || !/\.md$/i.test(path)) continue;
		if (CONFLICT_COPY.test(path)) problems.push(problem(path, 'This looks like a conflict copy that a sync program left, so it is not compiled. Merge it by hand, or rename it to have it read.'));
		else notes.push(file);
	}
	return { notes, problems };
}

/** Works out what a compile would change. Reads the vault, asks the worker, writes nothing. */
export async function compileRun(input: CompileInput): Promise<CompileOutcome> {
	const { reader, settings, manifest } = input;
	const { raw, wiki, output } = settings.layout;
	const known = manifest.sources.size;
	if ((await reader.stat(raw)) !== 'folder') {
		const advice = known > 0 ? `The last run knew ${known} sources in it: if the vault is still syncing, wait for it.` : 'Make it and put your notes in it.';
		return idle(input, {}, [], `There is no folder ${raw}/ in this vault. ${advice}`);
	}
	const inRaw = await reader.list(raw);
	const listed = sourceNotes(inRaw, settings);
	const view = outlook(listed.notes, manifest);
	const rerender = known > 0 && manifest.settings !== settingsHash(settings);
	const pending = manifest.stale.length > 0 || rerender;
	if (view.toRead.length === 0 && view.gone.length === 0 && !pending) return idle(input, {}, listed.problems, null);

	const at = input.pages.now();
	const elsewhere = await listPaths(reader, '', [raw, settings.layout.home]);
	input.pages.listed = { at, paths: elsewhere.filter((path) => isInside(path, wiki) || isInside(path, output)) };
	const files = [...inRaw.map(({ path }) => path), ...elsewhere.filter((path) => !isInside(path, raw) && !isInside(path, settings.layout.home))];
	input.progress('plan', view.settled.length, view.settled.length + view.toRead.length);
	const read = await readNotes(reader, view.toRead);
	const plan = planSources(view, read.notes, manifest);
	const problems: Problem[] = [...listed.problems, ...read.problems];
	if (!input.acceptRemovals && looksHalfSynced(plan.removed.length, known, settings)) {
		const message = `${plan.removed.length} of ${known} sources are gone at once. If the vault is still syncing, wait for it: nothing was changed. If you removed them on purpose, compile with --accept-removals.`;
		return idle(input, { removed: plan.removed.length, unchanged: plan.unchanged.length }, problems, message);
	}
	if (plan.added.length + plan.changed.length + plan.renamed.length + plan.removed.length === 0 && !pending) {
		return idle(input, { failed: read.problems.length }, problems, null);
	}

	const work = async (forgotten: ReadonlySet<string>): Promise<{ learned: Learned; drafted: Drafted }> => {
		const learned = await learn(input, files, plan, read.notes, forgotten);
		return { learned, drafted: await draftPages(input, files, learned, rerender) };
	};
	const workOut = async (): Promise<{ learned: Learned; drafted: Drafted }> => {
		const first = await work(new Set());
		// Claims that the state has lost would vanish from the pages: their sources are read again, and all is worked out anew.
		const { missed } = first.learned.knowledge;
		return missed.size === 0 || input.signal.aborted ? first : work(missed);
	};
	const { learned, drafted } = await workOut().finally(() => input.extractSources.end?.());
	if (input.signal.aborted) return idle(input, {}, problems, 'The run was stopped. Nothing was proposed and nothing was written.');
	return {
		sources: {
			total: learned.manifest.sources.size,
			new: learned.added,
			changed: learned.changed,
			renamed: plan.renamed.length,
			removed: plan.removed.length,
			unchanged: plan.unchanged.length,
			failed: learned.failed + read.problems.length,
		},
		proposals: drafted.proposals,
		superseded: drafted.superseded,
		learned: { knowledge: learned.knowledge, manifest: { ...learned.manifest, stale: drafted.unfinished, concepts: drafted.concepts, disagreements: learned.knowledge.disagreements.length } },
		claims: [...learned.manifest.sources.values()].reduce((sum, { claims }) => sum + claims, 0),
		concepts: drafted.concepts,
		disagreements: learned.knowledge.disagreements.length,
		calls: learned.calls + drafted.calls,
		cost: {
			clock_ms: null,
			coin_usd: learned.cost.coin_usd === null || drafted.cost.coin_usd === null ? null : learned.cost.coin_usd + drafted.cost.coin_usd,
			carbon_g: learned.cost.carbon_g === null || drafted.cost.carbon_g === null ? null : learned.cost.carbon_g + drafted.cost.carbon_g,
		},
		problems: [...problems, ...learned.problems, ...learned.knowledge.claims.problems, ...learned.knowledge.facts.problems, ...learned.knowledge.bases.problems, ...drafted.problems],
		stopped: null,
		texts: learned.texts,
	};
}
