import { dayAt, type Day } from './calendar.js';
import type { Clause, Draft } from './clause.js';
import { roleSet } from './clause-ends.js';
import { readClauses } from './clauses.js';
import { lexemeOf } from './lexeme.js';
import { tokenise, type Token } from './tokens.js';
import { stemOf, tongueOf, type Tongue } from './tongue.js';

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

/** Reads a claim's text (and its qualifiers, where the text leaves them out) into clauses. Total; linear in the text. */
export function readStatement(input: {
	readonly text: string;
	readonly qualifiers: readonly string[];
	readonly headings: readonly string[];
	readonly names: readonly string[];
	readonly language: string;
}): Statement {
	const tongue = tongueOf(input.language, input.text);
	const missing = input.qualifiers.filter((qualifier) => qualifier.length < 80 && !input.text.includes(qualifier) && !input.text.toLowerCase().includes(qualifier.toLowerCase()));
	const names = new Set(tongue === 'zh' ? input.names.filter((name) => name.length > 1 && name.length <= 12) : []);
	const tokens = tokenise(input.text, tongue, names);
	const empty: Statement = { tongue, text: input.text, clauses: [], all: new Set(), headings: [], barred: 'turn of phrase' };
	if (tokens === null || tokens.length === 0) return empty;

	const barred = barredBy(input.text, tokens, tongue);
	if (barred !== null) return { ...empty, barred };
	const read = withoutBarred(readClauses(tokens, tongue, subjectStems(input.names, tongue)));
	if (read.barred !== null) return { ...empty, barred: read.barred };
	const { clauses } = read;
	// A condition in one clause may limit the others ("…, but only if it is sealed").
	const conditions = clauses.flatMap(({ content, part }) => [...content].filter(([key]) => CONDITIONS.has(key)).map(([key, surface]) => ({ key, surface, part })));
	for (const each of clauses) for (const { key, surface, part } of conditions) if (each.part === part && !each.content.has(key)) each.content.set(key, surface);
	const clause = clauses[0];
	if (clause !== undefined && missing.length > 0) {
		// What only the qualifiers tell limits the whole statement.
		for (const extra of missing) for (const token of tokenise(extra, tongue, names) ?? []) if (token.kind === 'word' || token.kind === 'number') clause.content.set(`?${token.text}`, token.surface);
	}
	const all = new Set<string>();
	for (const each of clauses) for (const stem of each.content.keys()) all.add(stem);

	return { tongue, text: input.text, clauses, all, headings: input.headings.slice(-4), barred };
}

/** What the headings above a statement add to it: when it holds, and words that it need not repeat. */
export interface Setting {
	readonly days: readonly Day[];
	readonly stems: ReadonlySet<string>;
	/** Stems of the content words of the heading directly above. */
	readonly nearest: ReadonlySet<string>;
	/** It spells out none of the words of some shared name: its note or section is about that. */
	readonly aside: boolean;
}

const CONDITIONS = new Set('?if ?when ?whenever ?unless ?until ?except ?wenn ?falls ?sobald ?sofern ?außer ?如果 ?若 ?除非 ?只要 ?只有 ?اذا ?عندما ?الا ?si ?quand ?lorsque ?sauf ?cuando ?salvo'.split(' '));

const NO_NAMES: ReadonlySet<string> = new Set();

export function settingOf(statement: Statement, names: readonly string[]): Setting {
	const { tongue, all } = statement;
	let above = known.get(statement);
	if (above === undefined) {
		above = readHeadings(statement);
		known.set(statement, above);
	}
	return { ...above, aside: names.some((name) => !stemsOfName(name, tongue).some((stem) => all.has(stem))) };
}

// A statement is set against many others.
const known = new WeakMap<Statement, Omit<Setting, 'aside'>>();

function readHeadings({ headings, tongue }: Statement): Omit<Setting, 'aside'> {
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
				days.push({ from: Number(token.text), to: Number(token.text), month: null, day: null, until: null, weekday: null, minute: null, rough: false, edge: false, since: false });
			}
		}
	}
	const last = tokenise(headings[headings.length - 1] ?? '', tongue, NO_NAMES) ?? [];
	const words = last.filter((token) => token.kind === 'word').map((token) => lexemeOf(token.text, tongue));
	return { days, stems, nearest: new Set(words.filter(({ roles }) => roles === null).map(({ stem }) => stem)) };
}

// The names of a concept are asked for with each of its claims.
const MOST_NAMES = 5_000;
const stemsOfNames = new Map<string, readonly string[]>();

function stemsOfName(name: string, tongue: Tongue): readonly string[] {
	const key = `${tongue} ${name}`;
	const known = stemsOfNames.get(key);
	if (known !== undefined) return known;
	const words = (tokenise(name, tongue, NO_NAMES) ?? []).filter((token) => token.kind === 'word');
	const stems = [name, ...words.map((token) => lexemeOf(token.text, tongue).stem)];
	if (stemsOfNames.size >= MOST_NAMES) stemsOfNames.clear();
	stemsOfNames.set(key, stems);
	return stems;
}

/** The stems of the words of some names, as they stand in a statement's content. */
export function subjectStems(names: readonly string[], tongue: Tongue): Set<string> {
	const stems = new Set<string>();
	for (const name of names) for (const stem of stemsOfName(name, tongue)) stems.add(stem);
	return stems;
}

function barredBy(text: string, tokens: readonly Token[], tongue: Tongue): Statement['barred'] {
	if (/[?？؟]\s*["”'»)]*\s*$/.test(text)) return 'question';
	// What stands in quotation marks from end to end is somebody's saying.
	if (/^\s*[“„«"「][^“”„«»"「」]*[”“»"」]\s*[.。]?\s*$/.test(text)) return 'reported';
	if (/[,越]|\bje\b/.test(text) && PROPORTION.test(text)) return 'turn of phrase';
	const weighs = /[—–]|--/.test(text) || AGAIN.test(text);
	const isNot = weighs && tokens.some((token, at) => roleSet(tokens, at, tongue)?.has('negate') === true && roleSet(tokens, at - 1, tongue)?.has('be') === true);
	// "It is not this; it is that" weighs words against each other.
	if (isNot) return 'turn of phrase';
	return null;
}

// "The more it has, the less it listens" ties two changes together.
const PROPORTION = /(?:^|[^\p{L}])the (?:more|less|\p{L}+er) [^.;]*,\s*the (?:more|less|\p{L}+er)(?![\p{L}])|(?:^|[^\p{L}])je [^.;]*,\s*(?:desto|umso)(?![\p{L}])|越[^，。；]{1,12}越/iu;
const AGAIN = /[:;]\s*(?:it|they|this|that|he|she|es|sie|er|das)\s*(?:'s|’s|is|are|ist|sind)(?![\p{L}])/iu;

/** Somebody else's view covers the whole sentence part that it stands in; a turn of phrase only its clause. */
function withoutBarred(clauses: readonly Draft[]): { readonly clauses: Draft[]; readonly barred: Statement['barred'] } {
	const reported = new Set(clauses.filter((clause) => clause.reported).map(({ part }) => part));
	const left = clauses.filter(({ part, turn }) => !turn && !reported.has(part));
	return { clauses: left, barred: left.length > 0 || clauses.length === 0 ? null : reported.size > 0 ? 'reported' : 'turn of phrase' };
}
