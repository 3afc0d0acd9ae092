import { shortHash } from '../../model/hash.js';
import { newPolicyNote } from '../../prism/new-policy.js';
import { dispositionOf } from '../../prism/profile/dispositions.js';
import type { PolicyNote } from '../policies/read-policies.js';
import { type DecisionStatistics, decidedIn, type KindTally, type PairTally } from './decisions.js';
import { narrowed } from './narrow-rule.js';

/** Fewer decisions than this teach nothing. */
export const FEWEST_DECISIONS = 20;
/** A rule is made narrower where people surely approve at least this share of what it alone held: 22 of 22 decisions, or 33 of 34. */
export const SURELY_APPROVED = 0.85;
/** What passes is held where people surely approve at most this share of it. */
export const SURELY_REFUSED = 0.5;

/** A change of the policies that people's decisions speak for. Nothing of it holds until a person accepts it. */
export interface Lesson {
	/** The same for the same change: whoever refuses it does not meet it again. */
	readonly id: string;
	readonly deed: 'loosen' | 'tighten';
	/** The kind of edit that it is about. */
	readonly kind: string;
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

function loosening(pair: PairTally, notes: readonly PolicyNote[]): Lesson | null {
	const { rule, kind, approved, approval } = pair;
	const decisions = decidedIn(pair);
	if (!LOOSENED.includes(kind) || approval === null || decisions < FEWEST_DECISIONS || approval.lower < SURELY_APPROVED) return null;
	const blank = rule.indexOf('.prism.md ') + '.prism.md'.length;
	const [file, id] = [rule.slice(0, blank), rule.slice(blank + 1)];
	const note = notes.find(({ path, state }) => state === 'active' && file.startsWith('policies/') && path.endsWith(`/${file}`));
	if (note === undefined || note.text === null) return null;
	const node = note.policy?.source.flow.nodes.find((each) => each.id === id);
	if (node?.type.value !== 'end') return null;
	const disposition = dispositionOf(node);
	if (disposition !== 'HOLD' && disposition !== 'ESCALATE') return null;
	const words = WORDS.get(kind) ?? kind;
	const bound = approval.lower;
	const says = `In ${String(approved)} of ${String(decisions)} decisions people approved ${words} to which nothing but “${id}” of ${note.path} objected. With 95 % confidence they approve at least ${percent(bound, Math.floor)} of these.`;
	const change = `The rule “${id}” would no longer concern ${words} where the file holds the machine’s text alone.`;
	const sentence = `The rule \`${id}\` does not concern ${words} where the file holds the machine’s text alone: people approved them in ${String(approved)} of ${String(decisions)} decisions.`;
	const text = narrowed(note.text, id, `entity.kind != '${kind}' or entity.person_text`, sentence);
	if (text === null) return null;
	const name = `${file.slice('policies/'.length).replace(/\.prism\.md$/i, '')} learned`;
	return { id: lessonId('loosen', kind, rule), deed: 'loosen', kind, rule, approved, decisions, bound, says, change, note: note.path, name, text, against: note.text };
}

const holdingFlow = (kind: string, condition: string): string => `v: "1.0"
id: hold-${kind}
name: Hold ${WORDS.get(kind) ?? kind}
intention: "Hold ${WORDS.get(kind) ?? kind}, of which most were refused"

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
          reason: "Most ${WORDS.get(kind) ?? kind} that passed were refused or taken back."
  - id: pass
    t: end
    a:
      - type: emit
        event: disposition
        payload:
          disposition: PASS
          reason: "This rule does not object."

edges:
  - { s: start, t: rules }
  - { s: rules, t: often-refused, c: "${condition}" }
  - { s: rules, t: pass }
`;

function tightening(tally: KindTally): Lesson | null {
	const { kind, approved, approval } = tally;
	const decisions = decidedIn(tally);
	const words = WORDS.get(kind);
	if (words === undefined || approval === null || decisions < FEWEST_DECISIONS || approval.upper > SURELY_REFUSED) return null;
	const says = `In ${String(decisions - approved)} of ${String(decisions)} decisions people refused or took back ${words} to which no rule objected. With 95 % confidence they approve at most ${percent(approval.upper, Math.ceil)} of these.`;
	const change = `A new rule would hold ${words}, until a person decides.`;
	const note = (condition: string): string => newPolicyNote({ name: `Hold ${words}`, asked: `Hold ${words}: in ${String(decisions - approved)} of ${String(decisions)} decisions people refused them or took them back.`, assumptions: [], yaml: holdingFlow(kind, condition) });
	// Catalogues follow from pages that were decided on.
	return { id: lessonId('tighten', kind, ''), deed: 'tighten', kind, rule: null, approved, decisions, bound: approval.upper, says, change, note: null, name: `Hold ${words}`, text: note(`entity.kind == '${kind}' and entity.page_type != 'catalogue'`), against: note('false') };
}

/**
 * What people's decisions speak for, from clear evidence alone and without what was refused. Only an end of an active note that holds or escalates is made narrower: never
 * the constitution, the rules of workers, what asks for a person, or what concerns a person's text.
 */
export const lessonsOf = ({ clear }: DecisionStatistics, notes: readonly PolicyNote[], refused: ReadonlySet<string>): readonly Lesson[] =>
	[...clear.held.map((pair) => loosening(pair, notes)), ...clear.passed.map(tightening)].flatMap((lesson) => (lesson === null || refused.has(lesson.id) ? [] : [lesson]));
