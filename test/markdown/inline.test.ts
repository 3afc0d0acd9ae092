import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInline } from '../../src/markdown/inline.js';
import { scanNote } from '../../src/markdown/scan.js';

const whole = (text: string) => readInline(text, [{ start: 0, end: text.length }]);

describe('readInline', () => {
	it.each([
		['a **b *c* d** e', 'a b c d e'],
		['***a*** __b__ _c_ snake_case_name 2*3*4', 'a b c snake_case_name 234'],
		['* a ** b', '* a ** b'],
		['==a== ~~b~~ a == b', 'a b a == b'],
		['`a **b**` `` c`d ``', 'a **b** c`d'],
		['[a *b*](c.md "t") [d](https://e.org)', 'a b d'],
		['[[dir/Note#h]] [[Note.x|shown]] [[#h]]', 'Note shown h'],
		['a ![[e]] b ![i](j.png) c', 'a b c'],
		['a[^1] b^[n *o*] c', 'a b c'],
		['a <b class="x">c</b> d<br>e <!-- f --> g', 'a c d e g'],
		['a %%b%% c', 'a c'],
		['a ^id', 'a'],
		['\\*a\\* \\[[b]] \\\\', '*a* [[b]] \\'],
		['a &amp; b &lt;c&gt; &#8212; &#x4e2d; &nope;', 'a & b <c> — 中 &nope;'],
		['$x_i$ costs $5 and $6', 'x_i costs $5 and $6'],
		['#tag <https://e.org/a_b_c> https://e.org/*x*', '#tag https://e.org/a_b_c https://e.org/*x*'],
		['*a [b* c](d)', '*a b* c'],
		['**「重要」**です', '**「重要」**です'],
		['[x] [y][z] a]b', '[x] [y][z] a]b'],
		['*a', '*a'],
	])('shows %j as a reader sees it', (text, plain) => {
		expect(whole(text).plain).toBe(plain);
	});

	it('joins lines with one blank, leaving out the marks between them', () => {
		const text = '> a **b\n> c** d\\\n> e';
		const lines = scanNote(text).blocks[0]?.items[0]?.lines ?? [];
		expect(readInline(text, lines).plain).toBe('a b c d e');
	});

	it('tells what is marked, and with what target', () => {
		const { plain, marks } = whole('**A** *b* ==c== `d` [e](f.md) [[g|h]] ![[i]] ![j](k) <b> $l$ [^m] #n https://o.org');
		expect(marks.map(({ kind, start, end, target }) => [kind, plain.slice(start, end), target])).toEqual([
			['strong', 'A', undefined],
			['emphasis', 'b', undefined],
			['highlight', 'c', undefined],
			['code', 'd', undefined],
			['link', 'e', 'f.md'],
			['wikilink', 'h', 'g'],
			['embed', '', 'i'],
			['image', '', 'k'],
			['html', '', undefined],
			['math', 'l', undefined],
			['footnote', '', 'm'],
			['tag', '#n', 'n'],
			['url', 'https://o.org', 'https://o.org'],
		]);
	});

	it('names what must not be carried to another page', () => {
		const text = 'a ![[b]] [c](d.md) [e](https://f.org) [[g]] <i>h</i> %%j%% k[^1]^[l] ![m](n) ^id';
		expect(whole(text).unquotable.map(({ start, end }) => text.slice(start, end))).toEqual(['![[b]]', '[', '](d.md)', '<i>', '</i>', '%%j%%', '[^1]', '^[l]', '![m](n)', '^id']);
	});

	it('leads back to the source, with the marks of what lies wholly inside', () => {
		const text = 'x **Pause:** wait *now*. Then &amp; [go](https://a.b) on.';
		const { plain, toSource, sourceSpan } = whole(text);
		const source = (piece: string): string => {
			const { start, end } = sourceSpan(plain.indexOf(piece), plain.indexOf(piece) + piece.length);
			return text.slice(start, end);
		};
		expect(source('Pause: wait now.')).toBe('**Pause:** wait *now*.');
		expect(source('wait no')).toBe('wait *no');
		expect(source('&')).toBe('&amp;');
		expect(source('go on')).toBe('[go](https://a.b) on');
		expect(text.slice(toSource(plain.indexOf('Then')), toSource(plain.indexOf('Then')) + 4)).toBe('Then');
		expect(toSource(plain.length)).toBe(text.length);
	});

	it('maps every plain character to a source character, in order', () => {
		const piece = fc.constantFrom('a', ' ', '*', '**', '_', '==', '~~', '`', '``', '[', ']', '](b)', '[[', ']]', '|', '![[', '^[', '[^1]', '<b>', '<!--', '-->', '%%', '$', '&amp;', '\\', '\n> ', '#t', 'https://x.y', '漢', '👍', '^id', '(', ')', '"');
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
				const text = `> ${pieces.join('')}`;
				for (const { items } of scanNote(text).blocks) {
					for (const { lines, start, end } of items) {
						const { plain, toSource, marks, unquotable, sourceSpan } = readInline(text, lines);
						let last = start - 1;
						for (let at = 0; at < plain.length; at += 1) {
							const source = toSource(at);
							expect(source).toBeGreaterThanOrEqual(last);
							expect(source).toBeLessThanOrEqual(end);
							const shown = plain.charAt(at);
							if (shown !== '&' && shown !== ' ') expect(text.charAt(source)).toBe(shown);
							last = source;
						}
						for (const mark of marks) expect(0 <= mark.start && mark.start <= mark.end && mark.end <= plain.length).toBe(true);
						for (const span of unquotable) expect(start <= span.start && span.start < span.end && span.end <= end).toBe(true);
						const all = sourceSpan(0, plain.length);
						expect(start <= all.start && all.start <= all.end && all.end <= end).toBe(true);
					}
				}
			}),
			{ numRuns: 5000 },
		);
	});
});
