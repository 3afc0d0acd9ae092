import type { Draft } from './clause.js';
import type { Role } from './function-words.js';
import { lexemeOf } from './lexeme.js';
import type { Token } from './tokens.js';
import type { Tongue } from './tongue.js';

/** The roles of the word at a token; null for anything else. */
export function roleSet(tokens: readonly Token[], at: number, tongue: Tongue): ReadonlySet<Role> | null {
	const token = tokens[at];
	return token === undefined || token.kind !== 'word' ? null : lexemeOf(token.text, tongue).roles;
}

/** Whether a clause names the subject. */
export const named = (clause: Draft, subject: ReadonlySet<string>): boolean => [...clause.content.keys()].some((key) => subject.has(key));

/** Whether brackets hold no amount and no date: an aside that limits nothing. */
export function isAside(tokens: readonly Token[], open: number): boolean {
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
export const mayTitle = (clause: Draft): boolean =>
	!clause.own && !clause.reported && !clause.can && !clause.tied && clause.negations === 0 && clause.poles.length === 0 && clause.quantities.length === 0 && clause.days.length === 0;

/** Whether a break is a colon of either width. */
export const isColon = (token: Token): boolean => token.text === ':' || token.text === '：';

/** "Not this, but that": the denial in the clause before weighs words against each other, unless it denies a deed. */
export function turn(clauses: readonly Draft[], part: number): void {
	const last = clauses[clauses.length - 1];
	if (last !== undefined && last.part === part && last.negations > 0 && !last.deed) last.turn = true;
}

/** Roles of the words that a clause without a subject of its own starts with. */
export const VERBAL: readonly Role[] = ['be', 'was', 'filler', 'negate', 'never', 'can'];

/** Words that stand for a subject named before. */
export const PRONOUNS = new Set('she he it they this these es sie er das dies diese dieser 它 它们 他 她 他们 她们 这 هو هي هم وهو وهي وهم'.split(' '));

/** What a clause may begin with before its subject comes. */
export const LEADING = new Set('按 在 从 自 据 对 当 since after before during'.split(' '));
/** What leads in how something was measured. */
export const MANNER = new Set('by 按'.split(' '));

/** "Whatever the barista believes" reports nobody's view as right. */
export const DEFIANT = new Set('whatever whoever regardless despite contrary egal entgegen ungeachtet 无论 不管 مهما'.split(' '));

/** Words that ask for the same condition. */
export const CONDITION_FORMS: ReadonlyMap<string, string> = new Map(
	['when whenever', 'if provided', 'wenn falls sofern', 'عندما حين حينما لما', 'اذا ان_ لو', '如果 若'].flatMap((row) => {
		const [first = '', ...rest] = row.split(' ');
		return rest.map((word): [string, string] => [word, first]);
	}),
);

/** Whether a verb seems to follow "and", so that a clause of its own starts there. */
export function startsVerb(tokens: readonly Token[], at: number, tongue: Tongue): boolean {
	const token = tokens[at];
	if (token === undefined || token.kind !== 'word' || token.text === token.surface.toUpperCase()) return false;
	const lexeme = lexemeOf(token.text, tongue);
	if (lexeme.roles !== null && VERBAL.some((role) => lexeme.roles?.has(role) === true)) return true;
	if (PRONOUNS.has(token.text) || lexeme.event !== null) return true;
	return tongue === 'en' && token.surface === token.text && /(?:s|ed)$/.test(token.text) && tokens[at + 1]?.kind === 'word';
}

/** Behind a comma these start a clause with a subject of its own. */
export const NEW_SUBJECT = new Set('she he it they we you so er sie es wir 它 他 她 他们'.split(' '));

/** "The book Walden" is Walden: such a word before the name says only what kind of thing it is. */
export const KINDS = new Set('book novel essay film song city town country river lake mount mountain bridge tower building museum company café hotel buch roman film stadt fluss see berg brücke turm museum firma ville livre ciudad libro'.split(' '));

/** Stands before such a word among the keys of a clause. */
export const KIND = '~kind:';

/** Whether what follows names the same thing: the subject, or, in a language that writes other nouns small, a name with a capital. */
export function appositive(tokens: readonly Token[], at: number, tongue: Tongue, subject: ReadonlySet<string>): boolean {
	let next = tokens[at + 1]?.kind === 'comma' ? tokens[at + 2] : tokens[at + 1];
	if (next !== undefined && /^(?:the|der|die|das|le|la|el)$/.test(next.text)) next = tokens[tokens.indexOf(next) + 1];
	return next?.kind === 'word' && (subject.has(lexemeOf(next.text, tongue).stem) || (tongue === 'en' && KINDS.has(tokens[at]?.text ?? '') && /^\p{Lu}/u.test(next.surface)));
}

export const RELATIVE = new Set('that which whose'.split(' '));

export const shortRest = (tokens: readonly Token[], from: number): boolean => {
	const rest = tokens.slice(from, from + 7);
	const end = rest.findIndex((token) => token.kind === 'break');
	return (end < 0 ? rest.length : end) <= 5;
};

// "was founded" tells no other time than "founded in"; "was 300 m long" does.
export function participleFollows(tokens: readonly Token[], at: number, tongue: Tongue): boolean {
	if (tongue === 'ar' || tongue === 'zh') return false;
	if (tongue === 'de') return tokens[at]?.text.startsWith('wurde') === true;
	for (const token of tokens.slice(at + 1, at + 4)) if (/(?:ed|wn|en|lt|ught|und|uilt|orn|eld|ade|aid|é|ée|és|ées|ado|ada|ido|ida)$/.test(token.text)) return true;
	return false;
}
