import type { SortKey } from '../wiki/page-index.js';
import type { HealthFilter } from '../wiki/page-list.js';

const count = (n: number, one: string, many: string): string => `${n.toLocaleString()} ${n === 1 ? one : many}`;

const TYPES: Readonly<Record<string, string>> = { concept: 'Concepts', entity: 'Entities', source: 'Sources', answer: 'Answers', comparison: 'Comparisons', synthesis: 'Syntheses' };
const ONE: Readonly<Record<string, string>> = { concept: 'concept', entity: 'entity', source: 'source', answer: 'answer', comparison: 'comparison', synthesis: 'synthesis' };
const SORTS: Readonly<Record<SortKey, string>> = { name: 'By name', links: 'By links', sources: 'By sources', updated: 'By last change' };
const HEALTH: Readonly<Record<HealthFilter, (n: number) => string>> = {
	orphans: (n) => count(n, 'orphan', 'orphans'),
	disagreements: (n) => count(n, 'disagreement', 'disagreements'),
	stale: (n) => `${n.toLocaleString()} stale`,
};
/** Every word of the wiki view. */
export const WIKI = {
	title: 'Wiki',
	loading: 'Reading the wiki…',
	failed: 'The wiki could not be read.',
	tryAgain: 'Try again',
	pages: 'Pages',
	types: 'Kinds of pages',
	type: (type: string): string => TYPES[type] ?? type,
	typeOfOne: (type: string): string => ONE[type] ?? type,
	tab: (type: string, n: number): string => `${TYPES[type] ?? type}, ${count(n, 'page', 'pages')}`,
	search: 'Search pages',
	clearSearch: 'Clear search',
	sort: 'Sort',
	sorts: SORTS,
	found: (n: number): string => count(n, 'page', 'pages'),
	nothingHere: (type: string): string => `No ${(TYPES[type] ?? type).toLowerCase()} yet.`,
	nothingMatches: (type: string): string => `Nothing under ${TYPES[type] ?? type} matches.`,
	elsewhere: (type: string, n: number): string => `${TYPES[type] ?? type}: ${n.toLocaleString()}`,
	showEverything: 'Show all pages',
	counts: (links: number, sources: number): string => `${count(links, 'link', 'links')} · ${count(sources, 'source', 'sources')}`,
	noSummary: 'No summary.',

	health: 'Health',
	healthy: 'Every page is linked, current and undisputed.',
	healthOf: HEALTH,
	brokenLinks: (n: number): string => count(n, 'broken link', 'broken links'),
	compileSources: (n: number): string => `Compile raw notes (${n.toLocaleString()})`,
	lintHint: 'Show in lint',

	back: 'Back to the list',
	openPage: 'Open page',
	openInTab: 'Open in new tab',
	aliases: 'Also known as',
	linksTo: (n: number): string => `Links to ${count(n, 'page', 'pages')}`,
	linkedFrom: (n: number): string => `Linked from ${count(n, 'page', 'pages')}`,
	linksToNothing: 'Links to no page.',
	linkedFromNothing: 'No page links here.',
	more: (n: number): string => `Show ${n.toLocaleString()} more`,
	facts: (sources: number, created: string, updated: string): string => `${count(sources, 'source', 'sources')} · written ${created} · changed ${updated}`,
	disagreements: (n: number): string => count(n, 'disagreement', 'disagreements'),
	stale: 'Stale: its sources changed',
	staleShort: 'Stale',

	graph: (title: string, n: number): string => `Neighbourhood of ${title}: ${count(n, 'page', 'pages')}`,
	graphHint: 'Select a page to move there; double-click or press enter to open it.',
	graphPart: (shown: number, all: number): string => `${shown.toLocaleString()} of ${all.toLocaleString()} neighbours shown.`,
	node: (title: string, type: string): string => `${title}, ${ONE[type] ?? type}`,

	overview: 'What the last runs cost',
	noRuns: 'No run has finished yet.',
	run: 'Run',
	when: 'When',
	clock: 'Time',
	coin: 'Money',
	carbon: 'Carbon (estimate)',
	calls: 'Worker calls',
	unknown: 'unknown',
	costNote: 'Unknown is not zero. Carbon is an estimate.',
	lastRun: (operation: string, costs: string): string => `Last ${operation}: ${costs}`,
	coinUnknown: 'cost unknown',
	clockUnknown: 'time unknown',
	carbonUnknown: 'carbon unknown',
	co2: (amount: string): string => `${amount} CO₂e`,
	about: (amount: string): string => `about ${amount}`,
	problems: (n: number): string => count(n, 'problem', 'problems'),

	stop: 'Stop',
	stopping: 'Stopping…',
	dismiss: 'Dismiss',
	waiting: (n: number): string => (n === 1 ? '1 page waits for you' : `${n.toLocaleString()} pages wait for you`),
	review: 'Review',
	emergency: 'The emergency stop is on: nothing is written.',

	welcome: 'Your wiki starts here',
	welcomeSentences: [
		'Commonplace reads the notes in your raw folder and makes linked pages of what they say, with a quote for every sentence.',
		'Put notes into that folder and compile them, or begin with a few sample notes.',
		'Unless you choose otherwise, nothing is written before you have seen it: every page waits for you in the gate panel.',
	],
	addSamples: 'Add sample notes and compile',
	ready: 'Your pages are ready for you',
	readySentences: ['Nothing of them is written yet. Look at each page in the gate panel, or commit at once all that no rule objects to.', 'As soon as a page is written, your wiki stands here.'],
} as const;
