import type { Clerk, Wrapper } from '../clerk.js';
import { recalled } from '../replay/recalled.js';
import type { TranscriptIndex } from '../replay/transcript-index.js';
import { recorded, type Recording } from '../transcripts/recorded.js';
import { budgeted, type EstimateOrder } from './budgeted.js';
import { checked, type Check } from './checked.js';
import { gated } from './gated.js';
import { haltable } from './haltable.js';
import type { Meter } from './meter.js';
import { retried, type Patience } from './retry.js';
import { shimmed, type Shim } from './shims.js';
import { stoppable } from './stoppable.js';

/** What stands around a clerk. Meter, pause and index are shared by all clerks of a run; the breaker is each clerk's own. */
export interface Surroundings {
	/** Transcripts in which an answer may stand already; null where everything is asked anew. */
	readonly known: TranscriptIndex | null;
	/** Holds back what waits for a provider's batch; left out where there are none. */
	readonly batch?: Wrapper;
	readonly recording: Recording;
	readonly meter: Meter;
	readonly estimate: EstimateOrder;
	readonly patience: Patience;
	readonly check: Check;
	readonly shims: readonly Shim[];
	/** What a person stopped, null where nothing is; looked at before each call and while one is under way. */
	readonly halted?: () => Promise<string | null>;
	/** Calls that may be under way at once. */
	readonly atOnce: number;
	/** Is given the wait for an answer that nobody waits for any more. */
	readonly late?: (pending: Promise<unknown>) => void;
}

/** A clerk that can be left alone: stop, turn, recall, batch, transcript, budget, breaker and retry, emergency stop, check with one repair, shims, in this order from without. */
export function wrapped(clerk: Clerk, around: Surroundings): Clerk {
	const wrappers: readonly Wrapper[] = [
		stoppable(around.late, around.halted === undefined ? undefined : { halted: around.halted, clock: around.patience.clock }),
		gated(around.atOnce),
		...(around.known === null ? [] : [recalled(around.known)]),
		...(around.batch === undefined ? [] : [around.batch]),
		recorded(around.recording),
		budgeted(around.meter, around.estimate),
		retried(around.patience),
		...(around.halted === undefined ? [] : [haltable(around.halted)]),
		checked(around.check),
		shimmed(around.shims),
	];
	return wrappers.reduceRight((inner, wrap) => wrap(inner), clerk);
}
