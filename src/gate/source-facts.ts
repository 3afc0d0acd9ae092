import { foldSpace } from '../model/fold.js';
import type { Proposal } from '../model/proposal.js';
import { type QuoteFinder, quoteFinder } from '../markdown/quote.js';
import { codeRegions } from './code-regions.js';
import type { GateContext } from './gate.js';
import { scanMarkup } from './markup-scan.js';

/** What a cited source lets a page quote, show and link to. Each part is found when it is first asked for. */
export interface SourceFacts {
	readonly text: string;
	/** White space folded, NFC. */
	folded(): string;
	readonly quotes: QuoteFinder;
	/** The inside of its code blocks and spans, white space folded. */
	code(): string;
	/** Every address in it, in each form that `addressForms` gives. */
	addresses(): ReadonlySet<string>;
}

function once<T>(make: () => T): () => T {
	let made: { value: T } | null = null;
	return () => (made ??= { value: make() }).value;
}

const factsOf = (text: string): SourceFacts => ({
	text,
	quotes: quoteFinder(text),
	folded: once(() => foldSpace(text)),
	code: once(() => foldSpace(codeRegions(text).map(({ start, end }) => text.slice(start, end)).join('\n'))),
	addresses: once(() => new Set(scanMarkup(text, Number.POSITIVE_INFINITY).flatMap(({ urls }) => urls))),
});

// Characters of source text for which facts, several times as large, are kept: pages that cite a source come near each other.
const MOST_KEPT = 6_000_000;

interface Kept {
	readonly facts: Map<string, SourceFacts>;
	chars: number;
}

// A run asks about the same sources for thousands of pages. Facts live as long as the reader that gave the text, and are
// checked against the text each time.
const kept = new WeakMap<GateContext['sourceText'], Kept>();

/** Facts about the source at the path; null where there is no such source. */
export function sourceFacts(context: GateContext, path: string): SourceFacts | null {
	const text = context.sourceText(path);
	if (text === null) return null;
	let cache = kept.get(context.sourceText);
	if (!cache) {
		cache = { facts: new Map(), chars: 0 };
		kept.set(context.sourceText, cache);
	}
	const known = cache.facts.get(path);
	if (known?.text === text) return known;
	if (cache.chars > MOST_KEPT) {
		cache.facts.clear();
		cache.chars = 0;
	}
	const facts = factsOf(text);
	cache.facts.set(path, facts);
	cache.chars += text.length;
	return facts;
}

/** Facts about every source that the proposal cites and that can be read. */
export const citedFacts = (proposal: Proposal, context: GateContext): SourceFacts[] => proposal.evidence.sources.flatMap((path) => sourceFacts(context, path) ?? []);
