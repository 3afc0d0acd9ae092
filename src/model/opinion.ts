import type { Currencies } from './currencies.js';

/** What a reviewer said of one proposal. It holds for exactly the text, the file and the policies that it was given for. */
export interface Opinion extends Currencies {
	/** The proposal's id. */
	readonly proposal: string;
	/** SHA-256 of what stood in the vault, and of the proposed text; null where nothing stood, and where the page goes. */
	readonly before: string | null;
	readonly after: string | null;
	/** The hash of the policies. */
	readonly policy: string;
	/** Names of the rules that escalated it, sorted: what was not objected to then was not reviewed. */
	readonly rules: readonly string[];
	/** The reviewer's id. */
	readonly who: string;
	readonly tier: number;
	/** Which of how many were asked at this tier, counted from 1; each judges alone. */
	readonly seat: number;
	readonly seats: number;
	readonly opinion: 'approve' | 'deny' | 'unsure';
	readonly reason: string;
	/** The note that records the call; null where there is none. */
	readonly transcript: string | null;
}
