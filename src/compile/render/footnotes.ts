import type { Claim } from '../../model/claim.js';
import { noteLink } from './link.js';

const SHORTEST = 4;

/** Labels cut from the claims' ids: as short as they can be with no two alike on the page. */
export function footnoteLabels(claims: readonly Claim[]): ReadonlyMap<string, string> {
	const bodies = claims.map((claim) => claim.id.replace(/^k-/, ''));
	const labels = new Map<string, string>();
	claims.forEach((claim, index) => {
		const body = bodies[index] ?? '';
		let length = SHORTEST;
		while (length < body.length && bodies.some((other, at) => at !== index && other !== body && other.startsWith(body.slice(0, length)))) length++;
		labels.set(claim.id, body.slice(0, length));
	});
	return labels;
}

/** `[^7f3k]: [[raw/Make It Stick#Spacing]] “reviewing at increasing intervals”` */
export const footnote = (label: string, claim: Claim, sourcePath: string): string =>
	`[^${label}]: ${noteLink(sourcePath, { subpath: claim.anchor })} “${claim.quote}”`;
