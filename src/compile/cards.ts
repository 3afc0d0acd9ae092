import { readQueue } from '../gate/queue.js';
import type { Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import type { VaultReader } from '../vault/port.js';
import type { OpenProposal, ProposalCard } from './reports.js';

export const cardOf = ({ proposal, verdict }: OpenProposal): ProposalCard => ({
	id: proposal.id,
	run: proposal.run,
	kind: proposal.kind,
	path: proposal.path,
	to: proposal.to,
	title: proposal.title,
	pageType: proposal.pageType,
	why: proposal.why,
	who: proposal.who,
	tier: proposal.tier,
	personText: proposal.personText,
	conflicts: proposal.conflicts.length,
	disagreements: proposal.evidence.disagreements.length,
	disposition: verdict.disposition,
	rules: verdict.rules,
	decider: verdict.decider,
});

/** The queue as a list shows it: strictest first, then by path. Verdicts are those of when the proposals were made. */
export async function listCards(reader: VaultReader, layout: Layout): Promise<{ readonly cards: readonly ProposalCard[]; readonly problems: readonly Problem[] }> {
	const { open, problems } = await readQueue(reader, layout);
	return { cards: open.map(cardOf), problems };
}
