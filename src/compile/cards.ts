import { readQueue } from '../gate/queue.js';
import type { Problem } from '../model/result.js';
import { afterCooling } from './cooled.js';
import { readNotes } from './policies/read-policies.js';
import type { ProposalCard } from './proposal-views.js';
import type { OpenProposal } from './reports.js';
import type { Surroundings } from './session.js';
import { workerFaults } from './worker-faults.js';

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

/**
 * The queue as a list shows it: strictest first, then by path. Verdicts are those of when the proposals were made, but for those that waited
 * for a time which is over. With the queue's own problems go those of the files that the gate goes by.
 */
export async function listCards(around: Surroundings, stopped: boolean): Promise<{ readonly cards: readonly ProposalCard[]; readonly problems: readonly Problem[] }> {
	const { vault, settings } = around;
	const { layout } = settings;
	const { open, problems } = await readQueue(vault, layout);
	// Whoever decides should know that other rules hold than those that were written.
	const faults = [...(await readNotes(vault, layout)).problems, ...(await workerFaults(vault, layout))];
	return { cards: (await afterCooling(around, open, stopped)).map(cardOf), problems: [...problems, ...faults] };
}
