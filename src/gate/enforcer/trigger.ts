/** A word or phrase that a rule looks for, folded. */
export interface Trigger {
	readonly phrase: string;
	readonly words: readonly string[];
}

export const MOST_PHRASE = 200;

const IGNORED = /\p{Default_Ignorable_Code_Point}/gu;
const PLAIN = /^[\t\n\r\x20-\x7e]*$/;

/** Text in which triggers are looked for: compatibility forms, case and characters that cannot be seen do not count; line breaks stay. */
export function foldText(text: string): string {
	if (PLAIN.test(text)) return text.toLowerCase();
	// Folding twice, because compatibility forms can have a case of their own.
	return text.replace(IGNORED, '').normalize('NFKC').toLowerCase().normalize('NFKC').replace(/ς/g, 'σ').replace(/ß/g, 'ss');
}

export function readTrigger(phrase: string): Trigger | null {
	const words = foldText(phrase).split(/\s+/).filter((word) => word !== '');
	return words.length === 0 || phrase.length > MOST_PHRASE || !/[\p{L}\p{N}]/u.test(phrase) ? null : { phrase, words };
}

const LETTER = /[\p{L}\p{N}\p{M}]/u;
// These scripts put no blanks between words, so that a word has no edge to look for.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function charBefore(text: string, at: number): string {
	const low = text.charCodeAt(at - 1);
	return low >= 0xdc00 && low <= 0xdfff && at > 1 ? text.slice(at - 2, at) : text.slice(at - 1, at);
}
const charAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

const edge = (inside: string, outside: string): boolean => !LETTER.test(inside) || UNSPACED.test(inside) || !LETTER.test(outside);

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x2028 || code === 0x2029 || code === 0x3000;

/** Offset behind the words if they stand at this place with nothing but blanks between them; -1 otherwise. */
function endOf(words: readonly string[], folded: string, start: number): number {
	let at = start;
	for (const [index, word] of words.entries()) {
		if (index > 0) {
			const from = at;
			while (at < folded.length && isBlank(folded.charCodeAt(at))) at++;
			if (at === from) return -1;
		}
		if (!folded.startsWith(word, at)) return -1;
		at += word.length;
	}
	return at;
}

/** Where the trigger first stands as whole words in a folded text; -1 where it nowhere does. Linear in the text. */
export function findTrigger({ words }: Trigger, folded: string): number {
	const [first] = words;
	if (first === undefined) return -1;
	for (let at = folded.indexOf(first); at !== -1; at = folded.indexOf(first, at + 1)) {
		if (at > 0 && !edge(charAt(folded, at), charBefore(folded, at))) continue;
		const end = endOf(words, folded, at);
		if (end === -1) continue;
		if (end >= folded.length || edge(charBefore(folded, end), charAt(folded, end))) return at;
	}
	return -1;
}

/** The line, counted from 1, of an offset in a folded text. */
export function lineOf(folded: string, offset: number): number {
	let line = 1;
	for (let at = folded.indexOf('\n'); at !== -1 && at < offset; at = folded.indexOf('\n', at + 1)) line++;
	return line;
}
