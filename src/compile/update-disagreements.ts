import type { Source } from '../model/source.js';
import type { ConceptNames } from './match.js';
import { reconcile, type ContestedClaim } from './reconcile.js';
import { readContestKey, type SourceFacts } from './state/facts.js';
import type { FoundDisagreement, Knowledge } from './state/state.js';

interface Meeting {
	/** The first source met under the key; null once a second one is. */
	only: string | null;
	/** True once a claim under the key denies or opposes something. */
	turned: boolean;
}

/**
 * The keys of changed sources under which claims can clash at all: two sources meet there, and one turns something round where the key
 * is of plain words; with the sources that have a key of the changed ones. Told from the facts, because reading the claims of a vault
 * again would cost more than judging them.
 */
function clashingKeys(facts: ReadonlyMap<string, SourceFacts>, changed: ReadonlySet<string>): { readonly keys: ReadonlySet<string>; readonly holders: readonly string[] } {
	const meetings = new Map<string, Meeting>();
	for (const id of changed) for (const [stored] of facts.get(id)?.contests ?? []) meetings.set(readContestKey(stored).key, { only: '', turned: false });
	const holders: string[] = [];
	for (const [id, { contests }] of meetings.size === 0 ? [] : facts) {
		let holds = false;
		for (const [stored] of contests) {
			const { key, plain } = readContestKey(stored);
			const meeting = meetings.get(key);
			if (!meeting) continue;
			holds = true;
			if (meeting.only === '') meeting.only = id;
			else if (meeting.only !== id) meeting.only = null;
			if (!plain) meeting.turned = true;
		}
		if (holds) holders.push(id);
	}
	const keys = new Set<string>();
	for (const [key, { only, turned }] of meetings) if (only === null && (turned || !key.includes('|p|'))) keys.add(key);
	return { keys, holders: holders.sort() };
}

async function contestedClaims(knowledge: Knowledge, changed: ReadonlySet<string>, sources: ReadonlyMap<string, Source>, names: ConceptNames): Promise<ContestedClaim[]> {
	const { facts } = knowledge;
	const { keys, holders } = clashingKeys(facts, changed);
	const claims: ContestedClaim[] = [];
	if (keys.size === 0) return claims;
	for (const id of holders) {
		const wanted = new Map<string, { keys: string[]; plain: boolean }>();
		for (const [stored, claim] of facts.get(id)?.contests ?? []) {
			const { key, plain } = readContestKey(stored);
			if (!keys.has(key)) continue;
			const contest = wanted.get(claim);
			if (contest) contest.keys.push(key);
			else wanted.set(claim, { keys: [key], plain });
		}
		if (wanted.size === 0) continue;
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

/** The vault's disagreements after some sources went or changed: those between others stay as they were found. */
export async function updateDisagreements(
	knowledge: Knowledge,
	gone: ReadonlySet<string>,
	changed: ReadonlySet<string>,
	sources: ReadonlyMap<string, Source>,
	names: ConceptNames,
): Promise<FoundDisagreement[]> {
	const kept = knowledge.disagreements.filter(({ leftSource, rightSource }) => ![leftSource, rightSource].some((id) => gone.has(id) || changed.has(id)));
	const claims = await contestedClaims(knowledge, changed, sources, names);
	const byId = new Map(claims.map((entry) => [entry.claim.id, entry]));
	const changedClaims = new Set(claims.filter(({ claim }) => changed.has(claim.sourceId)).map(({ claim }) => claim.id));
	const found = reconcile(claims, changedClaims).flatMap((disagreement): FoundDisagreement[] => {
		const left = byId.get(disagreement.left);
		const right = byId.get(disagreement.right);
		if (!left || !right) return [];
		return [
			{
				...disagreement,
				leftSource: left.claim.sourceId,
				rightSource: right.claim.sourceId,
				concepts: left.concepts.filter((id) => right.concepts.includes(id)),
			},
		];
	});
	return [...kept, ...found].sort((a, b) => (a.id < b.id ? -1 : 1));
}
