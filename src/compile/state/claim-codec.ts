import type { Claim, ClaimForm, Stance } from '../../model/claim.js';
import { isRecord } from '../../model/json.js';
import type { Codec } from './shard-store.js';

/** The claims of one source, and for each the ids of the concepts that it is about. */
export interface SourceClaims {
	readonly claims: readonly Claim[];
	readonly about: readonly (readonly string[])[];
}

const STANCES: readonly Stance[] = ['asserted', 'reported', 'questioned'];
const FORMS: readonly ClaimForm[] = ['definition', 'statement', 'list', 'question'];

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

/**
 * A row a claim: id, quote, text (0 where it equals the quote), start, end, index of its headings, anchor, stance, form, qualifiers,
 * names it is about, weight, concept ids. Rows rather than objects, because a large vault holds a hundred thousand.
 */
export const claimCodec: Codec<SourceClaims> = {
	encode({ claims, about }) {
		const headings: (readonly string[])[] = [];
		const places = new Map<string, number>();
		const rows = claims.map((claim, index) => {
			const key = claim.headings.join('\n');
			let place = places.get(key);
			if (place === undefined) {
				place = headings.length;
				places.set(key, place);
				headings.push(claim.headings);
			}
			return [
				claim.id,
				claim.quote,
				claim.text === claim.quote ? 0 : claim.text,
				claim.start,
				claim.end,
				place,
				claim.anchor,
				STANCES.indexOf(claim.stance),
				FORMS.indexOf(claim.form),
				claim.qualifiers,
				claim.about,
				claim.weight,
				about[index] ?? [],
			];
		});
		return { source: claims[0]?.sourceId ?? '', headings, rows };
	},
	decode(json) {
		if (!isRecord(json) || !Array.isArray(json['rows']) || !Array.isArray(json['headings']) || typeof json['source'] !== 'string') return null;
		const headings = json['headings'].map(strings);
		const claims: Claim[] = [];
		const about: string[][] = [];
		for (const row of json['rows']) {
			if (!Array.isArray(row)) return null;
			const [id, quote, text, start, end, place, anchor, stance, form, qualifiers, names, weight, concepts] = row as readonly unknown[];
			const stanceName = STANCES[Number(stance)];
			const formName = FORMS[Number(form)];
			if (typeof id !== 'string' || typeof quote !== 'string' || typeof start !== 'number' || typeof end !== 'number') return null;
			if (stanceName === undefined || formName === undefined || typeof weight !== 'number') return null;
			claims.push({
				id,
				sourceId: json['source'],
				text: typeof text === 'string' ? text : quote,
				quote,
				start,
				end,
				headings: headings[Number(place)] ?? [],
				anchor: typeof anchor === 'string' ? anchor : null,
				stance: stanceName,
				form: formName,
				qualifiers: strings(qualifiers),
				about: strings(names),
				weight,
			});
			about.push(strings(concepts));
		}
		return { claims, about };
	},
};
