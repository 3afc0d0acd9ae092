import type { Disagreement } from '../model/concept.js';
import { shortHash } from '../model/hash.js';
import { subjectStems, type Statement } from '../worker/offline/judge/statement.js';
import { aboutOneThing, contestOfClaim, judgeRead, readContested, sharedNames, type ContestedClaim } from './reconcile/contested.js';

export { contestKeys, contestOfClaim, judgePair, type ContestedClaim, type ReadableClaim } from './reconcile/contested.js';

/** A key under which more claims meet than this is split by a further word, and skipped where that does not help: it says nothing. */
const MOST_UNDER_KEY = 64;
/** Copies of one sentence are one voice; two are kept, so that each has a partner in another source. */
const MOST_COPIES = 2;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `d-` and eight base-32 characters; the same for either order of the two claim ids. */
export const disagreementId = (left: string, right: string): string => `d-${shortHash(left < right ? `${left} ${right}` : `${right} ${left}`, 8)}`;

interface Entry {
	readonly contested: ContestedClaim;
	readonly keys: readonly string[];
	readonly plain: boolean;
}

/**
 * The pairs of claims, of different sources, that cannot both hold, sorted by id. With `changed` (claim ids), only pairs with one of
 * those: the same ones that a full look would find. Near linear in the number of claims.
 */
export function reconcile(claims: Iterable<ContestedClaim>, changed?: ReadonlySet<string>): Disagreement[] {
	const sorted = once(claims);
	const buckets = new Map<string, Entry[]>();
	const turned = new Set<string>();
	for (const contested of sorted) {
		const contest = contestOfClaim(contested);
		const entry: Entry = { contested, ...contest };
		for (const key of contest.keys) {
			const bucket = buckets.get(key);
			if (bucket === undefined) buckets.set(key, [entry]);
			else bucket.push(entry);
			if (!contest.plain) turned.add(key);
		}
	}

	const read = new Map<string, Statement | null>();
	const readOnce = (contested: ContestedClaim): Statement | null => {
		const known = read.get(contested.claim.id);
		if (known !== undefined) return known;
		const statement = readContested(contested);
		read.set(contested.claim.id, statement);
		return statement;
	};
	const found = new Map<string, Disagreement>();
	const judged = new Set<string>();
	for (const [key, bucket] of buckets) {
		if (bucket.length < 2 || (key.includes('|p|') && !turned.has(key))) continue;
		if (changed !== undefined && !bucket.some(({ contested }) => changed.has(contested.claim.id))) continue;
		for (const group of bounded(withoutCopies(bucket), readOnce)) judgeGroup(group, changed, readOnce, judged, found);
	}
	return [...found.values()].sort((a, b) => compare(a.id, b.id));
}

function once(claims: Iterable<ContestedClaim>): ContestedClaim[] {
	const all = new Map<string, ContestedClaim>();
	for (const contested of claims) all.set(contested.claim.id, contested);
	return [...all.values()].sort((a, b) => compare(a.claim.id, b.claim.id));
}

function withoutCopies(bucket: readonly Entry[]): Entry[] {
	const copies = new Map<string, number>();
	return bucket.filter(({ contested }) => {
		const count = copies.get(contested.claim.text) ?? 0;
		copies.set(contested.claim.text, count + 1);
		return count < MOST_COPIES;
	});
}

function bounded(bucket: readonly Entry[], readOnce: (contested: ContestedClaim) => Statement | null): (readonly Entry[])[] {
	if (bucket.length <= MOST_UNDER_KEY) return [bucket];
	const finer = new Map<string, Entry[]>();
	for (const entry of bucket) {
		const statement = readOnce(entry.contested);
		if (statement === null) continue;
		const names = subjectStems(entry.contested.names, statement.tongue);
		const stems = [...statement.all].filter((stem) => !names.has(stem)).slice(0, 8);
		for (const stem of stems) {
			const group = finer.get(stem);
			if (group === undefined) finer.set(stem, [entry]);
			else group.push(entry);
		}
	}
	return [...finer.values()].filter((group) => group.length > 1 && group.length <= MOST_UNDER_KEY);
}

function judgeGroup(
	group: readonly Entry[],
	changed: ReadonlySet<string> | undefined,
	readOnce: (contested: ContestedClaim) => Statement | null,
	judged: Set<string>,
	found: Map<string, Disagreement>,
): void {
	group.forEach(({ contested: left }, at) => {
		for (const { contested: right } of group.slice(at + 1)) {
			if (left.claim.sourceId === right.claim.sourceId || left.claim.text === right.claim.text) continue;
			if (changed !== undefined && !changed.has(left.claim.id) && !changed.has(right.claim.id)) continue;
			const pair = `${left.claim.id} ${right.claim.id}`;
			if (judged.has(pair)) continue;
			judged.add(pair);
			const leftRead = readOnce(left);
			const rightRead = readOnce(right);
			if (leftRead === null || rightRead === null) continue;
			const judgement = judgeRead(left, right, leftRead, rightRead);
			const { verdict, about, topic } = judgement;
			if (verdict !== 'contradict' || !aboutOneThing(left, right, judgement)) continue;
			const id = disagreementId(left.claim.id, right.claim.id);
			found.set(id, { id, left: left.claim.id, right: right.claim.id, about, topic: topic || (sharedNames(left, right)[0] ?? '') });
		}
	});
}
