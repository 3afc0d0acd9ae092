import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFlow, type Machine } from '../../../src/prism/execute/machine.js';
import { start, step } from '../../../src/prism/execute/run.js';
import type { FlowEvent, FlowState, StepResult } from '../../../src/prism/execute/state.js';
import { parseFlow, parsePrism } from '../../../src/prism/parse.js';
import { processorTime } from '../../processor-time.js';

const HEAD = 'v: "1.0"\nid: f\nname: F\nintention: "Decide"\nevents:\n  - { id: got, type: transient }\n  - { id: kept, type: persistent }\n';
const load = (body: string): Machine => {
	const flow = parseFlow(HEAD + body);
	if (!flow.ok) throw new Error(JSON.stringify(flow.error));
	const machine = loadFlow(flow.value);
	if (!machine.ok) throw new Error(JSON.stringify(machine.error));
	return machine.value;
};
const refusals = (body: string): readonly string[] => {
	const flow = parseFlow(HEAD + body);
	if (!flow.ok) throw new Error(JSON.stringify(flow.error));
	const machine = loadFlow(flow.value);
	return machine.ok ? [] : machine.error.map(({ code, message }) => `${code}: ${message}`);
};
const nodes = (...lines: readonly string[]): string => `nodes:\n  - { id: start, t: start }\n${lines.map((line) => `  - { ${line} }\n`).join('')}`;
const edges = (...lines: readonly string[]): string => `edges:\n${lines.map((line) => `  - { ${line} }\n`).join('')}`;

/** Every state goes through JSON, as it does when it waits in a file. */
const answer = (machine: Machine, { state }: StepResult, event: FlowEvent): StepResult => step(machine, JSON.parse(JSON.stringify(state)) as FlowState, event);
const asks = ({ effects }: StepResult): readonly string[] => effects.flatMap((effect) => (effect.type === 'ask' ? [`${effect.operator}${effect.tier} ${effect.node} #${effect.token} try ${effect.attempt}`] : []));
const tokenAt = ({ state }: StepResult, node: string): number => state.tokens.find((token) => token.node === node)?.id ?? -1;
const say = (machine: Machine, result: StepResult, node: string, outcome: string): StepResult => answer(machine, result, { type: 'answer', token: tokenAt(result, node), result: { outcome } });
const reasons = ({ state }: StepResult): string => state.doubts.map(({ reason }) => reason).join(' | ');

const three = (join: string): Machine =>
	load(
		nodes('id: split, t: fork', ...['a', 'b', 'c'].map((id) => `id: ${id}, t: task, o: { op: human }`), `id: gate, ${join}`, 'id: yes, t: end', 'id: no, t: end', 'id: tied, t: end') +
			edges('s: start, t: split', ...['a', 'b', 'c'].flatMap((id) => [`s: split, t: ${id}`, `s: ${id}, t: gate`]), `s: gate, t: yes, c: "outcome == 'approved'"`, `s: gate, t: no, c: "outcome == 'rejected'"`, 's: gate, t: tied'),
	);

describe('decisions', () => {
	const decision = (mode: string, ...ways: readonly string[]): Machine =>
		load(nodes(`id: d, t: decision, mode: ${mode}`, 'id: a, t: end', 'id: b, t: end', 'id: other, t: end') + edges('s: start, t: d', ...ways.map((way, index) => `s: d, t: ${['a', 'b'][index] ?? ''}, c: "${way}"`), 's: d, t: other'));
	it.each<readonly [string, readonly string[], object, readonly string[] | string]>([
		['exclusive', ['entity.x', 'entity.y'], { x: true, y: false }, ['a']],
		['exclusive', ['entity.x', 'entity.y'], { x: false, y: false }, ['other']],
		['exclusive', ['entity.x', 'entity.y'], { x: true, y: true }, 'Only one way may be taken here, but 2 hold'],
		['exclusive', ['entity.x', 'entity.y'], { x: true }, 'It is not known whether “entity.y” (line'],
		['exclusive', ['entity.x', 'entity.y'], { x: false }, 'It is not known'],
		['multi', ['entity.x', 'entity.y'], { x: true, y: true }, ['a', 'b']],
		['multi', ['entity.x', 'entity.y'], { x: false, y: false }, ['other']],
		['multi', ['entity.x', 'entity.y'], { x: 1, y: true }, 'It is not known'],
	])('%s of %j over %j', (mode, ways, entity, expected) => {
		const result = start(decision(mode, ...ways), entity as never);
		if (typeof expected === 'string') {
			expect(result.state.status).toBe('failed');
			expect(result.state.ended).toEqual([]);
			expect(reasons(result)).toContain(expected);
		} else {
			expect(result.state).toMatchObject({ status: 'completed', ended: expected, tokens: [], doubts: [] });
		}
	});
	it('fails where no way holds and none is for otherwise', () => {
		const machine = load(nodes('id: end, t: end') + edges('s: start, t: end, c: "entity.x"'));
		expect(reasons(start(machine, { x: false }))).toContain('none for otherwise');
	});
	it('takes the label of an answer where no edge is drawn for it', () => {
		const machine = load(nodes('id: d, t: decision, o: { op: human }, out: { approved: yes, rejected: no }', 'id: yes, t: end', 'id: no, t: end') + edges('s: start, t: d'));
		const asked = start(machine, {});
		expect(asked.state.status).toBe('waiting');
		expect(say(machine, asked, 'd', 'approved').state.ended).toEqual(['yes']);
		expect(say(machine, asked, 'd', 'maybe').state.status).toBe('failed');
		expect(step(machine, asked.state, { type: 'answer', token: 1, result: { comment: 'none' } }).state.status).toBe('failed');
	});
});

describe('joins', () => {
	it.each([
		['mode: all', ['a', 'b', 'c'], 3],
		['mode: all_taken', ['a', 'b', 'c'], 3],
		['mode: n_of_m, n: 2, m: 3', ['a', 'b', 'c'], 2],
		['mode: any', ['a', 'b', 'c'], 1],
		['mode: first_of_m', ['a', 'b', 'c'], 1],
	])('%s goes on after %s answers', (policy, order, needed) => {
		const machine = three(`t: join, joinPolicy: { ${policy} }`);
		let result = start(machine, {});
		expect(asks(result)).toHaveLength(3);
		order.forEach((node, index) => {
			expect(result.state.status).toBe('waiting');
			result = say(machine, result, node, 'ok');
			expect(result.state.ended).toHaveLength(index + 1 >= needed ? 1 : 0);
		});
		expect(result.state).toMatchObject({ status: 'completed', ended: ['tied'] });
	});
	it('ends the branches that are needed no more', () => {
		const machine = three('t: join, joinPolicy: { mode: n_of_m, n: 1, m: 3, onSatisfied: cancel_pending }');
		const result = say(machine, start(machine, {}), 'b', 'ok');
		expect(result.state).toMatchObject({ status: 'completed', ended: ['tied'], tokens: [] });
	});
	it('waits for the branches that were taken, and for no others', () => {
		const machine = load(nodes('id: d, t: decision, mode: multi', 'id: a, t: task', 'id: b, t: task', 'id: j, t: join, joinPolicy: { mode: all_taken }', 'id: end, t: end') + edges('s: start, t: d', 's: d, t: a, c: "entity.a"', 's: d, t: b, c: "entity.b"', 's: a, t: j', 's: b, t: j', 's: j, t: end'));
		expect(start(machine, { a: true, b: true }).state).toMatchObject({ status: 'completed', ended: ['end'] });
		expect(start(machine, { a: true, b: false }).state).toMatchObject({ status: 'completed', ended: ['end'] });
	});
	it('fails where a branch can never come', () => {
		const machine = load(nodes('id: d, t: decision', 'id: a, t: task', 'id: b, t: task', 'id: j, t: join', 'id: end, t: end') + edges('s: start, t: d', 's: d, t: a, c: "entity.a"', 's: d, t: b', 's: a, t: j', 's: b, t: j', 's: j, t: end'));
		expect(start(machine, { a: true }).state).toMatchObject({ status: 'failed', ended: [] });
	});
});

describe('votes', () => {
	const vote = (more: string): Machine => three(`t: vote, verdict_expr: "result.outcome == 'yes'", ${more}`);
	const cast = (machine: Machine, ...votes: readonly string[]): StepResult => votes.reduce((result, word, index) => say(machine, result, ['a', 'b', 'c'][index] ?? '', word), start(machine, {}));
	it.each([
		['mode: majority', ['yes', 'yes', 'yes'], 'yes'],
		['mode: majority', ['yes', 'no', 'yes'], 'yes'],
		['mode: majority', ['no', 'no', 'yes'], 'no'],
		['mode: unanimous', ['yes', 'yes', 'yes'], 'yes'],
		['mode: unanimous', ['yes', 'no', 'yes'], 'no'],
		['mode: threshold, threshold: 0.3', ['no', 'no', 'yes'], 'yes'],
		['mode: threshold, threshold: 2', ['no', 'no', 'yes'], 'no'],
	])('%s of %j', (mode, votes, expected) => {
		expect(cast(vote(mode), ...votes).state).toMatchObject({ status: 'completed', ended: [expected] });
	});
	it('never takes a vote that is not known for a yes', () => {
		const machine = vote('mode: majority, tie_breaker: { policy: auto_approve }');
		let result = say(machine, start(machine, {}), 'a', 'yes');
		result = say(machine, result, 'b', 'no');
		result = answer(machine, result, { type: 'answer', token: tokenAt(result, 'c'), result: { comment: 'I do not know' } });
		expect(result.state.status).toBe('failed');
	});
	it('asks whoever breaks a tie', () => {
		const machine = vote('mode: majority, tie_breaker: { policy: escalate, operator: { op: human, tier: 4 } }');
		let result = say(machine, start(machine, {}), 'a', 'yes');
		result = say(machine, result, 'b', 'no');
		result = answer(machine, result, { type: 'answer', token: tokenAt(result, 'c'), result: {} });
		expect(asks(result)).toEqual([`human4 gate #${tokenAt(result, 'gate')} try 1`]);
		expect(say(machine, result, 'gate', 'rejected').state.ended).toEqual(['no']);
	});
});

describe('operators and failures', () => {
	const task = (policy: string, tolerance = ''): Machine => load(`${tolerance}${nodes(`id: work, t: task, o: { op: llm, tier: 1 }, failure_policy: { ${policy} }`, 'id: end, t: end')}${edges('s: start, t: work', 's: work, t: end')}`);
	/** The asks and the final status when every operator fails. */
	const allFail = (machine: Machine): readonly string[] => {
		let result = start(machine, {});
		const seen = [...asks(result)];
		while (result.state.status === 'waiting') {
			result = answer(machine, result, { type: 'failure', token: tokenAt(result, 'work'), reason: 'no network' });
			seen.push(...asks(result));
		}
		return [...seen.map((text) => text.replace(' work #1', '')), result.state.status];
	};
	it.each([
		['', ['llm1 try 1', 'failed']],
		['retry: 2', ['llm1 try 1', 'llm1 try 2', 'llm1 try 3', 'failed']],
		['then: escalate', ['llm1 try 1', 'llm2 try 1', 'llm3 try 1', 'human4 try 1', 'failed']],
		['retry: 1, then: failover, fallback: { op: llm, tier: 3 }, failover_retry: 1, if_all_fail: skip', ['llm1 try 1', 'llm1 try 2', 'llm3 try 1', 'llm3 try 2', 'completed']],
		['if_all_fail: escalate', ['llm1 try 1', 'human4 try 1', 'failed']],
		['then: failover, fallback: { op: script }', ['llm1 try 1', 'completed']],
	])('failure_policy %j', (policy, expected) => {
		expect(allFail(task(policy))).toEqual(expected);
	});
	it('bears as much as the failure tolerance says', () => {
		const machine = (tolerance: string): Machine => load(`failure_tolerance: "${tolerance}"\n${nodes('id: split, t: fork', ...['a', 'b', 'c'].map((id) => `id: ${id}, t: task, o: { op: human }`), 'id: end, t: end')}${edges('s: start, t: split', ...['a', 'b', 'c'].flatMap((id) => [`s: split, t: ${id}`, `s: ${id}, t: end`]))}`);
		const failing = (tolerance: string): FlowState['status'][] => {
			const ready = machine(tolerance);
			let result = start(ready, {}, { at: 0 });
			return ['a', 'b'].map((node, index) => {
				result = answer(ready, result, { type: 'failure', token: tokenAt(result, node), reason: 'x', at: index * 1000 });
				return result.state.status;
			});
		};
		expect(failing('any')).toEqual(['failed', 'failed']);
		expect(failing('unlimited')).toEqual(['waiting', 'waiting']);
		expect(failing('2 consecutive')).toEqual(['waiting', 'failed']);
		expect(failing('2 in 1min')).toEqual(['waiting', 'failed']);
		expect(failing('2 in 500ms')).toEqual(['waiting', 'waiting']);
	});
	it('says what every step cost, and what is not known', () => {
		const machine = task('');
		const cost = { clock_ms: 10, coin_usd: 0.1, carbon_g: null };
		const asked = start(machine, {});
		expect(asked.trace.every(({ clock_ms, coin_usd, carbon_g }) => clock_ms === 0 && coin_usd === 0 && carbon_g === 0)).toBe(true);
		const [exit] = step(machine, asked.state, { type: 'answer', token: 1, result: 'done', cost }).trace;
		expect(exit).toMatchObject({ kind: 'node_exited', node: 'work', detail: 'completed', ...cost });
		expect(step(machine, asked.state, { type: 'answer', token: 1, result: 'done' }).trace[0]).toMatchObject({ clock_ms: null, coin_usd: null });
	});
	it('stops at a guard that does not hold or is not known', () => {
		const machine = load(nodes('id: work, t: task, g: "entity.ok"', 'id: end, t: end') + edges('s: start, t: work', 's: work, t: end'));
		expect(start(machine, { ok: true }).state.status).toBe('completed');
		expect(start(machine, { ok: false }).state.status).toBe('failed');
		expect(start(machine, {}).state.status).toBe('failed');
	});
	it('sets and emits, and what is set to nothing known is not known', () => {
		const machine = load(
			`params: { least: 3 }\nnodes:\n  - { id: start, t: start }\n  - id: work\n    t: task\n    o: { op: script }\n    a:\n      - { type: set, path: entity.seen.twice, value: "\${entity.n + params.least}" }\n      - { type: set, path: entity.n, value: "\${entity.ghost}" }\n      - { type: set, path: token.variables.word, value: "n is \${entity.seen.twice}" }\n      - { type: emit, event: kept, payload: { a: "\${entity.seen.twice}", b: "\${token.variables.word}", c: "\${entity.n}" } }\n  - { id: end, t: end }\n${edges('s: start, t: work', 's: work, t: end')}`,
		);
		const entity = { n: 1 };
		const result = start(machine, entity);
		expect(result.effects).toEqual([{ type: 'emit', event: 'kept', persistent: true, payload: { a: 4, b: 'n is 4' }, node: 'work', line: 11 }]);
		expect(result.state.entity).toEqual({ seen: { twice: 4 } });
		expect(entity).toEqual({ n: 1 });
	});
});

describe('names that an object has from birth', () => {
	it('are names like any other', () => {
		const machine = load(
			`params: { constructor: 1 }\nnodes:\n  - { id: start, t: start, a: [{ type: set, path: entity.__proto__.x, value: 1 }, { type: set, path: token.variables.__proto__, value: { y: 1 } }, { type: emit, event: kept, payload: { __proto__: "\${entity.__proto__}", toString: 2 } }] }\n  - { id: end, t: end }\n${edges('s: start, t: end, c: "params.constructor == 1 and params.toString != 1 or true"')}`,
		);
		const result = start(machine, {});
		expect(result.state.status).toBe('completed');
		expect(JSON.stringify(result.effects)).toContain('"payload":{"__proto__":{"x":1},"toString":2}');
		expect(({} as { x?: number }).x).toBeUndefined();
	});
	it('are no ids', () => {
		const flow = parseFlow(HEAD + nodes('id: __proto__, t: end') + edges('s: start, t: __proto__'));
		expect(flow.ok).toBe(false);
	});
});

describe('events', () => {
	const waits = (event: string, more = ''): Machine => load(nodes('id: split, t: fork', 'id: work, t: task, o: { op: human }', `id: wait, t: event_wait, trigger: { event: ${event}${more} }`, 'id: a, t: end', 'id: b, t: end') + edges('s: start, t: split', 's: split, t: work', 's: work, t: wait', 's: split, t: a', 's: wait, t: b'));
	it('keeps a persistent event for whoever comes later, and loses a transient one', () => {
		for (const [event, ended] of [['kept', ['a', 'b']], ['got', ['a']]] as const) {
			const machine = waits(event);
			const early = answer(machine, start(machine, {}), { type: 'signal', event, payload: { n: 1 } });
			expect(say(machine, early, 'work', 'ok').state.ended).toEqual(ended);
		}
	});
	it('goes on with an event, once', () => {
		const machine = waits('got', ', timeout: "24h"');
		const waiting = say(machine, start(machine, {}), 'work', 'ok');
		expect(waiting.effects).toMatchObject([{ type: 'wait', event: 'got', timeoutMs: 86_400_000 }]);
		expect(answer(machine, waiting, { type: 'signal', event: 'kept', payload: {} }).state.status).toBe('waiting');
		const done = answer(machine, waiting, { type: 'signal', event: 'got', payload: {} });
		expect(done.state).toMatchObject({ status: 'completed', ended: ['a', 'b'] });
		expect(answer(machine, done, { type: 'signal', event: 'got', payload: {} }).state).toEqual(done.state);
	});
	it.each([
		['', 'failed', []],
		[', onTimeout: continue', 'completed', []],
		[', onTimeout: escalate', 'waiting', ['human4 wait']],
	])('times out with %j', (more, status, asked) => {
		const machine = waits('got', `, timeout: 1h${more}`);
		const waiting = say(machine, start(machine, {}), 'work', 'ok');
		const late = answer(machine, waiting, { type: 'timeout', token: tokenAt(waiting, 'wait') });
		expect(late.state.status).toBe(status);
		expect(asks(late).map((text) => text.split(' #')[0])).toEqual(asked);
	});
});

describe('cancelling', () => {
	const body = (scope: string): Machine => load(nodes('id: split, t: fork', 'id: work, t: task, o: { op: human }', `id: stop, t: cancel, ${scope}, condition: "entity.fraud"`, 'id: a, t: end', 'id: b, t: end') + edges('s: start, t: split', 's: split, t: work', 's: split, t: stop', 's: work, t: a', 's: stop, t: b'));
	it.each([
		['scope: case', { fraud: true }, 'cancelled', []],
		['scope: case', { fraud: false }, 'waiting', ['b']],
		['scope: case', {}, 'failed', []],
		['scope: activity, target: work', { fraud: true }, 'completed', ['b']],
		['scope: activity', { fraud: true }, 'completed', ['b']],
	])('%s over %j', (scope, entity, status, ended) => {
		expect(start(body(scope), entity).state).toMatchObject({ status, ended });
	});
});

describe('a run', () => {
	it('is bounded', () => {
		const machine = load(nodes('id: a, t: task', 'id: b, t: task', 'id: end, t: end') + edges('s: start, t: a', 's: a, t: b', 's: b, t: a, c: "true"', 's: b, t: end'));
		const result = start(machine, {});
		expect(result.state.status).toBe('failed');
		expect(reasons(result)).toContain('without an end');
	});
	it('is bounded in its branches', () => {
		const machine = load(nodes('id: a, t: fork', ...Array.from({ length: 60 }, (_, index) => `id: b${index}, t: task`), 'id: end, t: end') + edges('s: start, t: a', ...Array.from({ length: 60 }, (_, index) => [`s: a, t: b${index}`, `s: b${index}, t: a, c: "true"`, `s: b${index}, t: end`]).flat()));
		const began = processorTime();
		expect(reasons(start(machine, {}, { hearAll: true }))).toContain('split more often');
		expect(processorTime() - began).toBeLessThan(5000);
	});
	it('does not go on under another text', () => {
		const before = three('t: join');
		const result = step(three('t: join, joinPolicy: { mode: any }'), start(before, {}).state, { type: 'answer', token: 2, result: 'ok' });
		expect(result.state.status).toBe('failed');
		expect(reasons(result)).toContain('changed while it waited');
	});
	it('does the same whatever happens in whatever order, in plain data', () => {
		const machine = three("t: vote, mode: majority, verdict_expr: \"result.outcome == 'yes'\", tie_breaker: { policy: escalate, operator: { op: human } }");
		const event = fc.oneof(
			fc.record({ type: fc.constant('answer' as const), token: fc.integer({ min: 0, max: 8 }), result: fc.constantFrom<string | null>('yes', 'no', null, 'approved') }),
			fc.record({ type: fc.constant('failure' as const), token: fc.integer({ min: 0, max: 8 }), reason: fc.constant('x') }),
			fc.record({ type: fc.constant('signal' as const), event: fc.constantFrom('got', 'kept', 'ghost'), payload: fc.constant(null) }),
			fc.record({ type: fc.constant('timeout' as const), token: fc.integer({ min: 0, max: 8 }) }),
		);
		fc.assert(
			fc.property(fc.array(event, { maxLength: 12 }), (events) => {
				let state = start(machine, {}).state;
				for (const one of events) {
					const direct = step(machine, state, one);
					expect(JSON.parse(JSON.stringify(direct.state))).toEqual(direct.state);
					expect(step(machine, JSON.parse(JSON.stringify(state)) as FlowState, one)).toEqual(direct);
					if (direct.state.ended.length > state.ended.length) expect(direct.state.status).toBe('completed');
					({ state } = direct);
				}
			}),
			{ numRuns: 200 },
		);
	});
});

describe('what is not executed is refused by name', () => {
	const plain = nodes('id: end, t: end') + edges('s: start, t: end');
	const withNode = (node: string): string => nodes(node, 'id: end, t: end') + edges('s: start, t: x', 's: x, t: end');
	it.each([
		['generators: []\n' + plain, 'generators'],
		['phase_boundaries: []\n' + plain, 'phase_boundaries'],
		['failure_tolerance: "5%"\n' + plain, 'percent'],
		[withNode('id: x, t: queue'), 'queue'],
		[withNode('id: x, t: task, o: { op: api }'), '“api”'],
		[withNode('id: x, t: task, o: { op: llm, model: big }'), '“model”'],
		[withNode('id: x, t: task, instances: { count: 3 }'), '“instances”'],
		[withNode('id: x, t: join, joinPolicy: { mode: interleaved }'), '“interleaved”'],
		[withNode('id: x, t: join, joinPolicy: { mode: all, mutex: true }'), '“mutex”'],
		[withNode('id: x, t: decision, mode: some'), '“some”'],
		[withNode('id: x, t: checkpoint, phase_gate: { evaluate: "true", if_true: { trigger_boundary: next } }'), '“next”'],
		[withNode('id: x, t: cancel, scope: region'), '“region”'],
		[withNode('id: x, t: task, a: [{ type: call }]'), '“call”'],
		[withNode('id: x, t: task, a: [{ type: set, path: params.x, value: 1 }]'), 'params.x'],
		[nodes('id: end, t: end') + edges('s: start, t: end, c: "random() < 1"'), 'random()'],
		[nodes('id: end, t: end') + edges('s: start, t: end, c: "rate(metrics.x, 1h) < 1"'), 'rate()'],
		[nodes('id: end, t: end', 'id: b, t: end') + edges('s: start, t: end', 's: start, t: b'), 'several ways'],
		[nodes('id: end, t: end') + edges('s: start, t: end, trigger: { type: event, event: got }'), 'trigger'],
	])('%#: %s', (body, words) => {
		const found = refusals(body);
		expect(found.length).toBeGreaterThan(0);
		expect(found.every((text) => text.startsWith('UNSUPPORTED: '))).toBe(true);
		expect(found.join('\n')).toContain(words);
	});
	it('runs the public example that asks only a person', () => {
		const source = parsePrism(readFileSync(new URL('../conformance/examples/expense-approval.prism.md', import.meta.url), 'utf8'));
		if (!source.ok) throw new Error('not read');
		const machine = loadFlow(source.value.flow);
		if (!machine.ok) throw new Error(JSON.stringify(machine.error));
		const done = say(machine.value, start(machine.value, { id: 'claim-7' }), 'review', 'approved');
		expect(done.effects).toMatchObject([{ event: 'evt_approved', payload: { claim_id: 'claim-7' } }]);
	});
});
