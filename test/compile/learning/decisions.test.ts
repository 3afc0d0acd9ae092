import { describe, expect, it } from 'vitest';
import { decisionStatistics } from '../../../src/compile/learning/decisions.js';
import { ledgerOf, type Past, times } from './fixture.js';

const RULE = 'policies/default.prism.md:71 disagreement';
const statistics = (edits: readonly Past[]) => decisionStatistics(ledgerOf(edits));

describe('what people decided', () => {
	it('is counted by rule, by kind, by worker and by both, without the lines of rules', () => {
		const { rules, kinds, workers, pairs } = statistics([
			{ rules: [RULE, 'content:secret'], decision: 'deny' },
			{ rules: ['policies/default.prism.md:80 disagreement'], kind: 'create', maker: 'anthropic:x' },
			{ rules: [RULE], decision: 'undo' },
		]);
		expect(rules).toMatchObject([{ rule: 'policies/default.prism.md disagreement', approved: 1, denied: 1, undone: 1, edits: 3 }, { rule: 'content:secret', denied: 1 }]);
		expect(kinds).toMatchObject([{ kind: 'update', approved: 0, denied: 1, undone: 1 }, { kind: 'create', approved: 1 }]);
		expect(workers).toMatchObject([{ worker: 'offline', denied: 1, undone: 1 }, { worker: 'anthropic:x', approved: 1 }]);
		expect(pairs.map(({ rule, kind, edits }) => [rule, kind, edits])).toEqual([['policies/default.prism.md disagreement', 'update', 2], ['policies/default.prism.md disagreement', 'create', 1], ['content:secret', 'update', 1]]);
	});

	it('in one go counts once, however many edits it was about', () => {
		expect(statistics(times(200, { rules: [RULE], go: 'r-all' })).rules).toMatchObject([{ approved: 1, edits: 200 }]);
		expect(statistics(times(3, { decision: 'undo', go: 'r-all' })).kinds).toMatchObject([{ approved: 0, undone: 1, edits: 3 }]);
	});

	it.each<[string, Past]>([
		['was committed because it passed', { who: 'policy' }],
		['a worker undid', { who: 'offline', decision: 'undo' }],
		['nobody decided yet', { decision: 'none' }],
		['follows from other decisions', { pageType: 'catalogue' }],
	])('leaves out what %s', (_, past) => {
		const { rules, kinds, workers, rewritten, unknown } = statistics([{ ...past, rules: [RULE] }]);
		expect([rules, kinds, workers, rewritten, unknown]).toEqual([[], [], [], 0, 0]);
	});

	it('tells apart what a person rewrote, and what no ledger holds the verdict of', () => {
		expect(statistics([{ maker: 'person:test', personText: true }])).toMatchObject({ kinds: [], rewritten: 1, unknown: 0 });
		expect(statistics([{ verdict: false }])).toMatchObject({ kinds: [], rewritten: 0, unknown: 1 });
	});

	it('is clear only where one rule alone objected to a file of the machine’s text, or none did', () => {
		const held = (past: Past): number => statistics([{ rules: [RULE], ...past }]).clear.held.length;
		expect([held({}), held({ rules: [RULE, 'gate:stakes', 'gate:reviewers'] }), held({ rules: [RULE, 'evidence:unverified'] }), held({ personText: true })]).toEqual([1, 1, 0, 0]);
		const passed = (past: Past): number => statistics([past]).clear.passed.length;
		expect([passed({}), passed({ rules: [RULE] }), passed({ personText: true })]).toEqual([1, 0, 0]);
	});
});
