import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGate } from '../../../src/gate/decide.js';
import { defaultPolicy } from '../../../src/gate/default-policy.js';
import { enforcer } from '../../../src/gate/enforcer/enforcer.js';
import { CONDITION_NAMES, CONDITIONS } from '../../../src/gate/enforcer/conditions.js';
import { graceAfter } from '../../../src/gate/enforcer/grace.js';
import { rulesFor } from '../../../src/gate/enforcer/book.js';
import { COOLING } from '../../../src/gate/enforcer/violation.js';
import { isOfReviews } from '../../../src/gate/opinions.js';
import { type Proposal } from '../../../src/model/proposal.js';
import { strictness } from '../../../src/model/verdict.js';
import { context, page, proposal } from '../fixture.js';
import { book, enforcement, judge, rulesIn } from './fixture.js';
import { processorTime } from '../../processor-time.js';

const PATH = 'wiki/concepts/Spaced repetition.md';

describe('a fresh vault', () => {
	it.each([
		['the embedded worker', { who: 'offline', tier: 0 }],
		['lint', { who: 'lint', tier: 0 }],
		['the catalogues', { who: 'system', tier: 0, subject: 'index', path: 'wiki/index.md', pageType: 'catalogue' }],
		['a person', { who: 'person:app', tier: 4 }],
		['a person without a host', { who: 'person', tier: 4 }],
	])('has rules for %s without any file', (_, changes) => {
		expect(judge({}, changes).rules).toEqual([]);
	});
	it('adds nothing to what the default policy says of the embedded worker', () => {
		const both = makeGate([defaultPolicy(), enforcer(enforcement())]);
		for (const changes of [{}, { personText: true }, { evidence: { ...proposal().evidence, unverified: 1 } }]) {
			expect(both.decide(proposal(changes), context()).rules).toEqual(makeGate([defaultPolicy()]).decide(proposal(changes), context()).rules);
		}
	});
});

describe('rules that are missing or cannot be relied on', () => {
	it('block a worker, and say which file is missing', () => {
		const verdict = judge({}, { who: 'anthropic:claude-9', tier: 2 });
		expect(verdict).toMatchObject({ disposition: 'BLOCK', decider: null, rules: [{ rule: 'rules/anthropic.yml:no-rules' }] });
		expect(verdict.rules[0]?.reason).toContain('rules/anthropic.yml');
	});
	it('are mended by one line', () => {
		expect(judge({ 'anthropic.yml': 'inherit: default\n' }, { who: 'anthropic:claude-9', tier: 2 }).rules).toEqual([]);
	});
	it.each<[string, Record<string, string>, string, string]>([
		['no YAML', { 'offline.yml': 'domains: [wiki\nmax_tier: 1\n' }, 'rules/offline.yml:2', 'not valid YAML'],
		['an empty file', { 'offline.yml': '' }, 'rules/offline.yml:1', 'syncing'],
		['comments alone', { 'offline.yml': '# soon\n' }, 'rules/offline.yml:1', 'syncing'],
		['an empty map', { 'offline.yml': '{}' }, 'rules/offline.yml:1', 'says nothing'],
		['a list', { 'offline.yml': '- wiki\n' }, 'rules/offline.yml:1', 'by name'],
		['an unknown name', { 'offline.yml': 'max_tier: 1\nforbiden_targets: [a]\n' }, 'rules/offline.yml:2', 'forbiden_targets'],
		['an unknown action', { 'offline.yml': 'forbidden_actions: [delete]\n' }, 'rules/offline.yml:1', 'delete'],
		['an unknown condition', { 'offline.yml': 'require_human:\n  - new-page\n  - mondays\n' }, 'rules/offline.yml:3', 'mondays'],
		['an empty list of domains', { 'offline.yml': 'domains: []\n' }, 'rules/offline.yml:1', 'at least one'],
		['a null where a list belongs', { 'offline.yml': 'forbidden_targets:\n' }, 'rules/offline.yml:1', 'at least one'],
		['a domain outside of the vault', { 'offline.yml': 'domains: [../other]\n' }, 'rules/offline.yml:1', '..'],
		['a tier that is none', { 'offline.yml': 'max_tier: 5\n' }, 'rules/offline.yml:1', '0 to 4'],
		['a tier in quotes', { 'offline.yml': 'max_tier: "1"\n' }, 'rules/offline.yml:1', '0 to 4'],
		['a rationale that is neither', { 'offline.yml': 'requires_rationale: yes\n' }, 'rules/offline.yml:1', 'true or false'],
		['a key that stands twice', { 'offline.yml': 'forbidden_targets: [wiki/a.md]\nforbidden_targets: [wiki/b.md]\n' }, 'rules/offline.yml:2', 'twice'],
		['another file to inherit', { 'offline.yml': 'inherit: person\n' }, 'rules/offline.yml:1', 'default or null'],
		['a time that is none', { 'offline.yml': 'grace: soon\n' }, 'rules/offline.yml:1', 'such as'],
		['a time without end', { 'offline.yml': 'grace: 31d\n' }, 'rules/offline.yml:1', '30 days'],
		['a grace for people', { 'offline.yml': 'grace:\n  by_disposition:\n    REQUIRE_HUMAN: 5m\n' }, 'rules/offline.yml:3', 'BLOCK, HOLD'],
		['a fault in what is inherited', { 'default.yml': 'max_tier: 9\n' }, 'rules/default.yml:1', '0 to 4'],
		['an inheritance of the default itself', { 'default.yml': 'inherit: default\nmax_tier: 1\n' }, 'rules/default.yml:1', 'inherits nothing'],
		['a name in capitals', { 'Offline.yml': 'max_tier: 0\n' }, 'rules/offline.yml', 'Rename'],
		['another ending', { 'offline.yaml': 'max_tier: 0\n' }, 'rules/offline.yml', 'Rename'],
		['another ending beside the right one', { 'offline.yml': 'max_tier: 0\n', 'offline.YML': 'max_tier: 0\n' }, 'rules/offline.yml', 'Rename'],
		['a name of compatible letters', { 'ｏffline.yml': 'max_tier: 0\n' }, 'rules/offline.yml', 'Rename'],
		['a default in capitals', { 'Default.yml': 'max_tier: 0\n' }, 'rules/default.yml', 'Rename'],
		['an alias', { 'offline.yml': 'domains: &d [wiki]\nforbidden_targets: *d\n' }, 'rules/offline.yml:2', 'aliases'],
		['a tag', { 'offline.yml': 'max_tier: !!js/function 1\n' }, 'rules/offline.yml:1', ''],
		['a key that is no word', { 'offline.yml': '? [a]\n: b\n' }, 'rules/offline.yml:1', 'plain word'],
	])('block by %s, naming file and line', (_, files, rule, said) => {
		const verdict = judge(files);
		expect(verdict.disposition).toBe('BLOCK');
		expect(rulesIn(verdict)).toEqual([`${rule}:invalid-rules`]);
		expect(verdict.rules[0]?.reason).toContain(said);
	});
	it('are read where a byte-order mark or other line ends stand', () => {
		expect(rulesIn(judge({ 'default.yml': '\ufeffinherit: null\r\nforbidden_actions:\r\n  - create\r\n' }))).toEqual(['rules/default.yml:3:forbidden-action']);
	});
	it('leave alone what is no file of rules', () => {
		expect(judge({ 'README.md': 'Notes.', '.DS_Store': '' }).rules).toEqual([]);
	});
	it.each([
		['aliases that grow', `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [${'*a,'.repeat(9)}*a]`).join('\n')}\n`],
		['brackets', '['.repeat(60_000)],
		['open maps', '{a: '.repeat(15_000)],
		['dashes', '- '.repeat(30_000)],
		['questions', '? '.repeat(30_000)],
		['stairs', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
		['many keys', Array.from({ length: 9_000 }, (_, i) => `k${i}: 1`).join('\n')],
		['many entries', `forbidden_targets: [${'a,'.repeat(30_000)}]`],
		['a huge file', `max_tier: 0\n${'# filler\n'.repeat(200_000)}`],
		['a huge line', `escalation_triggers: ["${'a'.repeat(65_000)}"]`],
		['quotes', '"'.repeat(60_000)],
		['anchors', '&a '.repeat(20_000)],
		['merge keys', 'a: &a {max_tier: 4}\n<<: *a\n'],
	])('block fast on a bomb of %s', (_, text) => {
		const start = processorTime();
		expect(judge({ 'offline.yml': text }).disposition).toBe('BLOCK');
		expect(processorTime() - start).toBeLessThan(2_000);
	});
});

describe('the id of a worker', () => {
	it.each(['offline:../x', 'offline:', 'Offline', 'OFFLINE:x', ' offline', 'offline ', 'off\u200bline', 'offline:a//b', 'offline:/etc/passwd', 'offline:a/..', '../offline', 'offline/../person', 'default', 'default:x', '__proto__', 'constructor:x:', ':person', '', 'person:\u202ecli', 'ｏffline', 'a'.repeat(41), `a:${'b'.repeat(130)}`, 'offline\n', 'offline:x\ny'])(
		'%j belongs to no worker, and blocks',
		(who) => {
			const verdict = judge({ 'default.yml': 'max_tier: 4\n' }, { who });
			expect(verdict.disposition).toBe('BLOCK');
			expect(rulesIn(verdict)[0]).toMatch(/^rules[:/]/);
		},
	);
	it('is covered by built-in rules as a whole only', () => {
		expect(rulesIn(judge({}, { who: 'offline:llama' }))).toEqual(['rules/offline.yml:no-rules']);
	});
	it('is no person’s below the tier of people', () => {
		expect(judge({}, { who: 'person:app', tier: 1 })).toMatchObject({ disposition: 'BLOCK', rules: [{ rule: 'rules:worker' }] });
	});
	it.each(['openai:gpt-5.1', 'ollama:llama3.1:8b', 'openrouter:anthropic/claude-9', 'mailbox:Jörg @home'])('%s is governed by the name before the colon', (who) => {
		expect(judge({ [`${who.split(':', 1)[0] ?? ''}.yml`]: 'inherit: default\n' }, { who, tier: 1 }).rules).toEqual([]);
	});
});

describe('the checkpoints', () => {
	it.each<[string, string, Partial<Proposal>, string, string]>([
		['a folder that is not the worker’s', 'domains: [wiki/sources]\n', {}, 'BLOCK', '1:domain'],
		['a page type that is not the worker’s', 'domains: ["type:source", "type:entity"]\n', {}, 'BLOCK', '1:domain'],
		['a folder of nearly that name', 'domains: [wiki/concept]\n', {}, 'BLOCK', '1:domain'],
		['a move out of its folder', 'domains: [wiki/concepts]\n', { kind: 'rename', to: 'wiki/sources/A.md' }, 'BLOCK', '1:domain'],
		['an action', 'max_tier: 0\nforbidden_actions:\n  - retire\n  - create\n', {}, 'BLOCK', '4:forbidden-action'],
		['a target', 'forbidden_targets: ["wiki/concepts/S*.md"]\n', {}, 'BLOCK', '1:forbidden-target'],
		['a target that it is moved to', 'forbidden_targets: [wiki/private]\n', { kind: 'rename', to: 'wiki/private/A.md' }, 'BLOCK', '1:forbidden-target'],
		['a tier above its own', 'inherit: default\nmax_tier: 0\n', { tier: 1 }, 'ESCALATE', '2:tier-exceeded'],
		['a trigger in the text', 'escalation_triggers: [legal, "growing intervals"]\n', {}, 'ESCALATE', '1:trigger'],
		['a trigger in the title', 'escalation_triggers: [medicine]\n', { title: 'Medicine: a note' }, 'ESCALATE', '1:trigger'],
		['a trigger in the path', 'escalation_triggers: [medicine]\n', { path: 'wiki/concepts/on_medicine.md' }, 'ESCALATE', '1:trigger'],
		['no rationale', 'requires_rationale: true\n', { why: ' … ' }, 'HOLD', '1:missing-rationale'],
		['a condition', 'require_human:\n- new-page\n', {}, 'REQUIRE_HUMAN', '2:require-human'],
	])('object to %s', (_, rules, changes, disposition, at) => {
		// A tier of its own, so that the built-in limit of the embedded worker says nothing here.
		const verdict = judge({ 'clerk.yml': rules }, { who: 'clerk', ...changes });
		expect(verdict.disposition).toBe(disposition);
		expect(rulesIn(verdict)).toContain(`rules/clerk.yml:${at}`);
	});

	it('are silent where the worker keeps to its rules', () => {
		const rules = 'domains: [wiki/concepts, "type:source"]\nforbidden_actions: [retire]\nforbidden_targets: ["wiki/concepts/T*.md", wiki/private/]\nescalation_triggers: [repetitions]\nmax_tier: 1\nrequires_rationale: true\nrequire_human: [rename, conflict, many-inbound-links]\n';
		expect(judge({ 'clerk.yml': rules }, { who: 'clerk', tier: 1 }).rules).toEqual([]);
	});

	it('are all asked, and everything that they object to is listed, strictest first', () => {
		const verdict = judge(
			{ 'default.yml': 'forbidden_actions: [create]\nescalation_triggers: [intervals]\nrequire_human: [new-page]\nrequires_rationale: true\n', 'clerk.yml': 'domains: [wiki/sources]\nforbidden_targets: ["**"]\nmax_tier: 0\n' },
			{ who: 'clerk', tier: 2, why: '' },
		);
		expect(rulesIn(verdict)).toEqual([
			'rules/default.yml:1:forbidden-action',
			'rules/clerk.yml:1:domain',
			'rules/clerk.yml:2:forbidden-target',
			'rules/default.yml:3:require-human',
			'rules/clerk.yml:3:tier-exceeded',
			'rules/default.yml:2:trigger',
			'rules/default.yml:4:missing-rationale',
		]);
		expect(verdict.rules.find(({ rule }) => rule.endsWith('trigger'))?.line).toBe(11);
	});

	it('ask for a rationale from the third tier on, whatever the files say', () => {
		expect(rulesIn(judge({ 'big.yml': 'requires_rationale: false\n' }, { who: 'big', tier: 3, why: '' }))).toEqual(['built-in:missing-rationale']);
		expect(judge({ 'big.yml': 'requires_rationale: false\n' }, { who: 'big', tier: 2, why: '' }).rules).toEqual([]);
	});

	it.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])('take tier %s for one above all', (tier) => {
		expect(rulesIn(judge({ 'clerk.yml': 'max_tier: 4\n' }, { who: 'clerk', tier }))).toContain('rules/clerk.yml:1:tier-exceeded');
	});

	it('keep people and catalogues out of what default.yml says of workers', () => {
		const files = { 'default.yml': 'forbidden_targets: ["**"]\n' };
		expect(judge(files, { who: 'person:cli', tier: 4 }).rules).toEqual([]);
		expect(judge(files, { who: 'system' }).rules).toEqual([]);
		expect(judge(files, { who: 'offline' }).disposition).toBe('BLOCK');
		expect(judge(files, { who: 'lint' }).disposition).toBe('BLOCK');
		expect(judge({ ...files, 'person.yml': 'inherit: default\n' }, { who: 'person:cli', tier: 4 }).disposition).toBe('BLOCK');
	});

	it('hold what default.yml says from a worker that stands by itself, and not what is built in', () => {
		const files = { 'default.yml': 'forbidden_actions: [create]\n', 'offline.yml': 'inherit: null\n' };
		expect(judge(files).rules).toEqual([]);
		expect(rulesIn(judge(files, { tier: 1 })).filter((rule) => !isOfReviews(rule))).toEqual(['built-in:tier-exceeded']);
	});
});

describe('triggers', () => {
	const fires = (trigger: string, text: string): boolean => rulesIn(judge({ 'default.yml': `escalation_triggers: [${JSON.stringify(trigger)}]\n` }, { title: text })).length > 0;
	it.each([
		['legal', 'a legal matter'], ['legal', 'LEGAL'], ['Legal', 'legal.'], ['legal', '(legal)'], ['legal', 'non-legal'], ['legal', 'legal’s'], ['legal', 'ｌｅｇａｌ'], ['legal', 'le\u00adgal'], ['legal', 'le\u200bgal'], ['legal', 'my_legal_note'],
		['data breach', 'data\n\t breach'], ['data breach', 'Data\u00a0Breach'], ['straße', 'STRASSE'], ['ΣΟΦΟΣ', 'σοφος'], ['café', 'cafe\u0301'], ['法律', '国家法律体系'], ['c++', 'in c++ today'], ['a', 'x a'], ['ﬁnance', 'finance'],
	])('%j is found in %j', (trigger, text) => {
		expect(fires(trigger, text)).toBe(true);
	});
	it.each([['legal', 'illegal'], ['legal', 'legally'], ['legal', 'legal2'], ['cat', 'concatenate'], ['data breach', 'data-breach'], ['data breach', 'data of breach'], ['ab', 'a b']])('%j is not found in %j', (trigger, text) => {
		expect(fires(trigger, text)).toBe(false);
	});
	it('take linear time', () => {
		const files = { 'default.yml': `escalation_triggers: ["a a a a a a b", "${'ab '.repeat(60)}c"]\n` };
		const policy = enforcer(enforcement(files));
		for (const text of ['a '.repeat(500_000), `a${' '.repeat(1_000_000)}`.repeat(2), 'ab '.repeat(300_000), 'a'.repeat(1_000_000)]) {
			const start = processorTime();
			policy.evaluate(proposal({ text }), context());
			expect(processorTime() - start).toBeLessThan(2_000);
		}
	});
});

describe('conditions', () => {
	it('say in plain words when a person decides', () => {
		for (const name of CONDITION_NAMES) expect(CONDITIONS[name].says).toMatch(/^[a-z0-9].{10,}[^.]$/);
	});
	const evidence = proposal().evidence;
	it.each<[string, Partial<Proposal>, string | null]>([
		['person-text', { personText: true }, null], ['conflict', { conflicts: [{ base: '', yours: 'a', machine: 'b' }] }, null], ['disagreement', { evidence: { ...evidence, disagreements: ['d'] } }, null],
		['unverified', { evidence: { ...evidence, unverified: 1 } }, null], ['no-evidence', { evidence: { ...evidence, verified: 0 } }, null], ['single-source', {}, null], ['new-page', {}, null], ['changed-page', { kind: 'update' }, page()],
		['rename', { kind: 'rename', to: 'wiki/concepts/B.md' }, page()], ['merge', { kind: 'merge' }, page()], ['retire', { kind: 'retire', text: null }, page()], ['irreversible', { kind: 'update', text: null }, page()],
		['many-inbound-links', { kind: 'update' }, page()], ['shrinking-page', { kind: 'update' }, `${page()}${page()}`], ['made-by-model', { tier: 1 }, null], ['high-stakes', { kind: 'merge' }, page()], ['always', {}, null],
	])('%s asks for a person', (name, changes, current) => {
		expect(rulesIn(judge({ 'clerk.yml': `require_human: [${name}]\n` }, { who: 'clerk', ...changes }, {}, { current }))).toContain('rules/clerk.yml:1:require-human');
	});
	it('are all covered above', () => {
		expect(CONDITION_NAMES).toHaveLength(17);
	});
	it('ask for a person where nobody knows', () => {
		const verdict = judge({ 'default.yml': 'require_human: [many-inbound-links]\n' }, { kind: 'update' }, {}, { current: page() });
		expect(verdict.rules.find(({ rule }) => rule.endsWith('require-human'))?.reason).toContain('not known');
	});
});

/** Random files of rules, as texts: what tests of the rules rest on is also what people write. */
const lists = {
	domains: fc.constantFrom('wiki', 'wiki/concepts', 'wiki/sources', 'type:concept', 'type:source'),
	forbidden_actions: fc.constantFrom('create', 'update', 'rename', 'merge', 'retire'),
	forbidden_targets: fc.constantFrom('wiki/concepts/**', 'wiki/concepts/S*.md', 'wiki/sources', '**/B.md'),
	escalation_triggers: fc.constantFrom('legal', 'intervals', 'essay', 'repetition'),
	require_human: fc.constantFrom(...CONDITION_NAMES),
};
const layer = fc.record(
	{
		...Object.fromEntries(Object.entries(lists).map(([name, item]) => [name, fc.array(item, { minLength: 1, maxLength: 3 })])),
		max_tier: fc.nat({ max: 4 }),
		requires_rationale: fc.boolean(),
		grace: fc.constantFrom('1s', '5m', '1d'),
	},
	{ requiredKeys: ['max_tier'] },
);
const asText = (rules: object): string => Object.entries(rules).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join('\n');
const anyProposal = fc
	.record({
		kind: fc.constantFrom('create' as const, 'update' as const, 'rename' as const, 'merge' as const, 'retire' as const),
		path: fc.constantFrom(PATH, 'wiki/sources/B.md', 'wiki/entities/Legal.md'),
		pageType: fc.constantFrom('concept', 'source'),
		tier: fc.nat({ max: 4 }),
		why: fc.constantFrom('', 'A new source speaks of it.'),
		personText: fc.boolean(),
	})
	.map((changes) => proposal({ who: 'clerk', to: changes.kind === 'rename' ? 'wiki/sources/New.md' : null, ...changes }));

describe('inheritance only tightens', () => {
	it('a further layer never loosens a verdict, and every rule that fired before still does', () => {
		fc.assert(
			fc.property(layer, layer, anyProposal, (outer, own, item) => {
				const least = enforcer(enforcement({ 'clerk.yml': asText(own) })).evaluate(item, context());
				const most = enforcer(enforcement({ 'clerk.yml': asText(own), 'default.yml': asText(outer) })).evaluate(item, context());
				for (const rule of least) expect(most).toContainEqual(rule);
				const alone = enforcer(enforcement({ 'clerk.yml': 'inherit: default', 'default.yml': asText(outer) })).evaluate(item, context());
				for (const rule of alone) expect(most).toContainEqual(rule);
			}),
			{ numRuns: 300 },
		);
	});

	it('a further rule in a list never loosens a verdict; a domain more is a wish to allow more, so that only it may', () => {
		fc.assert(
			fc.property(layer, fc.constantFrom('forbidden_actions', 'forbidden_targets', 'escalation_triggers', 'require_human'), fc.nat(), anyProposal, (rules, name, pick, item) => {
				const options = { forbidden_actions: ['create', 'update', 'retire'], forbidden_targets: ['wiki/**', 'wiki/sources/*'], escalation_triggers: ['material'], require_human: CONDITION_NAMES }[name] ?? [];
				const before: Readonly<Record<string, unknown>> = rules;
				const list = before[name];
				const more = { ...before, [name]: [...(Array.isArray(list) ? (list as readonly unknown[]) : []), options[pick % options.length]] };
				const verdictOf = (each: object) => makeGate([enforcer(enforcement({ 'clerk.yml': asText(each) }))]).decide(item, context());
				expect(strictness(verdictOf(more).disposition)).toBeGreaterThanOrEqual(strictness(verdictOf(rules).disposition));
			}),
			{ numRuns: 200 },
		);
	});

	it('a further layer never shortens the time to cool down', () => {
		const times = fc.record(
			{ default: fc.nat({ max: 999 }), by_violation: fc.dictionary(fc.constantFrom(...COOLING), fc.nat({ max: 999 }), { maxKeys: 2 }), by_disposition: fc.dictionary(fc.constantFrom('BLOCK', 'HOLD'), fc.nat({ max: 999 }), { maxKeys: 2 }) },
			{ requiredKeys: ['default'] },
		);
		const rulesOf = (files: Record<string, string>) => {
			const found = rulesFor(book(files), 'clerk');
			if (!found.ok) throw new Error(found.rule.reason);
			return found.rules;
		};
		fc.assert(
			fc.property(times, times, fc.constantFrom(...COOLING), (outer, own, violation) => {
				const least = rulesOf({ 'clerk.yml': asText({ grace: own }) });
				const most = rulesOf({ 'clerk.yml': asText({ grace: own }), 'default.yml': asText({ grace: outer }) });
				expect(graceAfter(most, violation)).toBeGreaterThanOrEqual(graceAfter(least, violation));
			}),
		);
	});

	it('does not depend on the order of files', () => {
		const files = { 'clerk.yml': 'forbidden_actions: [create]\n', 'default.yml': 'max_tier: 0\n', 'offline.yml': 'max_tier: 0\n' };
		const turned = Object.fromEntries(Object.entries(files).reverse());
		expect(book(turned)).toEqual(book(files));
		expect(book({ ...files, 'offline.yml': 'max_tier:  0\n' }).hash).not.toBe(book(files).hash);
	});
});
