import { mayStartDay } from './calendar.js';
import { functionWords, type Role } from './function-words.js';
import { meaningsOf, type Meaning } from './meanings.js';
import { mayStartQuantity } from './quantity.js';
import { stemOf, type Tongue } from './tongue.js';

/** All that is known of a word by itself. */
export interface Lexeme {
	readonly stem: string;
	/** Null for a word with content of its own. */
	readonly roles: ReadonlySet<Role> | null;
	readonly attribute: Meaning | null;
	readonly event: Meaning | null;
	readonly same: Meaning | null;
	readonly pole: Meaning | null;
	/** Whether a date or an amount may start with it. */
	readonly dates: boolean;
	readonly amounts: boolean;
}

// Looking words up is most of the work of reading; a vault's vocabulary repeats itself.
const MOST_KNOWN = 20_000;
const known = new Map<Tongue, Map<string, Lexeme>>();

function rolesOf(word: string, tongue: Tongue): ReadonlySet<Role> | null {
	const words = functionWords(tongue);
	const roles = words.get(word);
	if (roles !== undefined) return roles;
	// Arabic writes "and" as part of the next word.
	return tongue === 'ar' && word.length > 3 && word.startsWith('و') ? (words.get(word.slice(1)) ?? null) : null;
}

/** Looks a folded word up. */
export function lexemeOf(word: string, tongue: Tongue): Lexeme {
	let words = known.get(tongue);
	if (words === undefined || words.size >= MOST_KNOWN) {
		words = new Map();
		known.set(tongue, words);
	}
	const found = words.get(word);
	if (found !== undefined) return found;
	// Arabic writes "and" as part of the next word; before a verb's or an article's first letter it is no root.
	if (tongue === 'ar' && word.length > 3 && word.startsWith('و') && (/^.[يتاس]/.test(word) || meaningsOf(tongue).has(word.slice(1)))) {
		const bare = lexemeOf(word.slice(1), tongue);
		words.set(word, bare);
		return bare;
	}
	const stem = stemOf(word, tongue);
	const roles = rolesOf(word, tongue);
	const meanings = meaningsOf(tongue).get(word) ?? (roles === null ? meaningsOf(tongue).get(stem) : undefined) ?? [];
	const of = (kind: Meaning['kind']): Meaning | null => meanings.find((meaning) => meaning.kind === kind) ?? null;
	const lexeme: Lexeme = {
		stem, roles, attribute: of('attribute'), event: of('event'), same: of('same'), pole: of('pole'),
		dates: mayStartDay(word), amounts: mayStartQuantity(word, tongue),
	};
	words.set(word, lexeme);
	return lexeme;
}
