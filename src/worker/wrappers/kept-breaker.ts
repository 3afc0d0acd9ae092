import * as v from 'valibot';
import { canonicalJson, shortHash } from '../../model/hash.js';
import { problem, type Problem } from '../../model/result.js';
import { VaultError, type VaultReader } from '../../vault/port.js';
import type { WorkerEntry } from '../operators/operators.js';
import { CLOSED, makeBreaker, type Breaker, type BreakerState } from './breaker.js';

/** Where a breaker's state is kept between runs: on this device, for another may reach what this one cannot. */
export interface BreakerShelf {
	readonly reader: VaultReader;
	readonly store: {
		/** Creates or replaces; on the platter when it returns. */
		writeDurable(path: string, text: string): Promise<void>;
	};
	/** The system's own folder. */
	readonly home: string;
	readonly device: string;
	readonly tell: (problem: Problem) => void;
}

const stateShape = v.object({ failures: v.number(), openings: v.number(), openUntil: v.nullable(v.number()) });

/** One file a worker, and another one once it asks somebody else: what rests is a service, not a name. */
const pathOf = ({ home, device }: BreakerShelf, { name, use, model, baseUrl, key }: WorkerEntry): string =>
	`${home}/state/${device}/breakers/${name}-${shortHash(canonicalJson({ use, model, baseUrl, key }), 6)}.json`;

async function known({ reader }: BreakerShelf, path: string): Promise<BreakerState> {
	try {
		const parsed = v.safeParse(stateShape, JSON.parse(await reader.read(path)));
		return parsed.success ? parsed.output : CLOSED;
	} catch (error) {
		// Without its file a breaker is closed: the service is asked, and shows by itself whether it works.
		if (error instanceof VaultError || error instanceof SyntaxError) return CLOSED;
		throw error;
	}
}

/** A breaker that goes on from where the last run on this device left it. */
export async function keptBreaker(shelf: BreakerShelf, entry: WorkerEntry): Promise<Breaker> {
	const path = pathOf(shelf, entry);
	// States are written in the order in which they came, also where two calls end at once.
	let written: Promise<void> = Promise.resolve();
	const write = async (state: BreakerState): Promise<void> => {
		try {
			await shelf.store.writeDurable(path, `${canonicalJson(state)}\n`);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			shelf.tell(problem(path, `That a worker rests could not be written down, so that the next run asks it anew: ${error.message}`));
		}
	};
	return makeBreaker(await known(shelf, path), (state) => (written = written.then(() => write(state))));
}
