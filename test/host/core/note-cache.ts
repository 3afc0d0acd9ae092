import type { CachedMetadata, EmbedCache, FrontmatterLinkCache, HeadingCache, LinkCache, Pos, TagCache } from 'obsidian';
import { NotImplementedError } from './not-implemented.js';
import { getFrontMatterInfo, isRecord, readProperties } from './yaml.js';

/** Parts of the app's cache that this host does not compute: asking for them must not look like an empty note. */
const UNKNOWN_PARTS = ['sections', 'listItems', 'blocks', 'footnotes', 'footnoteRefs', 'referenceLinks'] as const;

/** Headings, links, embeds, tags and properties of a note, with their places. */
export function readNoteCache(text: string): CachedMetadata {
	const positionOf = positions(text);
	const info = getFrontMatterInfo(text);
	const cache: CachedMetadata = {};
	const properties = readProperties(info);
	if (info.exists) cache.frontmatterPosition = positionOf(0, text.slice(0, info.contentStart).trimEnd().length);
	if (properties !== null) {
		cache.frontmatter = properties;
		const links = propertyLinks(properties);
		if (links.length > 0) cache.frontmatterLinks = links;
	}
	const links: LinkCache[] = [];
	const embeds: EmbedCache[] = [];
	const headings: HeadingCache[] = [];
	const tags: TagCache[] = [];
	for (const { start, line, prose } of proseLines(text, info.contentStart)) {
		const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line);
		if (heading?.[1] !== undefined && heading[2] !== undefined) headings.push({ heading: heading[2], level: heading[1].length, position: positionOf(start, start + line.trimEnd().length) });
		for (const { index, original, link, displayText, embed } of linksIn(prose)) {
			const reference = { link, original, displayText: displayText ?? link, position: positionOf(start + index, start + index + original.length) };
			(embed ? embeds : links).push(reference);
		}
		for (const match of prose.matchAll(/(^|\s)(#[\p{L}\p{N}_/-]*[\p{L}_/-][\p{L}\p{N}_/-]*)/gu)) {
			const [, before = '', tag = ''] = match;
			const at = start + match.index + before.length;
			tags.push({ tag, position: positionOf(at, at + tag.length) });
		}
	}
	if (links.length > 0) cache.links = links;
	if (embeds.length > 0) cache.embeds = embeds;
	if (headings.length > 0) cache.headings = headings;
	if (tags.length > 0) cache.tags = tags;
	for (const part of UNKNOWN_PARTS) {
		Object.defineProperty(cache, part, {
			get: () => {
				throw new NotImplementedError(`CachedMetadata.${part}`);
			},
		});
	}
	return cache;
}

export interface FoundLink {
	readonly index: number;
	readonly original: string;
	readonly link: string;
	readonly displayText?: string;
	readonly embed: boolean;
	readonly kind: 'wiki' | 'markdown';
}

/** Wikilinks and Markdown links to notes; what leads to the web is no link of the vault. */
export function linksIn(prose: string): FoundLink[] {
	const found: FoundLink[] = [];
	for (const match of prose.matchAll(/(!?)\[\[([^[\]|]+?)(?:\\?\|([^[\]]*))?\]\]|(!?)\[([^[\]]*)\]\((<[^<>]*>|[^\s()<>]*)(?:\s+"[^"]*")?\)/g)) {
		const [original, wikiEmbed, target, alias, markdownEmbed, label, destination] = match;
		if (target !== undefined) {
			found.push({ index: match.index, original, link: target.replace(/\\$/, '').trim(), ...(alias === undefined ? {} : { displayText: alias }), embed: wikiEmbed === '!', kind: 'wiki' });
		} else if (destination !== undefined && !/^<?[a-z][a-z0-9+.-]*:/i.test(destination)) {
			const bare = destination.replace(/^<|>$/g, '');
			found.push({ index: match.index, original, link: decoded(bare), displayText: label ?? '', embed: markdownEmbed === '!', kind: 'markdown' });
		}
	}
	return found;
}

/** The text with some of its links written anew; `null` leaves one as it is. Code is left alone. */
export function mapLinks(text: string, rewrite: (link: FoundLink) => string | null): string {
	const { from, to, contentStart } = getFrontMatterInfo(text);
	const regions = [{ start: from, prose: text.slice(from, to) }, ...proseLines(text, contentStart)];
	let mapped = '';
	let copied = 0;
	for (const { start, prose } of regions) {
		for (const link of linksIn(prose)) {
			const replacement = rewrite(link);
			if (replacement === null) continue;
			mapped += text.slice(copied, start + link.index) + replacement;
			copied = start + link.index + link.original.length;
		}
	}
	return mapped + text.slice(copied);
}

function decoded(destination: string): string {
	try {
		return decodeURI(destination);
	} catch {
		return destination;
	}
}

/** Lines outside of code blocks and comments; `prose` has its inline code blanked, so that offsets stay. */
function* proseLines(text: string, from: number): Generator<{ start: number; line: string; prose: string }> {
	let fence: string | null = null;
	for (let start = from; start < text.length; ) {
		const newline = text.indexOf('\n', start);
		const end = newline < 0 ? text.length : newline;
		const line = text.slice(start, end).replace(/\r$/, '');
		const mark = /^ {0,3}(?:> ?)*(`{3,}|~{3,})/.exec(line)?.[1];
		if (fence !== null) {
			if (mark?.startsWith(fence) === true) fence = null;
		} else if (mark !== undefined) fence = mark;
		else yield { start, line, prose: line.replace(/(`+)[^`]+\1/g, (code) => ' '.repeat(code.length)) };
		start = end + 1;
	}
}

function propertyLinks(properties: Record<string, unknown>): FrontmatterLinkCache[] {
	const found: FrontmatterLinkCache[] = [];
	const visit = (key: string, value: unknown): void => {
		if (typeof value === 'string') {
			const [first] = linksIn(value);
			if (first !== undefined && first.original === value.trim()) found.push({ key, link: first.link, original: first.original, displayText: first.displayText ?? first.link });
		} else if (Array.isArray(value)) value.forEach((item, index) => visit(`${key}.${index}`, item));
		else if (isRecord(value)) for (const [name, item] of Object.entries(value)) visit(`${key}.${name}`, item);
	};
	for (const [key, value] of Object.entries(properties)) visit(key, value);
	return found;
}

/** Offsets to lines and columns, for offsets that are asked in any order. */
function positions(text: string): (start: number, end: number) => Pos {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	const locate = (offset: number): Pos['start'] => {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return { line: low, col: offset - (starts[low] ?? 0), offset };
	};
	return (start, end) => ({ start: locate(start), end: locate(end) });
}
