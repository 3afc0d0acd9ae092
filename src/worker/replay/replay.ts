import { NO_COST } from '../../model/currencies.js';
import type { Tier } from '../../model/verdict.js';
import { readFrontmatter } from '../../markdown/frontmatter.js';
import type { Answer, Clerk, Order } from '../clerk.js';
import { readBlocks } from '../transcripts/fence.js';
import { orderHash } from '../transcripts/order-hash.js';
import { stopped, unasked } from '../wrappers/answers.js';
import type { Found, TranscriptIndex } from './transcript-index.js';

/** Which parts of an order are not what they were when it was recorded. */
function changedParts(order: Order, { note }: Found): readonly string[] {
	const blocks = readBlocks(note, readFrontmatter(note).bodyStart);
	const recorded = (heading: string): string | undefined => blocks.find((block) => block.heading === heading)?.text;
	const parts: readonly (readonly [string, string | undefined, string])[] = [
		['instructions', recorded('Instructions'), order.instructions],
		['form of the answer', recorded('Form of the answer'), JSON.stringify(order.schema, null, '\t')],
		['input', recorded('Input'), order.input],
	];
	const changed = parts.filter(([, then, now]) => then !== now).map(([name]) => name);
	return changed.length > 0 ? changed : ['length of the answer'];
}

/** What a recorded answer gives when it is used again: it cost nothing this time. */
export const recordedAnswer = ({ path, transcript }: Found): Answer => {
	const envelope = { ...NO_COST, model: transcript.model, tokens: null, transcript: path, trail: { calls: 0, sentBack: [], shims: transcript.shims } };
	if (transcript.text !== null) return { ...envelope, ok: true, text: transcript.text };
	const { finish, failure } = transcript;
	const kind = finish === 'answered' ? 'malformed' : finish;
	const message = failure ?? '';
	return { ...envelope, ok: false, failure: kind === 'rate-limited' || kind === 'overloaded' ? { kind, message, retryAfter: null } : { kind, message } };
};

/**
 * Answers from transcripts, without a network: a run can be repeated to the same bytes. An order that was never given, or that is not
 * what it was, is a drift: it has no answer, and the failure names what changed. `as` takes the place of a recorded clerk.
 */
export const replayClerk = (index: TranscriptIndex, as: { readonly id: string; readonly tier: Tier } = { id: 'replay', tier: 0 }): Clerk => {
	const clerk: Clerk = {
		id: as.id,
		tier: as.tier,
		async answer(order, signal) {
			if (signal.aborted) return stopped(clerk);
			const drift = (message: string): Answer => unasked(clerk, { kind: 'unavailable', message: `Drift from the recorded run: ${message}` });
			const found = await index.of(orderHash(order));
			const [whole] = found.filter(({ transcript }) => !transcript.altered).sort((a, b) => Number(a.transcript.text === null) - Number(b.transcript.text === null));
			if (whole !== undefined) return recordedAnswer(whole);
			const [altered] = found;
			if (altered !== undefined) return drift(`the answer in ${altered.path} is not what came back. Secrets were taken out of it, or somebody changed the note.`);
			const [other] = await index.ofTask(order.task);
			if (other !== undefined) return drift(`${order.task} is asked with another ${changedParts(order, other).join(' and another ')} than in ${other.path}.`);
			return drift(`${order.task} was never asked.`);
		},
	};
	return clerk;
};
