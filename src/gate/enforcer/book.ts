import { canonicalJson, hashText } from '../../model/hash.js';
import type { Problem } from '../../model/result.js';
import type { FiredRule } from '../../model/verdict.js';
import { pathKey } from '../../vault/vault-path.js';
import { fired, shown } from '../rule.js';
import { BUILT_IN, FLOOR, PERSON } from './built-in.js';
import { readRules, type RulesFile } from './read-rules.js';
import type { WorkerRules } from './rules.js';
import { DEFAULT_NAME, workerName } from './worker-name.js';

/** Raised whenever a checkpoint or a built-in rule judges otherwise under the same files. */
const VERSION = 1;

type Read = { readonly ok: true; readonly file: RulesFile } | { readonly ok: false; readonly problems: readonly Problem[] };

/** The vault's files of rules, as far as they could be read. */
export interface RulesBook {
	/** By the name of the worker, or `default`. */
	readonly files: ReadonlyMap<string, Read>;
	/** Why the files could not be looked at, so that nobody's rules are known; null where they could. */
	readonly unreadable: string | null;
	readonly problems: readonly Problem[];
	/** Changes with every byte of the files and with the built-in rules. */
	readonly hash: string;
}

/** A file of the folder of rules; `text` is null where it cannot be read or is too large, and `fault` says so. */
export interface FoundFile {
	readonly path: string;
	/** Without the folder. */
	readonly name: string;
	readonly text: string | null;
	readonly fault: string | null;
}

const FILE = /^([a-z0-9][a-z0-9-]{0,39})\.yml$/;
const RULES_LIKE = /^(.+?)\.ya?ml$/;

/** The worker that a misspelled file is meant for; null where it is no file of rules. */
const meantFor = (name: string): string | null => RULES_LIKE.exec(pathKey(name.normalize('NFKC')).trim())?.[1]?.trim() ?? null;

const wrong = (path: string, message: string): Read => ({ ok: false, problems: [{ path, line: null, message }] });

/** Reads what stands in the folder of rules. A file under nearly the right name governs nobody, so whom it is meant for is blocked until it is renamed. */
export function makeBook(found: readonly FoundFile[]): RulesBook {
	const files = new Map<string, Read>();
	const misnamed = new Map<string, Read>();
	for (const { path, name, text, fault } of [...found].sort((a, b) => (a.path < b.path ? -1 : 1))) {
		const worker = FILE.exec(name)?.[1];
		if (worker !== undefined) {
			files.set(worker, text === null ? wrong(path, fault ?? 'The file cannot be read.') : readRules(path, `rules/${name}`, text));
			continue;
		}
		const meant = meantFor(name);
		if (meant !== null) misnamed.set(meant, wrong(path, `Rules are named in small letters with the ending .yml, such as ${/^[a-z0-9][a-z0-9-]*$/.test(meant) ? meant : DEFAULT_NAME}.yml. Rename the file, or move it away.`));
	}
	for (const [name, read] of misnamed) files.set(name, read);
	return {
		files,
		unreadable: null,
		problems: [...files.values()].flatMap((read) => (read.ok ? [] : read.problems)),
		hash: hashText(canonicalJson({ version: VERSION, files: found.map(({ path, text }) => [path, text]).sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)) })),
	};
}

/** A book in which nobody's rules are known, so that everything is blocked. */
export const unreadableBook = (why: string): RulesBook => ({ files: new Map(), unreadable: why, problems: [], hash: hashText(`${VERSION} unreadable`) });

export const EMPTY_BOOK: RulesBook = makeBook([]);

const refused = (rule: string, reason: string): { readonly ok: false; readonly rule: FiredRule } => ({ ok: false, rule: fired(rule, 'BLOCK', reason) });

function invalid(name: string, problems: readonly Problem[]): ReturnType<typeof refused> {
	const [first] = problems;
	const at = `rules/${name}.yml${first?.line === null || first?.line === undefined ? '' : `:${first.line}`}`;
	const more = problems.length > 1 ? ` (${problems.length - 1} more)` : '';
	return refused(`${at}:invalid-rules`, `The rules in ${first?.path ?? name} cannot be relied on, so whom they govern is blocked: ${first?.message ?? ''}${more}`);
}

/** The rules of a worker, outermost first; where they are missing or cannot be relied on, the rule that blocks it. */
export function rulesFor(book: RulesBook, who: string): { readonly ok: true; readonly rules: WorkerRules } | { readonly ok: false; readonly rule: FiredRule } {
	if (book.unreadable !== null) return refused('rules:unreadable', `The rules of workers cannot be read, so nothing passes: ${book.unreadable}`);
	const name = workerName(who);
	if (name === null) return refused('rules:worker', `“${shown(who)}” is not the id of a worker.`);
	const own = book.files.get(name);
	if (own !== undefined && !own.ok) return invalid(name, own.problems);
	const known = name === 'person' ? PERSON : BUILT_IN.get(who);
	const inherits = own?.file.inherits ?? known?.inherits;
	if (inherits === undefined) return refused(`rules/${name}.yml:no-rules`, `There are no rules for the worker “${shown(name)}”, so it may propose nothing. Write rules/${name}.yml in the home of the system; “inherit: default” is enough.`);
	const outer = inherits ? book.files.get(DEFAULT_NAME) : undefined;
	if (outer !== undefined && !outer.ok) return invalid(DEFAULT_NAME, outer.problems);
	const floor = name === 'person' ? [] : [FLOOR];
	return { ok: true, rules: [...floor, ...(known === undefined ? [] : [known.layer]), ...(outer === undefined ? [] : [outer.file.layer]), ...(own === undefined ? [] : [own.file.layer])] };
}
