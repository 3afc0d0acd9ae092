import { dayAt, type Day } from './calendar.js';
import { functionWords, type Role } from './function-words.js';
import { meaningsOf } from './meanings.js';
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
	/** Everything that the statement mentions: what one clause leaves out may stand in another. */
	readonly all: ReadonlySet<string>;
	/** Dates that stand in the statement or its headings and date nothing: when it holds. */
	readonly headingDays: readonly Day[];
	readonly headingStems: ReadonlySet<string>;
	/** Why it can never be contested: somebody else's view, a question, a story about oneself, a turn of phrase; null otherwise. */
	readonly barred: 'reported' | 'question' | 'own story' | 'turn of phrase' | null;
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
}

const draft = (): Draft => ({
	content: new Map(), late: new Set(), pivots: new Map(), attributes: new Map(), events: new Map(), poles: [], quantities: [], days: [], negations: 0, never: false,
	every: false, notEvery: false, hedged: false, can: false, mild: false, time: new Set(), tied: false, instance: false, episode: false,
});

const bears = (clause: Draft): boolean => clause.quantities.length > 0 || clause.days.length > 0 || clause.negations > 0;

const MOST_CLAUSES = 6;

function roleSet(tokens: readonly Token[], at: number, words: ReadonlyMap<string, ReadonlySet<Role>>, tongue: Tongue): ReadonlySet<Role> | null {
	const token = tokens[at];
	if (token === undefined || token.kind !== 'word') return null;
	const roles = words.get(token.text);
	if (roles !== undefined) return roles;
	// Arabic writes "and" and some prepositions as part of the next word.
	if (tongue === 'ar' && token.text.length > 3 && token.text.startsWith('و')) return words.get(token.text.slice(1)) ?? null;
	return null;
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
	const empty: Statement = { tongue, text: input.text, clauses: [], all: new Set(), headingDays: [], headingStems: new Set(), barred: 'turn of phrase' };
	if (tokens === null || tokens.length === 0) return empty;

	const words = functionWords(tongue);
	const barred = barredBy(input.text, tokens, words, tongue);
	const clauses = readClauses(tokens, words, tongue);
	const clause = clauses[0];
	if (clause !== undefined && missing.length > 0) {
		// What only the qualifiers tell limits the whole statement.
		for (const extra of missing) for (const token of tokenise(extra, tongue, names) ?? []) if (token.kind === 'word' || token.kind === 'number') clause.content.set(`?${token.text}`, token.surface);
	}
	const all = new Set<string>();
	for (const each of clauses) for (const stem of each.content.keys()) all.add(stem);

	const headingDays: Day[] = [];
	const headingStems = new Set<string>();
	for (const heading of input.headings.slice(-4)) {
		const parts = tokenise(heading, tongue, names) ?? [];
		for (let at = 0; at < parts.length; at++) {
			const found = dayAt(parts, at, tongue);
			if (found !== null) {
				headingDays.push(found.day);
				at = found.next - 1;
				continue;
			}
			const token = parts[at];
			if (token?.kind === 'word') headingStems.add(stemOf(token.text, tongue));
			else if (token?.kind === 'number' && /^(?:1[5-9]|20)\d\d$/.test(token.text)) {
				headingDays.push({ from: Number(token.text), to: Number(token.text), month: null, day: null, weekday: null, minute: null, rough: false, edge: false });
			}
		}
	}
	return { tongue, text: input.text, clauses: clauses.map(({ time, ...rest }) => ({ ...rest, time: [...time].sort().join(' ') })), all, headingDays, headingStems, barred };
}

function barredBy(text: string, tokens: readonly Token[], words: ReadonlyMap<string, ReadonlySet<Role>>, tongue: Tongue): Statement['barred'] {
	if (/[?？؟]\s*["”'»)]*\s*$/.test(text)) return 'question';
	let negated = false;
	for (let at = 0; at < tokens.length; at++) {
		const roles = roleSet(tokens, at, words, tongue);
		if (roles === null) continue;
		if (roles.has('report')) return 'reported';
		if (roles.has('self') && tokens[at]?.surface !== 'Me') return 'own story';
		if (roles.has('negate') && !roles.has('stop')) negated = true;
		// "Not this but that" weighs words against each other; it denies nothing that anybody said.
		if (negated && roles.has('contrast')) return 'turn of phrase';
	}
	if (negated && /[—–;:]|--/.test(text)) return 'turn of phrase';
	return null;
}

function readClauses(tokens: readonly Token[], words: ReadonlyMap<string, ReadonlySet<Role>>, tongue: Tongue): Draft[] {
	const meanings = meaningsOf(tongue);
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
			const roles = roleSet(tokens, at, words, tongue);
			if (roles?.has('negate') === true || roles?.has('never') === true) return true;
		}
		return false;
	};
	for (let at = 0; at < tokens.length && clauses.length < MOST_CLAUSES; at++) {
		const token = tokens[at];
		if (token === undefined) break;
		const roles = roleSet(tokens, at, words, tongue);
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
		const dated = token.kind === 'comma' && clause.days.length > 0 && clause.events.size > 0;
		if (dated || ((token.kind === 'comma' || roles?.has('join') === true) && bears(clause) && restBears(at + 1))) {
			close();
			continue;
		}
		if (roles?.has('split') === true || (tongue === 'en' && token.text === 'that' && clause.tied)) {
			if (size > 0) close();
			continue;
		}
		const found = dayAt(tokens, at, tongue);
		if (found !== null) {
			clause.days.push(found.day);
			at = found.next - 1;
			continue;
		}
		const quantity = quantityAt(tokens, at, tongue);
		if (quantity !== null) {
			clause.quantities.push({ ...quantity, nouns: quantity.dimension.startsWith('count') ? nounsAt(tokens, quantity.next, words, tongue) : [] });
			size += 1;
			at = quantity.next - 1;
			continue;
		}
		if (token.kind === 'number' || token.kind === 'ordinal') {
			clause.content.set(`#${token.text}`, token.surface);
			size += 1;
			continue;
		}
		if (token.kind !== 'word') continue;
		size += 1;
		const stem = stemOf(token.text, tongue);
		const known = meanings.get(token.text) ?? (roles === null ? meanings.get(stem) : undefined);
		const pole = known?.find((meaning) => meaning.kind === 'pole');
		if (roles !== null) {
			if (roles.has('negate') || roles.has('never')) {
				const after = roleSet(tokens, at + 1, words, tongue);
				if (after?.has('only') === true) at += 1;
				else if (after?.has('every') === true) {
					clause.notEvery = true;
					at += 1;
				} else clause.negations += 1;
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
			if (roles.has('past')) clause.time.add('past');
			if (roles.has('now')) clause.time.add('now');
			if (roles.has('future')) clause.time.add('future');
			if (roles.has('was') && !participleFollows(tokens, at, tongue)) clause.time.add('was');
			if (roles.has('condition')) clause.content.set(`?${token.text}`, token.surface);
			if (pole === undefined && !roles.has('instance') && !roles.has('episode') && known === undefined) continue;
			if (pole === undefined && roles.has('filler')) continue;
		}
		const attribute = known?.find((meaning) => meaning.kind === 'attribute');
		const event = known?.find((meaning) => meaning.kind === 'event');
		const same = known?.find((meaning) => meaning.kind === 'same');
		if (attribute !== undefined) clause.attributes.set(attribute.id, token.surface);
		if (pole !== undefined && (event === undefined || clause.tied)) {
			const followed = roleSet(tokens, at + 1, words, tongue) === null && tokens[at + 1]?.kind === 'word';
			const telling = pole.anywhere || (tongue === 'zh' || tongue === 'ar' ? size > 1 : clause.tied && !followed);
			clause.poles.push({ id: pole.id, end: pole.pole, telling });
			clause.content.set(pole.id, token.surface);
			clause.pivots.set(pole.id, stem);
			continue;
		}
		if (event !== undefined) clause.events.set(event.id, token.surface);
		if (attribute !== undefined || event !== undefined) continue;
		const key = same?.id ?? stem;
		if (!clause.content.has(key)) clause.content.set(key, token.surface);
		if (limiting && clause.events.size > 0) clause.late.add(key);
	}
	close();
	return clauses;
}

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

function nounsAt(tokens: readonly Token[], from: number, words: ReadonlyMap<string, ReadonlySet<Role>>, tongue: Tongue): string[] {
	const nouns: string[] = [];
	const meanings = meaningsOf(tongue);
	for (let at = from; at < tokens.length && nouns.length < 3; at++) {
		const token = tokens[at];
		if (token === undefined || token.kind !== 'word' || (words.has(token.text) && words.get(token.text)?.has('instance') !== true)) break;
		const stem = stemOf(token.text, tongue);
		const known = meanings.get(token.text) ?? meanings.get(stem);
		if (known?.some((meaning) => meaning.kind === 'event' || meaning.kind === 'pole') === true) break;
		nouns.push(known?.find((meaning) => meaning.kind !== 'pole')?.id ?? stem);
	}
	return nouns;
}
