import type { SearchMatchPart, SearchResult } from 'obsidian';

type Search = (text: string) => SearchResult | null;

/** Every letter of the query, in order; runs of letters and starts of words count for more. */
export function prepareFuzzySearch(query: string): Search {
	const letters = [...query.toLowerCase().replace(/\s+/g, '')];
	return (text) => {
		const lower = text.toLowerCase();
		const matches: SearchMatchPart[] = [];
		let from = 0;
		let score = 0;
		for (const letter of letters) {
			const at = lower.indexOf(letter, from);
			if (at < 0) return null;
			const last = matches.at(-1);
			if (last?.[1] === at) last[1] = at + 1;
			else {
				matches.push([at, at + 1]);
				score -= at === 0 || /\W/.test(lower.charAt(at - 1)) ? 0.1 : 1;
			}
			from = at + 1;
		}
		return { score: score - text.length / 1000, matches };
	};
}

/** Every word of the query, anywhere. */
export function prepareSimpleSearch(query: string): Search {
	const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
	return (text) => {
		const lower = text.toLowerCase();
		const places = words.map((word): SearchMatchPart => [lower.indexOf(word), lower.indexOf(word) + word.length]);
		return places.some(([start]) => start < 0) ? null : { score: -text.length / 1000, matches: places.sort(([a], [b]) => a - b) };
	};
}
