import type { Finding } from '../lint/finding.js';
import { brokenLink } from '../lint/rules/broken-link.js';
import { emptyPage } from '../lint/rules/empty-page.js';
import { indexOutOfStep } from '../lint/rules/index-out-of-step.js';
import { findingId } from '../lint/run-rules.js';
import { applyEdits, type TextEdit } from '../markdown/edit.js';
import type { Link } from '../markdown/note.js';
import { scanNote } from '../markdown/scan.js';
import { hashText } from '../model/hash.js';
import type { PageRecord } from '../model/page.js';
import { proposalId, type Evidence, type Proposal } from '../model/proposal.js';
import { problem, type Problem } from '../model/result.js';
import { writeQueue } from '../gate/queue.js';
import { VaultError } from '../vault/port.js';
import { proposeCatalogueAt, verdictEvents } from './bookkeeping.js';
import { citationsIn, labels } from './citations.js';
import { makeJudge } from './judge.js';
import { noteLink } from './render/link.js';
import type { OpenProposal } from './reports.js';
import { currentText } from './review.js';
import type { Session } from './session.js';
import { claimStore, loadDisagreements, loadManifest } from './state/state.js';
import { loadQueue } from './waiting.js';

export interface Fixes {
	readonly proposals: readonly OpenProposal[];
	readonly problems: readonly Problem[];
}

const WHO = 'lint';

/** The edits that let a link lead to another page and show what it showed. */
function redirect(text: string, link: Link, to: string): readonly TextEdit[] | null {
	const written = text.slice(link.targetSpan.start, link.targetSpan.end);
	const target = noteLink(to);
	if (link.kind === 'markdown') {
		const address = /\]\(([^)]*)\)$/.exec(target)?.[1] ?? encodeURI(to).replace(/[()]/g, (char) => (char === '(' ? '%28' : '%29'));
		return [{ ...link.targetSpan, expect: written, text: address }];
	}
	// A path that no wikilink can hold would need another kind of link.
	if (!target.startsWith('[[')) return null;
	const edits: TextEdit[] = [{ ...link.targetSpan, expect: written, text: target.slice(2, -2) }];
	if (link.alias !== null || link.embed) return edits;
	const close = link.end - 2;
	const line = text.slice(text.lastIndexOf('\n', link.start) + 1, link.start);
	return [...edits, { start: close, end: close, expect: '', text: `${line.trimStart().startsWith('|') ? '\\|' : '|'}${written}` }];
}

/** What the page cites, as the state knows it: the gate looks every quote up for itself. */
async function evidenceOf(session: Session, record: PageRecord, text: string): Promise<Evidence> {
	const { vault, settings } = session;
	const { layout } = settings;
	const citations = citationsIn(text);
	const { manifest } = await loadManifest(vault, layout);
	const store = claimStore(vault, layout);
	const claims: string[] = [];
	for (const { label, source } of citations) {
		const entry = manifest.sources.get(source);
		const claim = entry === undefined ? undefined : (await store.get(entry.id))?.claims.find(({ id }) => labels(label, id));
		if (claim !== undefined) claims.push(claim.id);
	}
	const disagreements = (await loadDisagreements(vault, layout, [])).filter(({ concepts, leftSource, rightSource }) => [...concepts, leftSource, rightSource].includes(record.id));
	const sources = [...new Set(citations.map(({ source }) => source))].sort();
	return { claims, sources, verified: claims.length, unverified: citations.length - claims.length, disagreements: disagreements.map(({ id }) => id) };
}

interface Page {
	readonly record: PageRecord;
	readonly current: string;
	readonly base: string | null;
}

async function readPage(session: Session, path: string): Promise<Page | Problem> {
	const { book } = session;
	const record = book.pages.get(path);
	const current = await currentText(session, path);
	if (record === undefined || current === null) return problem(path, 'This page is not one that the machine wrote, or it is gone. Mend it by hand.');
	const kept = await book.bases.get(path);
	return { record, current, base: kept ?? (hashText(current) === record.baseHash ? current : null) };
}

type Change = Pick<Proposal, 'kind' | 'text' | 'machineText' | 'why' | 'evidence'>;

function propose({ run }: Session, { record, current, base }: Page, change: Change): Proposal {
	const content = {
		...change,
		path: record.path,
		to: null,
		subject: record.id,
		title: record.title,
		pageType: record.type,
		baseHash: hashText(current),
		who: WHO,
		tier: 0,
		personText: current !== base,
		conflicts: [],
		created: record.created,
		updated: record.updated,
	};
	return { id: proposalId(content), run, ...content, summary: record.summary, links: record.links };
}

async function mendLinks(session: Session, page: Page, findings: readonly Finding[]): Promise<Proposal | Problem> {
	const { record, current, base } = page;
	if (base === null) return problem(record.path, 'The machine’s own text of this page is not known, so that a change of it could not be told from yours. Mend the links by hand.');
	const meant = new Map(findings.map(({ id, related }) => [id, related[0]]));
	const edits: TextEdit[] = [];
	for (const link of scanNote(current).links) {
		const to = meant.get(findingId(brokenLink.name, record.path, link.target));
		if (to !== undefined) edits.push(...(redirect(current, link, to) ?? []));
	}
	const edited = applyEdits(current, edits);
	if (!edited.ok) return problem(record.path, edited.error.message);
	if (edited.value === current) return problem(record.path, 'None of these links stands there any more, or no link can hold the path that it should lead to.');
	const targets = [...new Set(findings.flatMap(({ related }) => related))].sort();
	return propose(session, page, {
		kind: 'update',
		text: edited.value,
		// What the machine wrote stays the base where a person has written since: their text must not pass for the machine's.
		machineText: current === base ? edited.value : base,
		why: `Links that led nowhere lead to ${targets.join(', ')}, which goes by their name.`,
		evidence: await evidenceOf(session, record, edited.value),
	});
}

const retire = (session: Session, page: Page): Proposal =>
	propose(session, page, { kind: 'retire', text: null, machineText: null, why: 'The page is empty.', evidence: { claims: [], sources: [], verified: 0, unverified: 0, disagreements: [] } });

async function fixPath(session: Session, path: string, findings: readonly Finding[]): Promise<Proposal | Problem> {
	if (findings.some(({ rule }) => rule === indexOutOfStep.name)) {
		return (await proposeCatalogueAt(session, path)) ?? problem(path, 'The machine would write nothing else there; what differs is your own edit, which stays.');
	}
	const page = await readPage(session, path);
	if ('message' in page) return page;
	return findings.some(({ rule }) => rule === emptyPage.name) ? retire(session, page) : mendLinks(session, page, findings);
}

/** Puts the fixes of these findings before the gate and into the queue, one proposal a file. */
export async function queueFixes(session: Session, findings: readonly Finding[]): Promise<Fixes> {
	const { vault, settings, ledger, record, run } = session;
	const { layout } = settings;
	const queue = await loadQueue(vault, layout);
	const waiting = new Set(queue.items.map(({ proposal }) => proposal.path));
	const judge = makeJudge(vault, layout, session.gate, await session.occupied(), false);
	const byPath = new Map<string, Finding[]>();
	for (const finding of findings) byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
	const proposals: OpenProposal[] = [];
	const problems: Problem[] = [];
	for (const [path, those] of [...byPath].sort(([a], [b]) => (a < b ? -1 : 1))) {
		if (waiting.has(path)) {
			problems.push(problem(path, 'A proposal for this file waits already. Decide that one first.'));
			continue;
		}
		try {
			const proposed = await fixPath(session, path, those);
			if (!('kind' in proposed)) problems.push(proposed);
			else if (proposed.text !== null && queue.denied(path, proposed.machineText ?? proposed.text)) problems.push(problem(path, 'You denied this very change before, so it is not proposed again.'));
			else proposals.push(await judge.judge(proposed));
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			problems.push(problem(path, `No fix could be worked out: ${error.message}`));
		}
	}
	await ledger.append(verdictEvents(proposals, run));
	if (proposals.length > 0) await writeQueue(record, layout, run, proposals);
	return { proposals, problems: [...problems, ...session.problems] };
}
