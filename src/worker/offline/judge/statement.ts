import { dayAt, type Day } from './calendar.js';
import type { Role } from './function-words.js';
import { lexemeOf } from './lexeme.js';
import { wordValue } from './number-words.js';
import { quantityAt, type Quantity } from './quantity.js';
import { tokenise, type Token } from './tokens.js';
import { stemOf, tongueOf, type Tongue } from './tongue.js';

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
}

export interface Counted extends Quantity {
	/** Stems of the words behind a count: what is counted. */
	readonly nouns: readonly string[];
}

/** What the judge sees of a claim. */
export interface Statement {
	readonly tongue: Tongue;
	readonly text: string;
	readonly clauses: readonly Clause[];
	/** The content of all clauses: what the statement mentions at all. */
	readonly all: ReadonlySet<string>;
	/** The headings above it, nearest last. */
	readonly headings: readonly string[];
	/** Why it can never be contested: somebody else's view, a question, a turn of phrase; null otherwise. */
	readonly barred: 'reported' | 'question' | 'turn of phrase' | null;
}

interface Draft {
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
	time: Set<string>;
	tied: boolean;
	instance: boolean;
	episode: boolean;
	own: boolean;
}

const draft = (): Draft => ({
	content: new Map(), late: new Set(), pivots: new Map(), attributes: new Map(), events: new Map(), poles: [], quantities: [], days: [], negations: 0, never: false,
	every: false, notEvery: false, hedged: false, can: false, mild: false, time: new Set(), tied: false, instance: false, episode: false, own: false,
});

const bears = (clause: Draft): boolean => clause.quantities.length > 0 || clause.days.length > 0 || clause.negations > 0;

const MOST_CLAUSES = 6;

function roleSet(tokens: readonly Token[], at: number, tongue: Tongue): ReadonlySet<Role> | null {
	const token = tokens[at];
	return token === undefined || token.kind !== 'word' ? null : lexemeOf(token.text, tongue).roles;
}

/** Reads a claim's text (and its qualifiers, where the text leaves them out) into clauses. Total; linear in the text. */
export function readStatement(input: {
	readonly text: string;
	readonly qualifiers: readonly string[];
	readonly headings: readonly string[];
	readonly names: readonly string[];
	readonly language: string;
}): Statement {
	const tongue = tongueOf(input.language, input.text);
	const missing = input.qualifiers.filter((qualifier) => qualifier.length < 80 && !input.text.toLowerCase().includes(qualifier.toLowerCase()));
	const names = new Set(tongue === 'zh' ? input.names.filter((name) => name.length > 1 && name.length <= 12) : []);
	const tokens = tokenise(input.text, tongue, names);
	const empty: Statement = { tongue, text: input.text, clauses: [], all: new Set(), headings: [], barred: 'turn of phrase' };
	if (tokens === null || tokens.length === 0) return empty;

	const barred = barredBy(input.text, tokens, tongue);
	if (barred !== null) return { ...empty, barred };
	const clauses = readClauses(tokens, tongue, subjectStems(input.names, tongue));
	// A condition in one clause may limit the others ("…, but only if it is sealed").
	const conditions = clauses.flatMap(({ content }) => [...content].filter(([key]) => CONDITIONS.has(key)));
	for (const each of clauses) for (const [key, surface] of conditions) if (!each.content.has(key)) each.content.set(key, surface);
	const clause = clauses[0];
	if (clause !== undefined && missing.length > 0) {
		// What only the qualifiers tell limits the whole statement.
		for (const extra of missing) for (const token of tokenise(extra, tongue, names) ?? []) if (token.kind === 'word' || token.kind === 'number') clause.content.set(`?${token.text}`, token.surface);
	}
	const all = new Set<string>();
	for (const each of clauses) for (const stem of each.content.keys()) all.add(stem);

	return { tongue, text: input.text, clauses: clauses.map(({ time, ...rest }) => ({ ...rest, time: [...time].sort().join(' ') })), all, headings: input.headings.slice(-4), barred };
}

/** What the headings above a statement add to it: when it holds, and words that it need not repeat. */
export interface Setting {
	readonly days: readonly Day[];
	readonly stems: ReadonlySet<string>;
	/** Stems of the content words of the heading directly above. */
	readonly nearest: ReadonlySet<string>;
}

const NO_NAMES: ReadonlySet<string> = new Set();

export function settingOf({ headings, tongue }: Statement): Setting {
	const days: Day[] = [];
	const stems = new Set<string>();
	for (const heading of headings) {
		const parts = tokenise(heading, tongue, NO_NAMES) ?? [];
		for (let at = 0; at < parts.length; at++) {
			const found = dayAt(parts, at, tongue);
			if (found !== null) {
				days.push(found.day);
				at = found.next - 1;
				continue;
			}
			const token = parts[at];
			if (token?.kind === 'word') stems.add(stemOf(token.text, tongue));
			else if (token?.kind === 'number' && /^(?:1[5-9]|20)\d\d$/.test(token.text)) {
				days.push({ from: Number(token.text), to: Number(token.text), month: null, day: null, until: null, weekday: null, minute: null, rough: false, edge: false });
			}
		}
	}
	const last = tokenise(headings[headings.length - 1] ?? '', tongue, NO_NAMES) ?? [];
	const words = last.filter((token) => token.kind === 'word').map((token) => lexemeOf(token.text, tongue));
	return { days, stems, nearest: new Set(words.filter(({ roles }) => roles === null).map(({ stem }) => stem)) };
}

/** The stems of the words of some names, as they stand in a statement's content. */
export function subjectStems(names: readonly string[], tongue: Tongue): Set<string> {
	const stems = new Set<string>(names);
	for (const name of names) for (const token of tokenise(name, tongue, NO_NAMES) ?? []) if (token.kind === 'word') stems.add(lexemeOf(token.text, tongue).stem);
	return stems;
}

function barredBy(text: string, tokens: readonly Token[], tongue: Tongue): Statement['barred'] {
	if (/[?？؟]\s*["”'»)]*\s*$/.test(text)) return 'question';
	let negated = false;
	let isNot = false;
	for (let at = 0; at < tokens.length; at++) {
		const roles = roleSet(tokens, at, tongue);
		if (roles === null) continue;
		if (roles.has('report')) return 'reported';
		if (roles.has('negate')) {
			negated = true;
			if (roleSet(tokens, at - 1, tongue)?.has('be') === true) isNot = true;
		}
		// "Not this but that" weighs words against each other; it denies nothing that anybody said.
		if (negated && roles.has('contrast')) return 'turn of phrase';
	}
	// "It is not this; it is that" does so too.
	if (isNot && /[—–;:]|--/.test(text)) return 'turn of phrase';
	return null;
}

function readClauses(tokens: readonly Token[], tongue: Tongue, subject: ReadonlySet<string>): Draft[] {
	const clauses: Draft[] = [];
	let clause = draft();
	let size = 0;
	let limiting = false;
	const close = (): void => {
		if (clause.content.size > 0 || bears(clause)) clauses.push(clause);
		clause = draft();
		size = 0;
		limiting = false;
	};
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
	for (let at = 0; at < tokens.length && clauses.length < MOST_CLAUSES; at++) {
		const token = tokens[at];
		if (token === undefined) break;
		const roles = roleSet(tokens, at, tongue);
		if (token.kind === 'break') {
			// A short label ("Step 2: …", "Deadline for the report: 4 May") belongs to what follows.
			if ((token.text === ':' || token.text === '：') && (size <= 4 || (size <= 8 && shortRest(tokens, at + 1)))) {
				clause.tied = true;
				continue;
			}
			if (token.text === '.' && tokens[at - 1]?.kind === 'number' && tokens[at + 1] !== undefined && tongue === 'de') continue;
			if (token.text === '(' || token.text === ')') {
				if (bears(clause)) close();
				continue;
			}
			close();
			continue;
		}
		const dated = (token.kind === 'comma' || roles?.has('join') === true) && clause.days.length > 0 && clause.events.size > 0;
		if (dated || ((token.kind === 'comma' || roles?.has('join') === true) && bears(clause) && restBears(at + 1))) {
			close();
			continue;
		}
		if (token.kind === 'comma' && NEW_SUBJECT.has(tokens[at + 1]?.text ?? '')) {
			close();
			continue;
		}
		if (roles?.has('split') === true || (tongue === 'en' && token.text === 'that' && clause.tied)) {
			// "The weakness that the strong allow themselves" is not weakness at large.
			if (RELATIVE.has(token.text) && tokens[at - 1]?.kind === 'word') clause.content.set(`?${token.text}`, token.surface);
			if (size > 0) close();
			continue;
		}
		const lexeme = token.kind === 'word' ? lexemeOf(token.text, tongue) : null;
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
				} else clause.negations += 1;
				if (roles.has('can')) clause.can = true;
				if (roles.has('never') || tokens[at - 1]?.text === 'must') clause.never = true;
				continue;
			}
			if (roles.has('be') || roles.has('filler')) clause.tied = true;
			if (roles.has('scope')) limiting = true;
			else if (roles.has('be') || roles.has('filler') || roles.has('was')) limiting = false;
			if (roles.has('every')) clause.every = true;
			if (roles.has('hedge')) clause.hedged = true;
			if (roles.has('can')) clause.can = true;
			if (roles.has('mild')) clause.mild = true;
			if (roles.has('instance')) clause.instance = true;
			if (roles.has('episode')) clause.episode = true;
			if (roles.has('self')) clause.own = true;
			if (roles.has('past')) clause.time.add('past');
			if (roles.has('now')) clause.time.add('now');
			if (roles.has('future')) clause.time.add('future');
			if (roles.has('was') && !participleFollows(tokens, at, tongue)) clause.time.add('was');
			if (roles.has('condition')) clause.content.set(`?${token.text}`, token.surface);
			if (pole === null && (roles.has('filler') || (!roles.has('instance') && !roles.has('episode') && attribute === null && event === null && same === null))) continue;
		}
		if (attribute !== null) clause.attributes.set(attribute.id, token.surface);
		if (pole !== null && (event === null || clause.tied)) {
			const followed = roleSet(tokens, at + 1, tongue) === null && tokens[at + 1]?.kind === 'word';
			const telling = pole.anywhere || (tongue === 'zh' || tongue === 'ar' ? size > 1 : clause.tied && !followed);
			clause.poles.push({ id: pole.id, end: pole.pole, telling });
			clause.content.set(pole.id, token.surface);
			clause.pivots.set(pole.id, stem);
			continue;
		}
		if (event !== null) clause.events.set(event.id, token.surface);
		if (attribute !== null || event !== null) continue;
		const key = same?.id ?? stem;
		if (!clause.content.has(key)) clause.content.set(key, token.surface);
		if (limiting && clause.events.size > 0) clause.late.add(key);
	}
	close();
	return clauses;
}

// Behind a comma these start a clause with a subject of its own.
const NEW_SUBJECT = new Set('she he it they we you so er sie es wir 它 他 她 他们'.split(' '));

// "The book Walden" is Walden: such a word before the name says only what kind of thing it is.
const KINDS = new Set('book novel essay film song city town country river lake mount mountain bridge tower building museum company café hotel buch roman film stadt fluss see berg brücke turm museum firma ville livre ciudad libro'.split(' '));

function appositive(tokens: readonly Token[], at: number, tongue: Tongue, subject: ReadonlySet<string>): boolean {
	const next = tokens[at + 1]?.kind === 'comma' ? tokens[at + 2] : tokens[at + 1];
	return next?.kind === 'word' && subject.has(lexemeOf(next.text, tongue).stem);
}

const CONDITIONS = new Set('?if ?when ?whenever ?unless ?until ?except ?wenn ?falls ?sobald ?sofern ?außer ?如果 ?若 ?除非 ?只要 ?只有 ?اذا ?عندما ?الا ?si ?quand ?lorsque ?sauf ?cuando ?salvo'.split(' '));

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
