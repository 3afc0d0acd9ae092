import type { Roots } from '../expression/evaluate.js';
import { UNKNOWN } from '../expression/value.js';
import type { ReadyNode, Way } from './machine.js';

/** Which ways out are taken, and what stands in doubt. */
export interface Choice {
	/** Ways whose condition holds, or the one without a condition where every other is known not to hold. */
	readonly taken: readonly Way[];
	/** Ways of which it is not known whether they hold. */
	readonly unsure: readonly Way[];
	/** Why the choice is none, in words; null where it is sound. */
	readonly fault: string | null;
}

const listed = (ways: readonly Way[]): string => ways.map(({ text, line }) => `“${text ?? 'otherwise'}” (line ${line})`).join(', ');

/**
 * Asks the ways out. The way without a condition is the default: it is taken only when every other way is known to be shut, so that what
 * is not known never opens it. Of a choice of one, several that hold are a fault, as is none.
 */
export function choose({ ways, takes }: ReadyNode, rootsFor: (way: Way) => Roots): Choice {
	if (takes === 'all') return { taken: ways, unsure: [], fault: ways.length === 0 ? 'No way leads on from here.' : null };
	const taken: Way[] = [];
	const unsure: Way[] = [];
	let otherwise: Way | null = null;
	for (const way of ways) {
		if (way.condition === null) {
			otherwise = way;
			continue;
		}
		const holds = way.condition.truth(rootsFor(way));
		if (holds === true) taken.push(way);
		else if (holds === UNKNOWN) unsure.push(way);
	}
	if (unsure.length > 0) return { taken, unsure, fault: `It is not known whether ${listed(unsure)} ${unsure.length === 1 ? 'holds' : 'hold'}.` };
	if (taken.length > 1 && takes === 'one') return { taken, unsure, fault: `Only one way may be taken here, but ${taken.length} hold: ${listed(taken)}.` };
	if (taken.length > 0) return { taken, unsure, fault: null };
	if (otherwise !== null) return { taken: [otherwise], unsure, fault: null };
	return { taken, unsure, fault: ways.length === 0 ? 'No way leads on from here.' : `No way out holds, and there is none for otherwise: ${listed(ways)}.` };
}
