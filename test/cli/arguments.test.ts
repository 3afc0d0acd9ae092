import { describe, expect, it } from 'vitest';
import { HELP, parseArguments, wantsJson, type Command } from '../../src/cli/arguments.js';

const words = (line: string): string[] => (line === '' ? [] : line.split(' '));

describe('a line that can be understood', () => {
	it.each<[string, Command]>([
		['compile', { name: 'compile', approve: 'none', acceptRemovals: false, worker: null, run: null }],
		['compile --approve none', { name: 'compile', approve: 'none', acceptRemovals: false, worker: null, run: null }],
		['compile --approve=passed --worker offline', { name: 'compile', approve: 'passed', acceptRemovals: false, worker: 'offline', run: null }],
		['compile --worker replay --run r-1', { name: 'compile', approve: 'none', acceptRemovals: false, worker: 'replay', run: 'r-1' }],
		['--approve passed compile', { name: 'compile', approve: 'passed', acceptRemovals: false, worker: null, run: null }],
		['compile --accept-removals', { name: 'compile', approve: 'none', acceptRemovals: true, worker: null, run: null }],
		['review list', { name: 'review list' }],
		['review show p-abc', { name: 'review show', id: 'p-abc' }],
		['review approve p-1 p-2', { name: 'review approve', which: ['p-1', 'p-2'] }],
		['review approve --passed', { name: 'review approve', which: 'passed' }],
		['review deny p-1 p-2 --why wrong', { name: 'review deny', ids: ['p-1', 'p-2'], why: 'wrong' }],
		['undo', { name: 'undo', run: null }],
		['undo r-7', { name: 'undo', run: 'r-7' }],
		['verify', { name: 'verify' }],
		['status', { name: 'status' }],
		['stop', { name: 'stop', why: '' }],
		['stop --why smoke', { name: 'stop', why: 'smoke' }],
		['resume', { name: 'resume' }],
		['help', { name: 'help' }],
		['help compile', { name: 'help' }],
		['', { name: 'help' }],
		['compile --help', { name: 'help' }],
		['-h', { name: 'help' }],
		['version', { name: 'version' }],
		['--version', { name: 'version' }],
	])('%s', (line, command) => {
		expect(parseArguments(words(line))).toEqual({ ok: true, value: { command, vault: null, json: false } });
	});

	it('takes the vault and the form of the answer anywhere', () => {
		expect(parseArguments(['--json', 'status', '--vault', 'my notes'])).toEqual({ ok: true, value: { command: { name: 'status' }, vault: 'my notes', json: true } });
	});

	it('takes words after -- as they are', () => {
		expect(parseArguments(['review', 'show', '--', '-p'])).toMatchObject({ ok: true, value: { command: { name: 'review show', id: '-p' } } });
		expect(wantsJson(['status', '--', '--json'])).toBe(false);
		expect(wantsJson(['nonsense', '--json'])).toBe(true);
	});
});

describe('a line that cannot be understood says what to type', () => {
	it.each<[string, RegExp]>([
		['complie', /no command "complie"/],
		['compile notes', /"compile" takes no "notes"/],
		['compile --approve all', /none or passed, not "all"/],
		['compile --approve', /approve/],
		['compile --worker=', /--worker needs the name of a worker/],
		['compile --run r-1', /--worker replay/],
		['compile --worker offline --run r-1', /--worker replay/],
		['compile --passed', /"compile" takes no --passed/],
		['compile --frobnicate', /Unknown option '--frobnicate'\.$/],
		['review', /list, show, approve or deny/],
		['review burn', /no "review burn".*list, show, approve or deny/],
		['review list p-1', /takes no "p-1"/],
		['review show', /review list/],
		['review show p-1 p-2', /one id, not also "p-2"/],
		['review approve', /ids, or --passed/],
		['review approve p-1 --passed', /not both/],
		['review deny p-1', /--why/],
		['review deny p-1 --why=', /--why/],
		['review deny --why x', /ids/],
		['review approve p-1 --why x', /"review approve" takes no --why/],
		['undo r-1 r-2', /one run, not also "r-2"/],
		['undo --accept-removals', /"undo" takes no --accept-removals/],
		['undo --passed', /"undo" takes no --passed/],
		['resume --why x', /"resume" takes no --why/],
		['verify all', /takes no "all"/],
		['status --vault=', /--vault needs a folder/],
	])('%s', (line, message) => {
		const parsed = parseArguments(words(line));
		expect(parsed.ok).toBe(false);
		expect(parsed.ok ? '' : parsed.error).toMatch(message);
	});
});

it('the help names every command and fits a terminal', () => {
	for (const name of ['compile', 'review list', 'review show', 'review approve', 'review deny', 'undo', 'verify', 'status']) expect(HELP).toContain(name);
	for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

describe('exemptions and stops of one worker', () => {
	const grant = ['exempt', 'grant', '--worker', 'offline', '--action', 'update', '--target', 'wiki/A.md', '--lifts', 'forbidden-target', '--expires', '2026-12-01', '--why', 'once'];
	it('are understood', () => {
		const request = { worker: 'offline', action: 'update', target: 'wiki/A.md', lifts: 'forbidden-target', uses: 1, expires: '2026-12-01', reason: 'once' };
		expect(parseArguments(grant)).toMatchObject({ ok: true, value: { command: { name: 'exempt grant', request } } });
		expect(parseArguments([...grant, '--uses', '3'])).toMatchObject({ ok: true, value: { command: { request: { uses: 3 } } } });
		expect(parseArguments(['exempt', 'list'])).toMatchObject({ ok: true, value: { command: { name: 'exempt list' } } });
		expect(parseArguments(['exempt', 'revoke', 'x-1'])).toMatchObject({ ok: true, value: { command: { name: 'exempt revoke', id: 'x-1' } } });
		expect(parseArguments(['stop', '--worker', 'offline', '--why', 'odd'])).toMatchObject({ ok: true, value: { command: { name: 'stop worker', worker: 'offline', why: 'odd' } } });
		expect(parseArguments(['resume', '--worker', 'offline'])).toMatchObject({ ok: true, value: { command: { name: 'resume worker', worker: 'offline' } } });
	});
	it.each([[['exempt']], [['exempt', 'all']], [['exempt', 'revoke']], [['exempt', 'revoke', 'a', 'b']], [['exempt', 'list', 'x']], [grant.slice(0, -2)], [[...grant, 'x']], [[...grant, '--uses', 'many']], [['stop', '--worker', '']], [['resume', '--worker', 'a', 'b']], [['exempt', 'list', '--uses', '1']]])('%j is refused', (line) => {
		expect(parseArguments(line).ok).toBe(false);
	});
});
