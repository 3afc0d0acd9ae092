import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { context, decide, FOOTNOTE, gate, page, proposal, rulesOf, update, withLine } from './fixture.js';

const asText = (text: string, source?: string) => decide({ text }, source === undefined ? {} : { source });
const evidence = proposal().evidence;

describe('evidence', () => {
	it('holds claims that were not verified', () => {
		expect(rulesOf(decide({ evidence: { ...evidence, unverified: 2 } }), 'HOLD')).toContain('constitution:unverified');
	});
	it.each([
		['a quote that is not there', page().replace('at growing intervals.”', 'at shrinking intervals.”')],
		['parts in another order', page().replace(FOOTNOTE, '[^k1]: [[raw/Essay]] “growing intervals. […] Spaced repetition”')],
		['a source that is not there', page().replace(FOOTNOTE, FOOTNOTE.replace('raw/Essay', 'raw/Nothing'))],
		['a page as its own source', page().replace(FOOTNOTE, FOOTNOTE.replace('raw/Essay', 'wiki/concepts/A'))],
		['a footnote without a quote', page().replace(FOOTNOTE, '[^k1]: [[raw/Essay]]')],
		['a footnote with an empty quote', page().replace(FOOTNOTE, '[^k1]: [[raw/Essay]] “”')],
		['a mark without a footnote', page('Another line.[^zz]')],
		['a line without a mark', page('Everybody knows that.')],
		['an item without a mark', page('- Everybody knows that.')],
		['a quotation without a mark', page('> Everybody knows that.')],
		['an item under another heading', page('## Facts\n- [[A]] — is a thief')],
		['prose under Related', page('## Related\nEverybody knows that.')],
	])('holds %s', (_, text) => {
		const verdict = asText(text);
		expect(verdict.disposition).toBe('HOLD');
		expect(verdict.rules.every(({ rule }) => rule === 'constitution:quote' || rule === 'constitution:uncited')).toBe(true);
	});
	it.each([
		['folded white space', page(), 'Spaced   repetition is\n> reviewing material\n at growing intervals. It counters.'],
		['parts in order', page().replace(FOOTNOTE, '[^k1]: [[raw/Essay#A]] “Spaced repetition […] intervals.”'), undefined],
		['a link that no wikilink can carry', page().replace(FOOTNOTE, '[^k1]: [Essay](raw/Essay.md) “Spaced repetition”'), undefined],
		['links under Related', page('## Related\n- [[A]] — named with it\n\n## Referenced by\n- [[B]]'), undefined],
		['headings and callout heads', page('## Disagreements\n> [!warning] How long?\n> - one day[^k1] — [[A]]\n\n---'), undefined],
	])('passes %s', (_, text, source) => {
		expect(asText(text, source).rules).toEqual([]);
	});
	it('blocks a page that cites pages', () => {
		expect(rulesOf(decide({ evidence: { ...evidence, sources: ['wiki/concepts/A.md'] } }), 'BLOCK')).toEqual(['constitution:own-source']);
	});
	it('leaves a person’s own lines and footnotes alone', () => {
		const current = page('My own thought.[^me]\n\n[^me]: from a walk');
		const text = current.replace('intervals.[^k1]', 'intervals.[^k1] Spaced repetition.[^k1]');
		expect(gate.decide(update(current, { text }), context({ current })).rules).toEqual([]);
	});
	it('does not ask catalogue pages for quotes', () => {
		expect(decide({ pageType: 'catalogue', text: '# Index\n- [[A]]\n', evidence: { ...evidence, verified: 0, claims: [], sources: [] } }).rules).toEqual([]);
	});
	it('gives the line of what it means', () => {
		expect(withLine('Everybody knows that.').rules).toMatchObject([{ rule: 'constitution:uncited', line: 13 }]);
	});
});

describe('real pages', () => {
	const essays = 'examples/vault/raw/federalist';
	const names = ['NO-06-nature-of-dissent', 'NO-07-protocol-of-grace', 'INTERLUDE-complete'];
	const sources = Object.fromEntries(names.map((name) => [`raw/${name}.md`, readFileSync(`${essays}/${name}.md`, 'utf8')]));
	const quoted = '“a ritual for how we pause, reflect, and reintegrate when discord arises”';
	const text = `---
title: Protocol of Grace
type: concept
aliases: [Grace Protocol]
tags: [wiki/concept]
sources: ["[[raw/NO-06-nature-of-dissent]]", "[[raw/NO-07-protocol-of-grace]]", "[[raw/INTERLUDE-complete]]"]
created: 2026-11-22
updated: 2026-11-22
commonplace-id: c-1q8vtd
---
${quoted}[^a41f]

## The Architecture of Grace
- “a system that allows disagreement to be processed, not punished” is what grace means in the DEIA lexicon.[^77be]

## Open questions
- “Five steps work for one conflict. What about 100 simultaneous?”[^d3f7]

## Related
- [[Grace interval]] — named in the definition of both

[^a41f]: [[raw/NO-06-nature-of-dissent#🧭 The Protocol of Grace]] ${quoted}
[^77be]: [[raw/NO-07-protocol-of-grace#⚙️ The Architecture of Grace]] “a system that allows disagreement to be processed, not punished”
[^d3f7]: [[raw/INTERLUDE-complete]] “Five steps work for one conflict. What about 100 simultaneous?”
`;

	it('pass with the essays that they quote', () => {
		const made = proposal({ path: 'wiki/concepts/Protocol of Grace.md', text, evidence: { claims: ['k-1', 'k-2', 'k-3'], sources: Object.keys(sources), verified: 3, unverified: 0, disagreements: [] } });
		expect(gate.decide(made, context({ sources })).rules).toEqual([]);
	});

	it('pass though their essays are quoted whole', () => {
		for (const [path, essay] of Object.entries(sources)) {
			const lines = essay.split('\n').filter((line) => /^[\p{L}*“"]/u.test(line)).map((line) => `${line}[^k1]`).join('\n\n');
			const made = proposal({ text: page(lines), evidence: { ...evidence, sources: ['raw/Essay.md', path] } });
			expect(gate.decide(made, context({ sources })).rules).toEqual([]);
		}
	});
});
