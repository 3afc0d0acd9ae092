import { describe, expect, it } from 'vitest';
import { covers, type Exemption, exemptionsIn, isLive, readExemptions, readTime, usesLeft } from '../../../src/gate/enforcer/exemption.js';
import { type Grant, withExemption, withoutExemption } from '../../../src/gate/enforcer/exemption-file.js';
import { countExemptions, emptyRecord, violationsSince } from '../../../src/gate/enforcer/past.js';
import { coolingOf, type PastViolation } from '../../../src/gate/enforcer/grace.js';
import { context, page, proposal } from '../fixture.js';
import { enforcer } from '../../../src/gate/enforcer/enforcer.js';
import { enforcement, judge, NOW, rulesIn } from './fixture.js';

const PATH = '_commonplace/exemptions.yml';
const GRANT: Grant = {
	id: 'x-7f3k2m', worker: 'offline', action: 'create', target: 'wiki/concepts/S*.md', lifts: 'forbidden-target', uses: 2,
	expires: '2026-12-01', reason: 'The page is mine to try: “once”.', granted: '2026-11-22T09:00:00.000Z', by: 'person:cli',
};
const text = (changes: Partial<Grant> = {}): string => withExemption(null, { ...GRANT, ...changes });
const read = (changes: Partial<Grant> = {}): readonly Exemption[] => {
	const { exemptions, problems } = readExemptions(PATH, text(changes));
	expect(problems).toEqual([]);
	return exemptions;
};
const FORBIDDING = { 'default.yml': 'forbidden_targets: [wiki/concepts]\nforbidden_actions: [create]\nrequire_human: [new-page]\n' };

describe('an exemption', () => {
	it('lifts the rules of the one checkpoint that it names, and says so', () => {
		const verdict = judge({ 'default.yml': 'forbidden_targets: [wiki/concepts]\n' }, {}, { exemptions: read() });
		expect(verdict.disposition).toBe('PASS');
		expect(rulesIn(verdict)).toEqual(['exemption:x-7f3k2m']);
		expect(verdict.rules[0]?.reason).toContain('rules/default.yml:1:forbidden-target');
		expect(verdict.rules[0]?.reason).toContain('2 of 2');
		expect(exemptionsIn(verdict.rules)).toEqual(['x-7f3k2m']);
	});
	it('lifts nothing else', () => {
		const verdict = judge(FORBIDDING, {}, { exemptions: read() });
		expect(verdict.disposition).toBe('BLOCK');
		expect(rulesIn(verdict)).toEqual(['rules/default.yml:2:forbidden-action', 'rules/default.yml:3:require-human', 'exemption:x-7f3k2m']);
	});
	it('is not used where nothing needs it', () => {
		expect(judge({}, {}, { exemptions: read() }).rules).toEqual([]);
	});
	it.each<[string, Partial<Grant>]>([
		['of another worker', { worker: 'anthropic' }],
		['of another action', { action: 'update' }],
		['of another target', { target: 'wiki/concepts/T*.md' }],
		['of a twin of the target', { target: 'wiki/concepts/spaced repetition.md' }],
		['of another checkpoint', { lifts: 'forbidden-action' }],
		['that expired', { expires: '2026-11-22T08:59:59Z' }],
		['that expires at this instant', { expires: '2026-11-22T09:00:00Z' }],
	])('%s lifts nothing', (_, changes) => {
		expect(rulesIn(judge({ 'default.yml': 'forbidden_targets: [wiki/concepts]\n' }, {}, { exemptions: read(changes) }))).toEqual(['rules/default.yml:1:forbidden-target']);
	});
	it.each([['used up', { used: new Map([['x-7f3k2m', 2]]), revoked: new Set<string>() }], ['used more often than it may', { used: new Map([['x-7f3k2m', 9]]), revoked: new Set<string>() }], ['revoked', { used: new Map<string, number>(), revoked: new Set(['x-7f3k2m']) }]])('that is %s lifts nothing', (_, record) => {
		expect(judge({ 'default.yml': 'forbidden_targets: [wiki/concepts]\n' }, {}, { exemptions: read(), record }).disposition).toBe('BLOCK');
	});
	it('never lifts the constitution, a stop, missing rules, or what asks for a person', () => {
		const exemptions = read({ target: '**' });
		expect(judge({}, { text: page('<script>x</script>') }, { exemptions }).disposition).toBe('BLOCK');
		expect(judge({}, { path: 'raw/A.md' }, { exemptions }).disposition).toBe('BLOCK');
		expect(judge({}, {}, { exemptions, stopped: new Set(['offline']) }).disposition).toBe('BLOCK');
		expect(judge({}, {}, { exemptions, stopped: null }).disposition).toBe('BLOCK');
		expect(judge({}, { who: 'stranger' }, { exemptions: read({ worker: 'stranger', target: '**' }) }).disposition).toBe('BLOCK');
		expect(judge({}, { text: '' }, { exemptions }, { current: page() }).disposition).toBe('REQUIRE_HUMAN');
		expect(readExemptions(PATH, text({ lifts: 'require-human' })).exemptions).toEqual([]);
	});
	it('covers a renamed page only where it covers both places', () => {
		const [one] = read({ action: 'rename', target: 'wiki/concepts/*' });
		if (!one) throw new Error('none');
		expect(covers(one, proposal({ kind: 'rename', to: 'wiki/concepts/B.md' }))).toBe(true);
		expect(covers(one, proposal({ kind: 'rename', to: 'wiki/sources/B.md' }))).toBe(false);
	});
	it('is told of a worker by its whole id too', () => {
		const [one] = read({ worker: 'anthropic:a' });
		if (!one) throw new Error('none');
		expect(covers(one, proposal({ who: 'anthropic:a' }))).toBe(true);
		expect(covers(one, proposal({ who: 'anthropic:b' }))).toBe(false);
		expect(covers(one, proposal({ who: '../anthropic:a' }))).toBe(false);
	});
});

describe('the file of exemptions', () => {
	it('is written so that it can be read, and keeps what a person wrote', () => {
		const mine = `# mine\nexemptions:\n  # keep an eye on this\n  - {id: x-aaaa, worker: offline, action: update, target: "wiki/A.md", lifts: domain, uses: 1, expires: 2026-12-01, reason: "because"}\n`;
		const both = withExemption(mine, GRANT);
		expect(both).toContain('# keep an eye on this');
		expect(readExemptions(PATH, both)).toMatchObject({ problems: [], exemptions: [{ id: 'x-aaaa', granted: null, by: null, line: 4 }, { id: 'x-7f3k2m', reason: GRANT.reason, uses: 2, by: 'person:cli', granted: NOW }] });
		const without = withoutExemption(both, { id: 'x-aaaa' });
		expect(readExemptions(PATH, without).exemptions.map(({ id }) => id)).toEqual(['x-7f3k2m']);
		expect(readExemptions(PATH, withoutExemption(without, { id: 'x-7f3k2m' }))).toEqual({ exemptions: [], problems: [] });
		expect(readExemptions(PATH, withExemption(withoutExemption(without, { id: 'x-7f3k2m' }), GRANT)).exemptions).toHaveLength(1);
	});
	it.each<[string, string]>([
		['no YAML', 'exemptions: [\n'], ['nothing', ''], ['a list', '- id: x-aaaa\n'], ['another name', 'exceptions: []\n'], ['an entry that is none', 'exemptions: [x-aaaa]\n'],
		['an unknown part', `${text()}    force: true\n`], ['a doubled id', withExemption(text(), { ...GRANT, action: 'update' })], ['an id like a path', text({ id: '../x' })], ['no id', text().replace(/id: .*/, 'worker: lint')],
		['no uses', text({ uses: 0 })], ['uses without end', text({ uses: 1_000_000 })], ['half a use', text({ uses: 0.5 })], ['a use in quotes', text().replace('uses: 2', 'uses: "2"')],
		['a date that is none', text({ expires: 'tomorrow' })], ['the thirtieth of February', text({ expires: '2026-02-30' })], ['a time without its zone', text({ expires: '2026-12-01T09:00' })], ['never', text().replace(/expires: .*/, 'expires: .inf')],
		['no reason', text({ reason: '  ' })], ['a glob that is refused', text({ target: '!wiki/**' })], ['every action', text({ action: '*' })], ['every worker', text({ worker: '*' })], ['the constitution', text({ lifts: 'constitution:path' })], ['an alias', 'a: &a 1\nexemptions: *a\n'],
		['too many', text() + Array.from({ length: 201 }, (_, i) => text({ id: `x-${String(i).padStart(4, '0')}` }).split('exemptions:\n')[1] ?? '').join('')],
	])('holds nothing, not even what is right in it, with %s', (_, written) => {
		const { exemptions, problems } = readExemptions(PATH, `${written}`);
		expect(exemptions).toEqual([]);
		expect(problems.at(-1)?.message).toContain('no exemption holds');
		expect(problems.length).toBeGreaterThan(1);
	});
	it('tells the line of a fault', () => {
		expect(readExemptions(PATH, text({ uses: 0 })).problems[0]).toMatchObject({ path: PATH, line: 9 });
	});
	it.each([['2026-12-01', Date.UTC(2026, 11, 1)], ['2026-12-01T09:00Z', Date.UTC(2026, 11, 1, 9)], ['2026-12-01T09:00:30+02:00', Date.UTC(2026, 11, 1, 7, 0, 30)], ['2026-12-32', null], ['2026-12-01T25:00Z', null], ['1', null], [5, null]])('reads the time %s', (written, at) => {
		expect(readTime(written)).toBe(at);
	});
});

const line = (event: object): string => `${JSON.stringify(event)}\n`;

describe('what the ledgers tell of exemptions', () => {
	it('is counted over devices, whatever else stands there', () => {
		const record = emptyRecord();
		const used = { actor: 'offline', deed: 'used', exemption: 'x-7f3k2m', type: 'exemption' };
		countExemptions(line(used) + line({ type: 'note', text: '"type":"exemption"' }) + 'torn "type":"exemption"\n' + line({ ...used, exemption: 'x-other' }), record);
		countExemptions(line(used) + JSON.stringify({ ...used, deed: 'revoked', exemption: 'x-other' }), record);
		expect(record.used.get('x-7f3k2m')).toBe(2);
		expect(record.revoked).toEqual(new Set(['x-other']));
		const [one] = read();
		if (!one) throw new Error('none');
		expect(usesLeft(one, record)).toBe(0);
		expect(isLive(one, record, NOW)).toBe(false);
	});
});

describe('cooling down', () => {
	const past: PastViolation = { worker: 'offline', action: 'create', subject: 'c-7f3k2m', violation: 'forbidden-target', at: NOW - 30_000 };
	it('holds the same worker, action and subject, and says until when', () => {
		const verdict = judge({}, {}, { past: [past] });
		expect(verdict.disposition).toBe('HOLD');
		expect(verdict.rules).toMatchObject([{ rule: 'grace:forbidden-target' }]);
		expect(verdict.rules[0]?.reason).toContain('2026-11-22T09:00:30Z');
	});
	it.each<[string, Partial<PastViolation>]>([['another worker', { worker: 'lint' }], ['another action', { action: 'update' }], ['another subject', { subject: 'c-other' }], ['a time that is over', { at: NOW - 60_000 }]])('is over for %s', (_, changes) => {
		expect(judge({}, {}, { past: [{ ...past, ...changes }] }).rules).toEqual([]);
	});
	it('never lets a violation pass: what violates again is told beside it', () => {
		const verdict = judge({ 'default.yml': 'forbidden_targets: [wiki/concepts]\n' }, {}, { past: [past] });
		expect(rulesIn(verdict)).toEqual(['rules/default.yml:1:forbidden-target', 'grace:forbidden-target']);
	});
	it('goes on while the clock was set back', () => {
		expect(judge({}, {}, { past: [{ ...past, at: NOW + 3_600_000 }] }).disposition).toBe('HOLD');
	});
	it.each<[string, Record<string, string>, number]>([
		['the built-in time', {}, 60],
		['a longer one of default.yml', { 'default.yml': 'grace: 10m\n' }, 600],
		['a shorter one of default.yml, which does not count', { 'default.yml': 'grace: 10s\n' }, 60],
		['the worker’s own', { 'default.yml': 'grace: 10m\n', 'offline.yml': 'grace: 1h\n' }, 3_600],
		['a shorter one of the worker’s own, which does not count', { 'default.yml': 'grace: 10m\n', 'offline.yml': 'grace: 1m\n' }, 600],
		['that of the violation before that of the disposition', { 'default.yml': 'grace:\n  default: 5h\n  by_disposition: {BLOCK: 4h}\n  by_violation: {forbidden-target: 2h}\n' }, 7_200],
		['that of the disposition before that for all', { 'default.yml': 'grace:\n  default: 5h\n  by_disposition: {BLOCK: 4h}\n' }, 14_400],
		['that for all', { 'default.yml': 'grace: {default: 5h}\n' }, 18_000],
	])('lasts %s', (_, files, seconds) => {
		const ends = (ago: number): boolean => judge(files, {}, { past: [{ ...past, at: NOW - ago * 1_000 }] }).rules.length === 0;
		expect(ends(seconds)).toBe(true);
		expect(ends(seconds - 1)).toBe(false);
	});
	it('is not for what an exemption lifts', () => {
		expect(rulesIn(judge({ 'default.yml': 'forbidden_targets: [wiki/concepts]\n' }, {}, { past: [past, { ...past, violation: 'domain' }], exemptions: read() }))).toEqual(['grace:domain', 'exemption:x-7f3k2m']);
	});
	it('comes after what blocks or holds, and not after what asks for a person or the constitution says', () => {
		const verdict = judge({ 'clerk.yml': 'forbidden_targets: [wiki]\ndomains: [output]\nforbidden_actions: [create]\nrequires_rationale: true\nrequire_human: [always]\nmax_tier: 0\nescalation_triggers: [intervals]\n' }, { who: 'clerk', tier: 1, why: '', text: page('<script>') });
		expect(coolingOf(verdict.rules)).toEqual(['domain', 'forbidden-action', 'forbidden-target', 'missing-rationale']);
		expect(coolingOf(judge({}, { who: 'stranger' }).rules)).toEqual([]);
		expect(coolingOf(judge({}, {}, { past: [past] }).rules)).toEqual([]);
	});
	it('is read from the end of the ledger, as far back as it matters', () => {
		const event = (ago: number, changes: object = {}): string => line({ actor: 'offline', at: new Date(NOW - ago).toISOString(), kind: 'create', subject: 'c-1', type: 'verdict', violations: ['domain', 'nonsense'], ...changes });
		const ledger = event(90_000) + event(50_000, { type: 'note' }) + event(40_000, { violations: undefined }) + '{"at":"broken"\n' + event(20_000) + event(10_000, { subject: 5 });
		expect(violationsSince(ledger, NOW - 60_000)).toEqual({ past: [{ worker: 'offline', action: 'create', subject: 'c-1', violation: 'domain', at: NOW - 20_000 }], whole: true });
		expect(violationsSince(event(10), NOW - 60_000).whole).toBe(false);
		expect(violationsSince('', 0)).toEqual({ past: [], whole: false });
	});
});

describe('the order of what is read', () => {
	it('does not change a verdict', () => {
		const files = { 'default.yml': 'forbidden_targets: [wiki/concepts]\n' };
		const exemptions = [...read(), ...read({ id: 'x-zzzz', uses: 1 })];
		const verdictOf = (turned: boolean) => enforcer(enforcement(files, { exemptions: turned ? [...exemptions].reverse() : exemptions })).evaluate(proposal(), context());
		expect(verdictOf(true)).toEqual(verdictOf(false));
	});
});
