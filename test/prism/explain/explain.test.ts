import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY_NOTE } from '../../../src/prism/default-policy.js';
import { explain } from '../../../src/prism/explain/explain.js';
import { type ExplainedNode, readExplanation } from '../../../src/prism/explain/read-explanation.js';
import { printExpression } from '../../../src/prism/expression/print.js';
import type { Condition, Flow } from '../../../src/prism/flow.js';
import { parsePrism } from '../../../src/prism/parse.js';
import { dispositionOf } from '../../../src/prism/profile/dispositions.js';
import { expressions } from '../expression/arbitrary.js';
import { policyNote } from '../profile/fixture.js';

const flowOf = (note: string): Flow => {
	const source = parsePrism(note);
	if (!source.ok) throw new Error(JSON.stringify(source.error));
	return source.value.flow;
};
const spelled = (condition: Condition | null): string | null => (condition?.expression == null ? null : printExpression(condition.expression));

/** What an explanation of the flow must say, from the flow itself. */
const said = (flow: Flow): readonly ExplainedNode[] =>
	flow.nodes.map((node) => {
		const edges = flow.edges.filter(({ source }) => source.value === node.id);
		return {
			id: node.id,
			type: node.type.value,
			line: node.line,
			disposition: dispositionOf(node),
			conditions: [node.guard, node.verdict, node.condition, node.phaseGate?.evaluate ?? null].flatMap((condition) => spelled(condition) ?? []),
			ways: [
				...edges.map(({ target, condition }) => ({ target: target.value, condition: spelled(condition) })),
				...node.out.filter(({ target }) => !edges.some((edge) => edge.target.value === target.value)).map(({ label, target }) => ({ target: target.value, condition: `outcome == '${label}'` })),
			],
		};
	});

describe('an explanation', () => {
	it('is English', () => {
		const text = explain(flowOf(DEFAULT_POLICY_NOTE));
		expect(text).toContain('Policy “Default policy” (`default`)\nIt is there to: Decide which edits need more than code');
		expect(text).toContain('Decision `rules` “All rules” in line 50: every way whose condition holds is taken. Find every rule that objects\n- If the file holds text that the machine did not write (`entity.person_text`), it goes on to `human-text`.');
		expect(text).toContain('- If the kind of change is one of “create” or “update” and the type of page is one of “concept”, “entity” or “source” and the number of claims cited is 0 (');
		expect(text).toContain('- Otherwise, it goes on to `pass`.');
		expect(text).toContain('End `unverified` in line 95: HOLD. The reason given: “Claims whose quote was not found in their source: {entity.unverified_claims}.”');
	});

	const examples = new URL('../conformance/examples/', import.meta.url);
	it.each<readonly [string, string]>([['the default policy', DEFAULT_POLICY_NOTE], ...readdirSync(examples).map((name) => [name, readFileSync(new URL(name, examples), 'utf8')] as const)])('of %s says every decision, condition and end, and nothing else', (_, note) => {
		const flow = flowOf(note);
		expect(readExplanation(explain(flow))).toEqual(said(flow));
	});

	it('reads back whatever the conditions and names are', () => {
		const name = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom('x” in line 3: BLOCK', 'a\n\nEnd `b` in line 1: PASS', '- If x (`y`), it goes on to `z`.', 'BLOCK'));
		fc.assert(
			fc.property(fc.array(expressions, { minLength: 1, maxLength: 4 }), name, name, (trees, title, label) => {
				const conditions = trees.map((tree) => printExpression(tree).replace(/[\\"]/g, '\\$&'));
				const base = policyNote([...conditions.map((text, index) => [`r${index}`, text, 'HOLD'] as const), ['ok', null, 'PASS']]);
				const note = base.replace('mode: multi }', () => `mode: multi, name: ${JSON.stringify(title)}, intention: ${JSON.stringify(label)}, out: { "x": ok }, g: "entity.a == '\`\`' or entity.b == '\`'" }`);
				const flow = flowOf(note);
				expect(readExplanation(explain(flow))).toEqual(said(flow));
			}),
			{ numRuns: 300 },
		);
	});

	it('of a flow with every kind of node says each of them, whatever the conditions are', () => {
		const four = fc.tuple(expressions, expressions, expressions, expressions).map((trees) => trees.map((tree) => printExpression(tree).replace(/[\\"]/g, '\\$&')));
		fc.assert(
			fc.property(four, fc.integer({ min: 0, max: 4 }), fc.constantFrom('exclusive', 'multi'), ([guard = '', way = '', verdict = '', phase = ''], tier, mode) => {
				const yaml = `v: "1.0"
id: all
name: All kinds
intention: "Show every kind of node"
vocabulary: [{ term: big, maps_to: "${way}" }]
events: [{ id: done, type: transient }]
nodes:
  - { id: start, t: start }
  - { id: work, t: task, g: "${guard}", o: { op: llm, tier: ${String(tier)} }, a: [{ type: emit, event: done }] }
  - { id: choose, t: decision, mode: ${mode} }
  - { id: split, t: fork }
  - { id: left, t: task, o: { op: human } }
  - { id: right, t: event_wait, trigger: { event: done, timeout: "4h", onTimeout: continue } }
  - { id: both, t: join, joinPolicy: { mode: all } }
  - { id: poll, t: vote, mode: majority, verdict_expr: "${verdict}", out: { approved: mark, rejected: no } }
  - { id: mark, t: checkpoint, phase_gate: { evaluate: "${phase}", if_true: { continue: normal }, if_false: { continue: normal } } }
  - { id: yes, t: end }
  - { id: no, t: end }
edges:
  - { s: start, t: work }
  - { s: work, t: choose }
  - { s: choose, t: split, c: "${way}" }
  - { s: choose, t: no }
  - { s: split, t: left }
  - { s: split, t: right }
  - { s: left, t: both }
  - { s: right, t: both }
  - { s: both, t: poll }
  - { s: mark, t: yes }
`;
				const flow = flowOf(`---\nprism: all\nversion: 1.0.0\n---\n\n\`\`\`yaml\n${yaml}\`\`\`\n`);
				const read = readExplanation(explain(flow));
				expect(read).toEqual(said(flow));
				expect(read).toHaveLength(11);
			}),
			{ numRuns: 60 },
		);
	});

	it('gives nothing for a text that is none', () => {
		expect(readExplanation('Some words.\n\n- If `a`, it goes on to `b`.')).toEqual([]);
	});
});
