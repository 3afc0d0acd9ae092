import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/gate/default-policy.js';
import { makeGate } from '../../../src/gate/decide.js';
import { rulesOfNote } from '../../../src/compile/policies/policy-rules.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { context, proposal } from '../../gate/fixture.js';
import { policyOf } from '../../prism/profile/fixture.js';
import { noteOf, PASS_ALL, rulesNote } from './fixture.js';

const mildest = makeGate([rulesOfNote(noteOf('mine'), policyOf(PASS_ALL), DEFAULT_LAYOUT)]);

describe('a worker that would write its own rules', () => {
	it.each([
		'_commonplace/policies/mine.prism.md',
		'_commonplace/policies/default.prism.md',
		'_Commonplace/Policies/mine.prism.md',
		'wiki/../_commonplace/policies/mine.prism.md',
		'wiki/concepts/../../_commonplace/policies/mine.prism.md',
		'/_commonplace/policies/mine.prism.md',
		'./_commonplace/policies/mine.prism.md',
		'wiki\\..\\_commonplace\\policies\\mine.prism.md',
		'wiki/%2e%2e/_commonplace/policies/mine.prism.md',
		'_commonplace/state/policies.json',
	])('is blocked at %s, whatever policies say', (path) => {
		for (const changes of [{ path }, { path: 'wiki/concepts/A.md', kind: 'rename' as const, to: path }]) {
			const { disposition, decider, rules } = mildest.decide(proposal(changes), context());
			expect({ disposition, decider }).toEqual({ disposition: 'BLOCK', decider: null });
			expect(rules.map(({ rule }) => rule)).toContain('constitution:path');
		}
	});
});

describe('a policy behind the gate', () => {
	it('says in a reason no more than a person can read, with what is hidden made visible', () => {
		const note = rulesNote(['named', 'true', 'HOLD']).replace('disposition: HOLD', 'disposition: HOLD, reason: "About ${entity.title}"');
		const gate = makeGate([rulesOfNote(noteOf('mine'), policyOf(note), DEFAULT_LAYOUT)]);
		const reason = gate.decide(proposal({ title: `Tea\u202e${'x'.repeat(5000)}` }), context()).rules.find(({ rule }) => rule.startsWith('policies/'))?.reason ?? '';
		expect(reason).toMatch(/^About TeaU\+202E/);
		expect(reason.length).toBeLessThan(500);
	});

	it('only adds to what else is said', () => {
		const without = makeGate([defaultPolicy()]).decide(proposal({ personText: true }), context());
		const within = makeGate([defaultPolicy(), rulesOfNote(noteOf('mine'), policyOf(PASS_ALL), DEFAULT_LAYOUT)]).decide(proposal({ personText: true }), context());
		expect(within).toEqual({ ...without, policyHash: within.policyHash, flows: [{ policy: 'policies/mine.prism.md', steps: ['start', 'rules', 'pass'] }] });
	});

	it('is asked with what is known of stakes and links', () => {
		const note = rulesNote(['reach', 'entity.inbound_links >= 3', 'REQUIRE_HUMAN']);
		const gate = makeGate([rulesOfNote(noteOf('mine'), policyOf(note), DEFAULT_LAYOUT)]);
		const said = (links: number): string => gate.decide(proposal(), { ...context(), inboundLinks: links }).disposition;
		expect([said(2), said(3)]).toEqual(['PASS', 'REQUIRE_HUMAN']);
	});
});
