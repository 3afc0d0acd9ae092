import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGate } from '../../src/gate/decide.js';
import { DEFAULT_RULES, defaultPolicy } from '../../src/gate/default-policy.js';
import type { Policy } from '../../src/gate/gate.js';
import { isOfReviews } from '../../src/gate/opinions.js';
import { type Disposition, DISPOSITIONS, type FiredRule, strictness, type Verdict } from '../../src/model/verdict.js';
import { context, decide, gate, page, proposal, rulesOf, SOURCE, update } from './fixture.js';
import { processorTime } from '../processor-time.js';

const policy = (hash: string, evaluate: Policy['evaluate']): Policy => ({ hash, evaluate });
const saying = (disposition: Disposition): Policy => policy(disposition, () => [{ rule: `test:${disposition}`, disposition, reason: 'x', line: null }]);
const evidence = proposal().evidence;

describe('the default policy', () => {
	it('passes a new page whose claims are verified, and an update of machine text', () => {
		expect(decide()).toMatchObject({ disposition: 'PASS', rules: [], decider: 0 });
		const current = page();
		expect(gate.decide(update(current, { text: page('It counters forgetting.[^k1]') }), context({ current }))).toMatchObject({ disposition: 'PASS', rules: [] });
	});
	it('asks a person about a person’s text', () => {
		const current = page('Mine.[^k1]');
		expect(gate.decide(update(current, { personText: true, text: current.replace('Mine', 'Yours') }), context({ current }))).toMatchObject({ disposition: 'REQUIRE_HUMAN', decider: 4 });
	});
	it.each(['rename', 'merge', 'retire'] as const)('asks a person about a %s', (kind) => {
		const verdict = decide({ kind, to: kind === 'rename' ? 'wiki/concepts/B.md' : null, ...(kind === 'retire' ? { text: null } : {}) }, { current: page() });
		expect(verdict).toMatchObject({ disposition: 'REQUIRE_HUMAN', decider: 4 });
		expect(rulesOf(verdict)).toContain(`default:${kind}`);
	});
	it('sends disagreements to whoever can review them, and to a person where nobody above can', () => {
		const disagreeing = { ...evidence, sources: ['raw/Essay.md', 'raw/Other.md'], disagreements: ['d-1'] };
		const reviewTiers = [3];
		expect(gate.decide(proposal({ evidence: disagreeing }), { ...context(), reviewTiers })).toMatchObject({ disposition: 'ESCALATE', decider: 3 });
		expect(gate.decide(proposal({ evidence: disagreeing, tier: 3 }), { ...context(), reviewTiers }).decider).toBe(4);
		expect(decide({ evidence: disagreeing }).decider).toBe(4);
	});
	it('says in plain words what each rule asks', () => {
		for (const rule of DEFAULT_RULES) expect(rule.says).toMatch(/^[A-Z].{20,}\.$/);
		expect(new Set(DEFAULT_RULES.map(({ name }) => name)).size).toBe(DEFAULT_RULES.length);
	});
});

describe('what is lost', () => {
	const current = page('A thought of mine that is long enough to be most of this page, which nobody should lose by an update, however good it is.[^k1]');
	it.each([
		['taken away', null],
		['emptied', ''],
		['left with properties only', '---\ntitle: x\n---\n\n'],
		['left with blanks', ' \n\n'],
	])('asks a person before a page is %s', (_, text) => {
		expect(gate.decide(update(current, { text }), context({ current })).disposition).toBe('REQUIRE_HUMAN');
	});
	it('asks a person before most of their page is gone', () => {
		expect(rulesOf(gate.decide(update(current, { text: 'Short.[^k1]\n\n[^k1]: [[raw/Essay]] “Spaced repetition”', personText: true }), context({ current })))).toContain('constitution:loss');
	});
	it('asks a person where a new page would replace a file', () => {
		expect(rulesOf(decide({}, { current: 'My own note.' }))).toEqual(['constitution:replace']);
	});
	it('holds overlapping edits', () => {
		expect(rulesOf(decide({ conflicts: [{ base: 'a', yours: 'b', machine: 'c' }] }), 'HOLD')).toEqual(['constitution:conflict']);
	});
});

describe('the gate', () => {
	it('blocks everything while the emergency stop is on', () => {
		expect(decide({}, { stopped: true })).toMatchObject({ disposition: 'BLOCK', decider: null, rules: [{ rule: 'constitution:stop' }] });
	});

	it('lists every rule, strictest first, in the order of the checks', () => {
		const verdict = decide({ text: page('<script>x</script>\n\nNobody said that.'), personText: true, evidence: { ...evidence, disagreements: ['d'], unverified: 1 } });
		const strengths = verdict.rules.map(({ disposition }) => strictness(disposition));
		expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
		expect(rulesOf(verdict)).toEqual(['constitution:html', 'default:human-text', 'default:disagreement', 'constitution:unverified', 'constitution:uncited', 'constitution:uncited', 'default:unverified']);
	});

	it('holds what a rule cannot judge, and names the rule', () => {
		const broken: Policy[] = [
			policy('aaaa', () => {
				throw new Error('boom');
			}),
			policy('bbbb', () => JSON.parse('[{"rule":"x","disposition":"FINE","reason":"y","line":null}]') as FiredRule[]),
			policy('cccc', () => JSON.parse('null') as FiredRule[]),
		];
		for (const each of broken) {
			const verdict = makeGate([each]).decide(proposal(), context());
			expect(verdict).toMatchObject({ disposition: 'HOLD', decider: 4, rules: [{ rule: 'gate:error' }] });
			expect(verdict.rules[0]?.reason).toContain(each.hash);
		}
	});

	it('holds a proposal whose sources cannot be asked', () => {
		const verdict = gate.decide(proposal({ text: page('https://x.example[^k1]') }), {
			...context(),
			sourceText: () => {
				throw new Error('gone');
			},
		});
		expect(verdict.disposition).toBe('HOLD');
		expect(rulesOf(verdict)).toContain('gate:error');
	});

	it('binds the policy hash to constitution and policies', () => {
		const hashes = [makeGate([]), makeGate([defaultPolicy()]), makeGate([saying('HOLD')]), makeGate([saying('HOLD'), defaultPolicy()])].map(({ policyHash }) => policyHash);
		expect(new Set(hashes).size).toBe(4);
		expect(makeGate([defaultPolicy()]).policyHash).toBe(gate.policyHash);
	});

	it('is never loosened by another policy', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...DISPOSITIONS), { maxLength: 4 }), fc.constantFrom(...DISPOSITIONS), fc.constantFrom('', '<script>', 'No source.', 'https://x.example'), (before, more, line) => {
				const item = proposal({ text: page(line) });
				const least = makeGate(before.map(saying)).decide(item, context());
				const most = makeGate([...before, more].map((each) => (typeof each === 'string' ? saying(each) : each))).decide(item, context());
				expect(strictness(most.disposition)).toBeGreaterThanOrEqual(strictness(least.disposition));
				expect(strictness(most.disposition)).toBeGreaterThanOrEqual(strictness(more));
				const told = ({ rules }: Verdict): number => rules.filter(({ rule }) => !isOfReviews(rule)).length;
				expect(told(most)).toBe(told(least) + 1);
			}),
			{ numRuns: 100 },
		);
	});

	it('is total: any text gets a verdict, the same each time, with rules that account for it', () => {
		const piece = fc.oneof(
			fc.constantFrom('```', '~~~', '`', '$=', '<', '>', '<script', '-->', '<!--', '%%', '[', ']', '](', ']: ', '![', '[[', ']]', '{{', '}}', '<%', 'javascript:', 'https://', 'www.', '---\n', '\n', '\n\n', '> ', '- ', '[^k1]', '[^k1]: ', '“', '”', '\\', '&#', ';', '\u200d', '\ud800', 'sk-', 'password=', 'dataviewjs', '|'),
			fc.string({ maxLength: 5, unit: 'binary' }),
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 60 }), fc.array(piece, { maxLength: 20 }), fc.constantFrom('wiki/a.md', 'wiki/a.canvas', 'wiki/a.base'), (text, current, path) => {
				const item = proposal({ text: text.join(''), path });
				const around = context({ current: current.join(''), source: SOURCE + current.join('') });
				const verdict = gate.decide(item, around);
				expect(DISPOSITIONS).toContain(verdict.disposition);
				expect(rulesOf(verdict)).not.toContain('gate:error');
				expect(gate.decide(item, around)).toEqual(verdict);
				for (const rule of verdict.rules) expect(strictness(rule.disposition)).toBeLessThanOrEqual(strictness(verdict.disposition));
			}),
			{ numRuns: 800 },
		);
	});

	it('holds a text that nobody can review', () => {
		expect(rulesOf(decide({ text: page(`${'word '.repeat(420_000)}[^k1]`) }), 'HOLD')).toEqual(['constitution:size']);
		expect(decide({ text: 'x'.repeat(16_000_001) }).disposition).toBe('BLOCK');
	});

	it('takes linear time on bombs', () => {
		const bombs = [
			'[', ']', '](', '[](', ']:', '![', '![](', '[[', '<', '<a ', '<b ', '<p <', '<x:', '<!', '<%', '`', '``a`', '`a` =b ', '```', '```\n', '~~~x\n', '> ', '- ', '>- ', '\\', '&#x6a;', '[x](&#106;', '[x](a%6a', '://', 'a://', 'https://', 'www.a', '{{', '{{a}}', '%%', '$=', '\u200b', '🏴', '[^', '[^a]', '[^a]:', '[^a]: [[raw/Essay]] “a”\n', '\n', '\n\n', ' ', '\t', '---\n', '|', '“', 'https://a.b/c)', '[a](https://a.b/c) ', '<b\n', 'key: ', '- a\n',
		];
		const timed = (text: string, current: string | null): number => {
			const start = processorTime();
			decide({ text }, { current, source: text.slice(0, 100_000) });
			return processorTime() - start;
		};
		const slow = bombs.flatMap((bomb) => {
			const text = bomb.repeat(Math.ceil(400_000 / bomb.length));
			const took = timed(page(text), null) + timed(text, `${text}x`);
			return took > 2500 ? [`${JSON.stringify(bomb)} ${Math.round(took)} ms`] : [];
		});
		expect(slow).toEqual([]);
	});
});
