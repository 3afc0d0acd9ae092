import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertHeading, inertName, inertQuote } from '../../../src/compile/render/inert.js';
import { quoteFinder } from '../../../src/markdown/quote.js';
import { foldSpace } from '../../../src/model/fold.js';

describe('a quote', () => {
	it.each([
		['a plain sentence, with `code` and [[a link|to it]]', 'a plain sentence, with `code` and [[a link|to it]]'],
		['the `<video>` element', 'the `<video>` element'],
		['see <https://example.org/a> and [text](https://example.org/b)', 'see <https://example.org/a> and [text](https://example.org/b)'],
		['mail to <someone@example.org>', 'mail to <someone@example.org>'],
		['3 < 4 and 5 > 2', '3 < 4 and 5 > 2'],
		['where a<b and c', 'where a […] b and c'],
		['an <object> stays', 'an […] stays'],
		['[[Other#The <object> part|objects]] are', 'are'],
		['today is <% tp.date.now() %>, is it', 'today is […] , is it'],
		['`<% tp.file.title %>` is a command', 'is a command'],
		['a query `$= dv.current()` runs', 'a query […] runs'],
		['a `BUTTON[go]` acts', 'a […] acts'],
		['at file:///etc/passwd it lies', 'at […] it lies'],
		['<object>', ''],
	])('%j is quoted as %j', (quote, inert) => {
		expect(inertQuote(quote)).toBe(inert);
		expect(inertQuote(inert)).toBe(inert);
	});

	it('still stands in its source, whatever was left out', () => {
		const piece = fc.constantFrom('<object>', '<b', '`<% x %>`', '`$= y`', '[[a#<i>|c]]', '{{d}}', 'file:///e', 'word', 'a<b', '<!-- n -->', '“', '%%', ']]', '[', '`', '\\<p>', '语');
		fc.assert(
			fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), fc.constantFrom(' ', ''), (pieces, between) => {
				const quote = foldSpace(pieces.join(between));
				const inert = inertQuote(quote);
				if (inert !== '') expect(quoteFinder(`Before. ${quote} After.`).find(inert)).not.toBeNull();
			}),
		);
	});
});

it.each([
	['Plain: a title (2nd) with `code`', 'Plain: a title (2nd) with `code`'],
	['https://example.org/a', 'https://example.org/a'],
	['Array<object> types', 'Array‹object› types'],
	['List\\<object> types', 'List\\‹object› types'],
	['`$= dv.current()` scripts', '’$= dv.current()’ scripts'],
	['[open](obsidian://open?vault=x) links', 'open links'],
	['100 %% of cases', '100 % of cases'],
	['<iframe src="https://x.org"></iframe> frames', 'iframe src https x org iframe frames'],
])('the name %j is written %j', (name, inert) => {
	expect(inertName(name)).toBe(inert);
});

it.each([
	['Plain: a heading (2nd) with `code`', 'Plain: a heading (2nd) with `code`'],
	['The <object> element', 'The object element'],
	['`$= dv.current()` scripts', 'dv current scripts'],
])('the heading %j is linked as %j', (heading, inert) => {
	expect(inertHeading(heading)).toBe(inert);
});
