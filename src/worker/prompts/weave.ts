import type { Claim } from '../../model/claim.js';
import type { WeaveInput } from '../port.js';
import { claimLabel } from '../schemas/weave.js';
import { fenceFor } from './fence.js';
import type { Prompt } from './prompt.js';

const instructions = `You write one page of a wiki from claims that were taken from notes. Each claim has an id, the statement, and the words of the note that prove it.

- lead: one to three sentences that say what the subject is and why it matters, from the strongest claims.
- facets: the rest, grouped under two to five headings by what it is about, most important first. One heading may be empty, for items that belong under none. Use no heading for a single item unless it stands for a part of the subject.
- Every sentence cites in claims the ids of the claims that carry it, one or more. A sentence may join claims that say the same or add to each other; it never says more than they do: no number, name, cause or certainty that is not in their quotes, and every “not”, “about” and “up to” kept. What you know yourself stays out. A sentence without a claim, or with an id that was not given, is thrown away.
- Use each claim once. Leave out claims that repeat others or say nothing about the subject; use at most as many as “most” says.
- A claim that is reported names who says it, as far as the quote does; a claim that is questioned is written as an open question. Claims that contradict each other stand side by side: do not settle it.
- Plain sentences, without Markdown, links, footnotes or line breaks. Keep the language of the claims.`;

const shown = (claim: Claim, label: string, titles: WeaveInput['sourceTitles']) => ({
	id: label,
	says: claim.text,
	...(claim.quote === claim.text ? {} : { quote: claim.quote }),
	stance: claim.stance,
	form: claim.form,
	under: claim.headings.at(-1) ?? '',
	from: titles[claim.sourceId] ?? '',
});

export const weavePrompt: Prompt<'weave'> = {
	instructions,
	input({ title, aliases, kind, claims, most, sourceTitles }) {
		const about = JSON.stringify({ title, aliases, kind: kind === 'source' ? 'a note: the page sums it up in its own order' : kind, most });
		const list = claims.map((claim, index) => JSON.stringify(shown(claim, claimLabel(index), sourceTitles))).join('\n');
		const fence = fenceFor([about, list]);
		return `${fence.part('The subject', about)}\n\n${fence.part('The claims, strongest first', list)}`;
	},
	specimen: {
		title: 'Title',
		aliases: ['Alias'],
		kind: 'source',
		claims: [{ id: 'k-0', sourceId: 's-0', text: 'Text.', quote: 'Quote.', start: 0, end: 6, headings: ['Heading'], anchor: null, stance: 'asserted', form: 'statement', qualifiers: [], about: [], weight: 0.5 }],
		most: 12,
		sourceTitles: { 's-0': 'Source' },
	},
};
