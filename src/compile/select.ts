import type { Claim } from '../model/claim.js';
import { foldName } from '../model/fold.js';

/** A claim that may stand on a page, with the ids of all concepts that it is about. */
export interface Candidate {
	readonly claim: Claim;
	readonly concepts: readonly string[];
}

const DEFINES = 1;
const TITLED_BY_IT = 0.15;
const UNDER_ITS_HEADING = 0.15;
const NAMES_IT_EARLY = 0.35;
const CROWDED = 0.06;
// A list of many things is about none of them.
const CROWDED_LIST = 0.12;
const SAME_SOURCE_AGAIN = 0.06;

// A claim is weighed for every concept that it names; its text and headings are folded once.
const folded = new WeakMap<Claim, { readonly text: string; readonly headings: readonly string[] }>();
function foldedOf(claim: Claim): { readonly text: string; readonly headings: readonly string[] } {
	let entry = folded.get(claim);
	if (!entry) {
		entry = { text: foldName(claim.text), headings: claim.headings.map(foldName) };
		folded.set(claim, entry);
	}
	return entry;
}

/** How well a claim serves a page about these names, above its weight in its own source. */
export function relevance({ claim, concepts }: Candidate, names: ReadonlySet<string>, foldedTitle: string): number {
	const { text, headings } = foldedOf(claim);
	let score = claim.weight;
	// The defined term is the first that a definition is about; what else it names, it defines not.
	if (claim.form === 'definition' && names.has(foldName(claim.about[0] ?? ''))) score += DEFINES;
	let earliest = text.length;
	let titled = false;
	let headed = false;
	for (const name of names) {
		const at = text.indexOf(name);
		if (at >= 0) earliest = Math.min(earliest, at);
		titled ||= foldedTitle.includes(name);
		headed ||= headings.some((heading) => heading.includes(name));
	}
	if (titled) score += TITLED_BY_IT;
	if (headed) score += UNDER_ITS_HEADING;
	if (earliest < text.length) score += NAMES_IT_EARLY * (1 - earliest / text.length);
	return score - (claim.form === 'list' ? CROWDED_LIST : CROWDED) * Math.max(0, concepts.length - 2);
}

/**
 * The claims for one page, best first. Each further claim of a source counts a little less, so that one long source
 * does not drown the others.
 */
export function selectClaims(candidates: readonly Candidate[], names: readonly string[], sourceTitle: (sourceId: string) => string, most: number): readonly Claim[] {
	const foldedNames = new Set(names.map(foldName));
	const titles = new Map<string, string>();
	const titleOf = (id: string): string => {
		const title = titles.get(id) ?? foldName(sourceTitle(id));
		titles.set(id, title);
		return title;
	};
	const bySource = new Map<string, { claim: Claim; score: number }[]>();
	for (const candidate of candidates) {
		const row = { claim: candidate.claim, score: relevance(candidate, foldedNames, titleOf(candidate.claim.sourceId)) };
		const rows = bySource.get(candidate.claim.sourceId);
		if (rows) rows.push(row);
		else bySource.set(candidate.claim.sourceId, [row]);
	}
	const before = (a: { claim: Claim; score: number }, b: { claim: Claim; score: number }): number => b.score - a.score || (a.claim.id < b.claim.id ? -1 : 1);
	const ranked: { claim: Claim; score: number }[] = [];
	for (const rows of bySource.values()) rows.sort(before).forEach((row, index) => ranked.push({ claim: row.claim, score: row.score - index * SAME_SOURCE_AGAIN }));
	return ranked
		.sort(before)
		.slice(0, most)
		.map(({ claim }) => claim);
}
