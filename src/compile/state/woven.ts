import type { WovenPage, WovenSentence } from '../../worker/port.js';
import { isRecord } from '../../model/json.js';
import type { Codec } from './shard-store.js';

/** A page as it was woven and paid for. */
export interface WovenMemo {
	/** SHA-256 of what the worker was given for the page. */
	readonly asked: string;
	readonly page: WovenPage;
}

const readSentences = (value: unknown): WovenSentence[] =>
	Array.isArray(value) ? value.flatMap((row): WovenSentence[] => (isRecord(row) && typeof row['text'] === 'string' && Array.isArray(row['claims']) ? [{ text: row['text'], claims: row['claims'].map(String) }] : [])) : [];

export const wovenCodec: Codec<WovenMemo> = {
	encode: ({ asked, page }) => ({ asked, ...page }),
	decode(json) {
		if (!isRecord(json) || typeof json['asked'] !== 'string' || !Array.isArray(json['facets'])) return null;
		const facets = json['facets'].flatMap((row) => (isRecord(row) && typeof row['heading'] === 'string' ? [{ heading: row['heading'], items: readSentences(row['items']) }] : []));
		return { asked: json['asked'], page: { lead: readSentences(json['lead']), facets } };
	},
};
