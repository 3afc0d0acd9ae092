import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGate } from '../../src/gate/decide.js';
import { defaultPolicy } from '../../src/gate/default-policy.js';
import type { Gate, GateContext } from '../../src/gate/gate.js';
import { nextEvent } from '../../src/gate/ledger-event.js';
import { opinionEvent, opinionsIn } from '../../src/gate/opinion-event.js';
import { canonicalJson, hashText } from '../../src/model/hash.js';
import type { Opinion } from '../../src/model/opinion.js';
import type { Proposal } from '../../src/model/proposal.js';
import { type Disposition, DISPOSITIONS, strictness, type Verdict } from '../../src/model/verdict.js';
import { context, page, proposal, update } from './fixture.js';

const gate = makeGate([defaultPolicy()]);
const current = page();
const strong = { ...proposal().evidence, verified: 2, sources: ['raw/Essay.md', 'raw/Other.md'], disagreements: ['d-1'] };
const disagreeing = (changes: Partial<Proposal> = {}): Proposal => update(current, { text: page('It counters forgetting.[^k1]'), evidence: strong, ...changes });
const around: GateContext = { ...context({ current, sources: { 'raw/Other.md': 'It counters forgetting.' } }), inboundLinks: 0, reviewTiers: [1, 2, 3] };

function opinion(item: Proposal, changes: Partial<Opinion> = {}, by: Gate = gate): Opinion {
	return {
		proposal: item.id,
		before: item.baseHash,
		after: item.text === null ? null : hashText(item.text),
		policy: by.policyHash,
		rules: ['default:disagreement'],
		who: 'anthropic:large',
		tier: 3,
		seat: 1,
		seats: 1,
		opinion: 'approve',
		reason: 'Both sides stand there with their quotes.',
		transcript: null,
		clock_ms: 5,
		coin_usd: null,
		carbon_g: null,
		...changes,
	};
}

const decide = (opinions: readonly Opinion[], item = disagreeing(), changes: Partial<GateContext> = {}, by: Gate = gate): Verdict => by.decide(item, { ...around, ...changes, opinions });
const said = (...each: readonly (readonly [tier: number, opinion: Opinion['opinion'], seat?: number, seats?: number])[]): readonly Opinion[] => each.map(([tier, what, seat = 1, seats = 1]) => opinion(disagreeing(), { tier, opinion: what, seat, seats, who: `openai:m${tier}.${seat}` }));

describe('a second opinion', () => {
	it.each<[string, readonly Opinion[], Disposition, number]>([
		['nobody was asked', [], 'ESCALATE', 1],
		['the next tier approves', said([1, 'approve']), 'PASS', 0],
		['the next tier denies', said([1, 'deny']), 'ESCALATE', 4],
		['the next tier is unsure', said([1, 'unsure']), 'ESCALATE', 2],
		['a higher one approves after that', said([1, 'unsure'], [2, 'approve']), 'PASS', 0],
		['all are unsure', said([1, 'unsure'], [2, 'unsure'], [3, 'unsure']), 'ESCALATE', 4],
		['a lower one denied what a higher one approves', said([1, 'deny'], [3, 'approve']), 'ESCALATE', 4],
		['a higher one is unsure of what a lower one approved', said([1, 'approve'], [3, 'unsure']), 'ESCALATE', 4],
		['one seat was asked twice, and said two things', said([1, 'approve'], [1, 'deny']), 'ESCALATE', 4],
		['three of three approve', said([3, 'approve', 1, 3], [3, 'approve', 2, 3], [3, 'approve', 3, 3]), 'PASS', 0],
		['two of three approve', said([3, 'approve', 1, 3], [3, 'deny', 2, 3], [3, 'approve', 3, 3]), 'PASS', 0],
		['two of three deny', said([3, 'approve', 1, 3], [3, 'deny', 2, 3], [3, 'deny', 3, 3]), 'ESCALATE', 4],
		['one of three approves', said([3, 'approve', 1, 3], [3, 'deny', 2, 3], [3, 'unsure', 3, 3]), 'ESCALATE', 4],
		['one of three approves and two seats are empty', said([3, 'approve', 1, 3]), 'ESCALATE', 1],
	])('where %s', (_, opinions, disposition, decider) => {
		const verdict = decide(opinions);
		expect(verdict).toMatchObject({ disposition, decider });
		for (const { who, reason } of verdict.disposition === 'PASS' || decider === 4 ? opinions.slice(0, 1) : []) if (opinions.length === 1) expect(verdict.rules.some((rule) => rule.reason.includes(who) && rule.reason.includes(reason))).toBe(true);
	});

	it('says whom it follows and which rule that answers', () => {
		expect(decide(said([3, 'approve'])).rules).toEqual([{ rule: 'gate:review', disposition: 'PASS', reason: expect.stringMatching(/^openai:m3\.1 \(tier 3\) approves: Both sides .* That answers default:disagreement: /) as string, line: null }]);
	});

	it.each<[string, Partial<Opinion>]>([
		['another text', { after: hashText('other') }],
		['another file', { before: hashText('other') }],
		['other policies', { policy: makeGate([]).policyHash }],
		['another proposal', { proposal: 'p-other' }],
		['fewer objections than there are', { rules: [] }],
		['its own work', { who: 'offline' }],
		['work of its own tier', { tier: 0 }],
		['an authority that only people have', { tier: 4 }],
	])('counts for nothing where it is on %s', (_, changes) => {
		expect(decide([opinion(disagreeing(), changes)])).toEqual(decide([]));
	});

	it('counts for nothing once the file changed', () => {
		expect(decide([opinion(disagreeing())], disagreeing(), { current: `${current}\n` }).disposition).toBe('ESCALATE');
	});

	it.each([['much', 12], ['something', 3], ['nobody knows what', undefined]])('moves nothing where %s is at stake', (_, inboundLinks) => {
		const known = { ...context({ current }), reviewTiers: [1, 2, 3], opinions: [opinion(disagreeing())] };
		const verdict = gate.decide(disagreeing(), inboundLinks === undefined ? known : { ...known, inboundLinks });
		expect(verdict).toMatchObject({ disposition: 'ESCALATE', decider: 4 });
		expect(verdict.rules.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['gate:stakes', 'gate:review']));
	});

	it('answers what escalated and nothing else', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...DISPOSITIONS), { maxLength: 5 }), fc.constantFrom('approve' as const, 'deny' as const, 'unsure' as const), (dispositions, what) => {
				const by = makeGate(dispositions.map((disposition, index) => ({ hash: `${index} ${disposition}`, evaluate: () => [{ rule: `test:${index}`, disposition, reason: 'x', line: null }] })));
				const item = disagreeing();
				const rules = dispositions.flatMap((disposition, index) => (disposition === 'ESCALATE' ? [`test:${index}`] : []));
				const without = decide([], item, {}, by);
				const within = decide([opinion(item, { rules, opinion: what }, by)], item, {}, by);
				const milder = dispositions.filter((each) => each !== 'ESCALATE');
				if (without.disposition !== 'ESCALATE' || what !== 'approve') expect(within.disposition).toBe(without.disposition);
				else expect(within.disposition).toBe(milder.includes('HOLD') ? 'HOLD' : 'PASS');
				expect(strictness(within.disposition)).toBe(Math.max(0, ...within.rules.map((rule) => strictness(rule.disposition))));
			}),
		);
	});
});

describe('the ledger', () => {
	const line = (event: Opinion): string => canonicalJson(nextEvent(opinionEvent(event, 'r-1', 'wiki/a.md'), 7, '2026-11-22T09:00:00.000Z', 'seal'));
	const some = opinion(disagreeing(), { transcript: '_commonplace/transcripts/2026/11/22/a.md' });

	it('gives back what it was told', () => {
		expect([...opinionsIn(`{"type":"run"}\n${line(some)}\n\n${line({ ...some, opinion: 'deny', seat: 2, seats: 3 })}\n`)]).toEqual([some, { ...some, opinion: 'deny', seat: 2, seats: 3 }]);
	});

	it('gives back nothing of a line that was changed', () => {
		const deny = line({ ...some, opinion: 'deny' });
		expect([...opinionsIn(`${deny.replace('"opinion":"deny"', '"opinion":"approve"')}\n{"type":"opinion"}\n${line(some).slice(0, -10)}\n`)]).toEqual([]);
	});
});
