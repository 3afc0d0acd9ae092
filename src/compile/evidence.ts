import type { Claim } from '../model/claim.js';
import type { Proposal } from '../model/proposal.js';
import { quoteFinder, type QuoteFinder } from '../markdown/quote.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type VaultReader } from '../vault/port.js';
import { citationsIn, labels, type Citation } from './citations.js';
import type { EvidenceItem } from './proposal-views.js';
import type { Manifest, SourceEntry } from './state/manifest.js';
import { claimStore } from './state/state.js';

interface SourceText {
	readonly finder: QuoteFinder;
	/** Offsets at which lines start. */
	readonly lines: readonly number[];
}

async function readSource(reader: VaultReader, path: string): Promise<SourceText | null> {
	let text: string;
	try {
		text = await reader.read(path);
	} catch (error) {
		if (error instanceof VaultError) return null;
		throw error;
	}
	const lines = [0];
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
	return { finder: quoteFinder(text), lines };
}

/** The line, counted from 1, in which an offset stands. */
function lineAt(lines: readonly number[], offset: number): number {
	let low = 0;
	let high = lines.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((lines[middle] ?? Infinity) <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** A quote that stands twice is the one where the claim was taken from, as long as it stands there still. */
function placeOf(source: SourceText | null, quote: string, near: { readonly start: number; readonly end: number } | null): EvidenceItem['place'] {
	if (source === null) return null;
	const found = (near === null ? null : source.finder.find(quote, near)) ?? source.finder.find(quote);
	return found === null ? null : { start: found.start, end: found.end, line: lineAt(source.lines, found.start) };
}

async function claimsOf(reader: VaultReader, layout: Layout, sources: readonly SourceEntry[]): Promise<Map<string, Claim>> {
	const store = claimStore(reader, layout);
	const claims = new Map<string, Claim>();
	for (const { id } of sources) for (const claim of (await store.get(id))?.claims ?? []) claims.set(claim.id, claim);
	return claims;
}

/** What the text's own footnote tells of a claim that the state does not hold any more. */
const retold = (id: string, citation: Citation, title: string | null): Omit<EvidenceItem, 'place'> => ({
	claim: id,
	text: citation.quote,
	quote: citation.quote,
	source: { path: citation.source, title: title ?? citation.source.replace(/^.*\//, '').replace(/\.md$/i, '') },
	anchor: citation.anchor,
});

/** The claims that a proposal cites, in its order, with the places of their quotes in the sources as they are now. */
export async function evidenceOf(reader: VaultReader, layout: Layout, manifest: Manifest, { evidence, text }: Proposal): Promise<readonly EvidenceItem[]> {
	const byId = new Map([...manifest.sources.values()].map((entry) => [entry.id, entry]));
	const claims = await claimsOf(reader, layout, evidence.sources.flatMap((path) => manifest.sources.get(path) ?? []));
	const citations = evidence.claims.every((id) => claims.has(id)) ? [] : citationsIn(text ?? '');
	const texts = new Map<string, SourceText | null>();
	const items: EvidenceItem[] = [];
	for (const id of evidence.claims) {
		const claim = claims.get(id);
		const entry = claim === undefined ? undefined : byId.get(claim.sourceId);
		const citation = citations.find(({ label }) => labels(label, id));
		const told =
			claim !== undefined && entry !== undefined
				? { claim: id, text: claim.text, quote: claim.quote, source: { path: entry.path, title: entry.title }, anchor: claim.anchor }
				: citation === undefined
					? null
					: retold(id, citation, manifest.sources.get(citation.source)?.title ?? null);
		if (told === null) continue;
		const { path } = told.source;
		if (!texts.has(path)) texts.set(path, await readSource(reader, path));
		items.push({ ...told, place: placeOf(texts.get(path) ?? null, told.quote, claim ?? null) });
	}
	return items;
}
