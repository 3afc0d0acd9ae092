import type { Caps } from '../../budget/caps.js';
import type { Problem } from '../../model/result.js';
import type { TaskKind } from '../port.js';
import { addressOf } from './address.js';
import type { Operators, WorkerEntry } from './operators.js';

/** Who is asked as things stand, for a person to look at. Plain data. */
export interface OperatorsView {
	readonly path: string;
	readonly workers: readonly (WorkerEntry & { /** Where its tasks are sent; null where nothing leaves the device. */ readonly address: string | null })[];
	readonly trust: Operators['trust'];
	readonly caps: Caps;
	/** Of the file; while there is one, only the offline worker is asked. */
	readonly problems: readonly Problem[];
}

/** Where tasks go over a network, and with which secret. */
export interface Recipient {
	readonly address: string;
	/** Name of the secret; null where none is sent. */
	readonly key: string | null;
}

export const viewOf = (path: string, { workers, trust, caps }: Operators, problems: readonly Problem[]): OperatorsView => ({
	path,
	workers: workers.map((entry) => ({ ...entry, address: addressOf(entry) })),
	trust,
	caps,
	problems,
});

const COMPILE: readonly TaskKind[] = ['extract', 'identify', 'weave', 'adjudicate'];

/** Who may be asked over a network, in a compile where nothing else is said: workers of a tier that is trusted with one of the kinds. Each once. */
export function recipientsOf({ workers, trust }: Pick<OperatorsView, 'workers' | 'trust'>, kinds = COMPILE): readonly Recipient[] {
	const least = Math.min(...kinds.map((kind) => trust[kind]));
	const found = workers.flatMap(({ address, key, tier }) => (address === null || tier < least ? [] : [{ address, key }]));
	return found.filter((each, index) => found.findIndex(({ address, key }) => address === each.address && key === each.key) === index);
}
