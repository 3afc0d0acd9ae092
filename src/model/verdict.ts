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
	/** Where a policy asks a worker: which time it does, counted from 1, and the lowest tier that may answer. */
	readonly question?: { readonly time: number; readonly tier: number };
}

/** The way of a proposal through a policy's flow: ids of nodes in order. */
export interface FlowSteps {
	/** Where the policy is written. */
	readonly policy: string;
	readonly steps: readonly string[];
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
	/** Of each policy that is a flow; left out where there is none, and once the ledger was told. */
	readonly flows?: readonly FlowSteps[];
}

export const strictness = (disposition: Disposition): number => DISPOSITIONS.indexOf(disposition);

export const strictest = (dispositions: Iterable<Disposition>): Disposition => {
	let worst: Disposition = 'PASS';
	for (const disposition of dispositions) if (strictness(disposition) > strictness(worst)) worst = disposition;
	return worst;
};
