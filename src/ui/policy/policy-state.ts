export const TABS = ['policies', 'write', 'exceptions'] as const;
export type PolicyTab = (typeof TABS)[number];

/** What the app keeps of the view over a restart: also what was typed or written and is not accepted yet. */
export interface PolicyViewState {
	readonly tab: PolicyTab;
	/** Path of the policy that is shown. */
	readonly chosen: string | null;
	/** What the person typed as the words of a new rule. */
	readonly ask: string;
	/** A policy that nobody accepted yet; null where there is none. */
	readonly draft: DraftPolicy | null;
}

export interface DraftPolicy {
	readonly asked: string;
	readonly note: string;
	readonly assumptions: readonly string[];
	/** Who wrote it, in words. */
	readonly origin: string;
}

export const FIRST_POLICY_STATE: PolicyViewState = { tab: 'policies', chosen: null, ask: '', draft: null };

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | null => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null);

function readDraft(value: unknown): DraftPolicy | null {
	const kept = recordOf(value);
	if (kept === null || typeof kept.asked !== 'string' || typeof kept.note !== 'string' || typeof kept.origin !== 'string') return null;
	const assumptions: readonly unknown[] = Array.isArray(kept.assumptions) ? kept.assumptions : [];
	return { asked: kept.asked, note: kept.note, origin: kept.origin, assumptions: assumptions.filter((each) => typeof each === 'string') };
}

/** Reads what an earlier session, or an earlier version, left; what it does not know it leaves as it was. */
export function readPolicyState(value: unknown, before: PolicyViewState): PolicyViewState {
	const kept = recordOf(value);
	if (kept === null) return before;
	return {
		tab: TABS.find((tab) => tab === kept.tab) ?? before.tab,
		chosen: typeof kept.chosen === 'string' ? kept.chosen : before.chosen,
		ask: typeof kept.ask === 'string' ? kept.ask : before.ask,
		draft: 'draft' in kept ? readDraft(kept.draft) : before.draft,
	};
}
