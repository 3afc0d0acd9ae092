import { exemptionsIn } from '../gate/enforcer/exemption.js';
import type { NewEvent } from '../gate/ledger-event.js';
import { CODE_COST, UNKNOWN_COST } from '../model/currencies.js';
import { hashText } from '../model/hash.js';
import { problem, type Problem } from '../model/result.js';
import { commitBatch, type EditRequest } from '../vault/commit/commit.js';
import { pathKey } from '../vault/vault-path.js';
import { applyPageState, editState, pageState, stateAfter, type PageState } from './page-state.js';
import type { OpenProposal, Progress } from './reports.js';
import type { Session } from './session.js';

export interface Landed {
	readonly item: OpenProposal;
	readonly path: string;
}

export interface Landing {
	readonly committed: readonly Landed[];
	/** Somebody changed the file since the gate decided; the approval is void. */
	readonly stale: readonly { readonly item: OpenProposal; readonly reason: string }[];
	readonly failed: readonly { readonly item: OpenProposal; readonly reason: string }[];
	readonly problems: readonly Problem[];
}

// A batch is one line of the journal: small enough to redo quickly, large enough that its cost is spread.
const BATCH = 500;

function request({ proposal }: OpenProposal, before: PageState | null, after: PageState | null): EditRequest {
	const op = proposal.kind === 'merge' ? 'update' : proposal.kind;
	return {
		proposal: proposal.id,
		op,
		path: proposal.path,
		to: proposal.to,
		baseHash: proposal.baseHash,
		after: proposal.text,
		state: editState(before, after),
	};
}

/** A use of an exemption counts from here on, also where the commit fails: a use that was told and not counted could be made again. */
function takeExemptions({ policies, host }: Session, { verdict }: OpenProposal): readonly string[] | string {
	if (exemptionsIn(verdict.rules).length === 0) return [];
	return policies.enforced.exemptions.take(verdict, host.now());
}

/** Commits approved proposals, in batches, each told in the ledger before it is done and closed after its files were read back. */
export async function land(session: Session, run: string, items: readonly OpenProposal[], actor: string, progress: Progress): Promise<Landing> {
	const { vault, host, settings, book, ledger } = session;
	const occupied = await session.occupied();
	// A page has one record: one that a person moved leaves its old place behind.
	const subjects = new Set(items.map(({ proposal }) => proposal.subject));
	const placeOf = new Map<string, string>();
	for (const { id, path } of book.pages.values()) if (subjects.has(id)) placeOf.set(id, path);
	const committed: Landed[] = [];
	const stale: { item: OpenProposal; reason: string }[] = [];
	const failed: { item: OpenProposal; reason: string }[] = [];
	const problems: Problem[] = [];
	// What was done is told together with what is done next, so that the ledger is forced to the platter once a batch.
	let closed: NewEvent[] = [];
	for (let start = 0; start < items.length; start += BATCH) {
		progress('commit', start, items.length);
		const batch: OpenProposal[] = [];
		const used: NewEvent[] = [];
		for (const item of items.slice(start, start + BATCH)) {
			const taken = takeExemptions(session, item);
			if (typeof taken === 'string') failed.push({ item, reason: taken });
			else {
				batch.push(item);
				used.push(...taken.map((exemption) => ({ type: 'exemption' as const, deed: 'used', actor: item.proposal.who, run, exemption, proposal: item.proposal.id, path: item.proposal.path, policy: item.verdict.policyHash, before: item.proposal.baseHash, after: item.proposal.text === null ? null : hashText(item.proposal.text), ...CODE_COST })));
			}
		}
		const states: { before: PageState | null; after: PageState | null }[] = [];
		for (const { proposal } of batch) states.push({ before: await pageState(book, placeOf.get(proposal.subject) ?? proposal.path), after: stateAfter(proposal) });
		await ledger.append([
			...closed,
			...used,
			...batch.map(({ proposal, verdict }) => ({
				type: 'approve' as const,
				actor,
				run,
				proposal: proposal.id,
				path: proposal.path,
				disposition: verdict.disposition,
				policy: verdict.policyHash,
				before: proposal.baseHash,
				after: proposal.text === null ? null : hashText(proposal.text),
				rules: verdict.rules.map(({ rule }) => rule),
				...(actor.startsWith('person') ? UNKNOWN_COST : CODE_COST),
			})),
		]);
		closed = [];
		const edits = batch.map((item, index) => request(item, states[index]?.before ?? null, states[index]?.after ?? null));
		const result = await commitBatch(vault, host, settings.layout, { run, edits, lease: session.lease });
		if (!result.ok) {
			problems.push(result.error);
			for (const item of [...batch, ...items.slice(start + BATCH)]) failed.push({ item, reason: result.error.message });
			break;
		}
		for (const [index, outcome] of result.value.edits.entries()) {
			const item = batch[index];
			if (item === undefined) continue;
			if (outcome.kind === 'stale') stale.push({ item, reason: outcome.reason });
			else if (outcome.kind === 'failed') failed.push({ item, reason: outcome.reason });
			else {
				await applyPageState(book, item.proposal.path, states[index]?.after ?? null, placeOf.get(item.proposal.subject) ?? null);
				const place = item.proposal.to ?? item.proposal.path;
				occupied.delete(pathKey(item.proposal.path));
				if (item.proposal.text !== null) occupied.set(pathKey(place), place);
				committed.push({ item, path: place });
				closed.push({ type: 'commit', actor: 'system', run, proposal: item.proposal.id, path: outcome.path, hash: outcome.hash, before: item.proposal.baseHash, after: outcome.hash, policy: item.verdict.policyHash, ...CODE_COST });
				if (outcome.overtaken) problems.push(problem(outcome.path, 'Somebody changed this file in the instant after it was written; their text stands.'));
			}
		}
		if (result.value.txid !== null && !result.value.unfinished) session.told(result.value.txid);
		if (result.value.unfinished) {
			problems.push(problem(settings.layout.home, 'A write failed so that only recovery can tell what it left. It runs at the next start; nothing more was committed.'));
			break;
		}
	}
	await ledger.append(closed);
	return { committed, stale, failed, problems };
}
