import { isOfWorkers } from '../gate/enforcer/violation.js';
import { hashText } from '../model/hash.js';
import { proposalId, type Proposal } from '../model/proposal.js';
import { readInline } from '../markdown/inline.js';
import type { Layout } from '../vault/layout.js';
import { isInside } from '../vault/vault-path.js';
import { verdictEvents } from './bookkeeping.js';
import { citationsIn, labels } from './citations.js';
import { makeJudge } from './judge.js';
import { applyPageState, stateAfter } from './page-state.js';
import { summarize } from './render/page.js';
import type { DecisionReport, OpenProposal } from './reports.js';
import { approve, currentText, deny } from './review.js';
import type { Session } from './session.js';

const PERSON = 4;
const HEAD = /^\ufeff?---\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/;
const UPDATED = /^updated: .*$/m;

/** The first sentence of the page as plain text; null where the page begins with none. */
function summaryOf(text: string): string | null {
	const body = text.replace(HEAD, '');
	const line = body.split('\n').find((each) => each.trim() !== '' && !each.startsWith('#')) ?? '';
	const sentence = (line.split('[^')[0] ?? '').trim();
	return sentence === '' ? null : summarize(readInline(sentence, [{ start: 0, end: sentence.length }]).plain);
}

/**
 * The date in the properties follows the machine's text where the person left the line as it stood: the page does change, and an
 * old date would meet every later one as an edit of the same line.
 */
function dated(text: string, current: string | null, machine: string): string {
	const head = HEAD.exec(text)?.[0];
	const wanted = UPDATED.exec(HEAD.exec(machine)?.[0] ?? '')?.[0];
	const stood = current === null ? undefined : UPDATED.exec(HEAD.exec(current)?.[0] ?? '')?.[0];
	if (head === undefined || wanted === undefined || stood === undefined || UPDATED.exec(head)?.[0] !== stood) return text;
	return head.replace(UPDATED, () => wanted) + text.slice(head.length);
}

/** The same change with a person's text: it says for itself what it cites, and what overlapped is decided. */
export function ownVersion(proposal: Proposal, text: string, who: string, run: string, layout: Layout): Proposal {
	const citations = citationsIn(text);
	const { id: _id, run: _run, summary, links, ...rest } = proposal;
	const claims = proposal.evidence.claims.filter((claim) => citations.some(({ label }) => labels(label, claim)));
	const sources = [...new Set(citations.map(({ source }) => source).filter((path) => isInside(path, layout.raw)))].sort();
	const content = {
		...rest,
		text,
		why: 'A person’s own version of what was proposed.',
		who,
		tier: PERSON,
		evidence: { ...proposal.evidence, claims, sources, verified: claims.length },
		personText: true,
		conflicts: [],
	};
	return { ...content, id: proposalId(content), run, summary: summaryOf(text) ?? summary ?? '', ...(links === undefined ? {} : { links }) };
}

const refused = ({ id, path }: Proposal, reason: string): DecisionReport => ({ committed: [], denied: [], refused: [{ id, path, reason }], problems: [] });

/** Nothing of the proposal was wanted: that is a denial, and the machine's text is the base of the next merge all the same. */
async function keepAsItStands(session: Session, item: OpenProposal, version: Proposal, who: string): Promise<DecisionReport> {
	const report = await deny(session, [item], 'The page was kept as it stands.', who);
	const known = [...session.book.pages.values()].find(({ id }) => id === version.subject)?.path ?? null;
	const record = known === null ? null : (session.book.pages.get(known) ?? null);
	const state = stateAfter(version);
	if (state !== null && version.machineText !== null) {
		// The page did not change, and neither do its record's dates.
		const dates = record === null ? {} : { updated: record.updated };
		await applyPageState(session.book, version.path, { ...state, record: { ...state.record, ...dates } }, known);
		await session.save();
	}
	return report;
}

/** Commits a person's own version of an open proposal, which the gate judges first, and closes the proposal with it. */
export async function approveText(session: Session, item: OpenProposal, text: string, options: { readonly who: string; readonly stopped: boolean }): Promise<DecisionReport> {
	const { who, stopped } = options;
	const { vault, settings, gate } = session;
	const { proposal } = item;
	const ordinary = { who, onlyPassed: false, stopped, operation: 'review' as const, progress: () => undefined };
	if (proposal.text === null || proposal.machineText === null) return refused(proposal, 'This proposal takes the page away, so it has no text to edit. Approve or deny it, and edit the page itself.');
	// What was shown beside the text was said by other policies: the approval is void, whatever the text.
	if (text === proposal.text || item.verdict.policyHash !== gate.policyHash) return approve(session, [item], { ...ordinary, lead: `approved by ${who}` });

	const current = await currentText(session, proposal.path);
	const stale = (current === null ? null : hashText(current)) !== proposal.baseHash;
	if (!stale && text === current) {
		if (stopped) return refused(proposal, 'The emergency stop is on. Nothing is decided until a person lifts it.');
		return keepAsItStands(session, item, ownVersion(proposal, text, who, session.run, settings.layout), who);
	}
	const judge = makeJudge(vault, settings.layout, gate, await session.occupied(), stopped);
	// A letter more or less in the text does not change who wanted to write there.
	const forbidden = (await judge.judge(proposal)).verdict.rules.find(({ rule, disposition }) => disposition === 'BLOCK' && isOfWorkers(rule));
	if (forbidden !== undefined) return refused(proposal, `It is blocked and nobody can approve it, whatever the text: ${forbidden.reason}`);
	const version = ownVersion(proposal, dated(text, current, proposal.machineText), who, session.run, settings.layout);
	const judged = await judge.judge(version);
	await session.ledger.append(verdictEvents([judged], session.run));
	const report = await approve(session, [judged], { ...ordinary, lead: `edited and approved by ${who}`, insteadOf: new Map([[version.id, proposal]]) });
	// Whoever asked knows the proposal, not the version that was made of it.
	return { ...report, refused: report.refused.map((each) => (each.id === version.id ? { ...each, id: proposal.id } : each)) };
}
