import type { Claim } from '../../model/claim.js';
import type { WeaveInput } from '../port.js';
import { claimLabels } from '../schemas/weave.js';
import { fenceFor } from './fence.js';
import type { Prompt } from './prompt.js';

const instructions = `You write pages of a wiki from claims that were taken from notes. Each claim has an id, the statement it says, and, where that is worded otherwise, the quote of the note that proves it, with … for words at its ends that “says” has there as well. It is the note's own assertion and a plain statement unless “stance” or “form” say otherwise.

For each numbered page, once and with its number:
- Its “claims” are the ids that it may use, strongest first. A page never uses a claim that is not among its own.
- lead: one to three sentences that say what the subject is and why it matters, from the strongest claims.
- facets: the rest, grouped under two to five headings by what it is about, most important first. One heading may be empty, for items that belong under none. Use no heading for a single item unless it stands for a part of the subject.
- Every sentence cites in claims the ids of the claims that carry it, one or more. A sentence may join claims that say the same or add to each other; it never says more than they do: no number, name, cause or certainty that is not in their quotes, and every “not”, “about” and “up to” kept. What you know yourself stays out. A sentence without a claim, or with an id that was not given, is thrown away.
- Use each claim once on a page. Leave out claims that repeat others or say nothing about the subject; use at most as many as “most” says, where it stands.
- A claim that is reported names who says it, as far as the quote does; a claim that is questioned is written as an open question. Claims that contradict each other stand side by side: do not settle it.
- Plain sentences, without Markdown, links, footnotes or line breaks. Keep the language of the claims.
- kind “note” is a page that sums up one note, in the note's own order.`;

// Fewer letters than this are not worth a reader's while to put together again.
const WORTH_SHARING = 12;

/** A quote without the words that it begins and ends with as the statement made of it does; most statements only put a name where the quote has a pronoun. */
function withoutShared(quote: string, says: string): string {
	const most = Math.min(quote.length, says.length);
	let head = 0;
	while (head < most && quote[head] === says[head]) head += 1;
	head = quote.lastIndexOf(' ', Math.max(0, head - 1)) + 1;
	if (head < WORTH_SHARING) head = 0;
	let tail = 0;
	while (tail < most - head && quote[quote.length - 1 - tail] === says[says.length - 1 - tail]) tail += 1;
	const blank = quote.indexOf(' ', quote.length - tail);
	const end = blank === -1 || quote.length - blank < WORTH_SHARING ? quote.length : blank;
	return `${head === 0 ? '' : '… '}${quote.slice(head, end)}${end === quote.length ? '' : ' …'}`;
}

const shown = (claim: Claim, label: string) => ({
	id: label,
	says: claim.text,
	...(claim.text.includes(claim.quote) ? {} : { quote: withoutShared(claim.quote, claim.text) }),
	...(claim.stance === 'asserted' ? {} : { stance: claim.stance }),
	...(claim.form === 'statement' ? {} : { form: claim.form }),
});

/** Claims by the note and the heading that they stand under, which are said once for all of them. */
function byPlace({ pages }: WeaveInput, labels: ReadonlyMap<string, string>): string[] {
	const places = new Map<string, { readonly from: string; readonly under: string; readonly claims: ReturnType<typeof shown>[] }>();
	const seen = new Set<string>();
	for (const { claims, sourceTitles } of pages) {
		for (const claim of claims) {
			if (seen.has(claim.id)) continue;
			seen.add(claim.id);
			const [from, under] = [sourceTitles[claim.sourceId] ?? '', claim.headings.at(-1) ?? ''];
			const key = `${claim.sourceId}\0${under}`;
			const place = places.get(key) ?? { from, under, claims: [] };
			places.set(key, place);
			place.claims.push(shown(claim, labels.get(claim.id) ?? ''));
		}
	}
	return [...places.values()].map(({ from, under, claims }) => JSON.stringify({ from, ...(under === '' || under === from ? {} : { under }), claims }));
}

export const weavePrompt: Prompt<'weave'> = {
	instructions,
	numbered: ({ pages }) => pages.length,
	input(task) {
		const labels = claimLabels(task);
		const pages = task.pages
			.map(({ title, aliases, kind, claims, most }, index) => JSON.stringify({ page: index + 1, title, ...(aliases.length === 0 ? {} : { aliases }), kind: kind === 'source' ? 'note' : kind, ...(claims.length > most ? { most } : {}), claims: claims.map(({ id }) => labels.get(id)) }))
			.join('\n');
		const claims = byPlace(task, labels).join('\n');
		const fence = fenceFor([pages, claims]);
		return `${fence.part('The pages', pages)}\n\n${fence.part('The claims, by the note that makes them', claims)}`;
	},
	specimen: {
		pages: [
			{
				title: 'Title',
				aliases: ['Alias'],
				kind: 'source',
				claims: [{ id: 'k-0', sourceId: 's-0', text: 'The text as it is said.', quote: 'A text as it is said.', start: 0, end: 6, headings: ['Heading'], anchor: null, stance: 'reported', form: 'list', qualifiers: [], about: [], weight: 0.5 }],
				most: 0,
				sourceTitles: { 's-0': 'Source' },
			},
		],
	},
};
