import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run.js';
import { costReport } from '../../src/compile/cost-report.js';
import type { Commonplace } from '../../src/compile/port.js';
import { VaultError, type Host } from '../../src/vault/port.js';
import type { Problem } from '../../src/model/result.js';
import { compileReport, NO_SOURCES, openProposal, shown } from './reports.js';

const folder = mkdtempSync(join(tmpdir(), 'commonplace-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

/** An application that answers what a test says, and fails by name for everything else. */
function application(answers: Partial<Commonplace>): Commonplace {
	const missing = (name: string) => (): never => {
		throw new Error(`${name} was not expected`);
	};
	return {
		compile: missing('compile'), list: missing('list'), show: missing('show'), approve: missing('approve'),
		deny: missing('deny'), judgeAnew: missing('judgeAnew'), lastRun: missing('lastRun'), undo: missing('undo'), verify: missing('verify'), status: missing('status'),
		estimate: missing('estimate'), cards: missing('cards'), detail: missing('detail'), approveText: missing('approveText'),
		capture: missing('capture'), planImport: missing('planImport'), history: missing('history'), digestLedger: missing('digestLedger'), importConversations: missing('importConversations'), catalogue: missing('catalogue'), policies: missing('policies'), checkPolicy: missing('checkPolicy'), simulatePolicy: missing('simulatePolicy'), comparePolicies: missing('comparePolicies'), writePolicy: missing('writePolicy'), acceptPolicy: missing('acceptPolicy'), switchPolicy: missing('switchPolicy'), applyPolicies: missing('applyPolicies'), learnPolicies: missing('learnPolicies'), takeLesson: missing('takeLesson'), refuseLesson: missing('refuseLesson'), costs: missing('costs'), pageCalls: missing('pageCalls'), tasks: missing('tasks'), lint: missing('lint'), proposeFixes: missing('proposeFixes'),
		writeLintReport: missing('writeLintReport'), exemptions: missing('exemptions'), grantExemption: missing('grantExemption'),
		revokeExemption: missing('revokeExemption'), stoppedWorkers: missing('stoppedWorkers'), stopWorker: missing('stopWorker'), liftWorkerStop: missing('liftWorkerStop'), emergency: missing('emergency'), raiseStop: missing('raiseStop'),
		liftStop: missing('liftStop'), recover: missing('recover'), ...answers,
	};
}

interface Outcome {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
	readonly host: Host | null;
}

async function run(line: readonly string[], answers: Partial<Commonplace> = {}, env: Record<string, string> = {}, terminal = false, settingsProblems: readonly Problem[] = []): Promise<Outcome> {
	let stdout = '';
	let stderr = '';
	let host: Host | null = null;
	const code = await runCli(line, {
		env, cwd: folder,
		stdout: { isTTY: terminal, write: (text) => (stdout += text) },
		stderr: { isTTY: terminal, columns: 60, write: (text) => (stderr += text) },
		signal: new AbortController().signal,
		open: async (_, given) => {
			host = given;
			return { app: application(answers), billed: false, problems: settingsProblems, unusable: env['TEST_UNUSABLE'] === undefined ? null : PROBLEM };
		},
	});
	return { code, stdout, stderr, host };
}

const one = (text: string): Record<string, unknown> => {
	expect(text.endsWith('\n')).toBe(true);
	expect(text.trim().split('\n')).toHaveLength(1);
	return JSON.parse(text) as Record<string, unknown>;
};

const PROBLEM = { path: 'raw/a.md', line: 2, message: 'broken' };
const DECIDED = { committed: [], denied: [], refused: [], problems: [] };

describe('exit codes', () => {
	it.each<[string, string[], Partial<Commonplace>, number]>([
		['nothing to do', ['compile'], { compile: async () => compileReport() }, 0],
		['all passed', ['compile'], { compile: async () => compileReport({ proposals: [openProposal('PASS')] }) }, 0],
		['something held', ['compile'], { compile: async () => compileReport({ proposals: [openProposal('PASS'), openProposal('HOLD')] }) }, 1],
		['a problem', ['compile'], { compile: async () => compileReport({ problems: [PROBLEM] }) }, 1],
		['a source that failed', ['compile'], { compile: async () => compileReport({ sources: { ...NO_SOURCES, failed: 1 } }) }, 1],
		['a run that stopped', ['compile'], { compile: async () => compileReport({ stopped: 'No raw/ here.' }) }, 3],
		['an open list', ['review', 'list'], { list: async () => ({ open: [openProposal('ESCALATE')], problems: [] }) }, 1],
		['an empty list', ['review', 'list'], { list: async () => ({ open: [], problems: [] }) }, 0],
		['an unknown proposal', ['review', 'show', 'p'], { show: async () => ({ problem: PROBLEM }) }, 3],
		['approved', ['review', 'approve', 'p'], { approve: async () => ({ ...DECIDED, committed: ['wiki/a.md'] }) }, 0],
		['refused', ['review', 'approve', 'p'], { approve: async () => ({ ...DECIDED, refused: [{ id: 'p', path: 'a', reason: 'changed since' }] }) }, 1],
		['denied', ['review', 'deny', 'p', '--why', 'no'], { deny: async () => ({ ...DECIDED, denied: ['p'] }) }, 0],
		['costs', ['cost'], { costs: async () => costReport([], new Map(), []) }, 0],
		['no tasks', ['tasks', 'list'], { tasks: async () => ({ tasks: [], done: 3, problems: [] }) }, 0],
		['a copy among the tasks', ['tasks', 'list'], { tasks: async () => ({ tasks: [], done: 0, problems: [PROBLEM] }) }, 1],
		['nothing to undo', ['undo'], { undo: async () => ({ run: null, restored: [], kept: [], problems: [] }) }, 0],
		['an unknown run', ['undo', 'r'], { undo: async () => ({ run: null, restored: [], kept: [], problems: [PROBLEM] }) }, 3],
		['another process holds the lease', ['undo', 'r'], { undo: async () => ({ run: 'r', restored: [], kept: [], problems: [PROBLEM] }) }, 3],
		['another process holds the lease', ['review', 'approve', 'p'], { approve: async () => ({ ...DECIDED, problems: [PROBLEM] }) }, 3],
		['undone, an edit kept', ['undo'], { undo: async () => ({ run: 'r', restored: [], kept: [{ path: 'a', reason: 'yours' }], problems: [] }) }, 1],
		['all verified', ['verify'], { verify: async () => ({ checks: [{ name: 'quotes', checked: 3, failures: [] }], edited: [] }) }, 0],
		['a false quote', ['verify'], { verify: async () => ({ checks: [{ name: 'quotes', checked: 3, failures: [PROBLEM] }], edited: [] }) }, 1],
		['a vault that cannot be read', ['compile'], { compile: async () => { throw new VaultError('denied', 'wiki', 'the folder is read-only'); } }, 3],
		['a fault of ours', ['compile'], { compile: async () => { throw new TypeError('x is undefined'); } }, 3],
		['wrong usage', ['compile', '--approve', 'all'], {}, 2],
		['no such folder', ['status', '--vault', 'nowhere'], {}, 3],
	])('%s', async (_, line, answers, code) => {
		expect((await run(line, answers)).code).toBe(code);
		const json = await run([...line, '--json'], answers);
		expect(json.code).toBe(code);
		one(json.stdout);
	});
});

describe('--json', () => {
	it('gives the members of a compile by their names', async () => {
		const { stdout, stderr } = await run(['compile', '--json', '--approve', 'passed'], {
			compile: async ({ approve, progress }) => {
				progress?.('extract', 1, 3);
				return compileReport({ proposals: [openProposal('HOLD')], committed: ['wiki/a.md'], claims: approve === 'passed' ? 7 : 0, problems: [PROBLEM] });
			},
		});
		const answer = one(stdout);
		expect(answer).toMatchObject({
			run: 'r-1', sources: NO_SOURCES, claims: 7, concepts: 0, committed: ['wiki/a.md'], worker_calls: 0, clock_ms: 12, coin_usd: 0, carbon_g: 0, problems: [PROBLEM],
			proposals: [{ id: 'p-0123456789ab', path: 'wiki/concepts/Tea.md', kind: 'create', disposition: 'HOLD', rules: [{ rule: 'default:human-text' }] }],
		});
		expect(answer).not.toHaveProperty('error');
		expect(stderr).toBe('extract: 3\n');
	});

	it('gives errors the same way, with nothing else on stdout', async () => {
		expect(one((await run(['--json', 'review', 'burn'])).stdout)).toMatchObject({ error: { kind: 'usage' } });
		expect(one((await run(['--json', 'status', '--vault', 'nowhere'])).stdout)).toMatchObject({ error: { kind: 'failed' } });
		expect(one((await run(['--json', 'compile'], { compile: async () => compileReport({ stopped: 'No raw/ here.' }) })).stdout)).toMatchObject({ error: { kind: 'failed', message: 'No raw/ here.' }, run: 'r-1' });
	});

	it('shows a proposal with its diff', async () => {
		const { stdout } = await run(['--json', 'review', 'show', 'p'], { show: async () => shown(openProposal('HOLD', { kind: 'update' }), { current: 'Tea is hot.\n' }) });
		expect(one(stdout)).toMatchObject({ current: 'Tea is hot.\n', diff: expect.stringContaining('-Tea is hot.\n+Tea is a drink.\n') as string });
	});

	it('says help and version as objects, too', async () => {
		expect(one((await run(['--json', 'version'])).stdout)).toEqual({ version: '0.1.0' });
		expect(one((await run(['--json', 'help'])).stdout)).toHaveProperty('help');
	});
});

describe('the streams', () => {
	it('errors go to stderr, with what to do', async () => {
		const { stdout, stderr } = await run(['compile', '--approve', 'all']);
		expect(stdout).toBe('');
		expect(stderr).toMatch(/not "all"[\s\S]*commonplace help/);
	});

	it('settings that do not hold go to stderr, and the rest is done', async () => {
		const { code, stdout, stderr } = await run(['compile', '--json'], { compile: async () => compileReport() }, {}, false, [PROBLEM]);
		expect(code).toBe(0);
		one(stdout);
		expect(stderr).toBe('raw/a.md: broken\n');
	});

	it('a bar only on a terminal, gone before the answer', async () => {
		const compile: Commonplace['compile'] = async ({ progress }) => {
			progress?.('extract', 1, 2);
			progress?.('extract', 2, 2);
			return compileReport();
		};
		const live = await run(['compile'], { compile }, {}, true);
		expect(live.stderr).toContain('█');
		expect(live.stderr.endsWith('\r\u001b[2K')).toBe(true);
		for (const line of live.stderr.split('\r')) expect(line.replace('\u001b[2K', '').length).toBeLessThan(60);
		expect((await run(['compile'], { compile })).stderr).toBe('extract: 2\n');
	});

	it('colour only on a terminal, and never under NO_COLOR', async () => {
		const compile: Commonplace['compile'] = async () => compileReport({ proposals: [openProposal('BLOCK')] });
		expect((await run(['compile'], { compile }, {}, true)).stdout).toContain('\u001b[');
		expect((await run(['compile'], { compile }, { NO_COLOR: '1' }, true)).stdout).not.toContain('\u001b[');
		expect((await run(['compile'], { compile })).stdout).not.toContain('\u001b[');
	});
});

it('the emergency stop asks for nothing else of the vault', async () => {
	const stops: string[] = [];
	const raiseStop: Commonplace['raiseStop'] = async (_, why) => void stops.push(why);
	const liftStop: Commonplace['liftStop'] = async () => void stops.push('lifted');
	expect((await run(['stop', '--why', 'smoke'], { raiseStop })).code).toBe(0);
	expect(one((await run(['resume', '--json'], { liftStop })).stdout)).toEqual({ stopped: false });
	expect(stops).toEqual(['smoke', 'lifted']);
});

it('settings that cannot be read leave the emergency stop alone to be done', async () => {
	const env = { TEST_UNUSABLE: '1' };
	expect(await run(['compile'], {}, env)).toMatchObject({ code: 3, stderr: 'raw/a.md: broken\n' });
	expect((await run(['stop'], { raiseStop: async () => undefined }, env)).code).toBe(0);
});

describe('the host', () => {
	const status: Commonplace['status'] = async () => ({ sources: NO_SOURCES, pages: {}, open: {}, lastRun: null, stopped: false, ambiguities: [], problems: [] });

	it('has a name that fits a folder and a clock that a test can stop', async () => {
		const { host } = await run(['status'], { status }, { COMMONPLACE_DEVICE: 'Zoë’s MacBook Pro!', COMMONPLACE_NOW: '2026-11-22T23:30:00+05:00' });
		expect(host?.device).toBe('zoe-s-macbook-pro');
		expect(host?.today()).toBe('2026-11-22');
		expect(host?.now()).toBe(Date.UTC(2026, 10, 22, 18, 30));
		expect(host?.isAlive(process.pid)).toBe(true);
		expect(host?.isAlive(2 ** 30)).toBe(false);
	});

	it('refuses a time that is none', async () => {
		const { code, stderr } = await run(['status'], { status }, { COMMONPLACE_NOW: 'tomorrow' });
		expect(code).toBe(2);
		expect(stderr).toContain('COMMONPLACE_NOW');
	});

	it('refuses a file in the place of a vault', async () => {
		writeFileSync(join(folder, 'note.md'), '');
		expect((await run(['status', '--vault', 'note.md'])).stderr).toContain('is a file');
	});
});
