import type { Clause } from './clause.js';
import { KIND } from './clause-ends.js';
import type { Setting, Statement } from './statement.js';

/** A statement with what its headings add. */
export type Side = Statement & Setting & {
	/** The headings directly above the two statements have no word in common. */
	readonly apart: boolean;
};

/** What both clauses say, and what only one of them does. */
export interface Alignment {
	readonly shared: readonly string[];
	readonly leftOnly: readonly string[];
	readonly rightOnly: readonly string[];
	readonly flips: number;
	/** The flip is told of the subject; where it is not, it names another subject. */
	readonly telling: boolean;
	readonly flipped: string;
	/** Both name the shared subject by one of its names. */
	readonly named: boolean;
}

/** Lays two clauses side by side. `subject` holds the stems of the names that both sides know their subject by. */
export function align(left: Clause, right: Clause, leftAll: Side, rightAll: Side, subject: ReadonlySet<string>): Alignment {
	const shared = [...left.content.keys()].filter((key) => right.content.has(key));
	const only = (one: Clause, other: Clause, otherAll: Side): string[] =>
		[...one.content.keys()].filter((key) => !other.content.has(key) && !subject.has(key) && !otherAll.stems.has(key) && !other.inherited.has(key) && !other.tail.has(key));
	let leftOnly = only(left, right, rightAll);
	let rightOnly = only(right, left, leftAll);
	// A title before the colon limits only where the other has one too.
	const titled = (list: readonly string[], clause: Clause): boolean => list.some((key) => clause.label.has(key));
	if (titled(leftOnly, left) !== titled(rightOnly, right)) {
		leftOnly = leftOnly.filter((key) => !left.label.has(key));
		rightOnly = rightOnly.filter((key) => !right.label.has(key));
	}
	// One condition in other words: what it shares outweighs what it does not.
	const conditions = shared.filter((key) => left.conditional.has(key) && right.conditional.has(key)).length;
	if (conditions > 0 && leftOnly.filter((key) => left.conditional.has(key)).length <= conditions && rightOnly.filter((key) => right.conditional.has(key)).length <= conditions) {
		leftOnly = leftOnly.filter((key) => !left.conditional.has(key));
		rightOnly = rightOnly.filter((key) => !right.conditional.has(key));
	}
	// "The book Walden" is Walden, but the book and the film of one name are two things.
	const named = (key: string): boolean => !key.startsWith(KIND);
	if (leftOnly.every(named) || rightOnly.every(named)) {
		leftOnly = leftOnly.filter(named);
		rightOnly = rightOnly.filter(named);
	}
	leftOnly = withoutSeams(leftOnly, shared);
	rightOnly = withoutSeams(rightOnly, shared);
	leftOnly = withoutMet(leftOnly, left, right);
	rightOnly = withoutMet(rightOnly, right, left);
	const leftNamed = names(left, leftAll, subject);
	const rightNamed = names(right, rightAll, subject);
	let flips = 0;
	let telling = true;
	let flipped = '';
	const ids = new Set([...left.poles, ...right.poles].map((pole) => pole.id));
	for (const id of ids) {
		const a = left.poles.filter((pole) => pole.id === id);
		const b = right.poles.filter((pole) => pole.id === id);
		if (a.length !== b.length) {
			if (a.length > 0 && b.length > 0) leftOnly.push(id);
			continue;
		}
		a.forEach((pole, at) => {
			const other = b[at];
			if (other === undefined || other.end === pole.end) return;
			flips += 1;
			flipped = id;
			if (!pole.telling || !other.telling || !sameOrder(left, right, id)) telling = false;
		});
	}
	return { shared, leftOnly, rightOnly, flips, telling, flipped, named: leftNamed && rightNamed };
}

/** Without the pairs of Chinese characters that only arise where two shared words touch: 湖水 between 西湖 and 水面. */
const withoutSeams = (only: readonly string[], shared: readonly string[]): string[] =>
	only.filter((key) => !(/^[\u4e00-\u9fff]{2}$/.test(key) && shared.some((word) => word.endsWith(key.charAt(0))) && shared.some((word) => word.startsWith(key.charAt(1)))));

// "When he came back" limits nothing where the other side tells of the coming back as well.
function withoutMet(all: string[], clause: Clause, other: Clause): string[] {
	// "A dough that ferments overnight" is an overnight dough.
	const met = [...clause.tail].filter((key) => other.content.has(key)).length;
	const only = met > 0 && clause.tail.size - met <= 1 ? all.filter((key) => !RELATIVES.has(key)) : all;
	const told = [...clause.conditional].filter((key) => !key.startsWith('?'));
	return told.length > 0 && told.every((key) => other.content.has(key)) ? only.filter((key) => !WHEN.has(key)) : only;
}

const RELATIVES = new Set(['?that', '?which', '?whose']);
const WHEN = new Set(['?when', '?wenn', '?عندما', '?当', '?时']);

/** Whether a clause speaks of the shared subject: by name, or because it names nothing and stands where that is spoken of. */
function names(clause: Clause, all: Side, subject: ReadonlySet<string>): boolean {
	if ([...clause.content.keys()].some((key) => subject.has(key))) return true;
	// "Founded in 1871, the library …": a clause without words of its own borrows its subject from the next.
	if (clause.content.size === 0 && [...subject].some((stem) => all.all.has(stem))) return true;
	if (clause.bound && [...subject].some((stem) => clause.inherited.has(stem))) return true;
	return all.aside && ((clause.bound && !all.apart) || clause.events.size > 0) && [...clause.content.keys()].every((key) => clause.late.has(key) || key === 'first');
}

// "London is larger than Paris" and "Paris is smaller than London" agree: what stands before the opposite words must be the same.
function sameOrder(left: Clause, right: Clause, id: string): boolean {
	const before = (clause: Clause, other: Clause): string => {
		const keys = [...clause.content.keys()];
		return keys.slice(0, keys.indexOf(id)).filter((key) => other.content.has(key)).sort().join(' ');
	};
	return before(left, right) === before(right, left);
}

const NEGATED_PREFIXES = ['un', 'in', 'im', 'ir', 'dis', 'non', 'non-'];

// A clause is set against many others.
const strippedOf = new WeakMap<Clause, readonly string[]>();

/** What is left of a clause's words that begin like negated ones. */
function stripped(clause: Clause): readonly string[] {
	let words = strippedOf.get(clause);
	if (words === undefined) {
		words = [...clause.content.keys()].flatMap((key) => NEGATED_PREFIXES.filter((prefix) => key.length > prefix.length && key.startsWith(prefix)).map((prefix) => key.slice(prefix.length)));
		strippedOf.set(clause, words);
	}
	return words;
}

/** False where `prefixFlip` surely finds nothing. */
export const mayFlip = (left: Clause, right: Clause): boolean => stripped(left).some((word) => right.content.has(word)) || stripped(right).some((word) => left.content.has(word));

/** "stable" and "unstable" left over on either side turn the statement; the pair is taken out of the leftovers. */
export function prefixFlip(found: Alignment): Alignment {
	for (const [here, there] of [[found.leftOnly, found.rightOnly], [found.rightOnly, found.leftOnly]] as const) {
		for (const word of here) {
			if (word.length < 3) continue;
			const negated = there.find((other) => NEGATED_PREFIXES.some((prefix) => other === prefix + word));
			if (negated === undefined) continue;
			const rest = (list: readonly string[]): string[] => list.filter((other) => other !== word && other !== negated);
			return { ...found, leftOnly: rest(found.leftOnly), rightOnly: rest(found.rightOnly), flips: found.flips + 1, flipped: 'prefix' };
		}
	}
	return found;
}

// Whom a statement about people means when it names nobody.
const ANYBODY = new Set(['adult', 'healthy', 'health', 'human', 'averag', 'normal', 'erwachs', 'erwachsen', 'gesund', 'mensch', '健康', '成人', '成年']);

/** Whether the two say the same beside their values: any word that only one of them has may be another scope. */
export function sameFrame({ leftOnly, rightOnly }: Alignment): boolean {
	if (leftOnly.length > 0 && rightOnly.length > 0) return false;
	return [...leftOnly, ...rightOnly].every((key) => ANYBODY.has(key));
}

// What happens once to a thing has one date, whatever else is told of where and how.
const ONCE: readonly string[] = 'born die found invent discover complete build dissolve publish open introduce plant adopt list fix join leave marry fall arrive'.split(' ').map((id) => `~event:${id}`);

// Words that only say what kind of thing somebody joined, or that a first time was the first.
const WEAK = new Set('first company firm firma unternehmen 公司 شرك'.split(' '));

// Whoever is born, weds or dies beside these is somebody else.
const KIN = new Set('daughter son wife husband brother sister father mother child grandfather grandmother uncle aunt tochter sohn frau mann brud schwest vat mutt kind enkel 女儿 儿子 妻子 丈夫 父亲 母亲 ابن_ ابنه زوجه اخ والد'.split(' '));

/** Like `sameFrame` for an event that happens once: words behind a preposition do not tell it apart. */
export function sameEvent(found: Alignment, left: Clause, right: Clause, origin: boolean): boolean {
	if (!origin && !ONCE.some((id) => left.events.has(id) && right.events.has(id))) return false;
	if (!found.named && found.shared.length < 2) return false;
	const early = (only: readonly string[], clause: Clause): string[] => only.filter((key) => !clause.late.has(key) && !WEAK.has(key));
	const [here, there] = [early(found.leftOnly, left), early(found.rightOnly, right)];
	if (here.length === 0 && there.length === 0) return true;
	if (here.length > 0 && there.length > 0) return false;
	if ([...here, ...there].some((key) => KIN.has(key) || key.startsWith('?') || key.startsWith('#'))) return false;
	// The same place, or "first" on both sides, makes up for words that only one side has.
	if (found.shared.length > 2 && found.shared.includes('first')) return true;
	return found.named && found.shared.some((key) => key === 'first' || (left.late.has(key) && right.late.has(key)));
}

