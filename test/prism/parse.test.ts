import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFlow, parsePrism } from '../../src/prism/parse.js';
import { validate } from '../../src/prism/validate.js';
import { processorTime } from '../processor-time.js';

const note = (yaml: string, more = ''): string => `---\nprism: small\nversion: 1.0.0\n---\n\n# Small\n\n## Natural Language\n\nAsk a person.\n\n## PRISM-IR\n\n\`\`\`yaml\n${yaml}\n\`\`\`\n${more}`;
const FLOW = `v: "1.0"
id: small
name: Small
intention: "Ask a person"
events:
  - { id: done, type: persistent }
nodes:
  - id: start
    t: start
  - id: end
    t: end
    a:
      - type: emit
        event: done
edges:
  - { s: start, t: end }`;
const FIRST = 15;

/** Codes with the place in the note, as `CODE line:column`. */
const faults = (text: string): readonly string[] => {
	const source = parsePrism(text);
	const found = source.ok ? validate(source.value.flow) : source.error;
	return found.map(({ code, line, column }) => `${code} ${line}:${column}`);
};
const changed = (from: string | RegExp, to: string): readonly string[] => faults(note(FLOW.replace(from, to)));

describe('a note', () => {
	it('is read into its parts', () => {
		const source = parsePrism(note(FLOW));
		expect(source.ok && source.value).toMatchObject({ slug: 'small', version: '1.0.0', conformance: 'level-0', naturalLanguage: 'Ask a person.', flow: { id: { value: 'small' }, line: FIRST } });
		expect(faults(note(FLOW))).toEqual([]);
	});
	it('gives the same places with Windows line ends', () => {
		expect(faults(note(FLOW.replace('t: end\n', 't: wizard\n')).replaceAll('\n', '\r\n'))).toEqual(faults(note(FLOW.replace('t: end\n', 't: wizard\n'))));
	});
	it.each([
		['no YAML block', '# Nothing', 'READ_NOTE 1:1'],
		['two YAML blocks', note(FLOW, '\n```yaml\na: 1\n```\n'), 'READ_NOTE 33:1'],
		['a block that is never closed', note(FLOW).replace(/```\n$/, ''), 'READ_NOTE 14:1'],
		['broken YAML', note('v: "1.0\nid: a'), 'READ_YAML 17:1'],
		['an alias', note('v: &a "1.0"\nid: *a'), 'READ_YAML 16:5'],
		['a key that stands twice', note('v: "1.0"\nid: a\nid: b'), 'READ_YAML 17:1'],
		['a type of its own', note('v: !now "1.0"'), 'READ_YAML 15:4'],
		['no map', note('- a'), 'READ_SHAPE 15:1'],
		['a list where a text should be', note(FLOW.replace('name: Small', 'name: [a]')), 'READ_SHAPE 17:7'],
		['two nodes of one id', note(FLOW.replace('id: end', 'id: start')), 'DUPLICATE_ID 24:9'],
		['an id with a blank', note(FLOW.replace('id: end', 'id: the end')), 'READ_SHAPE 24:9'],
	])('is refused for %s', (_, text, expected) => {
		expect(faults(text)[0]).toBe(expected);
	});
	it('is read over other code blocks', () => {
		expect(faults(note(FLOW).replace('Ask a person.', '~~~md\n```yaml\n~~~\nAsk'))).toEqual([]);
	});
});

describe('places of faults', () => {
	it.each<readonly [string | RegExp, string, string]>([
		[/^v.*\n/, '', 'MISSING_VERSION 15:1'],
		['id: small\n', '', 'MISSING_ID 15:1'],
		['name: Small\n', '', 'MISSING_NAME 15:1'],
		['"Ask a person"', '""', 'MISSING_INTENTION 18:12'],
		['t: start', 't: task', 'MISSING_START_NODE 15:1'],
		['t: end\n', 't: start\n', 'MULTIPLE_START_NODES 24:9'],
		['t: end\n', 't: task\n', 'MISSING_END_NODE 15:1'],
		['t: end\n', 't: wizard\n', 'INVALID_NODE_TYPE 25:8'],
		['t: end\n', 't: end\n    o: { op: wizard }\n', 'INVALID_OPERATOR_TYPE 26:14'],
		['t: end\n', 't: end\n    o: { op: llm, tier: 2.5 }\n', 'INVALID_TIER 26:25'],
		['event: done', 'event: ghost', 'UNDECLARED_EVENT 28:16'],
		['persistent', 'ephemeral', 'INVALID_EVENT_TYPE 20:23'],
		['s: start', 's: ghost', 'INVALID_EDGE_SOURCE 30:10'],
		['{ s: start, t: end }', '{ s: start, t: ghost }', 'INVALID_EDGE_TARGET 30:20'],
		['edges:', '  - { id: orphan, t: task }\nedges:', 'UNREACHABLE_NODE 29:11'],
		['edges:', '  - { id: j, t: join, joinPolicy: { mode: n_of_m, n: 5, m: 3 } }\nedges:', 'INVALID_JOIN_POLICY 29:54'],
		['edges:', '  - { id: j, t: join, joinPolicy: { mode: some } }\nedges:', 'INVALID_JOIN_POLICY 29:43'],
		['edges:', '  - { id: j, t: vote, mode: plurality }\nedges:', 'INVALID_VOTE_MODE 29:29'],
		['events:', 'failure_tolerance: "sometimes"\nevents:', 'INVALID_FAILURE_TOLERANCE 19:20'],
		['t: end }', 't: end, c: "a = b" }', 'INVALID_EXPRESSION_SYNTAX 30:31'],
		['t: end }', "t: end, c: 'a == ''b'' c' }", 'INVALID_EXPRESSION_SYNTAX 30:40'],
		['t: end }', 't: end, c: "a == \\"b\\"" }', 'INVALID_EXPRESSION_SYNTAX 30:34'],
		['event: done', 'event: done\n        payload: { a: "x ${b +} y" }', 'INVALID_EXPRESSION_SYNTAX 29:31'],
		['event: done', 'event: done\n        payload: { a: "x ${b" }', 'INVALID_EXPRESSION_SYNTAX 29:26'],
		['edges:', 'phase_boundaries:\n  - { id: b, from: { checkpoint: ghost } }\nedges:', 'UNDECLARED_CHECKPOINT 30:34'],
	])('%s → %s: %s', (from, to, expected) => {
		expect(changed(from, to)).toContain(expected);
	});
});

describe('reading', () => {
	it('never throws, and ends soon', () => {
		const pieces = FLOW.split(/(\n|: |"|\{|\})/);
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces, '[', ']', '&a', '*a', '!!js', '? ', '|\n', '>-\n', '---\n', '\t', '# '), fc.string({ maxLength: 5 })), { maxLength: 60 }), (parts) => {
				const text = parts.join('');
				const flow = parseFlow(text);
				if (flow.ok) validate(flow.value);
				parsePrism(note(text));
				parsePrism(text);
			}),
			{ numRuns: 300 },
		);
	});
	it.each([
		['many brackets', '['.repeat(200_000)],
		['many keys', Array.from({ length: 25_000 }, (_, index) => `k${index}: 1\n`).join('')],
		['deep lists', '- '.repeat(100_000)],
		['many deep lists', `a:\n${'- '.repeat(100_000)}`],
		['deep maps', Array.from({ length: 500 }, (_, index) => `${' '.repeat(index)}a:\n`).join('')],
		['many edges', `edges:\n${'- { s: a, t: b }\n'.repeat(15_000)}`],
		['a long text', `a: "${'x'.repeat(250_000)}"`],
		['too much', 'a: 1\n'.repeat(100_000)],
		['many quotes', `a: ${'"'.repeat(200_000)}`],
	])('bounds the work on %s', (_, text) => {
		const began = processorTime();
		parsePrism(note(text));
		expect(processorTime() - began).toBeLessThan(3000);
	});
});
