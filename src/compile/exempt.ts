import { type Exemption, exemptionsPath, isExemptionWorker, isLive, MOST_USES, readExemptions, readTime, usesLeft } from '../gate/enforcer/exemption.js';
import { type ExemptionRequest, type Grant, withExemption, withoutExemption } from '../gate/enforcer/exemption-file.js';
import { KINDS } from '../gate/enforcer/read-rules.js';
import { readTarget } from '../gate/enforcer/target.js';
import { isLiftable, LIFTABLE } from '../gate/enforcer/violation.js';
import { UNKNOWN_COST } from '../model/currencies.js';
import { canonicalJson, shortHash } from '../model/hash.js';
import { problem, type Problem } from '../model/result.js';
import type { ExemptionBook } from './enforcement.js';
import type { Session } from './session.js';

export interface ExemptionView extends ExemptionRequest {
	readonly id: string;
	/** Uses that are left; 0 where it holds no more. */
	readonly left: number;
	readonly state: 'live' | 'expired' | 'used up' | 'revoked';
}

const stateOf = (exemption: Exemption, { record }: ExemptionBook, now: number): ExemptionView['state'] =>
	record.revoked.has(exemption.id) ? 'revoked' : exemption.expires <= now ? 'expired' : usesLeft(exemption, record) === 0 ? 'used up' : 'live';

/** The exemptions of the file in its order, with what is left of each. */
export const viewsOf = (book: ExemptionBook, now: number): readonly ExemptionView[] =>
	book.exemptions.map((exemption) => ({
		id: exemption.id,
		worker: exemption.worker,
		action: exemption.action,
		target: exemption.target.glob,
		lifts: exemption.lifts,
		uses: exemption.uses,
		left: isLive(exemption, book.record, now) ? usesLeft(exemption, book.record) : 0,
		expires: new Date(exemption.expires).toISOString(),
		reason: exemption.reason,
		state: stateOf(exemption, book, now),
	}));

/** Why this cannot be granted, in a sentence that says what could; null where it can. */
function faultOf({ worker, action, target, lifts, uses, expires, reason }: ExemptionRequest, now: number): string | null {
	if (!isExemptionWorker(worker)) return `“${worker}” is not the name of a worker, such as offline.`;
	if (!KINDS.some((kind) => kind === action)) return `There is no action “${action}”. There are ${KINDS.join(', ')}.`;
	const read = readTarget(target);
	if (!read.ok) return `The target “${target}” ${read.error}.`;
	if (!isLiftable(lifts)) return `No exemption can lift “${lifts}”. One can lift ${LIFTABLE.join(', ')}.`;
	if (!Number.isInteger(uses) || uses < 1 || uses > MOST_USES) return `An exemption may be used 1 to ${MOST_USES} times.`;
	const until = readTime(expires);
	if (until === null) return `“${expires}” is no date such as 2026-12-01, and no time with its zone such as 2026-12-01T09:00:00Z.`;
	if (until <= now) return 'It would have expired already.';
	if (reason.trim() === '') return 'Say why. The reason is kept with the exemption.';
	return reason.length > 1_000 ? 'The reason may have 1000 characters.' : null;
}

/** Grants an exemption: told in the ledger, then written. */
export async function grantExemption(session: Session, request: ExemptionRequest, who: string): Promise<{ readonly id: string } | { readonly problem: Problem }> {
	const { settings, host, ledger, record, run } = session;
	const path = exemptionsPath(settings.layout);
	const now = host.now();
	const fault = faultOf(request, now);
	if (fault !== null) return { problem: problem(path, fault) };
	if (!session.policies.enforced.exemptions.sound) return { problem: problem(path, 'The file has a fault, so that nothing is added to it. Mend it first; the status names its line.') };
	const grant: Omit<Grant, 'id'> = { ...request, reason: request.reason.trim(), granted: new Date(now).toISOString(), by: who };
	const id = `x-${shortHash(canonicalJson({ ...grant, run }), 8)}`;
	const text = withExemption(await record.read(path), { id, ...grant });
	if (!readExemptions(path, text).exemptions.some((each) => each.id === id)) return { problem: problem(path, 'It would make the file one that cannot be read, so nothing was written. Remove exemptions that are used up.') };
	await ledger.append([{ type: 'exemption', deed: 'granted', actor: who, run, exemption: id, ...request, policy: session.gate.policyHash, ...UNKNOWN_COST }]);
	await record.writeDurable(path, text);
	return { id };
}

/** Revokes an exemption for good: what the ledger tells holds even where an older file comes back. */
export async function revokeExemption(session: Session, id: string, who: string): Promise<Problem | null> {
	const { settings, ledger, record, run } = session;
	const path = exemptionsPath(settings.layout);
	const found = session.policies.enforced.exemptions.exemptions.find((each) => each.id === id);
	if (found === undefined) return problem(path, `There is no exemption ${id}. \`exempt list\` names them.`);
	await ledger.append([{ type: 'exemption', deed: 'revoked', actor: who, run, exemption: id, policy: session.gate.policyHash, ...UNKNOWN_COST }]);
	const text = await record.read(path);
	if (text !== null) await record.writeDurable(path, withoutExemption(text, found));
	return null;
}
