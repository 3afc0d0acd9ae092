import { closeProposals, readQueue, writeQueue } from '../../gate/queue.js';
import { verdictEvent } from '../bookkeeping.js';
import { makeJudge } from '../judge.js';
import type { OpenProposal } from '../reports.js';
import type { Session } from '../session.js';
import { loadPolicyState } from './policy-state.js';
import { isLapsed, savePolicyState } from './take-up.js';

/** Has the gate decide anew on whatever waits with a verdict of other policies, and remembers that it did. */
export async function judgeQueueAnew(session: Session, stopped: boolean): Promise<void> {
	const { vault, host, settings, record, ledger, gate, policies } = session;
	const { layout } = settings;
	// Verdicts given under a stop would outlive it.
	if (!isLapsed(policies) || stopped) return;
	const { open } = await readQueue(vault, layout);
	const lapsed = open.filter(({ verdict, proposal }) => verdict.policyHash !== gate.policyHash && proposal.run !== session.run);
	if (lapsed.length > 0) {
		const judge = makeJudge(vault, layout, gate, await session.occupied(), false);
		const judged: OpenProposal[] = [];
		for (const { proposal } of lapsed) judged.push(await judge.judge(proposal));
		await ledger.append(judged.map((item) => verdictEvent(item, session.run)));
		await writeQueue(record, layout, session.run, judged);
		await closeProposals(vault, record, host, layout, lapsed.map(({ proposal }) => ({ proposal, outcome: 'void' as const, who: 'system', why: 'The policies changed, so the gate decided anew.' })));
	}
	await savePolicyState(record, layout, { ...(await loadPolicyState(vault, layout)), judged: gate.policyHash });
}
