import { NO_COST } from '../../model/currencies.js';
import type { Tier } from '../../model/verdict.js';
import { VaultError } from '../../vault/port.js';
import type { Answer, CallFailure, Clerk, Order } from '../clerk.js';
import { stopped, unasked } from '../wrappers/answers.js';
import type { Clock } from '../wrappers/clock.js';
import { archiveTask, endClaim, postTask, readOrNull, standingOf, type Mailbox } from './box.js';
import { taskId, tasksFolder } from './names.js';
import { readResponse } from './response-note.js';
import { renderTask } from './task-note.js';

export interface MailboxParts {
	readonly id?: string;
	readonly tier: Tier;
	readonly box: Mailbox;
	readonly clock: Clock;
	/** Milliseconds to wait for a response before the task is left for the next run. */
	readonly patience: number;
	/** What answering this order may cost in US dollars; null where nothing is said of it. */
	readonly mayCost?: (order: Order) => number | null;
}

const POLL = 1_000;
// A response that was changed a moment ago may still be on its way from a hand or another device.
const SETTLED = 10_000;

/**
 * A clerk made of files: the order becomes a note in `tasks/open/` that anybody may answer. What was not answered in time stays there,
 * and the same order finds its response on a later run; nothing is asked twice.
 */
export function mailboxClerk({ id: name = 'mailbox', tier, box, clock, patience, mayCost = () => null }: MailboxParts): Clerk {
	const { reader, home } = box;

	async function answerAt(path: string, id: string): Promise<Answer | null> {
		const note = await readOrNull(reader, path);
		if (note === null) return null;
		const { text, by, model, tokens, refused, whole, clock_ms, coin_usd, carbon_g } = readResponse(note);
		if (!whole) {
			const stat = await reader.stat(path);
			const age = stat === null || stat === 'folder' ? 0 : clock.now() - stat.mtime;
			if (Math.abs(age) < SETTLED) return null;
		}
		await archiveTask(box, id);
		const envelope = { clock_ms, coin_usd, carbon_g, model: model ?? by ?? name, tokens, transcript: null };
		if (refused !== null) return { ...envelope, ok: false, failure: { kind: 'refused', message: `${by ?? 'Whoever read the task'} will not answer it: ${refused}` } };
		return { ...envelope, ok: true, text };
	}

	/** Null while there is nothing to say yet. */
	async function look(order: Order, id: string): Promise<Answer | null> {
		const standing = await standingOf(box, id);
		switch (standing.state) {
			case 'done': {
				// It was read before, and paid for then.
				const answer = await answerAt(standing.path, id);
				return answer === null ? null : { ...answer, ...NO_COST, tokens: null };
			}
			case 'answered':
				return answerAt(standing.path, id);
			case 'dead':
				return unasked(clerk, { kind: 'unavailable', message: `Tasks in ${tasksFolder(home)}/dead/ were given up three times. Move them back to open/ to have them tried again.` });
			case 'claimed':
				await endClaim(box, id, standing);
				return null;
			case 'none':
				await postTask(box, id, renderTask(order, { home, posted: new Date(clock.now()).toISOString(), mayCost: mayCost(order) }));
				return null;
			case 'open':
				return null;
		}
	}

	const waits = (): CallFailure => ({ kind: 'unavailable', message: `Tasks wait in ${tasksFolder(home)}/open/ for somebody to answer them. Ask for the same again when they are answered.` });

	const clerk: Clerk = {
		id: name,
		tier,
		async answer(order, signal) {
			const id = taskId(order);
			for (let left = patience; ; left -= POLL) {
				if (signal.aborted) return stopped(clerk);
				try {
					const answer = await look(order, id);
					if (answer !== null) return answer;
				} catch (error) {
					if (!(error instanceof VaultError)) throw error;
					return unasked(clerk, { kind: 'unavailable', message: `The mailbox cannot be used: ${error.message}` });
				}
				if (left <= 0) return unasked(clerk, waits());
				await clock.wait(Math.min(POLL, left), signal);
			}
		},
	};
	return clerk;
}
