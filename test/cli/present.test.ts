import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/cli/diff.js';
import { compileText, currencyLine, decisionText, listText, showText, statusText, undoText, verifyText } from '../../src/cli/present.js';
import { PLAIN, visible } from '../../src/cli/style.js';
import { compileReport, NO_SOURCES, openProposal, shown } from './reports.js';

describe('a compile', () => {
	it('tells what came in, what waits and why, and what to type next', () => {
		const text = compileText(compileReport({
			sources: { ...NO_SOURCES, total: 37, new: 36, unchanged: 1 }, claims: 1200, concepts: 1, disagreements: 2,
			proposals: [openProposal('PASS'), openProposal('REQUIRE_HUMAN', { id: 'p-zzz', path: 'wiki/concepts/Coffee.md' })],
			problems: [{ path: 'raw/x.md', line: 4, message: 'Two frontmatters.' }],
		}), PLAIN);
		expect(text).toContain('37 sources: 36 new, 1 unchanged');
		expect(text).toContain('1,200 claims, 1 concept, 2 disagreements');
		expect(text).toMatch(/REQUIRE_HUMAN +1\n +PASS +1/);
		expect(text).toContain('Nothing is committed yet.');
		expect(text).toContain('default:human-text: The page holds text of yours. (line 3)');
		expect(text).toContain('raw/x.md:4  Two frontmatters.');
		expect(text).toContain('commonplace review approve --passed');
		expect(text).toContain('commonplace review show p-zzz');
	});

	it('tells one problem of many notes once', () => {
		const problems = Array.from({ length: 5 }, (_, index) => ({ path: `raw/${index}.md`, line: 8, message: 'Two frontmatters.' }));
		const text = compileText(compileReport({ problems }), PLAIN);
		expect(text).toContain('Problems (5)');
		expect(text.match(/Two frontmatters/g)).toHaveLength(1);
		expect(text).toMatch(/raw\/2\.md:8\n +… and 2 more/);
	});

	it('says so when there is nothing to do', () => {
		expect(compileText(compileReport({ sources: { ...NO_SOURCES, total: 3, unchanged: 3 } }), PLAIN)).toContain('Nothing to change');
	});

	it('names the first held ones and counts the rest', () => {
		const proposals = Array.from({ length: 25 }, (_, index) => openProposal('HOLD', { path: `wiki/${index}.md` }));
		const text = compileText(compileReport({ proposals }), PLAIN);
		expect(text.match(/HOLD {2}create/g)).toHaveLength(10);
		expect(text).toContain('and 15 more: commonplace review list');
	});

	it('says why a run stopped, and offers no next step', () => {
		const text = compileText(compileReport({ stopped: '30 of 40 sources are gone. Wait for sync.' }), PLAIN);
		expect(text).toContain('30 of 40 sources are gone');
		expect(text).not.toContain('Next');
	});
});

it('unknown costs are not nothing', () => {
	expect(currencyLine({ clock_ms: 1500, coin_usd: null, carbon_g: 0 })).toBe('CLOCK 1.5 s  COIN unknown  CARBON 0 g');
});

describe('a list', () => {
	it('has the strictest first', () => {
		const text = listText([openProposal('PASS', { id: 'p-1' }), openProposal('BLOCK', { id: 'p-2' }), openProposal('HOLD', { id: 'p-3' })], [], PLAIN);
		expect([...text.matchAll(/p-\d/g)].map(([id]) => id)).toEqual(['p-2', 'p-3', 'p-1']);
		expect(listText([], [], PLAIN)).toContain('Nothing waits');
	});
});

describe('a proposal', () => {
	it('shows its reasons, its evidence and its diff', () => {
		const open = openProposal('REQUIRE_HUMAN');
		const text = showText(shown(open), unifiedDiff(open.proposal.path, 'Tea is hot.\n', open.proposal.text), PLAIN);
		expect(text).toContain('-Tea is hot.\n+Tea is a drink.');
		expect(text).toContain('May be decided by you.');
		expect(text).toContain('1 verified quote');
	});

	it('shows both sides of an overlap', () => {
		const text = showText(shown(openProposal('HOLD', { conflicts: [{ base: 'a', yours: 'my words', machine: 'its words' }] })), '', PLAIN);
		expect(text).toMatch(/yours:\n +my words\n +new:\n +its words/);
	});

	it('shows the whole text where a diff would be too long', () => {
		const lines = (word: string): string => Array.from({ length: 30_000 }, (_, index) => `${word} ${index}`).join('\n');
		expect(unifiedDiff('a.md', lines('a'), lines('b'))).toBeNull();
		expect(showText(shown(openProposal('HOLD')), null, PLAIN)).toContain('Tea is a drink.');
	});

	it('writes out what a terminal would hide or obey', () => {
		const open = openProposal('HOLD', { text: 'safe\u001b[2J\u202eevil\u200b\u{e0041}\n', title: 'x' });
		const text = showText(shown(open), unifiedDiff('a.md', null, open.proposal.text), PLAIN);
		expect(text).toContain('+safe<U+001B>[2J<U+202E>evil<U+200B><U+E0041>');
		expect(visible('👩‍👩‍👧 नमस्ते\tمرحبا\n')).toBe('👩‍👩‍👧 नमस्ते\tمرحبا\n');
	});
});

it('a decision names what it did not move on, and why', () => {
	expect(decisionText({ committed: ['wiki/a.md'], denied: [], refused: [{ id: 'p-1', path: 'wiki/b.md', reason: 'It changed since.' }], problems: [] }, PLAIN)).toMatch(/wiki\/a\.md[\s\S]*p-1 {2}wiki\/b\.md {2}It changed since\./);
	expect(decisionText({ committed: [], denied: [], refused: [], problems: [] }, PLAIN)).toContain('nothing to decide');
});

it('an undo names the edits that it kept', () => {
	expect(undoText({ run: 'r-1', restored: ['wiki/a.md'], kept: [{ path: 'wiki/b.md', reason: 'You wrote there since.' }], problems: [] }, PLAIN)).toMatch(/1 file restored[\s\S]*wiki\/b\.md {2}You wrote/);
});

it('a verification names each failure with its place', () => {
	const text = verifyText({ checks: [{ name: 'ledger', checked: 12, failures: [] }, { name: 'quotes', checked: 900, failures: [{ path: 'wiki/a.md', line: 9, message: 'Not in its source.' }] }], edited: ['wiki/b.md'] }, PLAIN);
	expect(text).toMatch(/ledger +12 checked, all hold/);
	expect(text).toContain('wiki/a.md:9  Not in its source.');
	expect(text).toContain('1 page edited since the last commit; the edits are kept.\n  wiki/b.md');
	expect(text).not.toContain('Everything holds');
});

it('a status says when the emergency stop is on', () => {
	const status = { sources: { ...NO_SOURCES, total: 2, changed: 2 }, pages: { concept: 3, source: 2 }, open: { HOLD: 1, PASS: 0 }, lastRun: null, ambiguities: [{ names: ['Mercury', 'planet', 'metal'], reason: '“Mercury” is used for more than one thing.', sources: [] }], problems: [] };
	const text = statusText({ ...status, stopped: true }, PLAIN);
	expect(text).toContain('emergency stop is on');
	expect(text).toContain('pages: 3 concept, 2 source');
	expect(text).toContain('open proposals: 1 HOLD');
	expect(text).toContain('Mercury / planet / metal: “Mercury” is used for more than one thing.');
});
