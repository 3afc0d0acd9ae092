import type { Currencies, TokenCount } from '../../model/currencies.js';
import { readFrontmatter } from '../../markdown/frontmatter.js';
import { fenced, readBlocks } from '../transcripts/fence.js';

/** What somebody put beside a task. */
export interface ResponseNote extends Currencies {
	/** The answer, to be checked like any other; empty where there is none. */
	readonly text: string;
	readonly by: string | null;
	readonly model: string | null;
	readonly tokens: TokenCount | null;
	/** Why there is no answer; null where there is one. */
	readonly refused: string | null;
	/** Whether it looks like all of it: a response may be looked at while it is being written. */
	readonly whole: boolean;
}

const said = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const amount = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null);

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** Reads a response: its properties, and the first fenced block, or all of the text where there is none. */
export function readResponse(note: string): ResponseNote {
	const { frontmatter, bodyStart } = readFrontmatter(note);
	const data = frontmatter?.data ?? {};
	const [block] = readBlocks(note, bodyStart);
	const text = block?.text ?? note.slice(bodyStart).trim();
	const refused = data['refused'] === true ? 'No reason was given.' : said(data['refused']);
	const [sent, out] = [amount(data['tokens_in']), amount(data['tokens_out'])];
	return {
		text, refused,
		by: said(data['by']), model: said(data['model']),
		tokens: sent === null || out === null ? null : { in: sent, cached: amount(data['tokens_cached']) ?? 0, written: amount(data['tokens_written']) ?? 0, out },
		clock_ms: amount(data['clock_ms']), coin_usd: amount(data['coin_usd']), carbon_g: amount(data['carbon_g']),
		whole: refused !== null || isJson(text),
	};
}

/** A response in the form that tasks ask for. What is unknown is left out. */
export function renderResponse(answer: string, by: string, cost: Readonly<Record<string, string | number>> = {}): string {
	return `---\n${Object.entries({ by, ...cost }).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`).join('')}---\n${fenced(answer, 'json')}`;
}
