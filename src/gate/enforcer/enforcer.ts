import type { FiredRule } from '../../model/verdict.js';
import { canonicalJson, hashText } from '../../model/hash.js';
import type { Policy } from '../gate.js';
import { fired, shown } from '../rule.js';
import { rulesFor, type RulesBook } from './book.js';
import { CHECKPOINTS, factsOf, type Finding } from './checkpoints.js';
import { covers, type Exemption, exemptionRule, type ExemptionRecord, isLive, NO_RECORD, usesLeft } from './exemption.js';
import { coolingDown, indexPast, type PastViolation } from './grace.js';
import { ruleName } from './violation.js';
import { workerName } from './worker-name.js';

/** What the enforcer goes by, all of it read before. */
export interface Enforcement {
	readonly book: RulesBook;
	/** Names of the workers that a person stopped; null where nobody can tell, which stops all. */
	readonly stopped: ReadonlySet<string> | null;
	/** Violations of late, as the ledger of this device tells of them. */
	readonly past: readonly PastViolation[];
	readonly exemptions: readonly Exemption[];
	readonly record: ExemptionRecord;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/** Nothing but the built-in rules. */
export const bareEnforcement = (book: RulesBook): Enforcement => ({ book, stopped: new Set(), past: [], exemptions: [], record: NO_RECORD, now: 0 });

function stopRule(who: string, stopped: Enforcement['stopped']): readonly FiredRule[] {
	if (stopped === null) return [fired('stop:worker', 'BLOCK', 'Whether this worker is stopped cannot be read, so that it counts as stopped.')];
	const name = workerName(who);
	return name !== null && stopped.has(name) ? [fired('stop:worker', 'BLOCK', `The worker “${shown(name)}” is stopped. It proposes nothing until a person lifts the stop.`)] : [];
}

const asRule = ({ at, violation, disposition, reason, line }: Finding): FiredRule => fired(ruleName(at, violation), disposition, reason, line);

const lift = (exemption: Exemption, finding: Finding, record: ExemptionRecord): FiredRule => {
	const left = usesLeft(exemption, record);
	return fired(exemptionRule(exemption.id), 'PASS', `A person’s exemption (${shown(exemption.reason, 200)}; ${left} of ${exemption.uses} left) lifts ${ruleName(finding.at, finding.violation)}: ${finding.reason}`, finding.line);
};

/**
 * The checkpoints, the cooling down and the stop of single workers, as one policy. All checkpoints of all layers are asked and all that they
 * object to is listed. Only the rules count for its hash: a stop, a violation and an exemption are no policy. Stops that cannot be read
 * count as well, so that what was blocked for that alone is judged anew once they can.
 */
export function enforcer({ book, stopped, past, exemptions, record, now }: Enforcement): Policy {
	const resolved = new Map<string, ReturnType<typeof rulesFor>>();
	const rulesOf = (who: string): ReturnType<typeof rulesFor> => {
		const known = resolved.get(who);
		if (known !== undefined) return known;
		const rules = rulesFor(book, who);
		if (resolved.size < 100) resolved.set(who, rules);
		return rules;
	};
	const pastOf = indexPast(past);
	// Where several would do, the one that ends first is used.
	const live = exemptions.filter((exemption) => isLive(exemption, record, now)).sort((a, b) => a.expires - b.expires || (a.id < b.id ? -1 : 1));
	return {
		hash: hashText(canonicalJson({ enforcer: book.hash, ...(stopped === null ? { stops: 'unreadable' } : {}) })),
		evaluate: (proposal, context) => {
			const { who, tier } = proposal;
			const stops = stopRule(who, stopped);
			const found = rulesOf(who);
			if (!found.ok) return [...stops, found.rule];
			// Only a host gives a person's id, and with it the tier of people; anything else that bears it is no person.
			const posing = workerName(who) === 'person' && tier !== 4 ? [fired('rules:worker', 'BLOCK', `It bears a person's name and was made at tier ${tier}.`)] : [];
			const facts = factsOf(proposal, context);
			const findings = CHECKPOINTS.flatMap(({ check }) => found.rules.flatMap((layer) => check(layer, facts)));
			const mine = live.filter((exemption) => covers(exemption, proposal));
			const lifted = new Set<string>(mine.map(({ lifts }) => lifts));
			const rules = findings.map((finding) => {
				const exemption = mine.find(({ lifts }) => lifts === finding.violation);
				return exemption === undefined ? asRule(finding) : lift(exemption, finding, record);
			});
			return [...stops, ...posing, ...rules, ...coolingDown(pastOf(proposal), found.rules, now, lifted)];
		},
	};
}
