import { inertHeading } from './inert.js';

const UNLINKABLE = /[#^[\]|]/;

const withoutExtension = (path: string): string => path.replace(/\.md$/i, '');

/** A wikilink, or a Markdown link where the path holds a character that a wikilink cannot. */
export function noteLink(path: string, options: { readonly subpath?: string | null; readonly display?: string } = {}): string {
	const display = options.display?.replace(/[[\]|\n]/g, ' ').trim() ?? '';
	const subpath = options.subpath ? `#${headingSubpath(options.subpath)}` : '';
	if (UNLINKABLE.test(path)) {
		const target = encodeURI(path).replace(/[#^[\]|()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
		return `[${display === '' ? withoutExtension(path).replace(/[[\]]/g, ' ') : display}](${target})`;
	}
	const target = withoutExtension(path) + subpath;
	return display === '' || display === target ? `[[${target}]]` : `[[${target}|${display}]]`;
}

/** The heading as a link names it: Obsidian reads these characters as syntax there and finds the heading without them. */
export const headingSubpath = (heading: string): string => inertHeading(heading.replace(/[#^[\]|]|%%/g, ' ').replace(/\s+/g, ' ').trim());

/** The path of the note that a link made here leads to. */
export function noteOfLink(link: string): string {
	const wiki = /^\[\[([^\]|#]+)(?:#[^\]|]*)?(?:\|[^\]]*)?\]\]$/.exec(link);
	if (wiki) return `${wiki[1] ?? ''}.md`;
	const target = /\]\(([^)]*)\)$/.exec(link)?.[1] ?? '';
	try {
		return decodeURIComponent(target);
	} catch {
		return target;
	}
}
