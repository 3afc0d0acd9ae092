import type { Claim } from '../../src/model/claim.js';

/** A plain statement that is its own quote, but for what is said otherwise. */
export const claimOf = (id: string, text: string, more: Partial<Claim> = {}): Claim => ({
	id,
	sourceId: 's-1',
	text,
	quote: text,
	start: 0,
	end: text.length,
	headings: [],
	anchor: null,
	stance: 'asserted',
	form: 'statement',
	qualifiers: [],
	about: [],
	weight: 0.5,
	...more,
});
