import type { Inline } from '../../markdown/inline.js';
import { foldName } from '../../model/fold.js';
import { isNameLike, stripArticle, trimName } from '../../markdown/names.js';
import { cutQuote } from '../../markdown/quote.js';
import { wordCount } from '../../markdown/words.js';
import type { DraftClaim } from '../port.js';
import { qualifiersOf, stanceOf } from './stance.js';

/** A row that says what its first cell means. */
export interface DefinedRow {
	readonly term: string;
	readonly text: string;
	readonly cells: readonly [Inline, Inline];
}

const TERMS = new Set('term|terms|concept|word|expression|name|abbreviation|begriff|wort|ausdruck|bezeichnung|abkürzung|terme|mot|notion|término|palabra|concepto|termine|термин|понятие|术语|概念|名词|名称|词|用語|مصطلح|المصطلح|الكلمة|المفهوم'.split('|'));
const MEANINGS = new Set('meaning|definition|explanation|description|what it is|what it means|bedeutung|definition|erklärung|beschreibung|sens|définition|explication|significado|definición|descripción|significato|definizione|значение|определение|含义|意思|定义|解释|说明|意味|定義|المعنى|معنى|التعريف|تعريف|الشرح'.split('|'));

/** The rows of a table whose head says that it explains terms: "Term | Meaning". */
export function definedInTable(rows: readonly (readonly Inline[])[], language: string): DefinedRow[] {
	const [head, ...body] = rows;
	const [left, right] = (head ?? []).map(({ plain }) => foldName(trimName(plain)));
	if (left === undefined || right === undefined || !MEANINGS.has(right) || (!TERMS.has(left) && left !== '')) return [];
	return body.flatMap(([name, meaning]): DefinedRow[] => {
		if (name === undefined || meaning === undefined) return [];
		const term = stripArticle(trimName(name.plain));
		const says = meaning.plain.replace(/\s+/g, ' ').trim();
		if (!isNameLike(term, language) || wordCount(says) < 2) return [];
		return [{ term, text: `${term}: ${says}`, cells: [name, meaning] }];
	});
}

export function rowClaim(source: string, { term, text, cells: [name, meaning] }: DefinedRow, language: string): DraftClaim {
	const quote = cutQuote(source, name.sourceSpan(0, name.plain.length).start, meaning.sourceSpan(0, meaning.plain.length).end, meaning.unquotable);
	return { text, quote, stance: stanceOf(text, language, false), form: 'definition', qualifiers: qualifiersOf(text, language).filter((word) => quote.includes(word)), about: [term], weight: 0.7 };
}
