import { parseRecord } from '../../model/json.js';
import { eventsOfType } from '../ledger-event.js';
import type { ExemptionRecord } from './exemption.js';
import type { PastViolation } from './grace.js';
import { isCooling } from './violation.js';

const AT = /"at":"([^"]{1,40})"/;

/**
 * Violations since a time, from one day of a ledger, read from its end. `whole` is true where the day began before that time, so that no
 * earlier day is needed. Times in milliseconds.
 */
export function violationsSince(text: string, since: number): { readonly past: readonly PastViolation[]; readonly whole: boolean } {
	const past: PastViolation[] = [];
	for (let end = text.length; end > 0; ) {
		const stop = text.charAt(end - 1) === '\n' ? end - 1 : end;
		const start = text.lastIndexOf('\n', stop - 1) + 1;
		const line = text.slice(start, stop);
		end = start;
		const at = Date.parse(AT.exec(line)?.[1] ?? '');
		if (at < since) return { past, whole: true };
		if (!line.includes('"violations":[')) continue;
		// What was changed or cut off is found by verify; here it tells nothing.
		const event = parseRecord(line);
		if (event?.['type'] !== 'verdict') continue;
		const { actor, kind, subject, violations } = event;
		if (typeof actor !== 'string' || typeof kind !== 'string' || typeof subject !== 'string' || !Array.isArray(violations) || Number.isNaN(at)) continue;
		for (const violation of violations) if (isCooling(violation)) past.push({ worker: actor, action: kind, subject, violation, at });
	}
	return { past, whole: false };
}

/** Adds up what a day of a ledger tells of exemptions. */
export function countExemptions(text: string, record: { readonly used: Map<string, number>; readonly revoked: Set<string> }): void {
	for (const event of eventsOfType(text, 'exemption')) {
		const id = event['exemption'];
		if (typeof id !== 'string') continue;
		if (event['deed'] === 'used') record.used.set(id, (record.used.get(id) ?? 0) + 1);
		if (event['deed'] === 'revoked') record.revoked.add(id);
	}
}

export const emptyRecord = (): { readonly used: Map<string, number>; readonly revoked: Set<string> } & ExemptionRecord => ({ used: new Map(), revoked: new Set() });
