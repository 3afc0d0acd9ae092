/** From the mildest to the strictest. */
export const DISPOSITIONS = ['PASS', 'HOLD', 'ESCALATE', 'REQUIRE_HUMAN', 'BLOCK'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export type Tier = 0 | 1 | 2 | 3 | 4;

/** A rule that fired, in words that a person can act on. */
export interface FiredRule {
	/** `<where it is written>:<name>`, such as `constitution:path` or `default:human-text`. */
	readonly rule: string;
	readonly disposition: Disposition;
	/** Plain words; what it met and, where it helps, what would change the verdict. */
	readonly reason: string;
	/** Line in the proposed text, counted from 1, where the rule points at one. */
	readonly line: number | null;
}

/** What the gate says of a proposal. */
export interface Verdict {
	readonly proposalId: string;
	readonly disposition: Disposition;
	/** Every rule that fired, strictest first. */
	readonly rules: readonly FiredRule[];
	/** The lowest tier that may move it on; null where nobody may. */
	readonly decider: Tier | null;
	/** SHA-256 of the policy that decided; an approval is void under another one. */
	readonly policyHash: string;
}

export const strictness = (disposition: Disposition): number => DISPOSITIONS.indexOf(disposition);

export const strictest = (dispositions: Iterable<Disposition>): Disposition => {
	let worst: Disposition = 'PASS';
	for (const disposition of dispositions) if (strictness(disposition) > strictness(worst)) worst = disposition;
	return worst;
};
