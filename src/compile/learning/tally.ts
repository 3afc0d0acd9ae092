import type { Interval } from './wilson.js';

/** What people decided about one sort of edits. What was decided in one go, such as all of a list, was one judgement and counts once. */
export interface Tally {
	readonly approved: number;
	readonly denied: number;
	/** Approved, and taken back later by a person. */
	readonly undone: number;
	/** How many edits these decisions were about. */
	readonly edits: number;
	/** The share that people approve, with 95 % confidence. */
	readonly approval: Interval | null;
}

/** Fewer decisions than this teach nothing. */
export const FEWEST_DECISIONS = 20;
/** A rule is made narrower where people surely approve at least this share of what it alone held: 22 of 22 decisions, or 33 of 34. */
const SURELY_APPROVED = 0.85;
/** What passes is held where people surely approve at most this share of it. */
const SURELY_REFUSED = 0.5;

/** How many decisions a tally counts. */
export const decidedIn = ({ approved, denied, undone }: Pick<Tally, 'approved' | 'denied' | 'undone'>): number => approved + denied + undone;

export const isSurelyApproved = (tally: Tally): boolean => decidedIn(tally) >= FEWEST_DECISIONS && tally.approval !== null && tally.approval.lower >= SURELY_APPROVED;
export const isSurelyRefused = (tally: Tally): boolean => decidedIn(tally) >= FEWEST_DECISIONS && tally.approval !== null && tally.approval.upper <= SURELY_REFUSED;
