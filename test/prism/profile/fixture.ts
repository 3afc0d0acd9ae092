import fc from 'fast-check';
import type { Proposal } from '../../../src/model/proposal.js';
import { parsePolicy, type PrismPolicy } from '../../../src/prism/profile/policy.js';
import { type PolicyData, policyData } from '../../../src/prism/profile/policy-data.js';

const count = fc.integer({ min: 0, max: 3 });

/** Proposals of every kind, with evidence and without. */
export const proposals: fc.Arbitrary<Proposal> = fc
	.record({
		kind: fc.constantFrom('create' as const, 'update' as const, 'rename' as const, 'merge' as const, 'retire' as const),
		pageType: fc.constantFrom('concept', 'entity', 'source', 'comparison', 'catalogue', 'recipe'),
		personText: fc.boolean(),
		verified: count,
		unverified: count,
		disagreements: fc.array(fc.string(), { maxLength: 2 }),
		text: fc.option(fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 6 }).map((lines) => lines.join('\n')), { nil: null }),
		to: fc.option(fc.constant('wiki/concepts/Other.md'), { nil: null }),
	})
	.map(({ verified, unverified, disagreements, ...rest }) => proposal({ ...rest, evidence: { claims: [], sources: ['raw/A.md'], verified, unverified, disagreements } }));

export function proposal(changes: Partial<Proposal> = {}): Proposal {
	return {
		id: 'p-1', run: 'r-1', kind: 'create', path: 'wiki/concepts/Spaced repetition.md', to: null, subject: 'c-1', title: 'Spaced repetition', pageType: 'concept', baseHash: null, text: 'Text.\n', machineText: null,
		why: 'A new source.', who: 'offline', tier: 0, evidence: { claims: ['k-1'], sources: ['raw/A.md'], verified: 1, unverified: 0, disagreements: [] }, personText: false, conflicts: [], created: '2026-11-22', updated: '2026-11-22',
		...changes,
	};
}

export const data = (changes: Partial<PolicyData> = {}): PolicyData => ({ ...policyData(proposal(), { current: null }), ...changes });

/** A rule as `[id, condition, disposition]`; a condition of null is the way that is taken when no other is. */
export type RuleText = readonly [string, string | null, string];

/** The note of a policy with one decision over the rules. */
export function policyNote(rules: readonly RuleText[], { mode = 'multi', head = '' } = {}): string {
	const nodes = rules.map(([id, , disposition]) => `  - { id: ${id}, t: end, a: [{ type: emit, event: disposition, payload: { disposition: ${disposition} } }] }\n`).join('');
	const edges = rules.map(([id, condition]) => `  - { s: rules, t: ${id}${condition === null ? '' : `, c: "${condition}"`} }\n`).join('');
	return `---\nprism: test\nversion: 1.0.0\n---\n\n## Natural Language\n\nTest.\n\n\`\`\`yaml\nv: "1.0"\nid: test\nname: Test\nintention: "Test rules"\n${head}events: [{ id: disposition, type: persistent }]\nnodes:\n  - { id: start, t: start }\n  - { id: rules, t: decision, mode: ${mode} }\n${nodes}edges:\n  - { s: start, t: rules }\n${edges}\`\`\`\n`;
}

export function policyOf(text: string): PrismPolicy {
	const policy = parsePolicy(text);
	if (!policy.ok) throw new Error(policy.error.map(({ code, line, message }) => `${code} ${line}: ${message}`).join('\n'));
	return policy.value;
}

export const policy = (rules: readonly RuleText[], options?: Parameters<typeof policyNote>[1]): PrismPolicy => policyOf(policyNote(rules, options));
