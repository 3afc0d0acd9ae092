import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../model/result.js';
import { parsePolicyCommand, type PolicyCommand } from './policy.js';
import { parseLedger, type LedgerCommand } from './ledger.js';
import { parseImport, type ImportCommand } from './import.js';
import { type ExemptCommand, GRANT_OPTIONS, parseExempt } from './exempt.js';

/** What a person asked for. */
export type Command =
	| { readonly name: 'compile'; readonly approve: 'none' | 'passed'; readonly acceptRemovals: boolean; /** A name in operators.yml; null where that file decides. */ readonly worker: string | null; /** For the worker `replay`: whose transcripts answer; null for all. */ readonly run: string | null }
	| { readonly name: 'review list' }
	| { readonly name: 'review show'; readonly id: string }
	| { readonly name: 'review approve'; readonly which: readonly string[] | 'passed' }
	| { readonly name: 'review deny'; readonly ids: readonly string[]; readonly why: string }
	| { readonly name: 'undo'; readonly run: string | null }
	| { readonly name: 'verify' }
	| { readonly name: 'lint' }
	| { readonly name: 'status' }
	| { readonly name: 'cost' }
	| { readonly name: 'tasks list' }
	| ImportCommand
	| LedgerCommand
	| { readonly name: 'stop'; readonly why: string }
	| { readonly name: 'stop worker'; readonly worker: string; readonly why: string }
	| { readonly name: 'resume' }
	| { readonly name: 'resume worker'; readonly worker: string }
	| ExemptCommand
	| PolicyCommand
	| { readonly name: 'help' }
	| { readonly name: 'version' };

export interface Invocation {
	readonly command: Command;
	/** The folder given with `--vault`; null for the current one. */
	readonly vault: string | null;
	readonly json: boolean;
}

type Parsed = Result<Command, string>;

interface Words {
	readonly positionals: readonly string[];
	readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

const OPTIONS = {
	vault: { type: 'string' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
	version: { type: 'boolean' },
	approve: { type: 'string' },
	worker: { type: 'string' },
	run: { type: 'string' },
	'accept-removals': { type: 'boolean' },
	passed: { type: 'boolean' },
	why: { type: 'string' },
	action: { type: 'string' },
	target: { type: 'string' },
	lifts: { type: 'string' },
	uses: { type: 'string' },
	expires: { type: 'string' },
	write: { type: 'string' },
	since: { type: 'string' },
	before: { type: 'string' },
	out: { type: 'string' },
	active: { type: 'boolean' },
	take: { type: 'string' },
	refuse: { type: 'string' },
} as const;

/** Which options a command takes besides `--vault`, `--json`, `--help` and `--version`. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
	compile: ['approve', 'worker', 'run', 'accept-removals'],
	'review approve': ['passed'],
	'review deny': ['why'],
	import: ['write'],
	ledger: ['since'],
	'ledger digest': ['before'],
	'exempt grant': GRANT_OPTIONS,
	'policy write': ['out', 'worker'],
	'policy accept': ['active'],
	'policy learn': ['take', 'refuse', 'why'],
	stop: ['why', 'worker'],
	resume: ['worker'],
};

const OWN_OPTIONS = [...new Set(Object.values(TAKES).flat())];
const REVIEW = ['list', 'show', 'approve', 'deny'];
const COMMANDS = ['compile', 'review', 'undo', 'import', 'verify', 'ledger', 'lint', 'policy', 'status', 'cost', 'tasks', 'exempt', 'stop', 'resume', 'help', 'version'];

const none = (words: readonly string[], command: Command): Parsed =>
	words[0] === undefined ? ok(command) : err(`"${command.name}" takes no "${words[0]}".`);

function compile({ values }: Words, rest: readonly string[]): Parsed {
	const { approve = 'none', worker = null, run = null } = values;
	if (approve !== 'none' && approve !== 'passed') return err(`--approve takes none or passed, not "${String(approve)}".`);
	if (worker !== null && (typeof worker !== 'string' || worker.trim() === '')) return err('--worker needs the name of a worker, such as offline.');
	if (run !== null && (typeof run !== 'string' || run.trim() === '' || worker !== 'replay')) return err('--run names the run that "compile --worker replay" repeats.');
	return none(rest, { name: 'compile', approve, acceptRemovals: values['accept-removals'] === true, worker, run });
}

function approve({ values }: Words, ids: readonly string[]): Parsed {
	if (values['passed'] === true) return ids.length === 0 ? ok({ name: 'review approve', which: 'passed' }) : err('Give either ids or --passed, not both.');
	return ids.length > 0 ? ok({ name: 'review approve', which: ids }) : err('Which proposals? Give their ids, or --passed for all that passed the gate.');
}

const whyOf = (values: Words['values']): string => (typeof values['why'] === 'string' ? values['why'].trim() : '');

function deny({ values }: Words, ids: readonly string[]): Parsed {
	const why = whyOf(values);
	if (ids.length === 0) return err('Which proposals? Give their ids.');
	return why === '' ? err('Say why you deny it: --why "…". The reason is kept with the decision.') : ok({ name: 'review deny', ids, why });
}

function show(ids: readonly string[]): Parsed {
	const [id, more] = ids;
	if (id === undefined) return err('Which proposal? Give its id; "commonplace review list" names them.');
	return more === undefined ? ok({ name: 'review show', id }) : err(`"review show" takes one id, not also "${more}".`);
}

/** The command for all, or with `--worker` the one for a single worker. */
function ofWorker({ values }: Words, rest: readonly string[], all: Command, one: (worker: string) => Command): Parsed {
	const { worker } = values;
	if (worker === undefined) return none(rest, all);
	return typeof worker === 'string' && worker.trim() !== '' ? none(rest, one(worker.trim())) : err('--worker needs the name of a worker, such as offline.');
}

function build(words: Words): Parsed {
	const [name, ...rest] = words.positionals;
	if (words.values['version'] === true) return ok({ name: 'version' });
	if (words.values['help'] === true || name === undefined || name === 'help') return ok({ name: 'help' });
	const part = name === 'review' || name === 'tasks' || name === 'exempt' || name === 'policy' || name === 'ledger' ? rest[0] : undefined;
	const full = part === undefined ? name : `${name} ${part}`;
	if (!COMMANDS.includes(name)) return err(`There is no command "${name}".`);
	if (name === 'review' && (part === undefined || !REVIEW.includes(part))) {
		return err(part === undefined ? 'Review what? Say list, show, approve or deny.' : `There is no "${full}". Say list, show, approve or deny.`);
	}
	if (name === 'tasks' && part !== 'list') return err(part === undefined ? 'Tasks what? Say list.' : `There is no "${full}". Say list.`);
	for (const option of OWN_OPTIONS) {
		if (words.values[option] !== undefined && !(TAKES[full] ?? []).includes(option)) return err(`"${full}" takes no --${option}.`);
	}
	if (name === 'exempt') return parseExempt(rest, words.values);
	if (name === 'import') return parseImport(rest, words.values);
	if (name === 'ledger') return parseLedger(rest, words.values);
	if (name === 'policy') return parsePolicyCommand(rest, words.values);
	const ids = rest.slice(1);
	switch (full) {
		case 'compile':
			return compile(words, rest);
		case 'review list':
			return none(ids, { name: 'review list' });
		case 'review show':
			return show(ids);
		case 'review approve':
			return approve(words, ids);
		case 'review deny':
			return deny(words, ids);
		case 'undo':
			return rest[1] === undefined ? ok({ name: 'undo', run: rest[0] ?? null }) : err(`"undo" takes one run, not also "${rest[1]}".`);
		case 'verify':
			return none(rest, { name: 'verify' });
		case 'lint':
			return none(rest, { name: 'lint' });
		case 'status':
			return none(rest, { name: 'status' });
		case 'cost':
			return none(rest, { name: 'cost' });
		case 'tasks list':
			return none(ids, { name: 'tasks list' });
		case 'stop':
			return ofWorker(words, rest, { name: 'stop', why: whyOf(words.values) }, (worker) => ({ name: 'stop worker', worker, why: whyOf(words.values) }));
		case 'resume':
			return ofWorker(words, rest, { name: 'resume' }, (worker) => ({ name: 'resume worker', worker }));
		default:
			return none(rest, { name: 'version' });
	}
}

/** Node's own words for a wrong option, without its advice on how to escape a dash. */
const firstSentence = (message: string): string => `${message.split(/\. |\n/, 1)[0]?.replace(/\.$/, '') ?? message}.`;

/** `argv` without the interpreter and the script. The error is one sentence that says what to type instead. */
export function parseArguments(argv: readonly string[]): Result<Invocation, string> {
	let words: Words;
	try {
		words = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
	} catch (error) {
		return err(firstSentence(error instanceof Error ? error.message : String(error)));
	}
	const { vault, json } = words.values;
	if (vault === '') return err('--vault needs a folder.');
	const command = build(words);
	return command.ok ? ok({ command: command.value, vault: typeof vault === 'string' ? vault : null, json: json === true }) : command;
}

/** Whether the answer must be JSON even when the rest of the line makes no sense. */
export function wantsJson(argv: readonly string[]): boolean {
	const end = argv.indexOf('--');
	return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}

export const HELP = `Usage: commonplace [--vault DIR] [--json] COMMAND

Compiles the notes in raw/ into a cited, linked wiki in wiki/.
Run it in your vault's folder, or name the folder with --vault.

  compile                 read raw/, propose pages; writes no page by itself
    --approve passed      also commit every proposal that the gate passed
    --worker NAME         who reads the notes: offline, or one of operators.yml
    --worker replay [--run RUN]
                          answer from the transcripts (of that run) alone
    --accept-removals     go on although many sources are gone at once
  review list             what waits, and why
  review show ID          one proposal: its reasons and its diff
  review approve ID…      commit these proposals
  review approve --passed commit all that the gate passed
  review deny ID… --why TEXT
                          turn these proposals down and keep the reason
  undo [RUN]              take back a run (the last), keeping your edits since
  import FILE…            conversations of an export of Claude or ChatGPT, or of
                          Claude Code's logs: what would be written, and
    --write all|ID,ID…    write these as new notes in raw/transcripts/
  verify                  check ledger, journal, quotes and pages
  ledger [--since DATE]   what was decided and done, on all devices
  ledger digest --before DATE
                          one line for the verdicts and commits of each old day
  lint                    orphans, broken links, stale pages, lost quotes, …
  status                  what is new, what is open, when it last ran
  cost                    what models cost: by day, run, model, source, …
  tasks list              tasks that wait for a person or another program
  exempt grant --worker NAME --action KIND --target GLOB --lifts RULE
    --expires DATE --why TEXT [--uses N]
                          let a worker do, so many times, what a rule forbids
  exempt list             exemptions and what is left of them
  exempt revoke ID        take an exemption back
  policy check [FILE…]    errors and warnings of the policies, or of these
  policy explain [FILE…]  what they mean, in plain English
  policy simulate FILE    what it would have changed
  policy diff A B         what B would change in the place of A; a name may be
                          "built-in", the default that ships
  policy learn            what your decisions speak for; writes nothing
    --take ID             make a draft of a lesson, which does not hold yet
    --refuse ID --why TEXT
                          never propose it again
  policy write "TEXT"     have a model, or the mailbox, write one from words
    --out FILE            where to put the draft, to read and simulate it
    --worker NAME         who writes it: one of operators.yml
  policy accept FILE      put it among the policies; --active switches it on
  policy activate NAME    let a policy hold; "deactivate" ends it
  stop [--why TEXT]       emergency stop: nothing is written until "resume"
  resume                  lift the emergency stop
    --worker NAME         of both: stop or resume this worker alone
  help, version

An ID may be shortened as long as it stays unique.
--json prints one JSON object on stdout and nothing else.
Exit codes: 0 done, 1 something is held or found, 2 wrong usage, 3 failed.
`;
