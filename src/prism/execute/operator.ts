import type { Currencies } from '../../model/currencies.js';
import { durationMs } from '../expression/tokens.js';
import type { Operator } from '../flow.js';
import type { PlainData } from '../yaml-tree.js';
import { type Draft, note, put } from './draft.js';
import type { ReadyNode } from './machine.js';
import { fail, leave } from './route.js';
import type { Asked, Token } from './state.js';

const PERSON = 4;
/** The tier of a model that the flow does not say. */
const STANDARD = 2;

const isNumber = (value: PlainData | undefined): value is number => typeof value === 'number';

/** Whom to ask; what is asked comes with the question. */
export type Whom = Omit<Asked, 'about'>;

/** Who does the work: null for code. */
export function askedBy(operator: Operator | null, stage: Asked['stage'] = 'first'): Whom | null {
	const tier = operator?.tier?.value;
	const op = operator?.op?.value;
	if (op === 'human') return { operator: 'human', tier: PERSON, attempt: 1, stage };
	if (op !== 'llm') return null;
	const known = isNumber(tier) ? tier : STANDARD;
	return { operator: known === PERSON ? 'human' : 'llm', tier: known, attempt: 1, stage };
}

/** Puts the question to a model or a person; the token waits for the answer. */
export function ask(draft: Draft, token: Token, at: ReadyNode, whom: Whom, question: string | null = null): void {
	const { id, name, line, intention } = at.node;
	const { flow } = draft.machine;
	const about = question ?? intention ?? flow.groups.find(({ nodes }) => nodes.some(({ value }) => value === id))?.intention ?? name ?? flow.intention?.value ?? id;
	put(draft, { ...token, status: 'asking', asked: { ...whom, about } });
	draft.effects.push({ type: 'ask', token: token.id, node: id, line, operator: whom.operator, tier: whom.tier, attempt: whom.attempt, intention: about });
}

/** An operator failed: again, then the fallback or the next tier up, then whatever the policy says for when all fail. */
export function afterFailure(draft: Draft, token: Token, at: ReadyNode, reason: string, cost?: Currencies): void {
	const policy = at.node.failurePolicy;
	const asked = token.asked;
	if (policy === null || asked === null) {
		fail(draft, token, at, reason, false, cost);
		return;
	}
	note(draft, 'node_exited', token, `failed, attempt ${asked.attempt}: ${reason}`, cost);
	const count = (value: PlainData | undefined): number => (isNumber(value) ? value : 0);
	const retries = asked.stage === 'first' ? count(policy.retry?.value) : asked.stage === 'fallback' ? count(policy.failoverRetry?.value) : 0;
	if (asked.attempt <= retries) {
		ask(draft, token, at, { ...asked, attempt: asked.attempt + 1 }, asked.about);
		return;
	}
	if (asked.stage === 'first' && policy.blockFailedFor !== null) {
		draft.effects.push({ type: 'block', operator: asked.operator, tier: asked.tier, ms: durationMs(policy.blockFailedFor.value.replace(/ /g, '')) ?? 0 });
	}
	const next = nextOperator(asked, at);
	if (next === 'code') leave(draft, { ...token, status: 'ready', asked: null }, at, { outcome: 'done', result: null }, 'completed by the fallback');
	else if (next !== null) ask(draft, token, at, next, asked.about);
	else if (policy.ifAllFail?.value === 'skip') leave(draft, { ...token, status: 'ready', asked: null }, at, { outcome: 'failed', result: null }, 'skipped');
	else fail(draft, token, at, reason, policy.ifAllFail?.value === 'halt', cost);
}

function nextOperator(asked: Asked, { node: { failurePolicy: policy } }: ReadyNode): Whom | 'code' | null {
	if (asked.stage === 'first' && policy?.then?.value === 'failover') return askedBy(policy.fallback, 'fallback') ?? 'code';
	if (asked.tier >= PERSON) return null;
	const tier = asked.tier + 1;
	if (policy?.then?.value === 'escalate') return { operator: tier === PERSON ? 'human' : 'llm', tier, attempt: 1, stage: 'escalated' };
	return policy?.ifAllFail?.value === 'escalate' ? { operator: 'human', tier: PERSON, attempt: 1, stage: 'escalated' } : null;
}
