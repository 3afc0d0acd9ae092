import { describe, expect, it } from 'vitest';
import type { PrismPolicy } from '../../../src/prism/profile/policy.js';
import type { Answer, Answers } from '../../../src/prism/profile/walk.js';
import { data, policyOf } from './fixture.js';

const END = (id: string, disposition: string): string => `  - { id: ${id}, t: end, a: [{ type: emit, event: disposition, payload: { disposition: ${disposition} } }] }\n`;
const ENDS = END('pass', 'PASS') + END('hold', 'HOLD') + END('block', 'BLOCK') + END('person', 'REQUIRE_HUMAN');

/** A policy of these nodes and edges, with an end for each disposition that an edge leads to. */
function flow(nodes: readonly string[], edges: readonly string[]): PrismPolicy {
	const ends = ENDS.split('\n').filter((line) => edges.some((edge) => line.includes(`id: ${/t: (\w+)/.exec(edge)?.[1] ?? ''},`)));
	const lines = [...nodes.map((node) => `  - { ${node} }`), ...ends].join('\n');
	return policyOf(`---\nprism: test\nversion: 1.0.0\n---\n\n## Natural Language\n\nTest.\n\n\`\`\`yaml\nv: "1.0"\nid: test\nname: Test\nintention: "Test questions"\nevents: [{ id: disposition, type: persistent }]\nnodes:\n  - { id: start, t: start }\n${lines}\nedges:\n${edges.map((edge) => `  - { ${edge} }`).join('\n')}\n\`\`\`\n`);
}

type Told = Readonly<Record<string, readonly Answer['outcome'][]>>;

/** The answers to each node's questions, in the order in which it asks. */
const told = (answers: Told): Answers => ({ node, time }) => {
	const outcome = answers[node]?.[time - 1];
	return outcome === undefined ? null : { outcome, words: `m:${node} said ${outcome}.` };
};

const said = (policy: PrismPolicy, answers: Told = {}): readonly string[] => policy.decide(data(), told(answers)).rules.map(({ rule, disposition, question, answered }) => `${disposition} ${rule.slice(5)}${question === undefined ? '' : ` asks ${question.tier}`}${answered === true ? ' answered' : ''}`);

const ASK = "id: ask, t: decision, mode: exclusive, o: { op: llm, tier: 2 }, intention: Is it borne out";

describe('a policy that asks a worker', () => {
	const asking = flow([ASK], ['s: start, t: ask', "s: ask, t: pass, c: \"outcome == 'approve'\"", "s: ask, t: block, c: \"outcome == 'deny'\"", 's: ask, t: hold']);
	it.each<[string, Told, readonly string[]]>([
		['nobody has answered', {}, ['ESCALATE ask asks 2']],
		['an approval', { ask: ['approve'] }, ['PASS ask answered', 'PASS pass']],
		['a denial', { ask: ['deny'] }, ['BLOCK block', 'PASS ask answered']],
		['an answer that does not know', { ask: ['unsure'] }, ['HOLD hold', 'PASS ask answered']],
		['a failure without a failure policy', { ask: ['failed'] }, ['HOLD ask', 'PASS ask answered']],
	])('goes on with the answer: %s', (_, answers, expected) => {
		expect(said(asking, answers)).toEqual(expected);
	});
	it('tells the way that it took, and whom it asks what', () => {
		expect(asking.decide(data()).steps).toEqual(['start', 'ask']);
		expect(asking.decide(data(), told({ ask: ['deny'] })).steps).toEqual(['start', 'ask', 'block']);
		expect(asking.decide(data()).rules[0]).toMatchObject({ reason: 'A worker of tier 2 is asked: Is it borne out', question: { node: 'ask', time: 1, tier: 2 } });
		expect(asking.decide(data(), told({ ask: ['deny'] })).rules[1]?.reason).toBe('m:ask said deny. That answers: Is it borne out');
	});

	it('asks the next question once the first is answered, and a person where that is drawn', () => {
		const chain = flow([ASK, 'id: more, t: task, o: { op: llm, tier: 3 }', 'id: me, t: task, o: { op: human }'], ['s: start, t: ask', 's: ask, t: more, c: "outcome == \'approve\'"', 's: ask, t: hold', 's: more, t: me', 's: me, t: pass']);
		expect(said(chain)).toEqual(['ESCALATE ask asks 2']);
		expect(said(chain, { ask: ['approve'] })).toEqual(['ESCALATE more asks 3', 'PASS ask answered']);
		expect(said(chain, { ask: ['approve'], more: ['approve'] })).toEqual(['REQUIRE_HUMAN me', 'PASS ask answered', 'PASS more answered']);
	});
	it('says at once what would be forbidden though everybody approved', () => {
		const never = flow([ASK], ['s: start, t: ask', 's: ask, t: block, c: "entity.claims > 0"', 's: ask, t: pass']);
		expect(said(never)).toEqual(['BLOCK block', 'ESCALATE ask asks 2']);
	});

	it.each<[string, readonly string[], readonly string[], Told, readonly string[]]>([
		['drawn to a pass', [ASK], ['s: start, t: ask', 's: ask, t: pass'], { ask: ['deny'] }, ['REQUIRE_HUMAN ask answered', 'PASS pass']],
		['that does not know, drawn to a pass', [ASK], ['s: start, t: ask', 's: ask, t: pass'], { ask: ['unsure'] }, ['REQUIRE_HUMAN ask answered', 'PASS pass']],
		['that failed, and is skipped', [`${ASK}, failure_policy: { if_all_fail: skip }`], ['s: start, t: ask', 's: ask, t: pass'], { ask: ['failed'] }, ['REQUIRE_HUMAN ask answered', 'PASS pass']],
		[
			'that waits at a join for another that approves',
			['id: fork, t: fork', ASK, 'id: two, t: task, o: { op: llm, tier: 2 }', 'id: join, t: join'],
			['s: start, t: fork', 's: fork, t: ask', 's: fork, t: two', 's: ask, t: join', 's: two, t: join', 's: join, t: pass'],
			{ ask: ['deny'], two: ['approve'] },
			['REQUIRE_HUMAN ask answered', 'PASS two answered', 'PASS pass'],
		],
	])('passes nothing by itself on an answer %s', (_, nodes, edges, answers, expected) => {
		expect(said(flow(nodes, edges), answers)).toEqual(expected);
	});
	it('may ask somebody else after a denial', () => {
		const appeal = flow([ASK, 'id: more, t: task, o: { op: llm, tier: 3 }'], ['s: start, t: ask', 's: ask, t: pass, c: "outcome == \'approve\'"', 's: ask, t: more', 's: more, t: pass, c: "outcome == \'approve\'"', 's: more, t: hold']);
		expect(said(appeal, { ask: ['deny'] })).toEqual(['ESCALATE more asks 3', 'PASS ask answered']);
		expect(said(appeal, { ask: ['deny'], more: ['approve'] })).toEqual(['PASS ask answered', 'PASS more answered', 'PASS pass']);
		expect(said(appeal, { ask: ['deny'], more: ['unsure'] })).toEqual(['HOLD hold', 'PASS ask answered', 'PASS more answered']);
	});

	it('asks again and then the next tier, as its failure policy says', () => {
		const trying = flow([`${ASK}, failure_policy: { retry: 1, then: escalate }`], ['s: start, t: ask', 's: ask, t: pass, c: "outcome == \'approve\'"', 's: ask, t: hold']);
		expect(said(trying, { ask: ['failed'] })).toEqual(['ESCALATE ask asks 2', 'PASS ask answered']);
		expect(said(trying, { ask: ['failed', 'failed'] })[0]).toBe('ESCALATE ask asks 3');
		expect(said(trying, { ask: ['failed', 'failed', 'approve'] })).not.toContain('REQUIRE_HUMAN ask answered');
		expect(said(trying, { ask: ['failed', 'failed', 'failed'] })[0]).toBe('REQUIRE_HUMAN ask');
		expect(trying.decide(data(), told({ ask: ['failed', 'failed', 'approve'] })).disposition).toBe('PASS');
	});

	const seats = ['a', 'b', 'c'].map((id) => `id: ${id}, t: task, o: { op: llm, tier: 3 }`);
	const tribunal = flow(
		['id: fork, t: fork', ...seats, "id: vote, t: vote, mode: majority, verdict_expr: \"outcome == 'approve'\""],
		['s: start, t: fork', ...['a', 'b', 'c'].flatMap((id) => [`s: fork, t: ${id}`, `s: ${id}, t: vote`]), "s: vote, t: pass, c: \"outcome == 'approved'\"", 's: vote, t: hold'],
	);
	it.each<[string, Told, string]>([
		['nobody has voted', {}, 'ESCALATE'],
		['two have', { a: ['approve'], b: ['approve'] }, 'ESCALATE'],
		['two of three are for it', { a: ['approve'], b: ['deny'], c: ['approve'] }, 'PASS'],
		['two of three are against it', { a: ['deny'], b: ['deny'], c: ['approve'] }, 'HOLD'],
		['one does not know', { a: ['approve'], b: ['unsure'], c: ['approve'] }, 'PASS'],
		['two do not know', { a: ['approve'], b: ['unsure'], c: ['unsure'] }, 'HOLD'],
	])('counts a vote: %s', (_, answers, disposition) => {
		expect(tribunal.decide(data(), told(answers)).disposition).toBe(disposition);
	});

	const threeOn = (verdict: string, ways: readonly string[], more = ''): PrismPolicy =>
		flow(
			['id: fork, t: fork', ...seats.map((seat) => `${seat}${more}`), `id: vote, t: vote, mode: majority, verdict_expr: "${verdict}"`],
			['s: start, t: fork', ...['a', 'b', 'c'].flatMap((id) => [`s: fork, t: ${id}`, `s: ${id}, t: vote`]), ...ways],
		);
	const DENIED: Told = { a: ['deny'], b: ['deny'], c: ['deny'] };
	const FAILED: Told = { a: ['failed'], b: ['failed'], c: ['failed'] };
	const APPROVED: Told = { a: ['approve'], b: ['approve'], c: ['deny'] };
	it.each<[string, PrismPolicy, Told, string]>([
		['drawn to a pass whatever it says', threeOn("outcome == 'approve'", ['s: vote, t: pass']), DENIED, 'REQUIRE_HUMAN'],
		['drawn to a pass where it is rejected', threeOn("outcome == 'approve'", ['s: vote, t: hold, c: "outcome == \'approved\'"', 's: vote, t: pass']), DENIED, 'REQUIRE_HUMAN'],
		['that takes a failure for a yes', threeOn("outcome != 'deny'", ['s: vote, t: pass, c: "outcome == \'approved\'"', 's: vote, t: hold'], ', failure_policy: { if_all_fail: skip }'), FAILED, 'HOLD'],
		['that takes a fallback of code for a yes', threeOn("outcome != 'deny'", ['s: vote, t: pass, c: "outcome == \'approved\'"', 's: vote, t: hold'], ', failure_policy: { then: failover, fallback: { op: script } }'), FAILED, 'HOLD'],
		['that does not look at what was said', threeOn('entity.claims > 0', ['s: vote, t: pass, c: "outcome == \'approved\'"', 's: vote, t: hold']), DENIED, 'HOLD'],
		['that takes a denial for a yes', threeOn("outcome == 'deny'", ['s: vote, t: pass, c: "outcome == \'approved\'"', 's: vote, t: hold']), DENIED, 'HOLD'],
		['that most approve', threeOn("outcome == 'approve'", ['s: vote, t: pass']), APPROVED, 'PASS'],
	])('passes nothing on a vote %s unless approvals carry it', (_, policy, answers, disposition) => {
		expect(policy.decide(data(), told(answers)).disposition).toBe(disposition);
	});
	it('takes a question in another branch for no answer to a denial', () => {
		const apart = flow(
			['id: fork, t: fork', ASK, 'id: code, t: task', 'id: two, t: fork', 'id: x, t: task', 'id: y, t: task', 'id: any, t: join, joinPolicy: { mode: any }', 'id: both, t: join, joinPolicy: { mode: all_taken }', 'id: more, t: task, o: { op: llm, tier: 2 }'],
			['s: start, t: fork', 's: fork, t: ask', 's: fork, t: code', 's: fork, t: two', 's: two, t: x', 's: two, t: y', 's: x, t: both', 's: y, t: both', 's: code, t: any', 's: ask, t: any, c: "outcome == \'deny\'"', 's: ask, t: both', 's: any, t: pass', 's: both, t: more', 's: more, t: pass, c: "outcome == \'approve\'"', 's: more, t: hold'],
		);
		expect(said(apart, { ask: ['deny'], more: ['approve'] })[0]).toBe('REQUIRE_HUMAN ask answered');
	});

	it('comes to an end where it asks on and on', () => {
		const round = flow([ASK, 'id: again, t: decision, mode: exclusive'], ['s: start, t: ask', 's: ask, t: again', 's: again, t: ask, c: "entity.claims > 0"', 's: again, t: pass']);
		const always: Answers = () => ({ outcome: 'approve', words: 'Yes.' });
		const { rules, disposition } = round.decide(data(), always);
		expect(disposition).not.toBe('PASS');
		expect(rules.map(({ reason }) => reason)).toContain('The policy asks on and on.');
		expect(rules.filter(({ question }) => question !== undefined)).toEqual([]);
	});
});
