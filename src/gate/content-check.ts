import type { Span } from '../markdown/note.js';
import { foldSpace } from '../model/fold.js';
import type { FiredRule } from '../model/verdict.js';
import { type CodeRegion, codeRegions, regionAround } from './code-regions.js';
import { fenceHits } from './fences.js';
import type { Hit } from './hit.js';
import { scanMarkup } from './markup-scan.js';
import { type Check, fired, lineNumbers } from './rule.js';
import { citedFacts, type SourceFacts } from './source-facts.js';

/** A text with more than this is not judged piece by piece. */
const MOST_HITS = 2000;
/** A longer range is never taken for one that stood there before. */
const LONGEST_KEY = 65_536;

export const hitsOf = (text: string): Hit[] => [...fenceHits(text, MOST_HITS), ...scanMarkup(text, MOST_HITS)];

/** What opens in code is code, however far its range seems to reach. */
const opening = ({ start }: Span): Span => ({ start, end: start + 1 });

/** Two equal hits are the same text, shown as code in both or in neither. */
const key = (text: string, hit: Hit, regions: readonly CodeRegion[]): string | null =>
	hit.end - hit.start > LONGEST_KEY ? null : `${hit.rule} ${regionAround(regions, opening(hit)) === null ? 'live' : 'code'} ${text.slice(hit.start, hit.end)}`;

function addedHits(text: string, hits: readonly Hit[], regions: readonly CodeRegion[], current: string | null): readonly Hit[] {
	if (current === null || hits.length >= MOST_HITS) return hits;
	const before = new Map<string, number>();
	const earlier = codeRegions(current);
	for (const hit of hitsOf(current)) {
		const name = key(current, hit, earlier);
		if (name !== null) before.set(name, (before.get(name) ?? 0) + 1);
	}
	return hits.filter((hit) => {
		const name = key(text, hit, regions);
		const left = name === null ? 0 : (before.get(name) ?? 0);
		if (name !== null && left > 0) before.set(name, left - 1);
		return left === 0;
	});
}

/** Whether a cited source shows, as code, the code in which the hit stands. */
function shownBySource(text: string, hit: Span, regions: readonly CodeRegion[], sources: readonly SourceFacts[]): boolean {
	const region = regionAround(regions, opening(hit));
	if (region === null) return false;
	// Of a fence, the lines of the hit; of a span, all of it.
	const lineEnd = text.indexOf('\n', hit.end);
	const start = region.fence ? Math.max(region.start, text.lastIndexOf('\n', hit.start - 1) + 1) : region.start;
	const end = region.fence ? Math.min(region.end, lineEnd === -1 ? text.length : lineEnd) : region.end;
	const code = foldSpace(text.slice(start, end));
	return code !== '' && sources.some((source) => source.code().includes(code));
}

/** Whether a cited source has the whole fence, with its language: then it is no more than the source already is. */
function fenceOfSource(text: string, hit: Hit, sources: readonly SourceFacts[]): boolean {
	const fence = foldSpace(text.slice(hit.start, hit.end));
	return sources.some((source) => source.folded().includes(fence));
}

/** Whether the hit stands in a fence that is itself shown, all of it, by a cited source. */
function insideShownFence(text: string, hit: Hit, regions: readonly CodeRegion[], sources: readonly SourceFacts[]): boolean {
	const region = regionAround(regions, opening(hit));
	return region?.fence === true && shownBySource(text, region, regions, sources);
}

function stillStands(text: string, hit: Hit, regions: readonly CodeRegion[], sources: readonly SourceFacts[]): 'fires' | 'asks' | 'passes' {
	if (hit.rule === 'inline-query' && !regions.some(({ fence, start }) => !fence && start === hit.start)) return 'passes';
	switch (hit.unless) {
		case 'never':
			return insideShownFence(text, hit, regions, sources) ? 'passes' : 'fires';
		case 'fence':
			return insideShownFence(text, hit, regions, sources) || fenceOfSource(text, hit, sources) ? 'passes' : 'fires';
		case 'code':
			return shownBySource(text, hit, regions, sources) ? 'passes' : 'fires';
		case 'ask':
			return shownBySource(text, hit, regions, sources) ? 'asks' : 'fires';
		case 'source': {
			if (hit.rule === 'link') return sources.some((source) => hit.urls.some((url) => source.addresses().has(url))) ? 'passes' : 'fires';
			const words = foldSpace(text.slice(hit.start, hit.end));
			return sources.some((source) => source.folded().includes(words)) ? 'passes' : 'fires';
		}
	}
}

/** What runs, loads, hides or leads out of the vault and was not there before. */
export const contentCheck: Check = (proposal, context) => {
	const { text } = proposal;
	if (text === null || /\.(?:canvas|base)$/i.test(proposal.path)) return [];
	return textRules(text, context.current, () => citedFacts(proposal, context));
};

/** The same for a text by itself, such as a card of a canvas. */
export function textRules(text: string, current: string | null, cited: () => readonly SourceFacts[]): FiredRule[] {
	const hits = hitsOf(text);
	if (hits.length === 0) return [];
	if (hits.length >= MOST_HITS) {
		return [fired('constitution:content', 'BLOCK', `The text holds more than ${MOST_HITS} links, tags or blocks that would have to be judged one by one.`)];
	}
	const regions = codeRegions(text);
	const added = addedHits(text, hits, regions, current);
	if (added.length === 0) return [];
	const sources = cited();
	const line = lineNumbers(text);
	return added.flatMap((hit): FiredRule[] => {
		const rule = `constitution:${hit.rule}`;
		switch (stillStands(text, hit, regions, sources)) {
			case 'passes':
				return [];
			case 'asks':
				return [fired(rule, 'REQUIRE_HUMAN', `The text shows ${hit.what} as its source does, but Templater runs such commands in new files even inside code.`, line(hit.start))];
			case 'fires':
				return [fired(rule, 'BLOCK', `The text adds ${hit.what}.`, line(hit.start))];
		}
	});
}
