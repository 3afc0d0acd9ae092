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
	/** Names of the rules that escalated it, sorted: what was not objected to then was not reviewed. Of an answer, the rule that asks. */
	readonly rules: readonly string[];
	/** Where it answers a question of a policy: which time that is asked, counted from 1. Left out, it is on the proposal as a whole. */
	readonly question?: number;
	/** The reviewer's id. */
	readonly who: string;
	readonly tier: number;
	/** Which of how many were asked at this tier, counted from 1; each judges alone. */
	readonly seat: number;
	readonly seats: number;
	readonly opinion: 'approve' | 'deny' | 'unsure';
	readonly reason: string;
	/** True where it gave no answer that can be used, so that it is unsure for want of one. */
	readonly failed?: true;
	/** The note that records the call; null where there is none. */
	readonly transcript: string | null;
}
