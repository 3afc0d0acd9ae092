import { readQueue } from '../gate/queue.js';
import { hashText } from '../model/hash.js';
import { problem, type Problem } from '../model/result.js';
import { VaultError, type VaultReader } from '../vault/port.js';
import { cardOf } from './cards.js';
import { evidenceOf } from './evidence.js';
import { informedGate } from './informed-gate.js';
import { type Judged, listOccupied, makeJudge } from './judge.js';
import { freeReviewers } from './permits.js';
import { readPolicies } from './policies/read-policies.js';
import type { OpinionView, ProposalDetail } from './proposal-views.js';
import { pick } from './review.js';
import type { Surroundings } from './session.js';
import { loadPages } from './state/page-table.js';
import { loadManifest } from './state/state.js';

/** What stands at a path; `undefined` where something does that cannot be read. */
async function standingAt(reader: VaultReader, path: string): Promise<string | null | undefined> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		return error.code === 'missing' ? null : undefined;
	}
}

export const opinionViews = ({ opinions, binding }: Judged): readonly OpinionView[] =>
	opinions.map((each) => {
		const { who, tier, seat, seats, opinion, reason, transcript, clock_ms, coin_usd, carbon_g } = each;
		return { who, tier, seat, seats, opinion, reason, transcript, clock_ms, coin_usd, carbon_g, binds: binding.has(each) };
	});

/** One open proposal with what a person needs to decide it, judged as things stand now. Reads only. */
export async function detailOf(around: Surroundings, id: string, stopped: boolean): Promise<ProposalDetail | { readonly problem: Problem }> {
	const { vault, host, settings } = around;
	const { layout } = settings;
	const { open } = await readQueue(vault, layout);
	const { picked, refused } = pick(open, [id]);
	const [item] = picked;
	if (!item) return { problem: problem(id, refused[0]?.reason ?? 'No open proposal has this id.') };
	const { proposal } = item;
	const policies = await readPolicies(vault, layout, host);
	const gate = informedGate(policies.gate, (await loadPages(vault, layout, [])).pages, await freeReviewers(vault, layout, around.panel));
	const standing = await standingAt(vault, proposal.path);
	const judged = await makeJudge(vault, layout, gate, await listOccupied(vault, layout), stopped).judge(proposal);
	const { manifest } = await loadManifest(vault, layout);
	return {
		card: cardOf(judged),
		current: standing ?? null,
		text: proposal.text,
		conflicts: proposal.conflicts,
		stale: standing === undefined || (standing === null ? null : hashText(standing)) !== proposal.baseHash,
		evidence: await evidenceOf(vault, layout, manifest, proposal),
		stakes: judged.stakes,
		opinions: opinionViews(judged),
	};
}
