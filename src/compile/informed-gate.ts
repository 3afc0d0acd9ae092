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

const FEW = 8;

/** `reviewers` are all that may be asked now; none of them reviews what it made itself. */
export function informedGate(gate: Gate, pages: ReadonlyMap<string, PageRecord>, reviewers: readonly Seat[]): InformedGate {
	/** `from` is the page that was counted last: one that links twice counts once. */
	interface Inbound {
		count: number;
		from: PageRecord;
	}
	let counts: ReadonlyMap<string, Inbound> | null = null;
	const few = new Map<string, number>();
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
	/** Of the first that are asked for each by itself, and of more all at once. */
	const inboundOf = (subject: string): number => {
		let known = few.get(subject);
		if (counts === null && known === undefined && few.size < FEW) {
			known = 0;
			for (const page of pages.values()) if (page.id !== subject && page.links.includes(subject)) known += 1;
			few.set(subject, known);
		}
		return known ?? (counts ??= count()).get(subject)?.count ?? 0;
	};
	const inform = (proposal: Proposal, context: GateContext): GateContext => ({
		...context,
		inboundLinks: inboundOf(proposal.subject),
		reviewTiers: reviewers.filter(({ id }) => id !== proposal.who).map(({ tier }) => tier),
	});
	return { policyHash: gate.policyHash, inform, decide: (proposal, context) => gate.decide(proposal, inform(proposal, context)) };
}
