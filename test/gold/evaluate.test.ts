import { describe, expect, it } from 'vitest';
import { scoreConcepts, scoreDisagreements, scoreIdentity, scoreQuotes } from './evaluate.js';
import type { Gold, KeyConcept } from './key.js';

const concept = (name: string, status: KeyConcept['status'], accepted: string[] = [], aliases: string[] = []): KeyConcept => ({
	name, accepted, aliases, status, kind: 'concept', notes: ['a.md'],
});

const gold: Gold = {
	key: {
		concepts: [concept('Spaced repetition', 'required', ['Spacing'], ['SRS']), concept('Rubisco', 'required'), concept('Leaf', 'optional')],
		notConcepts: [{ name: 'Read more', reason: 'furniture', notes: ['a.md'] }],
		duplicates: [['Spaced repetition', 'SRS', 'Spacing']],
		distinct: [{ names: ['Rubisco', 'Leaf'], why: 'an enzyme and an organ' }],
		disagreements: [
			{ about: 'number', subject: 'x', left: { note: 'a.md', quote: 'a day has ten hours' }, right: { note: 'b.md', quote: 'twelve hours make a day' } },
		],
		lookAlikes: [
			{ reason: 'reported', why: 'what he says', left: { note: 'a.md', quote: 'He says nine.' }, right: { note: 'b.md', quote: 'twelve hours make a day' } },
		],
		quotes: [
			{ note: 'a.md', quote: 'a day has ten hours', true: true, why: 'verbatim' },
			{ note: 'a.md', quote: 'a day has two hours', true: false, why: 'digit' },
		],
	},
	notes: new Map([
		['a.md', 'Here **a day** has ten\nhours, I think. He says nine. Rain.'],
		['b.md', 'With us twelve hours make a day. Sun.'],
	]),
};
const page = (title: string, ...aliases: string[]) => ({ title, aliases });

describe('scoring concepts', () => {
	it('counts required pages under any of their names, whatever the case', () => {
		expect(scoreConcepts(gold, [page('spacing'), page('RUBISCO')])).toMatchObject({ tp: 2, fp: 0, fn: 0, precision: 1, recall: 1, f1: 1 });
		expect(scoreConcepts(gold, [page('Growing intervals', 'SRS')])).toMatchObject({ tp: 1, fp: 0, fn: 1, misses: ['Rubisco'], recall: 0.5 });
	});
	it('counts optional pages neither way', () => {
		expect(scoreConcepts(gold, [page('Leaf')])).toMatchObject({ tp: 0, fp: 0, fn: 2 });
	});
	it('counts refused, unknown and doubled pages as false', () => {
		const { falseAlarms, tp } = scoreConcepts(gold, [page('Read more', 'Rubisco'), page('Thing'), page('SRS'), page('Spaced repetition')]);
		expect(falseAlarms).toEqual(['Read more: furniture', 'Thing: not in the key', 'Spaced repetition: a second page for Spaced repetition']);
		expect(tp).toBe(1);
	});
	it('gives nothing found a precision of one and a recall of zero', () => {
		expect(scoreConcepts(gold, [])).toMatchObject({ precision: 1, recall: 0, f1: 0 });
	});
});

describe('scoring identity', () => {
	it('wants every pair of a group in one concept', () => {
		expect(scoreIdentity(gold, [page('Spaced repetition', 'SRS'), page('Spacing')])).toMatchObject({
			tp: 1, fn: 2, misses: ['Spaced repetition | Spacing', 'SRS | Spacing'],
		});
		expect(scoreIdentity(gold, [page('Spacing', 'srs', 'spaced repetition')])).toMatchObject({ tp: 3, fn: 0, fp: 0 });
		expect(scoreIdentity(gold, [page('SRS')]).misses).toContain('Spaced repetition (not found) | SRS');
	});
	it('counts alike names in one concept as false', () => {
		expect(scoreIdentity(gold, [page('Leaf', 'rubisco')])).toMatchObject({ fp: 1, falseAlarms: ['Rubisco = Leaf: an enzyme and an organ'] });
	});
});

describe('scoring disagreements', () => {
	const a = (quote: string) => ({ note: 'a.md', quote });
	const b = (quote: string) => ({ note: 'b.md', quote });
	it('matches overlapping quotes in either order, over marks and white space', () => {
		const found = [{ left: b('With us twelve hours make a day.'), right: a('Here **a day** has ten hours, I think.') }];
		expect(scoreDisagreements(gold, found)).toMatchObject({ tp: 1, fp: 0, fn: 0 });
	});
	it('counts a planted pair once, and meeting it twice is no false alarm', () => {
		const pair = { left: a('a day has ten hours'), right: b('twelve hours make a day') };
		expect(scoreDisagreements(gold, [pair, { left: pair.right, right: pair.left }])).toMatchObject({ tp: 1, fp: 0, fn: 0 });
	});
	it.each([
		['a neighbouring sentence', a('Rain.'), b('twelve hours make a day')],
		['the right words in the wrong note', b('a day has ten hours'), b('twelve hours make a day')],
		['a quote that stands nowhere', a('a day has eleven hours'), b('twelve hours make a day')],
		['a sliver of the quote beside another sentence', a('hours, I think. He says nine.'), b('twelve hours make a day')],
	])('takes %s for a false alarm', (_, left, right) => {
		expect(scoreDisagreements(gold, [{ left, right }])).toMatchObject({ tp: 0, fp: 1, fn: 1, precision: 0 });
	});
	it('says why a look-alike is none', () => {
		const [alarm] = scoreDisagreements(gold, [{ left: a('He says nine.'), right: b('twelve hours make a day') }]).falseAlarms;
		expect(alarm).toContain('(reported: what he says)');
	});
});

describe('scoring quotes', () => {
	it('tells a verifier that trusts, one that refuses and one that reads', () => {
		expect(scoreQuotes(gold, () => true)).toMatchObject({ tp: 1, fp: 1, fn: 0 });
		expect(scoreQuotes(gold, () => false)).toMatchObject({ tp: 0, fp: 0, fn: 1 });
		expect(scoreQuotes(gold, (_, quote) => quote.includes('ten'))).toMatchObject({ tp: 1, fp: 0, fn: 0, f1: 1 });
	});
});
