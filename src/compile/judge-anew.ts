import { closeProposals, readQueue, writeQueue } from '../gate/queue.js';
import { opinionEvent } from '../gate/opinion-event.js';
import type { Proposal } from '../model/proposal.js';
import { verdictEvents } from './bookkeeping.js';
import { makeJudge, type Judged } from './judge.js';
import type { SecondOpinions } from './second-opinions.js';
import type { Session } from './session.js';

/**
 * Has the gate decide anew on proposals that wait: the new verdicts are told in the ledger, and then stand in the queue under this run. Not to
 * be called under a stop, which verdicts given then would outlive.
 */
export async function judgeAnew(session: Session, proposals: readonly Proposal[], why: string): Promise<readonly Judged[]> {
	const { vault, host, settings, record, ledger, gate, run } = session;
	const { layout } = settings;
	if (proposals.length === 0) return [];
	const judge = makeJudge(vault, layout, gate, await session.occupied(), false);
	const judged: Judged[] = [];
	for (const proposal of proposals) judged.push({ ...(await judge.judge(proposal)), proposal: { ...proposal, run } });
	await ledger.append(verdictEvents(judged, run));
	await writeQueue(record, layout, run, judged);
	// What was proposed in this very run has a newer line in its file.
	const elsewhere = proposals.filter((proposal) => proposal.run !== run);
	await closeProposals(vault, record, host, layout, elsewhere.map((proposal) => ({ proposal, outcome: 'void' as const, who: 'system', why })));
	return judged;
}

/** Tells the ledger what reviewers said, and has the gate decide anew with it. Under a stop only the ledger is told. */
export async function recordOpinions(session: Session, { reviewed }: SecondOpinions, stopped: boolean): Promise<readonly Judged[]> {
	const { vault, ledger, settings, run } = session;
	await ledger.append(reviewed.flatMap(({ proposal, opinions }) => opinions.map((opinion) => opinionEvent(opinion, run, proposal.path))));
	if (stopped || reviewed.length === 0) return [];
	const { open } = await readQueue(vault, settings.layout);
	const waiting = new Map(open.map(({ proposal }) => [proposal.id, proposal]));
	return judgeAnew(session, reviewed.flatMap(({ proposal }) => waiting.get(proposal.id) ?? []), 'It was reviewed, so the gate decided anew.');
}
