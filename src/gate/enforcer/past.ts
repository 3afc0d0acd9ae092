import type { PastViolation } from './grace.js';
import { type ExemptionRecord } from './exemption.js';
import { isCooling } from './violation.js';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(line: string): Readonly<Record<string, unknown>> | null {
	try {
		const value: unknown = JSON.parse(line);
		return isRecord(value) ? value : null;
	} catch {
		// What was changed or cut off is found by verify; here it tells nothing.
		return null;
	}
}

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
		const event = parse(line);
		if (event?.['type'] !== 'verdict') continue;
		const { actor, kind, subject, violations } = event;
		if (typeof actor !== 'string' || typeof kind !== 'string' || typeof subject !== 'string' || !Array.isArray(violations) || Number.isNaN(at)) continue;
		for (const violation of violations) if (isCooling(violation)) past.push({ worker: actor, action: kind, subject, violation, at });
	}
	return { past, whole: false };
}

/** Adds up what a day of a ledger tells of exemptions. */
export function countExemptions(text: string, record: { readonly used: Map<string, number>; readonly revoked: Set<string> }): void {
	for (let at = text.indexOf('"type":"exemption"'); at !== -1; ) {
		const start = text.lastIndexOf('\n', at) + 1;
		const found = text.indexOf('\n', at);
		const end = found === -1 ? text.length : found;
		const event = parse(text.slice(start, end));
		if (event?.['type'] === 'exemption' && typeof event['exemption'] === 'string') {
			const id = event['exemption'];
			if (event['deed'] === 'used') record.used.set(id, (record.used.get(id) ?? 0) + 1);
			if (event['deed'] === 'revoked') record.revoked.add(id);
		}
		at = text.indexOf('"type":"exemption"', end);
	}
}

export const emptyRecord = (): { readonly used: Map<string, number>; readonly revoked: Set<string> } & ExemptionRecord => ({ used: new Map(), revoked: new Set() });
