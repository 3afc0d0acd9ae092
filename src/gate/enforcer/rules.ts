import type { ProposalKind } from '../../model/proposal.js';
import type { Tier } from '../../model/verdict.js';
import type { ConditionName } from './conditions.js';
import type { Target } from './target.js';
import type { Trigger } from './trigger.js';
import type { CoolingViolation } from './violation.js';

/** A rule with the place where it is written, such as `rules/default.yml:12`. */
export interface Written<T> {
	readonly value: T;
	readonly at: string;
}

/** Where a worker may work: below a folder, or on a type of page. */
export type Domain = { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 'page-type'; readonly type: string };

/** How long a worker cools down, in milliseconds, at four levels of which the first that says something counts. */
export interface GraceTimes {
	/** From a worker's own file: for all that it does. */
	readonly worker: number | null;
	readonly byViolation: ReadonlyMap<CoolingViolation, number>;
	readonly byDisposition: ReadonlyMap<'BLOCK' | 'HOLD', number>;
	readonly otherwise: number | null;
}

/**
 * What one place says. A worker is under one or more layers at once, and each is asked for itself: that is what makes lists unite, domains
 * intersect, the lowest tier count and the longest time hold, so that no layer can loosen another.
 */
export interface RulesLayer {
	/** The worker's work must lie in one of them; null where the layer says nothing of it. */
	readonly domains: Written<readonly Domain[]> | null;
	readonly forbiddenActions: readonly Written<ProposalKind>[];
	readonly forbiddenTargets: readonly Written<Target>[];
	readonly triggers: readonly Written<Trigger>[];
	readonly maxTier: Written<Tier> | null;
	/** What this tier or a higher one makes needs a rationale; 0 where all of it does. */
	readonly rationaleFrom: Written<Tier> | null;
	readonly requireHuman: readonly Written<ConditionName>[];
	readonly grace: GraceTimes;
}

export const NO_GRACE: GraceTimes = { worker: null, byViolation: new Map(), byDisposition: new Map(), otherwise: null };

export const NO_RULES: RulesLayer = {
	domains: null,
	forbiddenActions: [],
	forbiddenTargets: [],
	triggers: [],
	maxTier: null,
	rationaleFrom: null,
	requireHuman: [],
	grace: NO_GRACE,
};

/** Outermost first. */
export type WorkerRules = readonly RulesLayer[];
