import type { Answer, Order, SentBack, Wrapper } from '../clerk.js';
import { after, failedWith, stopped, trailOf } from './answers.js';

/** What is wrong with an answer, each in a sentence that whoever answered can act on; empty where nothing is. */
export type Check = (order: Order, text: string) => readonly string[];

const MOST_TOLD = 20;
const SHOWN = 3;

const withTrail = (answer: Answer, sentBack: readonly SentBack[]): Answer => {
	const trail = trailOf(answer);
	return { ...answer, trail: { ...trail, sentBack: [...trail.sentBack, ...sentBack] } };
};

function malformed(answer: Answer, problems: readonly string[]): Answer {
	const more = problems.length - SHOWN;
	return failedWith(answer, { kind: 'malformed', message: `The answer was sent back once and is still wrong: ${problems.slice(0, SHOWN).join(' ')}${more > 0 ? ` And ${String(more)} more.` : ''}` });
}

/** Looks at every answer before anybody uses it. One that is wrong goes back once, with what is wrong; then it counts as none. */
export const checked = (check: Check): Wrapper => (inner) => ({
	id: inner.id,
	tier: inner.tier,
	async answer(order, signal) {
		const first = await inner.answer(order, signal);
		if (!first.ok) return first;
		const wrong = check(order, first.text).slice(0, MOST_TOLD);
		if (wrong.length === 0) return first;
		const rejected: SentBack = { answer: first.text, problems: wrong };
		if (order.repair !== null) return malformed(withTrail(first, [rejected]), wrong);
		const returned = withTrail(first, [rejected]);
		if (signal.aborted) return after(returned, stopped(inner));
		const both = after(returned, await inner.answer({ ...order, repair: rejected }, signal));
		if (!both.ok) return both;
		const stillWrong = check(order, both.text).slice(0, MOST_TOLD);
		return stillWrong.length === 0 ? both : malformed(withTrail(both, [{ answer: both.text, problems: stillWrong }]), stillWrong);
	},
});
