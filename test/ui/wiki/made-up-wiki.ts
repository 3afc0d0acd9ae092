import type { WikiCatalogue, WikiPage } from '../../../src/compile/wiki-views.js';

const TYPES = ['concept', 'concept', 'concept', 'entity', 'source', 'answer'] as const;
const WORDS = ['spaced', 'memory', 'retrieval', 'union', 'faction', 'liberty', 'garden', 'letter', 'Café', 'naïve', 'theory', 'practice', 'attention', 'habit', 'number', 'method'];

const word = (n: number): string => WORDS[((n % WORDS.length) + WORDS.length) % WORDS.length] ?? 'word';

/** A wiki of any size, the same every time, with hubs, orphans, stale and disputed pages. */
export function madeUpWiki(size: number): WikiCatalogue {
	const path = (n: number): string => `wiki/p/Page ${n}.md`;
	const targets = (n: number): readonly number[] => (n % 9 === 8 ? [] : [...new Set([n % 7, (n * 31 + 7) % size, (n + 1) % size, (n * 13 + 3) % size])].filter((other) => other !== n && other % 11 !== 10));
	const from = new Map<number, string[]>();
	for (let n = 0; n < size; n++) for (const to of targets(n)) from.set(to, [...(from.get(to) ?? []), path(n)]);
	const pages = Array.from({ length: size }, (_, n): WikiPage => {
		const title = `${word(n * 5 + (n >> 3))} ${word(n * 3 + 1)} ${n}`;
		return {
			path: path(n),
			id: `c-${n}`,
			type: TYPES[n % TYPES.length] ?? 'concept',
			title: title.slice(0, 1).toUpperCase() + title.slice(1),
			aliases: n % 4 === 0 ? [`${word(n + 2)} alias ${n}`] : [],
			summary: `It tells how ${word(n + 4)} and ${word(n * 7)} go together when ${word(n + 9)} is at stake, as three of its sources say.`,
			created: '2026-10-01',
			updated: `2026-11-${String((n % 28) + 1).padStart(2, '0')}`,
			sources: n % 6,
			linksTo: targets(n).map(path),
			linkedFrom: from.get(n) ?? [],
			disagreements: n % 17 === 3 ? 2 : 0,
			stale: n % 13 === 5,
		};
	});
	return {
		pages,
		runs: [
			{ run: 'r-2', at: '2026-11-22T10:04:00Z', operation: 'compile', worker_calls: 12, clock_ms: 8420, coin_usd: 0.0312, carbon_g: 1.4 },
			{ run: 'r-1', at: '2026-11-21T18:30:00Z', operation: 'compile', worker_calls: 240, clock_ms: 191_000, coin_usd: null, carbon_g: null },
			{ run: 'r-0', at: '2026-11-20T09:00:00Z', operation: 'lint', worker_calls: 0, clock_ms: 310, coin_usd: 0, carbon_g: 0 },
		],
		health: {
			orphans: pages.filter(({ type, linkedFrom }) => type !== 'source' && linkedFrom.length === 0).length,
			brokenLinks: 3,
			disagreements: pages.filter(({ disagreements }) => disagreements > 0).length,
			stale: pages.filter(({ stale }) => stale).length,
		},
		uncompiled: 5,
		problems: [],
	};
}
