import type { Finding, LintReport } from '../lint/finding.js';
import type { LintInput } from '../lint/input.js';
import { RULES } from '../lint/rules.js';
import { countFindings, runRules } from '../lint/run-rules.js';
import { problem, type Problem, type Result } from '../model/result.js';
import { recordStore } from '../vault/commit/record.js';
import { VaultError, type FileStat, type Host, type VaultReader } from '../vault/port.js';
import { lintCache, type LintCache } from './lint-cache.js';
import { queueFixes, type Fixes } from './lint-fixes.js';
import { readVault, type LintReading } from './lint-read.js';
import { reportNote } from './lint-report.js';
import { lintState } from './lint-state.js';
import type { Commonplace } from './reports.js';
import type { Session, Surroundings } from './session.js';
import type { Settings } from './settings.js';

/** Reads what the rules need and runs them. Writes nothing; what it read is kept in `cache`, so that the next lint reads what changed. */
export async function lintVault(vault: VaultReader, host: Pick<Host, 'now'>, settings: Settings, cache: LintCache): Promise<LintReport> {
	const started = host.now();
	const { layout } = settings;
	const listed = new Map<string, FileStat>((await vault.list('')).map((file) => [file.path, file]));
	const reading: LintReading = { cache, reader: vault, layout, listed, now: started };
	const { moved } = await readVault(reading);
	const { problems, ...state } = await lintState(reading, settings, moved);
	const unread = [...cache.wiki.values(), ...cache.outside.values()].flatMap((entry) => entry.problem ?? []);
	const findings = cache.links === null ? [] : runRules(RULES, inputOf(cache, cache.links, layout, state), cache.ids);
	return {
		findings,
		counts: countFindings(findings),
		checked: cache.wiki.size + cache.outside.size,
		clock_ms: host.now() - started,
		problems: [...problems, ...unread.sort((a, b) => (a.path < b.path ? -1 : 1))],
	};
}

const inputOf = ({ notes, mentions }: LintCache, links: LintInput['links'], layout: LintInput['layout'], state: Omit<LintInput, 'links' | 'layout' | 'notes' | 'mentions'>): LintInput => ({
	...state,
	layout,
	links,
	notes,
	mentions,
});

type Linter = Pick<Commonplace, 'lint' | 'proposeFixes' | 'writeLintReport'>;

/** Does the work while no other process can write, under a run of that name. */
type Working = <T>(operation: string, work: (session: Session) => Promise<T>) => Promise<Result<T>>;

/** Lint as a host asks for it. What was read stays in memory between two lints; they wait for each other. */
export function makeLinter({ vault, host, settings }: Surroundings, working: Working, isStopped: () => Promise<boolean>): Linter {
	const cache = lintCache();
	const { layout } = settings;
	let last: Promise<unknown> = Promise.resolve();
	const lint = (): Promise<LintReport> => {
		const next = last.then(() => lintVault(vault, host, settings, cache));
		last = next.catch(() => undefined);
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
