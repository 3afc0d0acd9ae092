import { describe, expect, it } from 'vitest';
import { costText, tasksText } from '../../src/cli/present-work.js';
import { PLAIN } from '../../src/cli/style.js';
import { costReport } from '../../src/compile/cost-report.js';
import type { CallRecord } from '../../src/worker/transcripts/call.js';

const call = (over: Partial<CallRecord>): CallRecord => ({ call: 'k', run: 'r-1', at: '2026-11-22T09:00:00.000Z', task: 'extract:s-1.0', kind: 'extract', worker: 'w', model: 'm', finish: 'answered', tokens: { in: 12_345, cached: 12_000, written: 0, out: 300 }, calls: 1, carbon: { low: 0.1, high: 0.4 }, clock_ms: 2500, coin_usd: 0.0123, carbon_g: 0.25, transcript: null, ...over });

describe('costs', () => {
	it('show what is known, as a range where it is one, and what is not', () => {
		const text = costText(costReport([call({}), call({ model: 'local', coin_usd: null, carbon: null, carbon_g: null })], new Map([['s-1', 'raw/A.md']]), []), PLAIN);
		expect(text).toMatch(/≥ \$0\.0123 {2}≥ 0\.10–0\.40 g {2}total/);
		expect(text).toMatch(/unknown {2,}unknown {2}local/);
		expect(text).toContain('12k (12k cached)');
		expect(text).toContain('raw/A.md');
		expect(text).toContain('By kind of task');
	});

	it('say so where nothing was spent', () => {
		expect(costText(costReport([], new Map(), [{ path: 'a', line: null, message: 'broken' }]), PLAIN)).toBe('No model was asked yet, so that nothing was spent.\n\nProblems (1)\n  a  broken\n');
	});
});

describe('tasks', () => {
	it('stand by what is to be done with them', () => {
		const task = { id: 'extract-1', kind: 'extract', task: 'extract:s-1.0', posted: '2026-11-22T09:00:00.000Z', tries: 0, path: '_commonplace/tasks/open/extract-1.md', state: 'open' as const, claim: null };
		const text = tasksText({ tasks: [task, { ...task, state: 'claimed', path: 'c.md', claim: { who: 'bot', until: '2026-11-22T09:15:00.000Z' } }], done: 2, problems: [{ path: 'x (conflicted copy).md', line: null, message: 'no task' }] }, PLAIN);
		expect(text).toBe('Open: anybody may answer (1)\n  _commonplace/tasks/open/extract-1.md  extract:s-1.0\n\nClaimed (1)\n  c.md  extract:s-1.0  bot until 2026-11-22T09:15:00.000Z\n\n2 done.\n\nProblems (1)\n  x (conflicted copy).md  no task\n');
		expect(tasksText({ tasks: [], done: 0, problems: [] }, PLAIN)).toBe('No task waits.\n');
	});
});
