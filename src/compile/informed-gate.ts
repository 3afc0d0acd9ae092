import type { Gate, GateContext } from '../gate/gate.js';
import type { PageRecord } from '../model/page.js';
import type { Proposal } from '../model/proposal.js';

/** Somebody who can be asked for a second opinion. */
export interface Seat {
	/** The worker's id. */
	readonly id: string;
	readonly tier: number;
}

/** A gate that is told of each proposal what stands about it elsewhere in the vault. */
export interface InformedGate extends Gate {
	/** The context with how many pages link to the proposal's page, and at which tiers it can be reviewed. */
	inform(proposal: Proposal, context: GateContext): GateContext;
}

/** `reviewers` are all that may be asked now; none of them reviews what it made itself. */
export function informedGate(gate: Gate, pages: ReadonlyMap<string, PageRecord>, reviewers: readonly Seat[]): InformedGate {
	/** `from` is the page that was counted last: one that links twice counts once. */
	interface Inbound {
		count: number;
		from: PageRecord;
	}
	let counts: ReadonlyMap<string, Inbound> | null = null;
	const count = (): ReadonlyMap<string, Inbound> => {
		const inbound = new Map<string, Inbound>();
		for (const page of pages.values()) {
			for (const to of page.links) {
				if (to === page.id) continue;
				const known = inbound.get(to);
				if (known === undefined) inbound.set(to, { count: 1, from: page });
				else if (known.from !== page) {
					known.count += 1;
					known.from = page;
				}
			}
		}
		return inbound;
	};
	const inform = (proposal: Proposal, context: GateContext): GateContext => ({
		...context,
		inboundLinks: (counts ??= count()).get(proposal.subject)?.count ?? 0,
		reviewTiers: reviewers.filter(({ id }) => id !== proposal.who).map(({ tier }) => tier),
	});
	return { policyHash: gate.policyHash, inform, decide: (proposal, context) => gate.decide(proposal, inform(proposal, context)) };
}
