import { dayAt, type Day } from './calendar.js';
import type { Role } from './function-words.js';
import { lexemeOf } from './lexeme.js';
import { wordValue } from './number-words.js';
import { quantityAt, type Quantity } from './quantity.js';
import type { Token } from './tokens.js';
import type { Tongue } from './tongue.js';

/** One end of an opposition that a clause names. */
export interface Pole {
	readonly id: string;
	readonly end: number;
	/** Where it stands it turns what is said, rather than naming what is spoken of. */
	readonly telling: boolean;
}

/** A part of a statement that says one thing. */
export interface Clause {
	/** What it is about and says, by stem or meaning, with the words as they stand, in order; no function words, no values. */
	readonly content: ReadonlyMap<string, string>;
	/** Keys of the content that stands behind a preposition, after the event: where, for whom or with what it happened. */
	readonly late: ReadonlySet<string>;
	/** The very words of the opposites, where "larger" and "heavier" must be told apart. */
	readonly pivots: ReadonlyMap<string, string>;
	/** Meanings of what is measured and of what happened, with the words as they stand. */
	readonly attributes: ReadonlyMap<string, string>;
	readonly events: ReadonlyMap<string, string>;
	readonly poles: readonly Pole[];
	readonly quantities: readonly Counted[];
	readonly days: readonly Day[];
	readonly negations: number;
	readonly never: boolean;
	readonly every: boolean;
	/** Not universal any more: "not all", "not always". */
	readonly notEvery: boolean;
	readonly hedged: boolean;
	readonly can: boolean;
	readonly mild: boolean;
	/** Words that move it in time, sorted. */
	readonly time: string;
	/** True where it ties a value to its subject with a plain verb or copula. */
	readonly tied: boolean;
	readonly instance: boolean;
	/** Tells what happened once, so that another amount may be of another time. */
	readonly episode: boolean;
	/** Tells of the writer: another writer's story does not deny it. */
	readonly own: boolean;
	/** Keys of a short title before a colon: what the rest is told under. */
	readonly label: ReadonlySet<string>;
	/** Keys of the content that says when or if it holds. */
	readonly conditional: ReadonlySet<string>;
	/** What the clause may leave out because an earlier one said it; empty where it names a subject of its own. */
	readonly inherited: ReadonlySet<string>;
	/** What clauses without a subject and a value of their own add behind it. */
	readonly tail: ReadonlySet<string>;
	/** It starts with its verb or a pronoun. */
	readonly bound: boolean;
	/** The number of the sentence part, between full stops and semicolons, that it stands in. */
	readonly part: number;
}

export interface Counted extends Quantity {
	/** Stems of the words behind a count: what is counted. */
	readonly nouns: readonly string[];
}

const NOTHING: ReadonlySet<string> = new Set();

/** A clause while it is read. */
export interface Draft {
	content: Map<string, string>;
	late: Set<string>;
	pivots: Map<string, string>;
	attributes: Map<string, string>;
	events: Map<string, string>;
	poles: Pole[];
	quantities: Counted[];
	days: Day[];
	negations: number;
	never: boolean;
	every: boolean;
	notEvery: boolean;
	hedged: boolean;
	can: boolean;
	mild: boolean;
	times: Set<string>;
	time: string;
	tied: boolean;
	instance: boolean;
	episode: boolean;
	own: boolean;
	label: Set<string>;
	conditional: Set<string>;
	inherited: ReadonlySet<string>;
	tail: Set<string>;
	bound: boolean;
	part: number;
	reported: boolean;
	turn: boolean;
	/** Its negation denies a deed ("did not go"), not what something is. */
	deed: boolean;
}

const draft = (): Draft => ({
	content: new Map(), late: new Set(), pivots: new Map(), attributes: new Map(), events: new Map(), poles: [], quantities: [], days: [], negations: 0, never: false,
	every: false, notEvery: false, hedged: false, can: false, mild: false, times: new Set(), time: '', tied: false, instance: false, episode: false, own: false,
	label: new Set(), conditional: new Set(), inherited: NOTHING, tail: new Set(), bound: false, part: 0, reported: false, turn: false, deed: false,
});

const bears = (clause: Draft): boolean => clause.quantities.length > 0 || clause.days.length > 0 || clause.negations > 0;

const MOST_CLAUSES = 16;

/** The roles of the word at a token; null for anything else. */
export function roleSet(tokens: readonly Token[], at: number, tongue: Tongue): ReadonlySet<Role> | null {
	const token = tokens[at];
	return token === undefined || token.kind !== 'word' ? null : lexemeOf(token.text, tongue).roles;
}

/** Cuts a statement's tokens into clauses, each with the part of the sentence that it stands in. Linear in the tokens, but for short looks ahead. */
export function readClauses(tokens: readonly Token[], tongue: Tongue, subject: ReadonlySet<string>): Draft[] {
	const clauses: Draft[] = [];
	let clause = draft();
	let size = 0;
	let limiting = false;
	let leading = false;
	let bound = false;
	let conditional = false;
	let passive = false;
	let part = 0;
	const said = new Set<string>();
	const bind = (): void => {
		clause.bound = true;
		if (clause.inherited === NOTHING) clause.inherited = new Set(said);
	};
	const close = (goesOn: boolean): void => {
		// What fell on no date sank.
		const fell = clause.events.get('~event:fall');
		if (fell !== undefined && clause.days.length === 0) {
			clause.events.delete('~event:fall');
			clause.poles.push({ id: '~pole:rise', end: -1, telling: true });
			clause.content.set('~pole:rise', fell);
		}
		if ((clause.events.size > 0 || bears(clause)) && !clause.bound && said.size > 0 && [...clause.content.keys()].every((key) => key.startsWith('?'))) bind();
		if (clause.times.size > 0) clause.time = [...clause.times].sort().join(' ');
		if (clause.content.size > 0 || clause.reported || bears(clause)) clauses.push(clause);
		for (const key of clause.content.keys()) said.add(key);
		if (!goesOn) part += 1;
		clause = { ...draft(), part };
		size = 0;
		limiting = false;
		leading = false;
		bound = false;
		conditional = false;
		passive = false;
	};
	// Where a clause has not said anything yet, a comma only ends what leads it in.
	const told = (): boolean =>
		clause.negations > 0 || clause.events.size > 0 || (!leading && (clause.poles.length > 0 || bears(clause) || clause.tied || (tongue === 'zh' && clause.content.size > 1)));
	const restBears = (from: number): boolean => {
		for (let at = from; at < tokens.length; at++) {
			const token = tokens[at];
			if (token === undefined || token.kind === 'break') return false;
			if (token.kind === 'number' || token.kind === 'date' || token.kind === 'clock') return true;
			const roles = roleSet(tokens, at, tongue);
			if (roles?.has('negate') === true || roles?.has('never') === true || (wordValue(token.text, tongue) ?? 0) > 1) return true;
		}
		return false;
	};
	let start = 0;
	for (let at = 0; at < tokens.length && clauses.length < MOST_CLAUSES; at++) {
		const token = tokens[at];
		if (token === undefined) break;
		const roles = roleSet(tokens, at, tongue);
		if (token.kind === 'break') {
			// A short label ("Step 2: …", "Deadline for the report: 4 May") belongs to what follows.
			if (isColon(token) && mayTitle(clause) && (size <= 4 || (size <= 8 && shortRest(tokens, at + 1) && restBears(at + 1)))) {
				if (!shortRest(tokens, at + 1)) for (const key of clause.content.keys()) if (!key.startsWith('#')) clause.label.add(key);
				if (clause.label.size > 0) clause.events.clear();
				clause.tied = true;
				continue;
			}
			if (token.text === '.' && tokens[at - 1]?.kind === 'number' && tokens[at + 1] !== undefined && tongue === 'de') continue;
			if (token.text.startsWith('(') && isAside(tokens, at)) {
				while (at + 1 < tokens.length && tokens[at + 1]?.text.startsWith(')') !== true) at += 1;
				continue;
			}
			if (token.text === '(' || token.text === ')') {
				if (bears(clause)) {
					close(true);
					bound = true;
				}
				continue;
			}
			close(isColon(token) && !clause.own);
			continue;
		}
		if (token.text === '-' && !token.glued && tokens[at + 1]?.glued === false && tokens[at + 1]?.kind === 'word') {
			close(false);
			continue;
		}
		// "Rises as the light fades": what goes on beside it.
		if (tongue === 'en' && token.text === 'as' && /^(?:the|a|an|it|they|we|you|soon)$/.test(tokens[at + 1]?.text ?? '') && told()) {
			close(true);
			bound = true;
			continue;
		}
		const joins = roles?.has('join') === true;
		if (token.kind === 'comma' || joins) {
			const full = told() || (tongue === 'ar' && token.kind === 'comma' && clause.content.size > 1 && tokens[at + 1]?.text.startsWith('و') === true);
			if ((token.kind === 'comma' && full && token.text !== '、') || (joins && ((full && startsVerb(tokens, at + 1, tongue)) || (bears(clause) && !leading && restBears(at + 1))))) {
				close(true);
				bound = joins;
				continue;
			}
			if (token.kind === 'comma' && NEW_SUBJECT.has(tokens[at + 1]?.text ?? '')) {
				close(true);
				continue;
			}
			if (token.kind === 'comma') {
				if (conditional) conditional = false;
				// "By weight, …" says how it was measured.
				if (leading && MANNER.has(tokens[start]?.text ?? '')) clause = { ...draft(), part };
				// "The deepest place, Lake Orta, …" is Lake Orta.
				if (!leading && !named(clause, subject) && appositive(tokens, at, tongue, subject)) clause.content.clear();
				leading = false;
			}
			if (token.kind === 'comma') {
				continue;
			}
		}
		if (roles?.has('split') === true || (tongue === 'en' && token.text === 'that' && clause.tied)) {
			// "The weakness that the strong allow themselves" is not weakness at large.
			if (RELATIVE.has(token.text) && tokens[at - 1]?.kind === 'word') clause.content.set(`?${token.text}`, token.surface);
			if (roles?.has('contrast') === true && clause.negations > 0) clause.turn = true;
			if (size > 0) close(true);
			if (roles?.has('contrast') === true) turn(clauses, part);
			bound = true;
			continue;
		}
		if (size === 0) {
			start = at;
			if (bound || PRONOUNS.has(token.text) || (roles !== null && VERBAL.some((role) => roles.has(role)))) bind();
			if (LEADING.has(token.text) || roles?.has('scope') === true || roles?.has('condition') === true || token.kind === 'number' || token.kind === 'date') leading = true;
		}
		const lexeme = token.kind === 'word' ? lexemeOf(token.text, tongue) : null;
		if (roles?.has('report') === true && !DEFIANT.has(tokens[start]?.text ?? '')) clause.reported = true;
		if (roles?.has('contrast') === true && clause.negations > 0) clause.turn = true;
		// The Saturday loaf is no date.
		const naming = lexeme !== null && subject.has(lexeme.stem);
		const found = !naming && (lexeme === null || lexeme.dates) ? dayAt(tokens, at, tongue) : null;
		if (found !== null) {
			clause.days.push(found.day);
			at = found.next - 1;
			continue;
		}
		const quantity = !naming && (lexeme === null || lexeme.amounts) ? quantityAt(tokens, at, tongue) : null;
		if (quantity !== null) {
			const counts = quantity.dimension.startsWith('count');
			const nouns = counts ? nounsAt(tokens, quantity.next, tongue) : [];
			size += 1;
			// "Voyager 1 was launched": a number that counts nothing is part of a name.
			if (counts && nouns.length === 0) clause.content.set(`#${token.text}`, token.surface);
			else {
				clause.quantities.push({ ...quantity, nouns });
				at = quantity.next - 1;
			}
			continue;
		}
		if (token.kind === 'number' || token.kind === 'ordinal') {
			clause.content.set(`#${token.text}`, token.surface);
			size += 1;
			continue;
		}
		if (lexeme === null || (KINDS.has(token.text) && appositive(tokens, at, tongue, subject))) continue;
		size += 1;
		const { stem, attribute, event, same, pole } = lexeme;
		if (roles !== null) {
			if (roles.has('negate') || roles.has('never')) {
				const after = roleSet(tokens, at + 1, tongue);
				if (after?.has('only') === true) at += 1;
				else if (after?.has('every') === true) {
					clause.notEvery = true;
					at += 1;
				} else {
					clause.negations += 1;
					if (/^(?:do|does|did|can|could|would)$/.test(tokens[at - 1]?.text ?? '') || token.text === 'لم') clause.deed = true;
				}
				if (roles.has('can')) clause.can = true;
				if (roles.has('never') || tokens[at - 1]?.text === 'must') clause.never = true;
				continue;
			}
			if (roles.has('be') || roles.has('filler')) clause.tied = true;
			if (roles.has('be') || roles.has('filler') || roles.has('was')) leading = false;
			if (roles.has('was')) passive = tongue === 'de';
			if (roles.has('scope')) limiting = true;
			else if (roles.has('be') || roles.has('filler') || roles.has('was')) limiting = false;
			if (roles.has('every')) clause.every = true;
			if (roles.has('hedge')) clause.hedged = true;
			if (roles.has('can')) clause.can = true;
			if (roles.has('mild')) clause.mild = true;
			if (roles.has('instance')) clause.instance = true;
			if (roles.has('episode')) clause.episode = true;
			if (roles.has('self')) clause.own = true;
			if (roles.has('past')) clause.times.add('past');
			if (roles.has('now')) clause.times.add('now');
			if (roles.has('future')) clause.times.add('future');
			if (roles.has('was') && !participleFollows(tokens, at, tongue)) clause.times.add('was');
			if (roles.has('condition')) {
				clause.content.set(`?${CONDITION_FORMS.get(token.text) ?? token.text}`, token.surface);
				if (size > 1) conditional = true;
			}
			if (pole === null && (roles.has('filler') || (!roles.has('instance') && !roles.has('episode') && attribute === null && event === null && same === null))) continue;
		}
		// 高 is a height before a number, a comparison elsewhere.
		const measures = attribute !== null && (tokens[at + 1]?.kind === 'number' || tokens[at + 1]?.kind === 'symbol');
		if (pole !== null && !measures && !conditional && (event === null || clause.tied)) {
			const followed = roleSet(tokens, at + 1, tongue) === null && tokens[at + 1]?.kind === 'word';
			const last = tokens[at + 1] === undefined || tokens[at + 1]?.kind === 'break' || tokens[at + 1]?.kind === 'comma';
			const telling = pole.anywhere || (last && size > 2) || (tongue === 'zh' || tongue === 'ar' ? size > 1 : clause.tied && !followed);
			clause.poles.push({ id: pole.id, end: pole.pole, telling });
			clause.content.set(pole.id, token.surface);
			clause.pivots.set(pole.id, stem);
			continue;
		}
		if (attribute !== null) clause.attributes.set(attribute.id, token.surface);
		if (event !== null) clause.events.set(event.id, token.surface);
		if (attribute !== null || event !== null) continue;
		const key = same?.id ?? stem;
		if (!clause.content.has(key)) clause.content.set(key, token.surface);
		if (limiting && (clause.events.size > 0 || passive)) clause.late.add(key);
		if (conditional) clause.conditional.add(key);
	}
	close(true);
	clauses.forEach((each, index) => {
		for (const next of clauses.slice(index + 1, index + 3)) {
			if (next.part !== each.part || !next.bound || bears(next) || next.poles.length > 0) break;
			for (const key of next.content.keys()) each.tail.add(key);
		}
	});
	return clauses;
}

const named = (clause: Draft, subject: ReadonlySet<string>): boolean => [...clause.content.keys()].some((key) => subject.has(key));

/** Whether brackets hold no amount and no date: an aside that limits nothing. */
function isAside(tokens: readonly Token[], open: number): boolean {
	for (let at = open + 1; at < tokens.length; at++) {
		const token = tokens[at];
		if (token === undefined || token.text.startsWith(')')) return true;
		if (at === open + 1 && (POINTING.has(token.text) || /^[看见参]/.test(token.text))) return true;
		if (token.kind === 'number' || token.kind === 'date' || token.kind === 'clock') return false;
	}
	return false;
}

const POINTING = new Set('see slide slides page pages p cf siehe vgl folie seite 看 见 参见 انظر'.split(' '));

/** Whether what stands before a colon is no statement yet. */
const mayTitle = (clause: Draft): boolean =>
	!clause.own && !clause.reported && !clause.can && !clause.tied && clause.negations === 0 && clause.poles.length === 0 && clause.quantities.length === 0 && clause.days.length === 0;

const isColon = (token: Token): boolean => token.text === ':' || token.text === '：';

/** "Not this, but that": the denial in the clause before weighs words against each other, unless it denies a deed. */
function turn(clauses: readonly Draft[], part: number): void {
	const last = clauses[clauses.length - 1];
	if (last !== undefined && last.part === part && last.negations > 0 && !last.deed) last.turn = true;
}

const VERBAL: readonly Role[] = ['be', 'was', 'filler', 'negate', 'never', 'can'];

const PRONOUNS = new Set('she he it they this these es sie er das dies diese dieser 它 它们 他 她 他们 她们 这 هو هي هم وهو وهي وهم'.split(' '));

// What a clause may begin with before its subject comes.
const LEADING = new Set('按 在 从 自 据 对 当 since after before during'.split(' '));
const MANNER = new Set('by 按'.split(' '));

// "Whatever the barista believes" reports nobody's view as right.
const DEFIANT = new Set('whatever whoever regardless despite contrary egal entgegen ungeachtet 无论 不管 مهما'.split(' '));

// Words that ask for the same condition.
const CONDITION_FORMS: ReadonlyMap<string, string> = new Map(
	['when whenever', 'if provided', 'wenn falls sofern', 'عندما حين حينما لما', 'اذا ان_ لو', '如果 若'].flatMap((row) => {
		const [first = '', ...rest] = row.split(' ');
		return rest.map((word): [string, string] => [word, first]);
	}),
);

/** Whether a verb seems to follow "and", so that a clause of its own starts there. */
function startsVerb(tokens: readonly Token[], at: number, tongue: Tongue): boolean {
	const token = tokens[at];
	if (token === undefined || token.kind !== 'word' || token.text === token.surface.toUpperCase()) return false;
	const lexeme = lexemeOf(token.text, tongue);
	if (lexeme.roles !== null && VERBAL.some((role) => lexeme.roles?.has(role) === true)) return true;
	if (PRONOUNS.has(token.text) || lexeme.event !== null) return true;
	return tongue === 'en' && token.surface === token.text && /(?:s|ed)$/.test(token.text) && tokens[at + 1]?.kind === 'word';
}

// Behind a comma these start a clause with a subject of its own.
const NEW_SUBJECT = new Set('she he it they we you so er sie es wir 它 他 她 他们'.split(' '));

// "The book Walden" is Walden: such a word before the name says only what kind of thing it is.
const KINDS = new Set('book novel essay film song city town country river lake mount mountain bridge tower building museum company café hotel buch roman film stadt fluss see berg brücke turm museum firma ville livre ciudad libro'.split(' '));

function appositive(tokens: readonly Token[], at: number, tongue: Tongue, subject: ReadonlySet<string>): boolean {
	let next = tokens[at + 1]?.kind === 'comma' ? tokens[at + 2] : tokens[at + 1];
	if (next !== undefined && /^(?:the|der|die|das|le|la|el)$/.test(next.text)) next = tokens[tokens.indexOf(next) + 1];
	return next?.kind === 'word' && subject.has(lexemeOf(next.text, tongue).stem);
}

const RELATIVE = new Set('that which whose'.split(' '));

const shortRest = (tokens: readonly Token[], from: number): boolean => {
	const rest = tokens.slice(from, from + 7);
	const end = rest.findIndex((token) => token.kind === 'break');
	return (end < 0 ? rest.length : end) <= 5;
};

// "was founded" tells no other time than "founded in"; "was 300 m long" does.
function participleFollows(tokens: readonly Token[], at: number, tongue: Tongue): boolean {
	if (tongue === 'ar' || tongue === 'zh') return false;
	if (tongue === 'de') return tokens[at]?.text.startsWith('wurde') === true;
	for (const token of tokens.slice(at + 1, at + 4)) if (/(?:ed|wn|en|lt|ught|und|uilt|orn|eld|ade|aid|é|ée|és|ées|ado|ada|ido|ida)$/.test(token.text)) return true;
	return false;
}

function nounsAt(tokens: readonly Token[], from: number, tongue: Tongue): string[] {
	const nouns: string[] = [];
	for (let at = from; at < tokens.length && nouns.length < 3; at++) {
		const token = tokens[at];
		if (token === undefined || token.kind !== 'word') break;
		const { stem, roles, attribute, event, same, pole } = lexemeOf(token.text, tongue);
		if ((roles !== null && !roles.has('instance')) || event !== null || pole !== null) break;
		nouns.push(attribute?.id ?? same?.id ?? stem);
	}
	return nouns;
}
