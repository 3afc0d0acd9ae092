import type { Currencies } from '../../model/currencies.js';
import type { Problem } from '../../model/result.js';
import type { Disposition } from '../../model/verdict.js';
import type { Warning } from '../../prism/check/check.js';
import type { Fault } from '../../prism/fault.js';

/** A note of the policies' folder, as a list shows it. */
export interface PolicyCard {
	readonly path: string;
	/** Of the flow; null where it cannot be read. */
	readonly id: string | null;
	readonly name: string | null;
	/** Of what the flow says; null where the note has errors. */
	readonly hash: string | null;
	/** `off`: its properties say `active: false`. `broken`: it is meant to hold and has errors. */
	readonly state: 'active' | 'off' | 'broken';
	/** Its last version without errors holds while it is broken. */
	readonly before: boolean;
	readonly faults: readonly Fault[];
	readonly warnings: readonly Warning[];
}

export interface PoliciesReport {
	/** Hash of all that the gate goes by, the constitution and the rules of workers included. */
	readonly policyHash: string;
	/** True while the built-in default holds, besides whatever else does. */
	readonly builtIn: boolean;
	/** What waits was judged by other policies: it is judged anew by the next work, or when `applyPolicies` is asked. */
	readonly lapsed: boolean;
	/** Sorted by path. */
	readonly policies: readonly PolicyCard[];
	readonly problems: readonly Problem[];
}

/** One note with what it means. */
export interface PolicyCheck extends PolicyCard {
	/** The flow in plain English, by code; null where the note has errors. */
	readonly explanation: string | null;
	/** What the note says of itself in plain words; empty where it says nothing. */
	readonly naturalLanguage: string;
}

/** A policy to ask about: a note of the vault, by its path or by its name in the policies' folder, or `built-in` for the default; `text` stands in for what it says. */
export interface PolicyDraft {
	readonly path: string;
	readonly text?: string;
}

export interface PolicyOutcome {
	/** Id of the proposal. */
	readonly id: string;
	readonly path: string;
	/** Null where nothing was recorded. */
	readonly before: Disposition | null;
	readonly after: Disposition;
	readonly change: 'same' | 'stricter' | 'milder' | 'new';
	/** What objects after, strictest first. The line is the one in the policy's note; null for what holds whatever policies say. */
	readonly rules: readonly { readonly rule: string; readonly disposition: Disposition; readonly reason: string; readonly line: number | null }[];
	/** Fields that the policy asks for and the record does not hold of this proposal: its conditions on them are unknown, and hold. */
	readonly unknown: readonly string[];
}

/** What a policy would change. */
export interface PolicySimulation {
	readonly path: string;
	/** The policy that it was compared with; null where the recorded verdicts stand against it. */
	readonly against: string | null;
	/** Proposals that it was asked about. */
	readonly cases: number;
	readonly same: number;
	readonly stricter: number;
	readonly milder: number;
	/** Proposals without a recorded verdict. */
	readonly new: number;
	readonly after: Readonly<Record<Disposition, number>>;
	readonly moves: readonly { readonly from: Disposition; readonly to: Disposition; readonly count: number }[];
	/** Proposals for which something would change, oldest first. */
	readonly rows: readonly PolicyOutcome[];
	/** What the record does not hold, and of how many of these proposals. `gate`: what the constitution and the rules of workers said. */
	readonly missing: readonly { readonly field: string; readonly cases: number }[];
	readonly problems: readonly Problem[];
}

/** A policy that a worker wrote from a person's words. It stands nowhere until the person accepts it. */
export interface PolicyWriting extends Currencies {
	readonly asked: string;
	/** The whole note, `active: false` in its properties. */
	readonly note: string;
	/** What code says of it: errors, warnings, the explanation in English. Its path is where it would stand. */
	readonly check: PolicyCheck;
	/** What the worker decided where the words left it open. */
	readonly assumptions: readonly string[];
	/** It was sent back once with its errors. */
	readonly repaired: boolean;
	/** The model, or who answered. */
	readonly by: string;
	readonly transcripts: readonly string[];
}

/** Why no policy was written. `template` is a note that a person can fill in by hand, where nobody is there who could write one. */
export interface NotWritten {
	readonly problem: Problem;
	readonly template: string | null;
}

/** What a host can ask about policies. Nothing of it writes. */
export interface PolicyQuestions {
	policies(): Promise<PoliciesReport>;
	checkPolicy(path: string, text?: string): Promise<PolicyCheck | { readonly problem: Problem }>;
	/** What the policy would say of every proposal of the record, the other active ones and all that no policy can loosen included. */
	simulatePolicy(path: string, text?: string): Promise<PolicySimulation | { readonly problem: Problem }>;
	/** What changes for every proposal of the record when the second takes the place of the first. */
	comparePolicies(first: PolicyDraft, second: PolicyDraft): Promise<PolicySimulation | { readonly problem: Problem }>;
}

/** What a person can do with policies. Everything that changes them is told in the ledger first, and what waits is judged anew after it. */
export interface PolicyDeeds {
	/** Has a worker write a policy. It writes nothing into the policies' folder. The same words find an answer that the mailbox got meanwhile. */
	writePolicy(ask: string, signal?: AbortSignal): Promise<PolicyWriting | NotWritten>;
	/** Puts a policy into the folder as a new note. One with errors can only be put there inactive. */
	acceptPolicy(name: string, text: string, active: boolean, who: string): Promise<{ readonly path: string; readonly problems: readonly Problem[] } | { readonly problem: Problem }>;
	/** Sets `active` in the note's properties. A note with errors cannot be activated. Null where it is done. */
	switchPolicy(path: string, active: boolean, who: string): Promise<Problem | null>;
	/** Judges what waits by the policies as they are now. */
	applyPolicies(): Promise<readonly Problem[]>;
}
