import { shortHash } from '../../model/hash.js';
import { newPolicyNote, PASS_END } from '../../prism/new-policy.js';
import { dispositionOf } from '../../prism/profile/dispositions.js';
import type { PolicyNote } from '../policies/read-policies.js';
import type { DecisionStatistics, PairTally, WorkerPairTally } from './decisions.js';
import { narrowed } from './narrow-rule.js';
import { decidedIn, isSurelyApproved, isSurelyRefused, type Tally } from './tally.js';

/** A change of the policies that people's decisions speak for. Nothing of it holds until a person accepts it. */
export interface Lesson {
	/** The same for the same change: whoever refuses it does not meet it again. */
	readonly id: string;
	readonly deed: 'loosen' | 'tighten';
	/** The kind of edit that it is about; null for every kind. */
	readonly kind: string | null;
	/** Whose edits it is about; null for everybody's. */
	readonly worker: string | null;
	/** The rule that would be narrower; null where a new one would hold. */
	readonly rule: string | null;
	readonly approved: number;
	readonly decisions: number;
	/** With 95 % confidence: at least so large a share is approved where it loosens, at most where it tightens. */
	readonly bound: number;
	/** The numbers, in words. */
	readonly says: string;
	/** What would change, in words. */
	readonly change: string;
	/** The note whose place the text would take; null where it would stand beside the others. */
	readonly note: string | null;
	/** A name for the new note. */
	readonly name: string;
	/** The whole new note. */
	readonly text: string;
	/** What it is compared with: the note's text as it is, or the new rule where it never holds. */
	readonly against: string;
}

const WORDS = new Map([
	['create', 'new pages'],
	['update', 'updates'],
	['rename', 'renamings'],
	['merge', 'mergings'],
	['retire', 'removals'],
]);
// Renaming, merging and taking away is a person's decision, whatever the numbers say.
const LOOSENED: readonly string[] = ['create', 'update'];

const percent = (share: number, round: (value: number) => number): string => `${String(round(share * 100))} %`;
const lessonId = (deed: Lesson['deed'], kind: string, rule: string): string => `l-${shortHash(`${deed} ${kind} ${rule}`, 8)}`;

// In a condition a text has no escapes, and a worker of another name is left to people.
const isPlainName = (worker: string): boolean => /^[\w.:/@+-]+$/.test(worker);

function loosening(pair: PairTally | WorkerPairTally, notes: readonly PolicyNote[]): Lesson | null {
	const { rule, kind, approved, approval } = pair;
	const worker = 'worker' in pair ? pair.worker : null;
	const decisions = decidedIn(pair);
	if (!LOOSENED.includes(kind) || approval === null || !isSurelyApproved(pair) || (worker !== null && !isPlainName(worker))) return null;
	const blank = rule.indexOf('.prism.md ') + '.prism.md'.length;
	const [file, id] = [rule.slice(0, blank), rule.slice(blank + 1)];
	const note = notes.find(({ path, state }) => state === 'active' && file.startsWith('policies/') && path.endsWith(`/${file}`));
	if (note === undefined || note.text === null) return null;
	const node = note.policy?.source.flow.nodes.find((each) => each.id === id);
	if (node?.type.value !== 'end') return null;
	const disposition = dispositionOf(node);
	if (disposition !== 'HOLD' && disposition !== 'ESCALATE') return null;
	const words = `${WORDS.get(kind) ?? kind}${worker === null ? '' : ` by ${worker}`}`;
	const bound = approval.lower;
	const says = `In ${String(approved)} of ${String(decisions)} decisions people approved ${words} to which nothing but “${id}” of ${note.path} objected. With 95 % confidence they approve at least ${percent(bound, Math.floor)} of these.`;
	const change = `The rule “${id}” would no longer concern ${words} where the file holds the machine’s text alone.`;
	const sentence = `The rule \`${id}\` does not concern ${words} where the file holds the machine’s text alone: people approved them in ${String(approved)} of ${String(decisions)} decisions.`;
	const text = narrowed(note.text, id, `entity.kind != '${kind}' or ${worker === null ? '' : `entity.who != '${worker}' or `}entity.person_text`, sentence);
	if (text === null) return null;
	const name = `${file.slice('policies/'.length).replace(/\.prism\.md$/i, '')} learned`;
	return { id: lessonId('loosen', worker === null ? kind : `${kind} by ${worker}`, rule), deed: 'loosen', kind, worker, rule, approved, decisions, bound, says, change, note: note.path, name, text, against: note.text };
}

const holdingFlow = (about: string, words: string, condition: string): string => `v: "1.0"
id: hold-${about}
name: "Hold ${words}"
intention: "Hold ${words}, of which most were refused"

events:
  - id: disposition
    type: persistent

nodes:
  - { id: start, t: start }
  - { id: rules, t: decision, mode: multi }
  - id: often-refused
    t: end
    a:
      - type: emit
        event: disposition
        payload:
          disposition: HOLD
          reason: "Most ${words} that passed were refused or taken back."
${PASS_END}
edges:
  - { s: start, t: rules }
  - { s: rules, t: often-refused, c: "${condition}" }
  - { s: rules, t: pass }
`;

/** A rule that holds what `words` name, of which most was refused. */
function tightening(tally: Tally, subject: { readonly kind: string; readonly worker: null } | { readonly kind: null; readonly worker: string }): Lesson | null {
	const { kind, worker } = subject;
	const words = kind === null ? `edits by ${worker}` : WORDS.get(kind);
	const { approved, approval } = tally;
	if (words === undefined || approval === null || !isSurelyRefused(tally) || (worker !== null && !isPlainName(worker))) return null;
	const decisions = decidedIn(tally);
	const says = `In ${String(decisions - approved)} of ${String(decisions)} decisions people refused or took back ${words} to which no rule objected. With 95 % confidence they approve at most ${percent(approval.upper, Math.ceil)} of these.`;
	const change = `A new rule would hold ${words}, until a person decides.`;
	const about = kind ?? `by-${worker.replace(/[^A-Za-z0-9]+/g, '-')}`;
	const note = (condition: string): string => newPolicyNote({ name: `Hold ${words}`, asked: `Hold ${words}: in ${String(decisions - approved)} of ${String(decisions)} decisions people refused them or took them back.`, assumptions: [], yaml: holdingFlow(about, words, condition) });
	const condition = kind === null ? `entity.who == '${worker}'` : `entity.kind == '${kind}'`;
	// Catalogues follow from pages that were decided on.
	return { id: lessonId('tighten', kind ?? `by ${worker}`, ''), deed: 'tighten', kind, worker, rule: null, approved, decisions, bound: approval.upper, says, change, note: null, name: `Hold ${words}`, text: note(`${condition} and entity.page_type != 'catalogue'`), against: note('false') };
}

/**
 * What people's decisions speak for, from clear evidence alone and without what was refused. Only an end of an active note that holds or escalates is made narrower: never
 * the constitution, the rules of workers, what asks for a person, or what concerns a person's text.
 */
export const lessonsOf = ({ clear }: DecisionStatistics, notes: readonly PolicyNote[], refused: ReadonlySet<string>): readonly Lesson[] =>
	[
		...[...clear.held, ...clear.heldBy].map((pair) => loosening(pair, notes)),
		...clear.passed.map((tally) => tightening(tally, { kind: tally.kind, worker: null })),
		...clear.passedBy.map((tally) => tightening(tally, { kind: null, worker: tally.worker })),
	].flatMap((lesson) => (lesson === null || refused.has(lesson.id) ? [] : [lesson]));
