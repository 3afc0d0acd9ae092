import { isRecord } from '../../model/json.js';
import type { Value } from '../expression/value.js';
import type { Machine } from '../execute/machine.js';
import { start, step } from '../execute/run.js';
import type { Effect, FlowState, StepResult } from '../execute/state.js';
import { DISPOSITION_EVENT } from './dispositions.js';

/** A question that a flow puts to a worker. */
export interface Question {
	readonly node: string;
	/** Line of the node in the note. */
	readonly line: number;
	/** Which time the node asks, counted from 1: again after a failure, or when the flow comes back to it. */
	readonly time: number;
	/** The lowest tier that may answer. */
	readonly tier: number;
	readonly about: string;
}

/** What a worker said; `failed` where it gave no answer that can be used. */
export interface Answer {
	readonly outcome: 'approve' | 'deny' | 'unsure' | 'failed';
	/** Who said it and why, in plain words. */
	readonly words: string;
}

/** What is known of a question; null where nobody has answered it. The same question always has the same answer. */
export type Answers = (question: Question) => Answer | null;

/** An end that was reached. */
export type Said = Extract<Effect, { readonly type: 'emit' }>;

export interface Answered {
	readonly question: Question;
	readonly answer: Answer;
	/** False where nothing but the flow's own drawing stands between an answer other than an approval and a pass. */
	readonly settled: boolean;
}

/** How far a flow comes with the answers that there are. */
export interface Walk {
	readonly state: FlowState;
	readonly said: readonly Said[];
	/** Ids of the nodes in the order in which they were entered. */
	readonly steps: readonly string[];
	readonly answered: readonly Answered[];
	/** The questions that wait, by token. */
	readonly open: ReadonlyMap<number, Question>;
	/** A node that asks on and on, so that nobody knows what the flow would say. */
	readonly endless: string | null;
}

const MOST_ASKED = 100;
const OPTIONS = { hearAll: true, untraced: true } as const;
const NOBODY: Answers = () => null;

export const saidIn = ({ effects }: StepResult): readonly Said[] => effects.flatMap((effect) => (effect.type === 'emit' && effect.event === DISPOSITION_EVENT ? [effect] : []));

/**
 * Runs the flow on the data as far as the answers take it. Whatever waits for an answer is found again by the next run from the answers
 * alone, so that nothing of a flow has to be kept.
 */
export function walkFlow(machine: Machine, data: Value, answers: Answers = NOBODY): Walk {
	const said: Said[] = [];
	const steps: string[] = [];
	const answered: Counted[] = [];
	const open = new Map<number, Question>();
	const times = new Map<string, number>();
	const keep = (run: StepResult): StepResult => {
		said.push(...saidIn(run));
		steps.push(...run.visited);
		for (const effect of run.effects) {
			if (effect.type !== 'ask' || effect.operator !== 'llm') continue;
			const time = (times.get(effect.node) ?? 0) + 1;
			times.set(effect.node, time);
			open.set(effect.token, { node: effect.node, line: effect.line, time, tier: effect.tier, about: effect.intention });
		}
		return run;
	};
	let run = keep(start(machine, data, OPTIONS));
	const walk = (endless: string | null): Walk => ({ state: run.state, said, steps, answered, open, endless });
	for (;;) {
		const next = firstAnswered(open, answers);
		if (next === null) return walk(null);
		const { token, question, answer } = next;
		if (answered.length === MOST_ASKED) return walk(question.node);
		open.delete(token);
		const before = run.state;
		run = keep(step(machine, before, answer.outcome === 'failed' ? { type: 'failure', token, reason: answer.words } : { type: 'answer', token, result: { outcome: answer.outcome } }, OPTIONS));
		const votes = votesOn(machine, question.node);
		answered.push({ question, answer, votes, settled: answer.outcome === 'approve' || votes.length > 0 || objects(before, run, token) });
		const lost = [...new Set(answered.flatMap((each) => each.votes))].filter((vote) => isLost(vote, before, run.state));
		if (lost.length === 0 || objects(before, run, null)) continue;
		for (const each of answered) if (each.answer.outcome !== 'approve' && each.votes.some((vote) => lost.includes(vote))) each.settled = false;
	}
}

function firstAnswered(open: ReadonlyMap<number, Question>, answers: Answers): { readonly token: number; readonly question: Question; readonly answer: Answer } | null {
	for (const [token, question] of open) {
		const answer = answers(question);
		if (answer !== null) return { token, question, answer };
	}
	return null;
}

/** An answer with the votes that count it, where nothing else does. */
interface Counted extends Answered {
	settled: boolean;
	readonly votes: readonly string[];
}

function votesOn({ nodes }: Machine, node: string): readonly string[] {
	const ways = nodes.get(node)?.ways ?? [];
	return ways.every(({ target }) => nodes.get(target)?.node.type.value === 'vote') ? ways.map(({ target }) => target) : [];
}

/** True where the vote came out just now, and not for it. */
function isLost(vote: string, before: FlowState, after: FlowState): boolean {
	const result = after.results[vote];
	return result !== before.results[vote] && isRecord(result) && (result.outcome === 'rejected' || result.outcome === 'tie');
}

/** After what is no approval, the flow objects, or asks somebody else where the token went. Anything else could pass on it. */
function objects(before: FlowState, run: StepResult, token: number | null): boolean {
	if (run.state.doubts.length > before.doubts.length) return true;
	const said = saidIn(run).map(({ payload }) => payload.disposition);
	if (said.includes('PASS')) return false;
	const asks = run.effects.flatMap((effect) => (effect.type === 'ask' ? [effect.token] : []));
	return said.length > 0 || run.state.tokens.some(({ id, lineage }) => asks.includes(id) && (token === null || id === token || lineage.some((split) => split.endsWith(`#${token}`))));
}

/** The walk gone on as though whoever is still asked approved, workers and people alike; null where nobody is asked. */
export function ifApproved(machine: Machine, walk: Walk): Pick<Walk, 'state' | 'said' | 'endless'> | null {
	let { state } = walk;
	const said = [...walk.said];
	for (let asked = 0; ; asked += 1) {
		const token = state.tokens.find(({ status }) => status === 'asking');
		if (token === undefined) return asked === 0 ? null : { state, said, endless: null };
		if (asked === MOST_ASKED) return { state, said, endless: token.node };
		const next = step(machine, state, { type: 'answer', token: token.id, result: { outcome: 'approve' } }, OPTIONS);
		said.push(...saidIn(next));
		state = next.state;
	}
}
