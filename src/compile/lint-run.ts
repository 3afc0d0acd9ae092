import type { LintReport } from '../lint/finding.js';
import type { LintInput } from '../lint/input.js';
import { RULES } from '../lint/rules.js';
import { countFindings, runRules } from '../lint/run-rules.js';
import type { FileStat, Host, VaultReader } from '../vault/port.js';
import type { LintCache } from './lint-cache.js';
import { readVault, type LintReading } from './lint-read.js';
import { lintState } from './lint-state.js';
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
