import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import type { FiredRule, FlowSteps, Verdict } from '../model/verdict.js';
import type { Layout } from '../vault/layout.js';

/** What a verdict rests on besides the proposal itself. All of it is read before; the gate does no I/O. */
export interface GateContext {
	readonly layout: Layout;
	/** What stands at the proposal's path now; null where nothing does. */
	readonly current: string | null;
	/** Folded paths of every file in the vault's writable folders, to find case and Unicode twins; values are the paths as spelled. */
	readonly occupied: ReadonlyMap<string, string>;
	/** Texts of the cited sources by path: what may be quoted, linked to and shown. */
	readonly sourceText: (path: string) => string | null;
	/** True while the emergency stop is on. */
	readonly stopped: boolean;
	/** Pages whose prose links to the proposal's; left out where nobody counted them. */
	readonly inboundLinks?: number;
	/** Tiers at which somebody other than the proposal's author can be asked for a second opinion; none where that is left out. */
	readonly reviewTiers?: readonly number[];
	/** Recorded opinions on the proposal, binding or not. */
	readonly opinions?: readonly Opinion[];
	/** Those of them that answer questions of policies and bind; the gate itself finds them. */
	readonly answers?: readonly Opinion[];
}

/** Rules beyond the constitution. They may only tighten; PRISM-IR flows fill this interface as well as code does. */
export interface Policy {
	/** SHA-256 of what the policy says. */
	readonly hash: string;
	/** A policy that is a flow tells `through` which way the proposal took. */
	evaluate(proposal: Proposal, context: GateContext, through?: (flow: FlowSteps) => void): readonly FiredRule[];
}

export interface Gate {
	readonly policyHash: string;
	/** Total: an error inside a rule is a HOLD that names the rule, never a PASS. */
	decide(proposal: Proposal, context: GateContext): Verdict;
}
