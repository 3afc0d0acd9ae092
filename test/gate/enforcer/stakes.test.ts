import { describe, expect, it } from 'vitest';
import { makeGate } from '../../../src/gate/decide.js';
import { defaultPolicy } from '../../../src/gate/default-policy.js';
import { needsPerson, stakesOf } from '../../../src/gate/enforcer/stakes.js';
import type { Proposal } from '../../../src/model/proposal.js';
import { context, page, proposal } from '../fixture.js';

const { evidence } = proposal();
const strong = { ...evidence, verified: 3, sources: ['raw/A.md', 'raw/B.md'] };
const around = (current: string | null, inboundLinks?: number) => ({ ...context({ current }), ...(inboundLinks === undefined ? {} : { inboundLinks }) });
const update: Partial<Proposal> = { kind: 'update', evidence: strong };

describe('what is at stake', () => {
	it.each<[string, Partial<Proposal>, string | null, number | undefined, string]>([
		['a new page with strong evidence', { evidence: strong }, null, undefined, 'low'],
		['a change that two pages link to', update, page(), 2, 'low'],
		['a change that three pages link to', update, page(), 3, 'medium'],
		['a change that ten pages link to', update, page(), 10, 'high'],
		['a change of a page whose links nobody counted', update, page(), undefined, 'unknown'],
		['a new page where something stands', { evidence: strong }, page(), undefined, 'unknown'],
		['a person’s text', { ...update, personText: true }, page(), 0, 'medium'],
		['a person’s edit that overlaps', { ...update, conflicts: [{ base: 'a', yours: 'b', machine: 'c' }] }, page(), 0, 'high'],
		['a page on one source', {}, null, undefined, 'medium'],
		['a page on nothing', { evidence: { ...evidence, verified: 0, unverified: 1 } }, null, undefined, 'high'],
		['a catalogue, which cites nothing', { pageType: 'catalogue', evidence: { ...evidence, verified: 0, sources: [] } }, null, undefined, 'low'],
		['a page that goes', { kind: 'retire', text: null, evidence: strong }, page(), 0, 'high'],
		['a page that is renamed', { kind: 'rename', to: 'wiki/concepts/B.md', evidence: strong }, page(), 0, 'high'],
		['a page that goes and whose links nobody counted', { kind: 'merge', evidence: strong }, page(), undefined, 'high'],
	])('is told of %s', (_, changes, current, inbound, level) => {
		const stakes = stakesOf(proposal(changes), around(current, inbound));
		expect(stakes.level).toBe(level);
		expect(stakes.reasons.length > 0).toBe(level !== 'low');
		expect(needsPerson(stakes)).toBe(level !== 'low');
	});
});

describe('an escalated proposal', () => {
	const gate = makeGate([defaultPolicy()]);
	const disagreeing: Partial<Proposal> = { ...update, evidence: { ...strong, disagreements: ['d-1'] }, baseHash: null };
	const reviewTiers = [1, 3];
	it('goes to the next tier up where little is at stake, and nothing is said of it', () => {
		const verdict = gate.decide(proposal(disagreeing), { ...around(page(), 0), reviewTiers });
		expect(verdict).toMatchObject({ disposition: 'ESCALATE', decider: 1 });
		expect(verdict.rules.map(({ rule }) => rule)).toEqual(['default:disagreement']);
		expect(gate.decide(proposal({ ...disagreeing, tier: 1 }), { ...around(page(), 0), reviewTiers }).decider).toBe(3);
	});
	it.each([['many pages link to it', 12], ['some pages link to it', 4], ['nobody knows how many do', undefined]])('goes to a person where %s, and says so', (_, inbound) => {
		const verdict = gate.decide(proposal(disagreeing), { ...around(page(), inbound), reviewTiers });
		expect(verdict).toMatchObject({ disposition: 'ESCALATE', decider: 4 });
		expect(verdict.rules.at(-1)).toMatchObject({ rule: 'gate:stakes', disposition: 'ESCALATE' });
	});
	it.each([['there is nobody to ask', 0, []], ['the highest tier made it', 3, [1, 3]]])('goes to a person where %s, and says so', (_, tier, tiers) => {
		const verdict = gate.decide(proposal({ ...disagreeing, tier }), { ...around(page(), 0), reviewTiers: tiers });
		expect(verdict.decider).toBe(4);
		expect(verdict.rules.at(-1)).toMatchObject({ rule: 'gate:reviewers', disposition: 'ESCALATE' });
	});
	it('says nothing of stakes where no tier is asked', () => {
		expect(gate.decide(proposal({ ...update, baseHash: null }), around(page(), 50)).rules).toEqual([]);
	});
});
