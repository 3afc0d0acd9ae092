import { readQueue } from '../../gate/queue.js';
import { judgeAnew } from '../judge-anew.js';
import type { Session } from '../session.js';
import { loadPolicyState } from './policy-state.js';
import { isLapsed, savePolicyState } from './take-up.js';

/** Has the gate decide anew on whatever waits with a verdict of other policies, and remembers that it did. */
export async function judgeQueueAnew(session: Session, stopped: boolean): Promise<void> {
	const { vault, settings, record, gate, policies } = session;
	const { layout } = settings;
	// Verdicts given under a stop would outlive it.
	if (!isLapsed(policies) || stopped) return;
	const { open } = await readQueue(vault, layout);
	const lapsed = open.filter(({ verdict, proposal }) => verdict.policyHash !== gate.policyHash && proposal.run !== session.run);
	await judgeAnew(session, lapsed.map(({ proposal }) => proposal), 'The policies changed, so the gate decided anew.');
	await savePolicyState(record, layout, { ...(await loadPolicyState(vault, layout)), judged: gate.policyHash });
}
