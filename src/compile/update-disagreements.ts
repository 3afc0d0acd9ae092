import type { Source } from '../model/source.js';
import { sourcesContesting } from './find-sources.js';
import type { ConceptNames } from './match.js';
import { reconcile, type ContestedClaim } from './reconcile.js';
import type { Candidate, Opinion } from './second-opinion.js';
import type { Contested } from './state/facts.js';
import { hash32 } from './state/sieve.js';
import type { FoundDisagreement, Knowledge } from './state/state.js';

/** Ids of the claims that came, went or changed, by their sources; or all that a source says. */
export type AlteredClaims = ReadonlyMap<string, ReadonlySet<string> | 'all'>;

// Claims clash under a key that is not of plain words as it is, under one of plain words once one of them turns something round.
const clashes = (key: string, plain: boolean): boolean => !plain || !key.includes('|p|');

/**
 * For each of many keys, by a few bits of its hash, whether claims can clash under it: two sources meet there, and one turns something
 * round where the key is of plain words. Told from the facts, because reading the claims of a vault again would cost more than judging
 * them. Keys that share their bits are taken for one: too much is looked at then, never too little.
 */
interface Meetings {
	want(key: string): void;
	/** False where nothing of a changed claim stands under the key. */
	meet(key: string, plain: boolean, source: number): boolean;
	canClash(key: string): boolean;
}

const KEYS_OF_SOURCE = 256;
const MOST_BITS = 24;
const NOBODY = -1;
const SEVERAL = -2;

/** `everything`: every key is one of a changed claim. */
function meetings(sources: number, everything: boolean): Meetings {
	const size = 1 << Math.min(MOST_BITS, Math.ceil(Math.log2(sources * KEYS_OF_SOURCE)));
	const only = new Int32Array(size).fill(NOBODY);
	const wanted = new Uint8Array(size);
	const turned = new Uint8Array(size);
	const place = (key: string): number => hash32(key) & (size - 1);
	return {
		want(key) {
			wanted[place(key)] = 1;
		},
		meet(key, plain, source) {
			const at = place(key);
			if (!everything && wanted[at] !== 1) return false;
			if (only[at] === NOBODY) only[at] = source;
			else if (only[at] !== source) only[at] = SEVERAL;
			if (clashes(key, plain)) turned[at] = 1;
			return true;
		},
		canClash: (key) => only[place(key)] === SEVERAL && turned[place(key)] === 1,
	};
}

/** The claims that can clash with a changed one, those among them, with the keys under which they can. */
async function clashingClaims({ about, facts, sieves }: Knowledge, changed: AlteredClaims): Promise<ReadonlyMap<string, readonly Contested[]>> {
	const contestsOf = async (id: string): Promise<readonly Contested[]> => (await facts.get(id))?.contests ?? [];
	const changedContests = async (id: string): Promise<readonly Contested[]> => {
		const which = changed.get(id) ?? 'all';
		const contests = await contestsOf(id);
		return which === 'all' ? contests : contests.filter(({ claim }) => which.has(claim));
	};
	const everything = changed.size === about.size && [...changed.values()].every((which) => which === 'all');
	const met = meetings(changed.size, everything);
	// A sieve that is asked for everything only costs.
	const few = changed.size * 4 < about.size;
	const hashes = new Set<number>();
	for (const id of everything ? [] : changed.keys()) {
		for (const { keys } of await changedContests(id)) {
			for (const key of keys) {
				met.want(key);
				if (few) hashes.add(hash32(key));
			}
		}
	}
	const near = new Set([...(few ? await sourcesContesting(hashes, { about, facts, sieves }) : about.sources()), ...changed.keys()]);
	const holders: string[] = [];
	for (const [number, id] of [...near].sort().entries()) {
		let holds = false;
		for (const { keys, plain } of await contestsOf(id)) for (const key of keys) holds = met.meet(key, plain, number) || holds;
		if (holds) holders.push(id);
	}
	const clashing = new Map<string, readonly Contested[]>();
	for (const id of holders) {
		const some = (await contestsOf(id)).flatMap((contest): Contested[] => {
			const keys = contest.keys.filter((key) => met.canClash(key));
			return keys.length === 0 ? [] : [{ ...contest, keys }];
		});
		if (some.length > 0) clashing.set(id, some);
	}
	return clashing;
}

async function contestedClaims(knowledge: Knowledge, changed: AlteredClaims, sources: ReadonlyMap<string, Source>, names: ConceptNames): Promise<ContestedClaim[]> {
	const claims: ContestedClaim[] = [];
	if (changed.size === 0) return claims;
	for (const [id, contests] of await clashingClaims(knowledge, changed)) {
		const wanted = new Map(contests.map((contest) => [contest.claim, contest]));
		const stored = await knowledge.claims.get(id);
		stored?.claims.forEach((claim, index) => {
			const contest = wanted.get(claim.id);
			if (!contest) return;
			const concepts = stored.about[index] ?? [];
			claims.push({ claim, concepts, names: concepts.flatMap((concept) => names.namesOf(concept)), language: sources.get(id)?.language ?? 'und', contest });
		});
	}
	return claims;
}

/**
 * The vault's disagreements after some sources went or some claims changed: those between others stay as they were found. Those that are new are shown
 * where `ask` does not dismiss them.
 */
export async function updateDisagreements(
	knowledge: Knowledge,
	gone: ReadonlySet<string>,
	changed: AlteredClaims,
	sources: ReadonlyMap<string, Source>,
	names: ConceptNames,
	ask: (candidates: readonly Candidate[]) => Promise<Opinion>,
): Promise<{ readonly disagreements: FoundDisagreement[]; readonly opinion: Opinion }> {
	const isChanged = (source: string, claim: string): boolean => {
		const which = changed.get(source);
		return which !== undefined && (which === 'all' || which.has(claim));
	};
	const kept = knowledge.disagreements.filter(
		({ left, leftSource, right, rightSource }) => !gone.has(leftSource) && !gone.has(rightSource) && !isChanged(leftSource, left) && !isChanged(rightSource, right),
	);
	const claims = await contestedClaims(knowledge, changed, sources, names);
	const byId = new Map(claims.map((entry) => [entry.claim.id, entry]));
	const changedClaims = new Set(claims.filter(({ claim }) => isChanged(claim.sourceId, claim.id)).map(({ claim }) => claim.id));
	const candidates = reconcile(claims, changedClaims).flatMap((disagreement) => {
		const left = byId.get(disagreement.left);
		const right = byId.get(disagreement.right);
		return left && right ? [{ disagreement, left, right }] : [];
	});
	const opinion = await ask(candidates.map(({ disagreement, left, right }) => ({ disagreement, left: left.claim, right: right.claim })));
	const found = candidates.flatMap(({ disagreement, left, right }): FoundDisagreement[] => {
		if (opinion.dismissed.has(disagreement.id)) return [];
		return [
			{
				...disagreement,
				leftSource: left.claim.sourceId,
				rightSource: right.claim.sourceId,
				concepts: left.concepts.filter((id) => right.concepts.includes(id)),
			},
		];
	});
	return { disagreements: [...kept, ...found].sort((a, b) => (a.id < b.id ? -1 : 1)), opinion };
}
