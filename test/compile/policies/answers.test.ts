import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesOfNote } from '../../../src/compile/policies/policy-rules.js';
import { makeGate } from '../../../src/gate/decide.js';
import type { Gate, GateContext } from '../../../src/gate/gate.js';
import { hashText } from '../../../src/model/hash.js';
import type { Opinion } from '../../../src/model/opinion.js';
import type { Verdict } from '../../../src/model/verdict.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { context, page, proposal, update } from '../../gate/fixture.js';
import { policyNote, policyOf } from '../../prism/profile/fixture.js';

const NOTE = policyNote([['ok', "outcome == 'approve'", 'PASS'], ['no', "outcome == 'deny'", 'BLOCK'], ['else', null, 'HOLD']]).replace('mode: multi', 'mode: exclusive, o: { op: llm, tier: 2 }, intention: Look at it');
const gate = makeGate([rulesOfNote('_commonplace/policies/test.prism.md', policyOf(NOTE), DEFAULT_LAYOUT)]);
const current = page();
const edit = update(current, { text: page('It counters forgetting.[^k1]'), evidence: { ...proposal().evidence, verified: 2, sources: ['raw/Essay.md', 'raw/Other.md'] } });
const around: GateContext = { ...context({ current, sources: { 'raw/Other.md': 'It counters forgetting.' } }), inboundLinks: 0, reviewTiers: [1, 2, 3] };
const decide = (opinions: readonly Opinion[], changes: Partial<GateContext> = {}, by: Gate = gate): Verdict => by.decide(edit, { ...around, ...changes, opinions });
const RULE = decide([]).rules[0]?.rule ?? '';

const ABOUT = { proposal: edit.id, before: edit.baseHash, after: hashText(edit.text ?? ''), policy: gate.policyHash, rules: [RULE] };
const SAID = { who: 'anthropic:large', tier: 2, seat: 1, seats: 1, opinion: 'approve', reason: 'It is borne out.', transcript: null, clock_ms: 5, coin_usd: null, carbon_g: null } as const;
const answer = (changes: Partial<Opinion> = {}): Opinion => ({ ...ABOUT, question: 1, ...SAID, ...changes });

describe('an answer to a policy’s question', () => {
	it('takes the flow on, and the verdict tells the way', () => {
		expect(decide([])).toMatchObject({ disposition: 'ESCALATE', decider: 2, flows: [{ policy: 'policies/test.prism.md', steps: ['start', 'rules'] }] });
		expect(decide([answer()])).toMatchObject({ disposition: 'PASS', decider: 0, flows: [{ steps: ['start', 'rules', 'ok'] }], rules: [{ rule: 'gate:review', reason: 'anthropic:large (tier 2) approves: It is borne out. That answers: Look at it' }] });
		expect(decide([answer({ opinion: 'deny' })])).toMatchObject({ disposition: 'BLOCK', decider: null });
		expect(decide([answer({ opinion: 'unsure' })])).toMatchObject({ disposition: 'HOLD', decider: 4 });
		expect(decide([answer({ opinion: 'unsure', failed: true })])).toMatchObject({ disposition: 'HOLD', decider: 4 });
	});
	it('counts as the stricter one where two devices asked', () => {
		expect(decide([answer(), answer({ opinion: 'deny', who: 'openai:other' })]).disposition).toBe('BLOCK');
	});
	it.each<[string, Partial<Opinion>]>([
		['on another proposal', { proposal: 'p-other' }],
		['on another text', { after: hashText('other') }],
		['on another file', { before: hashText('other') }],
		['under other policies', { policy: hashText('other') }],
		['to another rule', { rules: ['policies/test.prism.md:1 other'] }],
		['to another time of asking', { question: 2 }],
		['of a lower tier than is asked', { tier: 1 }],
		['of a person’s tier', { tier: 4 }],
		['of who made it', { who: edit.who }],
	])('does not count %s', (_, changes) => {
		expect(decide([answer(changes)]).disposition).toBe('ESCALATE');
	});
	it('is no opinion on the edit as a whole, nor is such a one an answer', () => {
		const whole: Opinion = { ...ABOUT, ...SAID };
		expect(decide([whole]).disposition).toBe('ESCALATE');
		const escalating = makeGate([{ hash: 'x', evaluate: () => [{ rule: 'own:rule', disposition: 'ESCALATE', reason: 'Look.', line: null }] }]);
		expect(decide([answer({ policy: escalating.policyHash, rules: ['own:rule'] })], {}, escalating).disposition).toBe('ESCALATE');
	});
	it('is found for a node whose id begins as the flow’s', () => {
		const named = makeGate([rulesOfNote('_commonplace/policies/test.prism.md', policyOf(NOTE.replaceAll(/\brules\b(?=[, ])/g, "'test:ask'")), DEFAULT_LAYOUT)]);
		const [asking] = decide([], {}, named).rules;
		expect(asking).toMatchObject({ disposition: 'ESCALATE', question: { time: 1 } });
		expect(decide([answer({ policy: named.policyHash, rules: [asking?.rule ?? ''] })], {}, named).disposition).toBe('PASS');
	});
	it('that is no approval is not overruled by an approval of the whole from below or beside it', () => {
		const escalating = makeGate([rulesOfNote('_commonplace/policies/test.prism.md', policyOf(NOTE.replace('disposition: HOLD', 'disposition: ESCALATE')), DEFAULT_LAYOUT)]);
		const unsure = answer({ policy: escalating.policyHash, opinion: 'unsure' });
		const [escalated] = decide([unsure], {}, escalating).rules;
		const whole = (tier: number): Opinion => ({ ...ABOUT, ...SAID, policy: escalating.policyHash, rules: [escalated?.rule ?? ''], who: 'openai:other', tier });
		expect(decide([unsure], {}, escalating)).toMatchObject({ disposition: 'ESCALATE', decider: 3 });
		expect(decide([unsure, whole(1), whole(2)], {}, escalating)).toMatchObject({ disposition: 'ESCALATE', decider: 3 });
		expect(decide([unsure, { ...whole(1), opinion: 'deny' }, whole(3)], {}, escalating)).toMatchObject({ disposition: 'ESCALATE', decider: 4 });
		expect(decide([unsure, { ...whole(1), opinion: 'unsure' }], {}, escalating)).toMatchObject({ disposition: 'ESCALATE', decider: 3 });
		expect(decide([unsure, whole(3)], {}, escalating).disposition).toBe('PASS');
	});
	it('moves nothing on where more than a little is at stake', () => {
		for (const inboundLinks of [3, 12, undefined]) {
			const linked: GateContext = { ...context({ current, sources: { 'raw/Other.md': 'It counters forgetting.' } }), reviewTiers: [1, 2, 3], ...(inboundLinks === undefined ? {} : { inboundLinks }) };
			const verdict = gate.decide(edit, { ...linked, opinions: [answer()] });
			expect(verdict).toMatchObject({ disposition: 'ESCALATE', decider: 4 });
			expect(verdict.rules.map(({ rule }) => rule)).toContain('gate:stakes');
		}
	});
	it('passes an edit only where it approves and binds, whatever else is said', () => {
		const any = fc.record({
			opinion: fc.constantFrom('approve' as const, 'deny' as const, 'unsure' as const),
			tier: fc.integer({ min: 0, max: 4 }),
			question: fc.integer({ min: 1, max: 2 }),
			who: fc.constantFrom('anthropic:large', 'openai:other', edit.who),
			after: fc.constantFrom(hashText(edit.text ?? ''), hashText('other')),
		});
		fc.assert(
			fc.property(fc.array(any, { maxLength: 5 }), (said) => {
				const binding = said.filter(({ tier, question, who, after }) => tier >= 2 && tier <= 3 && question === 1 && who !== edit.who && after === hashText(edit.text ?? ''));
				const expected = binding.length === 0 ? 'ESCALATE' : binding.some(({ opinion }) => opinion === 'deny') ? 'BLOCK' : binding.some(({ opinion }) => opinion === 'unsure') ? 'HOLD' : 'PASS';
				expect(decide(said.map((each) => answer(each))).disposition).toBe(expected);
			}),
			{ numRuns: 500 },
		);
	});
});
