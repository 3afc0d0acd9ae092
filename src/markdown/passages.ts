import type { Passage } from '../model/source.js';
import type { Block, NoteScan } from './note.js';

export const PASSAGE_CHARS = 12_000;

/**
 * Cuts a note's body into passages of at most `maxChars` characters (at least 1): one a section, its heading included;
 * a longer section is cut between blocks, then lines, then sentences, then words. Every character of the body but blank
 * ones stands in exactly one passage.
 */
export function splitPassages(sourceId: string, text: string, scan: NoteScan, maxChars: number = PASSAGE_CHARS): Passage[] {
	const passages: Passage[] = [];
	const path: { readonly level: number; readonly text: string }[] = [];
	let nextBlock = 0;
	const section = (start: number, end: number): void => {
		const blocks: Block[] = [];
		for (let block = scan.blocks[nextBlock]; block !== undefined && block.start < end; block = scan.blocks[nextBlock]) {
			blocks.push(block);
			nextBlock += 1;
		}
		const headings = path.map((heading) => heading.text);
		for (const [from, to] of pieces(text, start, end, blocks, Math.max(1, maxChars))) {
			const slice = text.slice(from, to);
			const before = slice.length - slice.trimStart().length;
			const body = slice.trim();
			if (body === '') continue;
			const passageStart = from + before;
			passages.push({ id: `${sourceId}.${String(passages.length)}`, sourceId, headings, start: passageStart, end: passageStart + body.length, text: body });
		}
	};
	section(scan.bodyStart, scan.headings[0]?.start ?? text.length);
	for (const [index, heading] of scan.headings.entries()) {
		for (let last = path[path.length - 1]; last !== undefined && last.level >= heading.level; last = path[path.length - 1]) path.pop();
		path.push({ level: heading.level, text: heading.text });
		section(heading.start, scan.headings[index + 1]?.start ?? text.length);
	}
	return passages;
}

const sharedBeginning = (a: readonly string[], b: readonly string[]): readonly string[] => {
	const differs = a.findIndex((heading, at) => heading !== b[at]);
	return differs < 0 ? a : a.slice(0, differs);
};

/** Neighbouring passages of one note as one, as long as that is at most `maxChars` long; its headings are those that stand above all of it. */
export function joinPassages(passages: readonly Passage[], text: string, maxChars: number): Passage[] {
	const joined: Passage[] = [];
	for (const passage of passages) {
		const last = joined.at(-1);
		if (last === undefined || passage.end - last.start > maxChars) joined.push(passage);
		else joined[joined.length - 1] = { ...last, headings: sharedBeginning(last.headings, passage.headings), end: passage.end, text: text.slice(last.start, passage.end) };
	}
	return joined;
}

/** Consecutive ranges that fill `[start, end)`, each at most `maxChars` long. */
function* pieces(text: string, start: number, end: number, blocks: readonly Block[], maxChars: number): Generator<readonly [number, number]> {
	let at = start;
	let next = 0;
	while (end - at > maxChars) {
		const limit = at + maxChars;
		// A cut that leaves next to nothing, such as a heading alone, is no better than one inside the block.
		const least = at + (maxChars >> 2);
		let cut = -1;
		for (let block = blocks[next]; block !== undefined && block.start <= limit; block = blocks[next]) {
			if (block.start > least) cut = block.start;
			next += 1;
		}
		if (cut < 0) cut = cutInside(text, at, least, limit);
		yield [at, cut];
		at = cut;
	}
	if (at < end) yield [at, end];
}

const SENTENCE_END = /[.!?…。！？؟।]["'”’»)\]」』]*(?=\s|$)|[。！？」』]/g;

/** The best place to cut a window of text: after its last line, sentence or word, else where the window ends. */
function cutInside(text: string, start: number, least: number, limit: number): number {
	const window = text.slice(start, limit);
	const minimum = least - start;
	const line = window.lastIndexOf('\n') + 1;
	if (line > minimum) return start + line;
	let sentence = -1;
	for (const match of window.matchAll(SENTENCE_END)) sentence = match.index + match[0].length;
	if (sentence > minimum) return start + sentence;
	for (let index = window.length - 1; index > minimum; index -= 1) if (/\s/.test(window.charAt(index))) return start + index + 1;
	const last = window.charCodeAt(window.length - 1);
	const splitsPair = last >= 0xd800 && last <= 0xdbff && window.length > 1;
	return splitsPair ? limit - 1 : limit;
}
