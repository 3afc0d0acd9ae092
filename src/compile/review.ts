import { UNKNOWN_COST } from '../model/currencies.js';
import { hashText } from '../model/hash.js';
import { proposalId, type Proposal } from '../model/proposal.js';
import { problem, type Problem } from '../model/result.js';
import { closeProposals, readQueue, writeQueue, type WrittenRun } from '../gate/queue.js';
import { VaultError } from '../vault/port.js';
import { keepBooks, verdictEvents } from './bookkeeping.js';
import { makeJudge, recalling, type Judge, type Judged } from './judge.js';
import { land, type Landed } from './land.js';
import { pageId } from './moved-pages.js';
import { onTop } from './propose.js';
import type { DecisionReport, OpenProposal, Progress } from './reports.js';
import type { Session } from './session.js';
import type { LogEntry } from './render/log.js';
import { countWord } from './related.js';
import type { Manifest } from './state/manifest.js';
import { loadManifest, saveManifest } from './state/state.js';

interface Refusal {
	readonly id: string;
	readonly path: string;
	readonly reason: string;
}

const refuse = ({ proposal }: OpenProposal, reason: string): Refusal => ({ id: proposal.id, path: proposal.path, reason });

/** What stands at a path; null where nothing does. */
export async function currentText(session: Session, path: string): Promise<string | null> {
	try {
		return await session.vault.read(path);
	} catch (error) {
		if (error instanceof VaultError && error.code === 'missing') return null;
		throw error;
	}
}

/**
 * The same change on top of what stands in the vault now; null where nothing is left to propose. An approval binds to one text, so
 * this is another proposal, and the gate decides anew.
 */
async function rebase(session: Session, proposal: Proposal): Promise<Proposal | null> {
	const current = await currentText(session, proposal.path);
	if (current === null || proposal.machineText === null) return null;
	const base = await session.book.bases.get(proposal.path);
	// What a person put where a new page would have gone is theirs alone.
	if (base === null && pageId(current) !== proposal.subject) return null;
	const { text, conflicts } = onTop(base, current, proposal.machineText);
	if (conflicts.length === 0 && text === current) return null;
	const { id: _id, run: _run, summary, links, ...rest } = proposal;
	const content = {
		...rest,
		kind: 'update' as const,
		baseHash: hashText(current),
		text,
		personText: current !== base || proposal.kind === 'create',
		conflicts,
	};
	return { ...content, id: proposalId(content), run: session.run, ...(summary === undefined ? {} : { summary }), ...(links === undefined ? {} : { links }) };
}

interface Sorted {
	readonly go: readonly OpenProposal[];
	readonly refused: readonly Refusal[];
	/** Committed by a run that was cut off before it could say so. */
	readonly done: readonly OpenProposal[];
	/** The old proposal, and the one that takes its place. */
	readonly rebased: readonly { readonly old: OpenProposal; readonly now: OpenProposal | null; readonly why: string }[];
	/** Of those that go, the ones of which the ledger holds another verdict, or one of other policies. */
	readonly newly: readonly OpenProposal[];
}

function isDone({ book }: Session, { proposal }: OpenProposal, hash: string | null): boolean {
	const record = book.pages.get(proposal.path);
	return proposal.text === null ? hash === null && record === undefined : hash === hashText(proposal.text) && record?.committedHash === hash;
}

/** What still binds: file, text and policy as they were judged. All else is judged again before anything is committed. */
async function sortApprovals(session: Session, judge: Judge, items: readonly OpenProposal[], { onlyPassed, stopped }: ApproveOptions, queued: (proposal: Proposal) => Proposal): Promise<Sorted> {
	const go: OpenProposal[] = [];
	const done: OpenProposal[] = [];
	const refused: Refusal[] = [];
	const rebased: { old: OpenProposal; now: OpenProposal | null; why: string }[] = [];
	const newly: OpenProposal[] = [];
	for (const item of items) {
		let current: string | null;
		try {
			// Nothing stands where most new pages go, and a look at that costs less than an error that says so.
			current = item.proposal.baseHash === null && (await session.vault.stat(item.proposal.path)) === null ? null : await currentText(session, item.proposal.path);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			refused.push(refuse(item, `What stands there cannot be read, so nothing is written over it: ${error.message}`));
			continue;
		}
		const hash = current === null ? null : hashText(current);
		if (hash !== item.proposal.baseHash) {
			if (isDone(session, item, hash)) {
				done.push(item);
				continue;
			}
			const proposal = await rebase(session, queued(item.proposal));
			rebased.push({ old: item, now: proposal ? await judge.judge(proposal) : null, why: 'The file changed since.' });
			refused.push(refuse(item, 'The file changed since the gate decided, so the approval is void. The gate decides anew.'));
			continue;
		}
		const judged = await judge.judge(item.proposal);
		const { disposition } = judged.verdict;
		const lapsed = item.verdict.policyHash !== judged.verdict.policyHash;
		// A verdict given under a stop would outlive it.
		if (lapsed && !onlyPassed && !stopped) {
			rebased.push({ old: item, now: judged, why: 'The policies changed since.' });
			refused.push(refuse(item, `The policies changed since the gate decided, so the approval is void. The gate decided anew: ${disposition}.`));
		} else if (disposition === 'BLOCK') refused.push(refuse(item, `It is blocked and nobody can approve it: ${judged.verdict.rules[0]?.reason ?? ''}`));
		else if (disposition === 'HOLD' && item.verdict.disposition !== 'HOLD') refused.push(refuse(item, `What it rests on changed since it was shown: ${judged.verdict.rules[0]?.reason ?? ''} Compile to have it proposed anew.`));
		else if (onlyPassed && disposition !== 'PASS') refused.push(refuse(item, `The gate now says ${disposition}: ${judged.verdict.rules[0]?.reason ?? ''}`));
		else {
			go.push(judged);
			if (lapsed || disposition !== item.verdict.disposition) newly.push(judged);
		}
	}
	return { go, done, refused, rebased, newly };
}

async function markStale({ vault, record, settings }: Session, subjects: readonly string[]): Promise<void> {
	if (subjects.length === 0) return;
	const { manifest } = await loadManifest(vault, settings.layout);
	await saveManifest(record, settings.layout, { ...manifest, stale: [...new Set([...manifest.stale, ...subjects])].sort() });
}

const VERBS = { create: 'created', update: 'updated', rename: 'renamed', merge: 'merged', retire: 'retired' } as const;

export function logEntry(session: Session, operation: LogEntry['operation'], landed: readonly Landed[], lead: string): LogEntry {
	const counts = new Map<string, number>();
	for (const { item } of landed) counts.set(VERBS[item.proposal.kind], (counts.get(VERBS[item.proposal.kind]) ?? 0) + 1);
	const told = [...counts].map(([verb, count]) => `${count} ${verb}`).join(', ');
	return {
		date: session.host.today(),
		operation,
		run: session.run,
		summary: [lead, told].filter((part) => part !== '').join('; '),
		pages: landed.map(({ item, path }) => ({ verb: VERBS[item.proposal.kind], path })),
	};
}

export interface Decided extends DecisionReport {
	readonly landed: readonly Landed[];
	/** What could not be put on top of a changed file. */
	readonly lost: readonly Refusal[];
}

export interface ApproveOptions {
	readonly who: string;
	readonly onlyPassed: boolean;
	/** Only what changed since is judged again: nothing is committed. */
	readonly judgeOnly?: boolean;
	readonly stopped: boolean;
	readonly operation: LogEntry['operation'];
	readonly lead: string;
	readonly progress: Progress;
	/** What this session judged just now, and the sources as they were then: it is not judged a second time where nothing changed since. */
	readonly judged?: { readonly given: readonly Judged[]; readonly manifest: Manifest; readonly written: WrittenRun | null };
	/** Proposals of the queue by the ids of the versions that a person made of them: they are closed with those. */
	readonly insteadOf?: ReadonlyMap<string, Proposal>;
}

/** Commits what may be committed of these proposals, closes them in the queue, and keeps the books. */
export async function approve(
	session: Session,
	items: readonly OpenProposal[],
	options: ApproveOptions,
): Promise<Decided> {
	const { vault, settings, gate, record, host, ledger } = session;
	const { layout } = settings;
	const problems: Problem[] = [];
	const queued = (proposal: Proposal): Proposal => options.insteadOf?.get(proposal.id) ?? proposal;
	const anyhow = makeJudge(vault, layout, gate, await session.occupied(), options.stopped);
	const judge = options.judged === undefined || options.stopped ? anyhow : recalling(anyhow, options.judged.given, vault, options.judged.manifest);
	const { go, done, refused, rebased, newly } = await sortApprovals(session, judge, items, options, queued);
	const chosen = options.judgeOnly === true ? [] : go;

	const anew = rebased.flatMap(({ now }) => (now ? [now] : []));
	await ledger.append(verdictEvents([...anew, ...newly], session.run));
	const landing = await land(session, session.run, chosen, options.who, options.progress);
	problems.push(...landing.problems);
	const failures = [...landing.stale, ...landing.failed].map(({ item, reason }) => refuse(item, reason));

	let held: readonly OpenProposal[] = [];
	if (landing.committed.length > 0) {
		const books = await keepBooks(session, logEntry(session, options.operation, landing.committed, options.lead), options.stopped);
		held = books.held;
		problems.push(...books.landing.problems, ...books.landing.failed.map(({ item, reason }) => problem(item.proposal.path, reason)));
	}
	await session.save();
	// What can no longer be put on top of the page is worked out anew by the next compile.
	const lost = rebased.filter(({ now }) => now === null).map(({ old }) => old);
	await markStale(session, lost.map(({ proposal }) => proposal.subject));
	const overtaken = await overtakenBy(session, held);
	const waiting = [...anew, ...held];
	if (waiting.length > 0) await writeQueue(record, layout, session.run, waiting);
	const closings = [
		...[...done, ...landing.committed.map(({ item }) => item)].map(({ proposal }) => {
			const old = queued(proposal);
			if (old !== proposal) return { proposal: old, outcome: 'superseded' as const, who: options.who, why: `The person’s own version, ${proposal.id}, was committed.` };
			return { proposal, outcome: 'committed' as const, who: options.who, why: '' };
		}),
		...rebased.map(({ old, why }) => ({ proposal: queued(old.proposal), outcome: 'void' as const, who: 'system', why })),
		...overtaken.map((proposal) => ({ proposal, outcome: 'superseded' as const, who: 'system', why: `Run ${session.run} proposes anew.` })),
	];
	await closeProposals(vault, record, host, layout, closings, options.judged?.written);
	return {
		committed: landing.committed.map(({ path }) => path),
		denied: [],
		refused: [...refused, ...failures],
		problems,
		landed: landing.committed,
		lost: lost.map((old) => refuse(old, 'The same change cannot be put on top of what stands there now. The next compile proposes it anew.')),
	};
}

/** Open proposals for the same catalogues as these, which tell of fewer pages. */
async function overtakenBy({ vault, settings }: Session, held: readonly OpenProposal[]): Promise<readonly Proposal[]> {
	if (held.length === 0) return [];
	const subjects = new Set(held.map(({ proposal }) => proposal.subject));
	const ids = new Set(held.map(({ proposal }) => proposal.id));
	const { open } = await readQueue(vault, settings.layout);
	return open.map(({ proposal }) => proposal).filter(({ id, subject }) => subjects.has(subject) && !ids.has(id));
}

/** Closes proposals for good; the reason is kept, and the same text is not proposed again. */
export async function deny(session: Session, items: readonly OpenProposal[], why: string, who: string): Promise<DecisionReport> {
	await session.ledger.append(
		items.map(({ proposal, verdict }) => ({
			type: 'deny' as const,
			actor: who,
			run: session.run,
			proposal: proposal.id,
			path: proposal.path,
			disposition: verdict.disposition,
			why,
			policy: verdict.policyHash,
			before: proposal.baseHash,
			after: proposal.text === null ? null : hashText(proposal.text),
			...UNKNOWN_COST,
		})),
	);
	await closeProposals(
		session.vault,
		session.record,
		session.host,
		session.settings.layout,
		items.map(({ proposal }) => ({ proposal, outcome: 'denied' as const, who, why })),
	);
	return { committed: [], denied: items.map(({ proposal }) => proposal.path), refused: [], problems: [] };
}

/** The proposals that these ids, or unique beginnings of ids, mean. */
export function pick(items: readonly OpenProposal[], ids: readonly string[]): { readonly picked: readonly OpenProposal[]; readonly refused: readonly Refusal[] } {
	const picked = new Map<string, OpenProposal>();
	const refused: Refusal[] = [];
	for (const id of ids) {
		const found = items.filter(({ proposal }) => proposal.id === id || proposal.id.startsWith(id) || proposal.path === id);
		const [only] = found;
		if (found.length === 1 && only) picked.set(only.proposal.id, only);
		else refused.push({ id, path: '', reason: found.length === 0 ? 'No open proposal has this id. `review list` shows those that wait.' : `${countWord(found.length)} open proposals begin like this. Give more of the id.` });
	}
	return { picked: [...picked.values()], refused };
}

