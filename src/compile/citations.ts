import { noteOfLink } from './render/link.js';

/** A footnote that cites a source, as it stands on a page. */
export interface Citation {
	/** The beginning of the claim's id, without its `k-`. */
	readonly label: string;
	readonly source: string;
	/** The heading that the link names, as links write it. */
	readonly anchor: string | null;
	readonly quote: string;
}

const FOOTNOTE = /^\[\^([^\]\s]+)\]: (\[\[[^\]]+\]\]|\[[^\]]*\]\([^)]*\)) “(.*)”$/;
const SUBPATH = /^\[\[[^\]|#]+#([^\]|]*)/;

/** The citations of a page, in its order. Footnotes of any other form are a person's own. */
export function citationsIn(text: string): Citation[] {
	const found: Citation[] = [];
	for (const line of text.split(/\r?\n/)) {
		if (!line.startsWith('[^')) continue;
		const [, label, link, quote] = FOOTNOTE.exec(line) ?? [];
		if (label === undefined || link === undefined || quote === undefined) continue;
		found.push({ label, source: noteOfLink(link), anchor: SUBPATH.exec(link)?.[1] ?? null, quote });
	}
	return found;
}

/** Whether the label was cut from this claim's id. */
export const labels = (label: string, claim: string): boolean => claim.startsWith(`k-${label}`);
