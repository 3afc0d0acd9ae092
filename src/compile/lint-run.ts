import type { Finding, LintReport } from '../lint/finding.js';
import type { LintNote, LintPage, ReadNote } from '../lint/input.js';
import type { LinkIndex } from '../lint/link-index.js';
import { lintNote } from '../lint/note.js';
import { RULES } from '../lint/rules.js';
import { countFindings, runRules } from '../lint/run-rules.js';
import { problem, type Problem, type Result } from '../model/result.js';
import { recordStore } from '../vault/commit/record.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type Host, type VaultReader } from '../vault/port.js';
import { lintCache, type LintCache } from './lint-cache.js';
import { queueFixes, type Fixes } from './lint-fixes.js';
import { policyFaults } from './lint-policies.js';
import { readVault, type Reread } from './lint-read.js';
import { reportNote } from './lint-report.js';
import { lintState } from './lint-state.js';
import type { Commonplace } from './port.js';
import type { Session, Surroundings } from './session.js';
import type { Settings } from './settings.js';
import type { PageTable } from './state/page-table.js';
import { workerFaults } from './worker-faults.js';

/** What places a note: where links lead, the pages by path, and those that a person moved, by id. */
interface Places {
	readonly links: LinkIndex;
	readonly pages: PageTable;
	readonly missed: ReadonlyMap<string, LintPage>;
	readonly layout: Layout;
}

/** The notes of the wiki in their places: only those that were read are made anew, as long as links and pages are the same. */
function placeNotes(cache: LintCache, { links, pages: read, touched }: Reread, pages: PageTable, layout: Layout): readonly LintNote[] {
	const placed = cache.placed;
	if (placed !== null && placed.links === links && placed.pages === pages && touched !== null) {
		const { missed } = placed;
		const again = new Set(read);
		const notes = again.size === 0 ? placed.notes : placed.notes.map((note) => (again.has(note.path) ? placeNote(cache, note.path, { links, pages, missed, layout }) : note)).filter((note) => note !== null);
		// One that could not be read before has no place yet.
		if (notes.length === cache.wiki.size) {
			cache.placed = { links, pages, missed, notes };
			return notes;
		}
	}
	const missed = new Map<string, LintPage>();
	for (const page of pages.pages.values()) if (page.type !== 'catalogue' && links.place(page.path) === null) missed.set(page.id, page);
	const notes = links.files.flatMap((path) => placeNote(cache, path, { links, pages, missed, layout }) ?? []);
	cache.placed = { links, pages, missed, notes };
	return notes;
}

function placeNote({ wiki }: LintCache, path: string, { links, pages: { pages }, missed, layout }: Places): LintNote | null {
	const read = wiki.get(path)?.value ?? null;
	return read === null ? null : lintNote(read, links, pages.get(path) ?? movedHere(read, missed), layout);
}

/** The page that a person moved or renamed to this note: it has the id of one that is missed. */
function movedHere({ path, facts: { properties } }: ReadNote, missed: ReadonlyMap<string, LintPage>): LintPage | null {
	const id = missed.size === 0 || properties === null || properties === 'none' ? null : properties['commonplace-id'];
	const page = typeof id === 'string' ? missed.get(id) : undefined;
	return page === undefined ? null : { path, id: page.id, type: page.type, title: page.title };
}

/** Reads what the rules need and runs them. Writes nothing; what it read is kept in `cache`, so that the next lint reads what changed. */
export async function lintVault(vault: VaultReader, host: Pick<Host, 'now'>, settings: Settings, cache: LintCache): Promise<LintReport> {
	const started = host.now();
	const { layout } = settings;
	const reread = await readVault(cache, vault, layout, await vault.list(''), started);
	const { problems, pages, ...state } = await lintState({ cache, reader: vault, settings }, reread, started);
	const gateFaults = await policyFaults(cache, vault, layout, reread, started);
	const faults = await workerFaults(vault, layout);
	const notes = placeNotes(cache, reread, pages, layout);
	const findings = runRules(RULES, { ...state, layout, gateFaults, workerFaults: faults, links: reread.links, notes, mentions: cache.mentions }, cache.ids);
	return {
		findings,
		counts: countFindings(findings),
		checked: cache.wiki.size + cache.outside.size,
		clock_ms: host.now() - started,
		problems: [...problems, ...[...cache.unread.values()].sort((a, b) => (a.path < b.path ? -1 : 1))],
	};
}

type Linter = Pick<Commonplace, 'lint' | 'proposeFixes' | 'writeLintReport'>;

/** Does the work while no other process can write, under a run of that name. */
type Working = <T>(operation: string, work: (session: Session) => Promise<T>) => Promise<Result<T>>;

/** Lint as a host asks for it. What was read stays in memory between two lints; they wait for each other. */
export function makeLinter({ vault, host, settings }: Surroundings, working: Working, isStopped: () => Promise<boolean>): Linter {
	let cache = lintCache();
	const { layout } = settings;
	let last: Promise<unknown> = Promise.resolve();
	const lint = (): Promise<LintReport> => {
		const next = last.then(() => lintVault(vault, host, settings, cache));
		// A lint that was cut off may have taken notes in without telling all that depends on them.
		last = next.catch(() => (cache = lintCache()));
		return next;
	};

	async function proposeFixes(ids: readonly string[]): Promise<Fixes> {
		if (await isStopped()) return { proposals: [], problems: [problem(layout.home, 'The emergency stop is on, so nothing is proposed. Lift it to go on.')] };
		const { findings } = await lint();
		const byId = new Map(findings.map((finding) => [finding.id, finding]));
		const problems: Problem[] = [];
		const fixable: Finding[] = [];
		for (const id of new Set(ids)) {
			const finding = byId.get(id);
			if (finding === undefined) problems.push(problem(layout.wiki, `Nothing is found any more under ${id}.`));
			else if (!finding.fixable) problems.push(problem(finding.path, `Only you can mend this: ${finding.message}`, finding.line));
			else fixable.push(finding);
		}
		if (fixable.length === 0) return { proposals: [], problems };
		const result = await working('fix', (session) => queueFixes(session, fixable));
		return result.ok ? { proposals: result.value.proposals, problems: [...problems, ...result.value.problems] } : { proposals: [], problems: [...problems, result.error] };
	}

	async function writeLintReport(): ReturnType<Commonplace['writeLintReport']> {
		const path = `${layout.home}/reports/lint-${host.today()}.md`;
		try {
			const report = await lint();
			await recordStore(vault, layout).write(path, reportNote(report, host.today()));
			return { path };
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			return { problem: problem(path, `The report could not be written: ${error.message}`) };
		}
	}

	return { lint, proposeFixes, writeLintReport };
}
