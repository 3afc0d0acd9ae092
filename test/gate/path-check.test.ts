import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside } from '../../src/vault/vault-path.js';
import { decide, rulesOf } from './fixture.js';

const OUTSIDE = [
	'../secret.md', 'wiki/../raw/Essay.md', 'wiki/../../x.md', '/etc/passwd.md', '/wiki/x.md', '\\wiki\\x.md', 'wiki\\..\\raw\\x.md', 'wiki/..\\x.md', 'C:\\x.md', 'C:/wiki/x.md',
	'\\\\host\\share\\x.md', '//host/share/x.md', '~/x.md', 'wiki/%2e%2e/x.md', 'wiki/%2E%2E%2Fx.md', '..%2Fx.md', 'wiki/..%5cx.md', 'wiki/&#46;&#46;/x.md', 'wiki/x\u0000.md', 'wiki/x\n.md',
	'wiki/\u200bx.md', 'wiki/x\u202edm.md', 'wiki/x\u2066y.md', 'wiki/\u{e0041}x.md', 'wiki//x.md', 'wiki/./x.md', 'wiki', 'wiki/', 'wiki.md', 'wikis/x.md', 'Wiki/x.md', 'WIKI/x.md', 'raw/Essay.md',
	'raw/New.md', 'RAW/New.md', '_commonplace/policies/default.prism.md', '_commonplace/ledger/a/2026-01-01.md', '_commonplace/state/a/journal/x.md', '_commonplace/STOP.md', '_commonplace/memory/MEMORY.md',
	'.obsidian/plugins/x/data.md', '.obsidian/app.json', 'wiki/.obsidian/x.md', 'wiki/.git/config.md', 'wiki/.hidden.md', '.git/hooks/x.md', 'wiki/x.js', 'wiki/x.json', 'wiki/x.html', 'wiki/x.css', 'wiki/x',
	'wiki/x.md.exe', 'wiki/x.MD', 'wiki/x.md ', 'wiki/x.md.', 'wiki/x.md:stream', 'wiki/CON.md', 'wiki/nul.md', 'wiki/aux.x.md', 'wiki/a|b.md', 'wiki/a?b.md', 'wiki/a*b.md', 'wiki/a<b.md', 'wiki/ x.md', `wiki/${'x'.repeat(250)}.md`, '', '.',
];

describe('where a proposal may write', () => {
	it.each(OUTSIDE)('blocks %j', (path) => {
		expect(rulesOf(decide({ path }), 'BLOCK')).toContain('constitution:path');
	});
	it.each(OUTSIDE)('blocks a rename to %j', (to) => {
		expect(rulesOf(decide({ kind: 'rename', to }), 'BLOCK')).toContain('constitution:path');
	});
	it.each(['wiki/concepts/A.md', 'wiki/index.md', 'wiki/Wiki.base', 'wiki/Map.canvas', 'output/Draft.md', 'wiki/concepts/R&D at 50% – “Ü” (1).md', 'wiki/concepts/间隔重复.md', 'wiki/concepts/كتاب.md', 'wiki/concepts/👩‍🚀.md'.replace('\u200d', '')])(
		'allows %j',
		(path) => {
			expect(rulesOf(decide({ path }))).not.toContain('constitution:path');
		},
	);
	it.each([
		['wiki/concepts/spaced Repetition.md', 'wiki/concepts/Spaced repetition.md'],
		['wiki/concepts/Cafe\u0301.md', 'wiki/concepts/Café.md'],
		['wiki/concepts/STRASSE.md', 'wiki/concepts/strasse.md'],
	])('blocks %j beside %j', (path, other) => {
		expect(rulesOf(decide({ path }, { occupied: [other] }), 'BLOCK')).toEqual(['constitution:path']);
	});
	it('allows the very file that stands there', () => {
		expect(rulesOf(decide({}, { occupied: ['wiki/concepts/Spaced repetition.md'] }))).toEqual([]);
	});
	it('blocks a rename onto another file', () => {
		expect(decide({ kind: 'rename', to: 'wiki/concepts/B.md' }, { occupied: ['wiki/concepts/B.md'] }).disposition).toBe('BLOCK');
	});
	it('holds a name that mixes look-alike letters', () => {
		expect(rulesOf(decide({ path: 'wiki/concepts/Sp\u0430ced repetition.md' }))).toEqual(['constitution:look-alike']);
	});
	it.each([
		['Чай', 'Tea'], ['Cafe', 'Café'], ['TNFα', 'TNF'], ['kΩ', 'kO'], ['Нос', 'Нос 2'], ['Model I', 'Model l'], ['茶', '荼'], ['CO₂', 'CO2'],
	])('does not take %s for %s', (name, other) => {
		expect(rulesOf(decide({ path: `wiki/concepts/${name}.md` }, { occupied: [`wiki/concepts/${other}.md`] }))).not.toContain('constitution:look-alike');
	});
	it('asks once about a name that looks like another: the page that stands there is changed like any other', () => {
		const path = 'wiki/concepts/\u0422\u0435\u0430.md';
		expect(rulesOf(decide({ path }, { occupied: ['wiki/concepts/Tea.md'] }))).toEqual(['constitution:look-alike']);
		expect(rulesOf(decide({ path }, { occupied: ['wiki/concepts/Tea.md', path] }))).toEqual([]);
	});

	it('never gives less than BLOCK to a path outside the writable folders', () => {
		const part = fc.oneof(fc.constantFrom('..', '.', '', 'wiki', 'output', 'raw', '_commonplace', '.obsidian', 'x.md', 'A', '%2e%2e', 'wiki\\x', '\u200b', '~', 'C:'), fc.string({ maxLength: 6, unit: 'binary' }));
		fc.assert(
			fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.constantFrom('/', '\\'), fc.constantFrom('', '.md'), (parts, separator, end) => {
				const path = parts.join(separator) + end;
				const safe = (isInside(path, 'wiki') || isInside(path, 'output')) && !path.split(/[/\\]/).some((piece) => piece === '' || piece.startsWith('.'));
				if (!safe) expect(decide({ path }).disposition).toBe('BLOCK');
			}),
			{ numRuns: 500 },
		);
	});
});
