import { readQueue } from '../gate/queue.js';
import type { Verdict } from '../model/verdict.js';
import { informedGate } from './informed-gate.js';
import { judgeAnew } from './judge-anew.js';
import { listOccupied, makeJudge, type Judge } from './judge.js';
import { freeReviewers } from './permits.js';
import { readPolicies } from './policies/read-policies.js';
import type { OpenProposal } from './reports.js';
import type { Session, Surroundings } from './session.js';
import { loadPages } from './state/page-table.js';

/** True for what is held by nothing but the time that its worker cools down. */
const waits = ({ disposition, rules }: Verdict): boolean => disposition === 'HOLD' && rules.every((rule) => rule.disposition !== 'HOLD' || rule.rule.startsWith('grace:'));

/** Those that wait for a time, and for which it is over. */
async function over(judge: Judge, items: readonly OpenProposal[]): Promise<Map<string, OpenProposal>> {
	const done = new Map<string, OpenProposal>();
	for (const item of items) {
		if (!waits(item.verdict)) continue;
		const judged = await judge.judge(item.proposal);
		if (!waits(judged.verdict)) done.set(item.proposal.id, judged);
	}
	return done;
}

/** The same proposals, those that only waited for a time with what the gate says now that it is over. Reads only; nothing where none waits so. */
export async function afterCooling(around: Surroundings, items: readonly OpenProposal[], stopped: boolean): Promise<readonly OpenProposal[]> {
	const { vault, host, settings, panel } = around;
	const { layout } = settings;
	// A verdict given under a stop would be shown as one that stays.
	if (stopped || !items.some(({ verdict }) => waits(verdict))) return items;
	const { gate } = await readPolicies(vault, layout, host);
	const informed = informedGate(gate, (await loadPages(vault, layout, [])).pages, await freeReviewers(vault, layout, panel));
	const done = await over(makeJudge(vault, layout, informed, await listOccupied(vault, layout), false), items);
	return items.map((item) => done.get(item.proposal.id) ?? item);
}

/** Has the gate decide on what waited for a time that is over, before anything else is done in a session. */
export async function judgeCooled(session: Session, stopped: boolean): Promise<void> {
	const { vault, settings, gate } = session;
	const { open } = await readQueue(vault, settings.layout);
	if (stopped || !open.some(({ verdict }) => waits(verdict))) return;
	const done = await over(makeJudge(vault, settings.layout, gate, await session.occupied(), false), open);
	await judgeAnew(session, open.flatMap(({ proposal }) => (done.has(proposal.id) ? [proposal] : [])), 'The worker has cooled down, so the gate decided anew.');
}
