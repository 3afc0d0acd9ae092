import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { findProvider } from '@pydantic/genai-prices';
import { ROOT } from './set-up.mjs';

const PROVIDERS = ['anthropic', 'openai', 'google', 'mistral', 'deepseek', 'x-ai'];
// Not for text, fine-tuned or for code alone, or retired long ago: what is not in the table has an unknown price, which a user can set.
const OTHER = /embed|whisper|tts|audio|image|davinci|babbage|curie|ada|voice|voxtral|pixtral|moderation|realtime|transcribe|search|research|computer|claude-(?:v1|2|instant|3-)|gpt-3|gpt-4-|^gpt-4$|gemini-(?:pro|1)|gemini-flash-1|mixtral|open-mi|codestral-mamba|nano-banana|veo|imagen|lyria|sora|dall|^ft:|\.ft-|:extended|-live-|-omni-|vision|safeguard|multi-agent|-build-|-code-|codestral|devstral|codex|chatgpt|claude-4-|gpt-4\.5|gpt-4o-2024|gemini-2\.0|gemma-2-|o1-mini|o1-preview|grok-(?:[23]|4-)|mistral-(?:7b|saba|nemo|medium-2312|small-24b|small-3\.1)|ministral-\db$/i;
const PATH = `${ROOT}src/budget/price-table.ts`;

/** @param {unknown} price @returns {[number | null, number | null]} the price per million tokens, and where a dearer one begins */
function flat(price) {
	if (typeof price === 'number') return [price, null];
	if (typeof price === 'object' && price !== null && 'base' in price && 'tiers' in price) {
		const { base, tiers } = /** @type {{ base: number, tiers: { start: number }[] }} */ (price);
		return [base, Math.min(...tiers.map(({ start }) => start))];
	}
	return [null, null];
}

/** What holds on that day; null where the price depends on the hour. @param {unknown} prices @param {string} day @returns {Record<string, unknown> | null} */
function pricesOn(prices, day) {
	if (!Array.isArray(prices)) return /** @type {Record<string, unknown>} */ (prices);
	if (prices.some(({ constraint }) => constraint?.type === 'time_of_date')) return null;
	return prices.filter(({ constraint }) => constraint === undefined || constraint.start_date <= day).at(-1)?.prices ?? null;
}

/** @param {(string | number | null)[]} row */
const withoutLastNulls = (row) => row.slice(0, row.findLastIndex((cell) => cell !== null) + 1);

/** The table's text, for the prices that held on a day. @param {string} day ISO date */
export function priceTable(day) {
	const { version } = JSON.parse(readFileSync(`${ROOT}node_modules/@pydantic/genai-prices/package.json`, 'utf8'));
	/** @type {Set<string>} */
	const seen = new Set();
	const rows = PROVIDERS.flatMap((provider) =>
		(findProvider({ providerId: provider })?.models ?? []).flatMap(({ id, prices, deprecated }) => {
			const price = deprecated === true || OTHER.test(id) ? null : pricesOn(prices, day);
			const [input, upTo] = flat(price?.input_mtok);
			const [output] = flat(price?.output_mtok);
			// Others resell models of these providers; the provider's own price counts.
			if (price === null || input === null || output === null || seen.has(id)) return [];
			seen.add(id);
			return [withoutLastNulls([id, input, output, flat(price.cache_read_mtok)[0], flat(price.cache_write_mtok)[0], upTo])];
		}),
	);
	rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
	return [
		'/** Model; US dollars a million tokens in, out, read from the cache, and written to it; the tokens in up to which they hold. What is null at the end is left out: the table is a part of the plugin. */',
		'export type PriceRow = readonly [model: string, input: number, output: number, cacheRead?: number | null, cacheWrite?: number | null, upTo?: number];',
		'',
		'/** Where the prices are from, and the day on which they held. Written by `npm run prices`. */',
		`export const PRICES_FROM = { source: '@pydantic/genai-prices ${version} (MIT)', day: '${day}' } as const;`,
		'',
		'export const PRICE_ROWS: readonly PriceRow[] = [',
		...rows.map((row) => `\t[${row.map((cell) => (typeof cell === 'string' ? `'${cell}'` : String(cell))).join(', ')}],`),
		'];',
		'',
	].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const day = process.argv[2] ?? new Date().toISOString().slice(0, 10);
	writeFileSync(PATH, priceTable(day));
}
