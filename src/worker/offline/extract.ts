import { isNameLike, nameKey, stripArticle, subjectOf, trimName } from '../../markdown/names.js';
import type { Span } from '../../markdown/note.js';
import { isUnspaced } from '../../markdown/words.js';
import type { DraftClaim, ExtractInput, ExtractOutput } from '../port.js';
import { candidatesFor, type Candidates } from './candidates.js';
import { datedLabel, glossedHead, isDangling, isGlossed, isStatementItem, itemLabel, listClaim, sentenceClaim, type ItemLabel, type Statement } from './claims.js';
import { definitionIn, explainsHeading, type Definition } from './definition.js';
import { bracketedNames, capitalRuns, parentheticalNames, type FoundName } from './names.js';
import { isWeakWord, phrasesOf } from './phrases.js';
import { subjectNames } from './subjects.js';
import { startsWithLetter, wordsIn, type Word } from './tokens.js';
import { definedInTable, rowClaim } from './table-definitions.js';
import { readUnits, type PassageUnits, type Prose, type Unit } from './units.js';

const MOST_MENTIONS = 30;

interface Sentence {
	readonly prose: Prose;
	readonly span: Span;
	readonly words: readonly Word[];
	readonly definition: Definition | null;
	readonly opens: boolean;
}

const TAG_WORDS = /(\p{Ll})(\p{Lu})/gu;

/** "CommonGood", "neural-networks" and "topics/memory" as words. */
const tagName = (tag: string): string => (tag.split('/').at(-1) ?? tag).replace(/[-_]+/g, ' ').replace(TAG_WORDS, '$1 $2').trim();

function proposeTitle({ title, aliases, language }: ExtractInput, candidates: Candidates): void {
	const subject = stripArticle(subjectOf(title));
	const main = subject === '' ? null : candidates.propose(subject, 'title');
	for (const alias of aliases) {
		const name = trimName(alias);
		if (!isNameLike(name, language)) continue;
		if (main === null) candidates.propose(name, 'alias');
		else candidates.alias(main, name);
	}
}

function proposeFound(found: readonly FoundName[], candidates: Candidates): void {
	for (const { name, kind, alias, titled } of found) {
		const proposed = candidates.propose(name, alias !== null ? 'alias' : titled === true ? 'emphasis' : 'name', kind);
		if (titled === true) candidates.propose(name, 'name');
		if (proposed === null || alias === null) continue;
		candidates.propose(alias, 'name');
		candidates.alias(proposed, alias);
	}
}

/** A note whose title has the term that it defines is about that term: "How to keep a sourdough starter alive". */
function proposeDefinedTitle(title: string, sentencesOf: ReadonlyMap<Prose, readonly Sentence[]>, candidates: Candidates): void {
	const titleKey = ` ${nameKey(title.replace(/[-_]+/g, ' '))} `;
	for (const sentences of sentencesOf.values()) {
		for (const { definition } of sentences) {
			const key = definition === null ? '' : nameKey(definition.term);
			if (definition !== null && key !== '' && titleKey.includes(isUnspaced(key, 0) ? key : ` ${key} `)) candidates.propose(definition.term, 'title');
		}
	}
}

/** A lone word in italics or bold is as often stressed as named. */
const isStress = (name: string, language: string): boolean => isWeakWord(/^\P{Lu}\S*/u.exec(name)?.[0] ?? (/\s/.test(name) ? '' : name), language) && (language === 'en' || !/\s/.test(name));

function proposeMarks(prose: Prose, item: boolean, definitions: ReadonlyMap<number, Definition>, language: string, candidates: Candidates): void {
	const { plain, marks } = prose.inline;
	for (const mark of marks) {
		if (mark.kind === 'strong' || mark.kind === 'emphasis' || mark.kind === 'highlight') {
			const raw = plain.slice(mark.start, mark.end);
			// Bold and a gloss in passing are one sign, not two.
			const defined = definitions.get(mark.start);
			if (defined?.passing === true) continue;
			// A bold label at the start of a paragraph names what follows it, such as "Central question:".
			if (!item && mark.start <= 1 && (/[:\uff1a]\s*$/u.test(raw) || /^\s*[:\uff1a]/u.test(plain.slice(mark.end, mark.end + 2)))) continue;
			// "**Proofing.** The lower drawer …": a heading that runs into its paragraph.
			if (mark.kind === 'strong' && mark.start === 0 && /^[^.!?]{2,40}\.$/u.test(raw.trim()) && mark.end < plain.length) {
				const heading = stripArticle(subjectOf(raw));
				if (heading !== '' && candidates.propose(heading, 'heading') !== null) candidates.propose(heading, 'emphasis');
				continue;
			}
			// The bold head of a list item is mostly a step or an aspect; a lone word there names nothing by itself.
			if (item && mark.start <= 1 && !/\s/.test(raw.trim()) && !/^#?\p{Lu}{2}/u.test(raw) && (/[:\uff1a]\s*$/u.test(raw) || /^\s*[:\uff1a]/u.test(plain.slice(mark.end, mark.end + 2)))) continue;
			const name = stripArticle(trimName(raw.replace(/\s*[(\uff08][^()\uff08\uff09]*[)\uff09]\s*$/u, '')));
			if (name !== '' && !isStress(name, language) && !endsSentence(plain, mark.start, mark.end)) {
				if (isWorkTitle(name, language)) candidates.proposeWork(name, 'emphasis');
				// A plain word in italics is stressed more often than it is named.
				else candidates.propose(name, mark.kind === 'emphasis' && defined === undefined && /^\p{Ll}+$/u.test(raw) ? 'phrase' : 'emphasis');
			}
		} else if (mark.kind === 'wikilink' && mark.target !== undefined) {
			const target = trimName(mark.target.replace(/[#|^].*$/, '').split('/').at(-1) ?? '');
			const name = stripArticle(subjectOf(target));
			const proposed = isWorkTitle(name, language) ? candidates.proposeWork(name, 'link') : candidates.propose(name, 'link');
			const shown = trimName(plain.slice(mark.start, mark.end));
			if (proposed !== null && shown !== target && /^[\p{Lu}\p{N}&-]{2,8}$/u.test(shown)) candidates.alias(proposed, shown);
		}
	}
}

/** "Cannae: the Roman dead …": what stands before the colon heads what follows. */
function proposeLabel(item: Prose, language: string, candidates: Candidates): void {
	const name = stripArticle(itemLabel(item)?.name ?? '');
	if (isStatementItem(item) && isNameLike(name, language) && !isStress(name, language)) candidates.propose(name, 'phrase');
}

/** "Seeing Like a State": every word but the smallest has a capital, though the words make no plain name. */
function isWorkTitle(name: string, language: string): boolean {
	if (isNameLike(name, language) || /[.!?:;]/.test(name) || name.length > 80) return false;
	const words = name.split(' ');
	return words.length >= 3 && words.length <= 9 && words.every((word, index) => /^[\p{Lu}\p{Nd}]/u.test(word) || (index > 0 && index < words.length - 1 && word.length <= 4));
}

/** A whole sentence set in bold is no term. */
const endsSentence = (plain: string, start: number, end: number): boolean => /[.!?\u3002\uff1f\uff01\u061f]["\u201d]?$/u.test(plain.slice(start, end)) || (/^[.!?]/.test(plain.slice(end)) && (start === 0 || /[.!?]\s*$/.test(plain.slice(0, start))));

function readSentences(prose: Prose, section: PassageUnits['sections'][number] | undefined, subjects: ReadonlySet<string>, language: string): Sentence[] {
	return prose.sentences.map((span, index) => {
		const { plain, marks } = prose.inline;
		const opens = prose.opens && index === 0;
		let definition = definitionIn(plain, span, marks, language, subjects);
		if (definition === null && opens && section !== undefined && section.subject !== '' && isNameLike(section.subject, language) && explainsHeading(plain.slice(span.start, span.end))) {
			definition = { term: stripArticle(section.subject), span, aliases: [], marked: true };
		}
		return { prose, span, words: wordsIn(plain, span), definition, opens };
	});
}

const proseOf = (unit: Unit): readonly Prose[] => (unit.kind === 'prose' ? [unit.prose] : unit.kind === 'list' ? [...unit.items, ...unit.nested] : []);

/** Claims and mentions of one passage, found by rules alone. Total: any text gives an answer. */
export function extract(input: ExtractInput): ExtractOutput {
	const { passage, language } = input;
	const read = readUnits(passage.text, passage.headings, language);
	const candidates = candidatesFor(language);
	const phrases = phrasesOf(language);
	const sentencesOf = new Map<Prose, readonly Sentence[]>();

	proposeTitle(input, candidates);
	const subjects = new Set([subjectOf(input.title), ...passage.headings.map(subjectOf), ...read.sections.map(({ subject }) => subject)].map(nameKey));
	for (const unit of read.units) {
		for (const prose of proseOf(unit)) {
			let sentences = readSentences(prose, read.sections[prose.section], subjects, language);
			if (unit.kind === 'list' && !unit.ordered) {
				const gloss = glossedHead(prose, language);
				sentences = sentences.map((sentence, index) => (index === 0 && gloss !== null && (sentence.definition === null || gloss.lone === true) ? { ...sentence, definition: gloss } : sentence));
			}
			sentencesOf.set(prose, sentences);
			proposeMarks(prose, unit.kind === 'list', new Map(sentences.flatMap(({ definition }) => (definition === null ? [] : [[definition.span.start, definition] as const]))), language, candidates);
			for (const { span, words, definition } of sentences) {
				const { plain } = prose.inline;
				if (definition !== null && definition.lone !== true) {
					const proposed = candidates.propose(definition.term, definition.glossed === true || (unit.kind === 'list' && /\p{Lu}/u.test(definition.term) && hasBoldHead(prose)) ? 'emphasis' : 'definition');
					// "Stomata = pores in the leaf" sets its term apart as bold would.
					if (proposed !== null && definition.equated === true) candidates.propose(definition.term, 'emphasis');
					if (proposed !== null) for (const alias of definition.aliases) candidates.alias(proposed, alias);
				}
				proposeFound(parentheticalNames(plain, span.start, span.end, words, language), candidates);
				proposeFound(capitalRuns(plain, words, language), candidates);
				proposeFound(bracketedNames(plain, span.start, span.end, language), candidates);
				phrases.add(plain, words);
			}
		}
	}
	for (const unit of read.units) {
		if (unit.kind === 'list') for (const item of proseOf(unit)) proposeLabel(item, language, candidates);
		else if (unit.kind === 'table') for (const { term } of definedInTable(unit.rows, language)) candidates.propose(term, 'definition');
	}
	proposeDefinedTitle(input.title, sentencesOf, candidates);
	for (const { subject, inside } of read.sections) if (inside && subject !== '') candidates.propose(stripArticle(subject), 'heading');
	for (const tag of [...input.tags, ...read.tags]) candidates.propose(tagName(tag), 'tag');
	for (const phrase of phrases.recurring().slice(0, 2 * MOST_MENTIONS)) candidates.propose(phrase, 'phrase');

	// One that a sentence opens with is worth counting elsewhere, though it may stand here only once.
	for (const sentences of sentencesOf.values()) for (const { prose, words } of sentences) for (const name of subjectNames(prose.inline.plain, words, language)) candidates.propose(name, 'phrase');

	const claims = claimsOf(input, read, sentencesOf, candidates);
	return { claims, mentions: candidates.mentions(MOST_MENTIONS) };
}

/** Words of the title and the headings that tell what the passage is about. */
function topicWords({ title, passage, language }: ExtractInput): Set<string> {
	const words = new Set<string>();
	for (const heading of [title, ...passage.headings]) {
		const subject = heading.replace(/[-_]+/g, ' ');
		for (const { folded, stem } of wordsIn(subject, { start: 0, end: subject.length })) if (folded.length > 3 && !isWeakWord(folded, language) && startsWithLetter(folded)) words.add(stem);
	}
	return words;
}

/** The bold head of a list item and the colon or dash after it; null where it has none. */
function boldHead({ inline: { plain, marks } }: Prose): Span | null {
	const bold = marks.find((mark) => mark.kind === 'strong' && mark.start <= 1);
	if (bold === undefined) return null;
	return /[:\uff1a]\s*$/u.test(plain.slice(bold.start, bold.end)) || /^\s*[:\uff1a\u2014\u2013-]/u.test(plain.slice(bold.end, bold.end + 4)) ? bold : null;
}

const hasBoldHead = (item: Prose): boolean => boldHead(item) !== null;

/** "1. **Recognition:** Name the conflict …": a step under its name; together they make one claim. "**Line length**: we have ninety" goes on instead. */
function isStep(item: Prose): boolean {
	const bold = boldHead(item);
	return bold !== null && !/^[\s:\uff1a\u2014\u2013-]*[\p{Ll}\p{Nd}]/u.test(item.inline.plain.slice(bold.end));
}

function claimsOf(input: ExtractInput, read: PassageUnits, sentencesOf: ReadonlyMap<Prose, readonly Sentence[]>, candidates: Candidates): DraftClaim[] {
	const { language, passage } = input;
	const claims: DraftClaim[] = [];
	const topic = topicWords(input);
	const namesIn = new Map<Prose, string[]>();
	const aboutOf = (sentences: readonly Sentence[], keep: (sentence: Sentence) => boolean, label: ItemLabel | null, item: boolean): void => {
		let subject: string | null = label === null || !candidates.has(label.name) ? null : label.name;
		for (const sentence of sentences) {
			const { plain } = sentence.prose.inline;
			const text = plain.slice(sentence.span.start, sentence.span.end);
			const found = candidates.count(plain, sentence.span, sentence.words);
			const labelled = label !== null && sentence.definition === null && sentence.span.start < label.end && sentence.span.end > label.end;
			const about: string[] = [...new Set([...(label !== null && candidates.has(label.name) ? [label.name] : []), ...(sentence.definition === null ? [] : [sentence.definition.term]), ...found, ...(isDangling(text) && subject !== null ? [subject] : [])])];
			const all = namesIn.get(sentence.prose);
			if (all) all.push(...about);
			else namesIn.set(sentence.prose, [...about]);
			if (about[0] !== undefined && !isDangling(text)) subject = about[0];
			if (!keep(sentence)) continue;
			const onTopic = sentence.words.some(({ stem }) => topic.has(stem));
			const statement: Statement = { prose: sentence.prose, span: sentence.span, ...(labelled ? { from: label.end } : {}), definition: sentence.definition, about, names: labelled || sentence.definition !== null || found.length > 0 || sentence.words.some(({ capital }, index) => capital && index > 0), opens: sentence.opens, onTopic, item };
			const claim = sentenceClaim(passage.text, statement, language);
			if (claim !== null) claims.push(claim);
		}
	};
	for (const unit of read.units) {
		if (unit.kind === 'table') {
			for (const row of definedInTable(unit.rows, language)) {
				candidates.count(row.text, { start: 0, end: row.text.length }, wordsIn(row.text, { start: 0, end: row.text.length }));
				claims.push(rowClaim(passage.text, row, language));
			}
			continue;
		}
		if (unit.kind === 'prose') {
			aboutOf(sentencesOf.get(unit.prose) ?? [], () => true, datedLabel(unit.prose), false);
			continue;
		}
		const single = unit.items.length === 1;
		// Of names that are each told what they are, a row of the names alone would say nothing.
		const glossed = new Set(unit.ordered ? [] : unit.items.filter((item) => isGlossed(item, language)));
		const heads: Prose[] = [];
		for (const item of unit.items) {
			const alone = single || (glossed.size > 1 && glossed.has(item)) || (isStatementItem(item) && !(unit.ordered && isStep(item)));
			if (!alone) heads.push(item);
			aboutOf(sentencesOf.get(item) ?? [], (sentence) => alone || (sentence.definition !== null && !unit.ordered), alone ? itemLabel(item) : null, alone && isStatementItem(item));
		}
		for (const item of unit.nested) {
			const alone = isStatementItem(item);
			aboutOf(sentencesOf.get(item) ?? [], () => alone, alone ? itemLabel(item) : null, alone && isStatementItem(item));
		}
		const section = read.sections[unit.section];
		const heading = trimName(section?.heading ?? '');
		const subject = section === undefined || section.subject === '' || !candidates.has(section.subject) ? [] : [section.subject];
		const about = [...new Set([...(unit.leadIn === null ? [] : (namesIn.get(unit.leadIn) ?? [])), ...subject])];
		const claim = listClaim(passage.text, { items: heads, left: unit.items.filter((item) => !heads.includes(item)), leadIn: unit.leadIn, heading, about }, language);
		if (claim !== null) claims.push(claim);
	}
	return claims;
}
