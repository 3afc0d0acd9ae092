import { readQueue } from '../gate/queue.js';
import { hashText } from '../model/hash.js';
import { problem, type Problem } from '../model/result.js';
import { VaultError, type VaultReader } from '../vault/port.js';
import { cardOf } from './cards.js';
import { countingLinks } from './enforcement.js';
import { evidenceOf } from './evidence.js';
import { listOccupied, makeJudge } from './judge.js';
import { readPolicies } from './policies/read-policies.js';
import type { ProposalDetail } from './reports.js';
import { pick } from './review.js';
import type { Surroundings } from './session.js';
import { loadManifest, loadPages } from './state/state.js';

/** What stands at a path; `undefined` where something does that cannot be read. */
async function standingAt(reader: VaultReader, path: string): Promise<string | null | undefined> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		return error.code === 'missing' ? null : undefined;
	}
}

/** One open proposal with what a person needs to decide it, judged as things stand now. Reads only. */
export async function detailOf({ vault, host, settings }: Surroundings, id: string, stopped: boolean): Promise<ProposalDetail | { readonly problem: Problem }> {
	const { layout } = settings;
	const { open } = await readQueue(vault, layout);
	const { picked, refused } = pick(open, [id]);
	const [item] = picked;
	if (!item) return { problem: problem(id, refused[0]?.reason ?? 'No open proposal has this id.') };
	const { proposal } = item;
	const policies = await readPolicies(vault, layout, host);
	const gate = countingLinks(policies.gate, (await loadPages(vault, layout, [])).pages);
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
	};
}
