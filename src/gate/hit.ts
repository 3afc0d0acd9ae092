import type { Span } from '../markdown/note.js';

/** Something in a text that may not be added to a page, with the range that makes it what it is. */
export interface Hit extends Span {
	/** Name of the rule, without `constitution:`. */
	readonly rule: 'code-runs' | 'inline-query' | 'html' | 'scheme' | 'remote' | 'link' | 'hidden' | 'template';
	/** What it is, in words that complete "The text adds …". */
	readonly what: string;
	/**
	 * `code`: may stand in code that a cited source shows as code. `source`: may stand where a cited source has it.
	 * `ask`: as `code`, but a person decides. `fence`: may stand where a cited source has the whole fence. `never`: runs wherever a
	 * source shows it, save inside another fence.
	 */
	readonly unless: 'code' | 'source' | 'ask' | 'fence' | 'never';
	/** The addresses that a renderer may make of a link or image; of a link, one of them must be a cited source's. */
	readonly urls: readonly string[];
}
