import { createTwoFilesPatch } from 'diff';
import { askedAbove, escalatedBy, nextTier, PERSON, questionsIn } from '../gate/opinions.js';
import { readQueue } from '../gate/queue.js';
import { addCurrencies, NO_COST, type Currencies } from '../model/currencies.js';
import { hashText } from '../model/hash.js';
import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import { problem, type Problem } from '../model/result.js';
import { VaultError, type VaultReader } from '../vault/port.js';
import type { Panel, ReviewInput, Worker } from '../worker/port.js';
import { evidenceOf } from './evidence.js';
import { informedGate } from './informed-gate.js';
import { listOccupied, makeJudge, type Judged } from './judge.js';
import { freeReviewers } from './permits.js';
import { readPolicies } from './policies/read-policies.js';
import type { OpenProposal, Progress } from './reports.js';
import type { Surroundings } from './session.js';
import { loadPages } from './state/page-table.js';
import { loadManifest } from './state/state.js';

/** What reviewers said. Nothing of it is written yet. */
export interface SecondOpinions {
	/** Each proposal on which the gate is to decide anew, with what was said of it, in the order in which it was said. */
	readonly reviewed: readonly { readonly proposal: Proposal; readonly opinions: readonly Opinion[] }[];
	readonly calls: number;
	readonly cost: Currencies;
	readonly problems: readonly Problem[];
}

const NOBODY: SecondOpinions = { reviewed: [], calls: 0, cost: NO_COST, problems: [] };

// A reviewer sees all of a change or none of it: what does not fit is for a person.
const MOST_DIFF = 60_000;
const DIFF_LIMITS = { context: 3, maxEditLength: 4_000, timeout: 2_000 } as const;

function diffOf({ path, text }: Proposal, current: string | null): string | null {
	const patch = createTwoFilesPatch(current === null ? '/dev/null' : path, text === null ? '/dev/null' : path, current ?? '', text ?? '', undefined, undefined, DIFF_LIMITS);
	return patch === undefined || patch.length > MOST_DIFF ? null : patch.replace(/^=+\n/, '');
}

/** Those who may take a seat, in the order in which they are asked for it: for each seat of a tribunal another one comes first. */
function candidatesFor(reviewers: readonly Worker[], seat: number): readonly Worker[] {
	const start = (seat - 1) % Math.max(1, reviewers.length);
	return [...reviewers.slice(start), ...reviewers.slice(0, start)];
}

interface Asked {
	readonly opinion: Opinion | null;
	readonly calls: number;
	readonly cost: Currencies;
	readonly problem: Problem | null;
}

interface Question {
	readonly judged: Judged;
	readonly input: Omit<ReviewInput, 'seat' | 'seats'>;
	/** What the answer is to: the rules that escalated the proposal, or a policy's question with its own name among the tasks. */
	readonly about: Pick<Opinion, 'rules' | 'question'> & { readonly name?: string };
	readonly signal: AbortSignal;
}

/**
 * One seat: the first candidate who answers has it. Who was asked and gave no opinion that can be used does not know, and somebody above is asked.
 * Null where nobody could be asked at all, or the answer is still to come: then it is asked again another time.
 */
async function askSeat({ judged: { proposal, verdict }, input, about: { name = '', ...asked }, signal }: Question, reviewers: readonly Worker[], seat: number, seats: number): Promise<Asked> {
	let calls = 0;
	let cost: Currencies = NO_COST;
	let failure = '';
	let unknown: Opinion | null = null;
	for (const reviewer of reviewers) {
		if (signal.aborted) break;
		const { id, tier } = reviewer;
		const response = await reviewer.perform({ id: `review-edit:${proposal.id}${name}${seats > 1 ? `.${seat}` : ''}`, kind: 'review-edit', input: { ...input, seat, seats } }, signal);
		calls += 1;
		cost = addCurrencies(cost, response);
		const about: Omit<Opinion, 'opinion' | 'reason'> = {
			proposal: proposal.id,
			before: proposal.baseHash,
			after: proposal.text === null ? null : hashText(proposal.text),
			policy: verdict.policyHash,
			...asked,
			who: id,
			tier,
			seat,
			seats,
			transcript: response.transcripts.at(-1) ?? null,
			clock_ms: response.clock_ms,
			coin_usd: response.coin_usd,
			carbon_g: response.carbon_g,
		};
		if (response.ok) return { opinion: { ...about, ...response.output }, calls, cost, problem: null };
		const { reason, message } = response.failure;
		failure = `${id}: ${message}`;
		// It will answer: nobody else is asked the same.
		if (reason === 'waiting' || reason === 'stopped') break;
		if (reason !== 'unavailable') unknown = { ...about, opinion: 'unsure', failed: true, reason: `It gave no opinion: ${message}` };
	}
	return { opinion: signal.aborted ? null : unknown, calls, cost, problem: failure === '' || unknown !== null ? null : problem(proposal.path, `No second opinion came, so it waits; a person may decide meanwhile. ${failure}`) };
}

/** What stands at the path; `undefined` where it cannot be read, so that nothing can be said of a change to it. */
async function standing(reader: VaultReader, path: string): Promise<string | null | undefined> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		return error.code === 'missing' ? null : undefined;
	}
}

// Proposals that are reviewed at once; each may ask three.
const AT_ONCE = 4;
// A policy may ask again after a failure, and one thing after another.
const MOST_ROUNDS = 24;

/**
 * Asks who is next for each proposal that waits as escalated, tier by tier, until one decides or only a person is left. Reads and asks, and
 * writes nothing: the ledger is told by `recordOpinions`, and the gate decides anew with what it tells. With nobody to ask, nothing is read.
 */
export async function gatherOpinions(around: Surroundings, signal: AbortSignal, progress: Progress): Promise<SecondOpinions> {
	const { vault, host, settings, panel } = around;
	const { layout } = settings;
	if (panel === undefined || panel.reviewers.length === 0) return NOBODY;
	const { open } = await readQueue(vault, layout);
	const escalated = open.filter(({ verdict }) => verdict.disposition === 'ESCALATE');
	if (escalated.length === 0) return NOBODY;
	const free = await freeReviewers(vault, layout, panel);
	if (free.length === 0) return NOBODY;

	const policies = await readPolicies(vault, layout, host);
	const gate = informedGate(policies.gate, (await loadPages(vault, layout, [])).pages, free);
	const judge = makeJudge(vault, layout, gate, await listOccupied(vault, layout), false);
	const { manifest } = await loadManifest(vault, layout);
	let { calls, cost } = NOBODY;
	const problems: Problem[] = [];
	const reviewed = new Map<string, { readonly proposal: Proposal; readonly opinions: readonly Opinion[] }>();

	async function review({ proposal, verdict }: OpenProposal, { tribunal }: Panel): Promise<void> {
		let judged = await judge.judge(proposal);
		const mayBeAsked = (): boolean => judged.verdict.disposition === 'ESCALATE' && judged.verdict.decider !== null && judged.verdict.decider < PERSON;
		if (!mayBeAsked()) {
			// It was reviewed before, or who could review it is not there any more: the queue is to say so.
			if (judged.verdict.disposition !== verdict.disposition || judged.verdict.decider !== verdict.decider) reviewed.set(proposal.id, { proposal, opinions: [] });
			return;
		}
		const current = await standing(vault, proposal.path);
		if (current === undefined || (current === null ? null : hashText(current)) !== proposal.baseHash) return;
		const diff = diffOf(proposal, current);
		if (diff === null) {
			problems.push(problem(proposal.path, 'The change is too large for a second opinion on all of it, so a person decides.'));
			return;
		}
		const { kind, path, title, pageType, why } = proposal;
		const claims = (await evidenceOf(vault, layout, manifest, proposal)).map(({ text, quote, source, place }) => ({ text, quote, source: source.title, found: place !== null }));
		const input = { kind, path, title, pageType, why, diff, claims };
		const given: Opinion[] = [];
		const silent = new Set<string>();
		for (let asked = -1, round = 0; mayBeAsked() && round < MOST_ROUNDS && !signal.aborted; round += 1) {
			const waiting = questionsIn(judged.verdict.rules);
			const questions = waiting.filter((each) => !silent.has(nameOf(each)));
			const tier = judged.verdict.decider ?? PERSON;
			if (waiting.length > 0 ? questions.length === 0 : tier <= asked) break;
			const answers = questions.length > 0 ? await askQuestions(judged, input, questions) : await askPanel(judged, input, tier, tribunal);
			if (questions.length === 0) asked = tier;
			for (const [index, answer] of answers.entries()) {
				calls += answer.calls;
				cost = addCurrencies(cost, answer.cost);
				const question = questions[index];
				if (answer.opinion !== null) given.push(answer.opinion);
				else if (question !== undefined) silent.add(nameOf(question));
			}
			problems.push(...answers.flatMap((answer) => answer.problem ?? []).slice(0, 1));
			judged = await judge.judge(proposal, given);
		}
		if (given.length > 0) reviewed.set(proposal.id, { proposal, opinions: given });
	}

	/** Each question has a name of its own, so that two that read alike are two tasks, and none is answered with what another was. */
	const nameOf = ({ rule, question }: ReturnType<typeof questionsIn>[number]): string => `${rule}, ${question.time}`;

	type Edit = Omit<ReviewInput, 'seat' | 'seats' | 'rules'>;

	/** Each question of a policy to somebody of the tier that it names, alone with that question. */
	const askQuestions = (judged: Judged, edit: Edit, questions: ReturnType<typeof questionsIn>): Promise<readonly Asked[]> =>
		Promise.all(
			questions.map((each) => {
				const { rule, disposition, reason, question } = each;
				const tier = nextTier(free.filter(({ id }) => id !== judged.proposal.who).map((peer) => peer.tier), askedAbove(judged.proposal, question));
				const about = { rules: [rule], question: question.time, name: `.${hashText(rule).slice(0, 8)}.${question.time}` };
				return askSeat({ judged, input: { ...edit, rules: [{ disposition, reason, question: nameOf(each) }] }, about, signal }, peersAt(tier, judged), 1, 1);
			}),
		);

	/** Whoever is next on the proposal as a whole; at tier 3 it may be three, each alone. Seats that were taken before are not asked again. */
	const askPanel = (judged: Judged, edit: Edit, tier: number, tribunal: boolean): Promise<readonly Asked[]> => {
		const { rules, policyHash } = judged.verdict;
		const about = escalatedBy(rules);
		const seats = tier === 3 && tribunal ? 3 : 1;
		const taken = new Set(judged.opinions.filter((each) => each.question === undefined && each.tier === tier && each.seats === seats && each.policy === policyHash && about.every((rule) => each.rules.includes(rule))).map(({ seat }) => seat));
		const empty = Array.from({ length: seats }, (_, index) => index + 1).filter((seat) => !taken.has(seat));
		const question = { judged, input: { ...edit, rules: rules.map(({ disposition, reason }) => ({ disposition, reason })) }, about: { rules: about }, signal };
		return Promise.all(empty.map((seat) => askSeat(question, candidatesFor(peersAt(tier, judged), seat), seat, seats)));
	};

	const peersAt = (tier: number, { proposal }: Judged): readonly Worker[] => free.filter((each) => each.tier === tier && each.id !== proposal.who);

	const rest = escalated.entries();
	await Promise.all(
		Array.from({ length: AT_ONCE }, async () => {
			for (const [index, item] of rest) {
				if (signal.aborted) return;
				progress('review', index, escalated.length);
				await review(item, panel);
			}
		}),
	);
	return { reviewed: escalated.flatMap(({ proposal }) => reviewed.get(proposal.id) ?? []), calls, cost, problems };
}
