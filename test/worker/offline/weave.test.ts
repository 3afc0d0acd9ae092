import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/model/claim.js';
import { facetHeading, weave } from '../../../src/worker/offline/weave.js';
import type { PageToWeave } from '../../../src/worker/port.js';
import { claimOf } from '../../model/claim-fixture.js';

let count = 0;
const claim = (text: string, more: Partial<Claim> = {}): Claim => {
	count += 1;
	return claimOf(`k-${String(count).padStart(10, '0')}`, text, { start: count * 100, end: count * 100 + text.length, ...more });
};
const input = (claims: Claim[], more: Partial<PageToWeave> = {}): PageToWeave => ({
	title: 'Grace interval',
	aliases: [],
	kind: 'concept',
	claims,
	most: 12,
	sourceTitles: { 's-1': 'On grace', 's-2': 'Index' },
	...more,
});
const texts = (sentences: readonly { readonly text: string }[]): string[] => sentences.map(({ text }) => text);

describe('the lead', () => {
	it('is a definition that opens with the name, before a heavier one that does not', () => {
		const passing = claim('After an error comes the grace interval, a pause.', { form: 'definition', about: ['grace interval'], weight: 0.9 });
		const plain = claim('A grace interval is a period without reprisal.', { form: 'definition', about: ['Grace interval'], weight: 0.6 });
		expect(texts(weave(input([passing, plain])).lead)).toEqual(['“A grace interval is a period without reprisal.”']);
	});

	it('opens with a name though the name itself begins like an article', () => {
		const passing = claim('Caffeine blocks the receptors of adenosine, the substance that makes us sleepy.', { form: 'definition', about: ['Adenosine'], weight: 1 });
		const plain = claim("Adenosine is the body's own record of how long it has been awake.", { form: 'definition', about: ['Adenosine'], weight: 0.7 });
		expect(texts(weave(input([passing, plain], { title: 'Adenosine' })).lead)).toEqual(["“Adenosine is the body's own record of how long it has been awake.”"]);
	});

	it('is no definition of something else that names it', () => {
		const other = claim('The grace interval shall begin with a truce, a pause of all work.', { form: 'definition', about: ['Truce', 'Grace interval'], weight: 0.9 });
		const another = claim('Every truce, a pause of all work, opens a grace interval.', { form: 'definition', about: ['Truce', 'Grace interval'], weight: 0.9 });
		const named = claim('The grace interval lasts three days.', { weight: 0.4 });
		expect(texts(weave(input([another, named])).lead)).toEqual(['“The grace interval lasts three days.”']);
		expect(texts(weave(input([other, named])).lead)).toEqual([`“${other.text}”`]);
	});

	it('is, where nothing opens with the name, a whole sentence that names it rather than what defines, labels or points at something else', () => {
		const other = claim('Truce (old) = Herald of the grace interval', { form: 'definition', about: ['Truce', 'Grace interval'], weight: 0.9 });
		const labelled = claim('Core argument: Peace needs a grace interval.', { weight: 0.8 });
		const pointing = claim('This is not to shorten the grace interval.', { weight: 0.7 });
		const unnamed = claim('Reprisals are forbidden.', { weight: 0.6 });
		const naming = claim('Every hive shall keep a grace interval.', { weight: 0.4 });
		expect(texts(weave(input([other, labelled, pointing, unnamed, naming])).lead)).toEqual([`“${naming.text}”`]);
		expect(texts(weave(input([other, labelled, unnamed])).lead)).toEqual([`“${other.text}”`]);
		const named = claim('Long grace intervals: They take three days', { weight: 0.3 });
		expect(texts(weave(input([other, named])).lead)).toEqual([`“${named.text}”`]);
	});

	it('is no sentence about a longer name that begins with this one', () => {
		const longer = claim('Grace interval audits are the yearly count of all pauses.', { form: 'definition', about: ['Grace interval audits'], weight: 0.9 });
		const named = claim('The grace interval lasts three days.', { weight: 0.4 });
		expect(texts(weave(input([longer, named])).lead)).toEqual(['“The grace interval lasts three days.”']);
	});

	it('is a whole sentence rather than a gloss that opens with the name', () => {
		const gloss = claim('Grace interval - protected review', { form: 'definition', about: ['Grace interval'], weight: 0.6 });
		const sentence = claim('Every hive shall keep a grace interval, a period without reprisal.', { form: 'definition', about: ['Grace interval'], weight: 0.8 });
		expect(weave(input([gloss, sentence])).lead[0]?.claims).toEqual([sentence.id]);
	});

	it('takes definitions of two sources rather than two of one', () => {
		const first = claim('Grace interval: a pause.', { form: 'definition', about: ['Grace interval'], weight: 0.9 });
		const second = claim('Grace interval means waiting.', { form: 'definition', about: ['Grace interval'], weight: 0.8 });
		const other = claim('Grace interval is time for empathy.', { form: 'definition', about: ['Grace interval'], weight: 0.5, sourceId: 's-2' });
		expect(weave(input([first, second, other])).lead.map(({ claims }) => claims[0])).toEqual([first.id, other.id]);
	});

	it('is a statement that opens with the name where nothing defines it', () => {
		const other = claim('Every hive needs rest, and a grace interval.', { weight: 0.9 });
		const named = claim('The grace interval lasts three days.', { weight: 0.4 });
		expect(texts(weave(input([other, named])).lead)).toEqual(['“The grace interval lasts three days.”']);
	});
});

describe('a lead of little worth', () => {
	it.each<readonly [string, readonly Claim[], string]>([
		['a gloss of a word or two', [claim('Grace interval - Separation of powers', { form: 'definition', about: ['Grace interval'], weight: 0.9 }), claim('Every hive shall keep a grace interval.', { weight: 0.4 })], 'Every hive shall keep a grace interval.'],
		['a row of names', [claim('Grace interval - Truce, Quiet hour, Long pause', { form: 'definition', about: ['Grace interval'], weight: 0.9 }), claim('Grace interval - protected time after any error', { form: 'definition', about: ['Grace interval'], weight: 0.4 })], 'Grace interval - protected time after any error'],
		['a label for something else', [claim('Hasty revenge: The hive keeps a grace interval after errors.', { weight: 0.9 }), claim('Worker bees have a grace interval (three days)', { weight: 0.4 })], 'Worker bees have a grace interval (three days)'],
		['a title', [claim('Grace Interval in a Republic of Minds', { weight: 0.9 }), claim('Every hive shall keep a grace interval.', { weight: 0.4 })], 'Every hive shall keep a grace interval.'],
		['a question about something else', [claim('Truce - Who may end the grace interval?', { form: 'question', stance: 'questioned', weight: 0.9 }), claim('Grace interval - Who may end it early?', { form: 'question', stance: 'questioned', weight: 0.4 })], 'Grace interval - Who may end it early?'],
	])('gives way: %s', (_, claims, lead) => {
		expect(texts(weave(input([...claims])).lead)).toEqual([`“${lead}”`]);
	});

	it('stands where there is no other', () => {
		const thin = claim('Grace interval - Separation of powers', { form: 'definition', about: ['Grace interval'] });
		expect(weave(input([thin])).lead.map(({ claims }) => claims[0])).toEqual([thin.id]);
	});

	it('is told on a source’s page in sentences rather than in glosses', () => {
		const glosses = ['Heartbeat - Still here', 'Token - Record of gratitude'].map((text) => claim(text, { form: 'definition', weight: 0.7 }));
		const sentences = ['Grace restores what error took away.', 'No hive may judge itself alone.'].map((text) => claim(text, { weight: 0.6 }));
		expect(texts(weave(input([...glosses, ...sentences], { kind: 'source' })).lead)).toEqual(sentences.map(({ text }) => `“${text}”`));
	});
});

describe('a row of names', () => {
	const sentence = claim('The grace interval lasts three days.');
	it.each<readonly [string, string, boolean]>([
		['under a label', 'Key concepts: Truce, Grace interval, Pledge.', false],
		['under a label with the page’s name', 'Kinds of grace interval: short, long, endless.', true],
		['under what states something', 'The reform rests on three pillars: truce, grace interval, pledge.', true],
	])('%s', (_, text, stands) => {
		const row = claim(text, { form: 'list' });
		const shown = (kind: PageToWeave['kind']): boolean => weave(input([sentence, row], { kind })).facets.some(({ items }) => items.some(({ claims }) => claims.includes(row.id)));
		expect(shown('concept')).toBe(stands);
		expect(shown('source')).toBe(true);
	});

	it('is better than an empty page', () => {
		expect(weave(input([claim('Key concepts: Truce, Grace interval, Pledge.', { form: 'list' })])).lead).toHaveLength(1);
	});
});

describe('facets', () => {
	it('group by heading where two claims share it, and leave single ones under the lead', () => {
		const claims = [
			claim('Grace interval is a pause.', { form: 'definition', about: ['Grace interval'], weight: 0.9 }),
			claim('It is logged by every hive.', { headings: ['Practice'] }),
			claim('It ends with a renewed pledge.', { headings: ['Practice'] }),
			claim('Rivers need no pause at all.', { headings: ['Aside'] }),
		];
		expect(weave(input(claims)).facets.map(({ heading, items }) => [heading, items.length])).toEqual([
			['', 1],
			['Practice', 2],
		]);
	});

	it('put questions last, without an answer', () => {
		const claims = [claim('Grace interval is a pause.', { form: 'definition', about: ['Grace interval'] }), claim('How long should it last?', { form: 'question', stance: 'questioned' })];
		expect(weave(input(claims)).facets).toEqual([{ heading: 'Open questions', items: [{ text: '“How long should it last?”', claims: [claims[1]?.id] }] }]);
	});

	it('follow the source’s own order on a source’s page', () => {
		const late = claim('The last word is given to mercy.', { headings: ['Mercy'], start: 900, weight: 0.9 });
		const early = claim('Justice alone turns cold quickly.', { headings: ['Justice'], start: 100, weight: 0.4 });
		const lead = [claim('This essay is about grace.', { start: 1, weight: 1 }), claim('It argues for a pause.', { start: 20, weight: 0.95 })];
		expect(weave(input([...lead, late, early], { kind: 'source' })).facets.map(({ heading }) => heading)).toEqual(['Justice', 'Mercy']);
	});
});

it('says nothing twice', () => {
	const claims = [claim('Grace interval: protection from reprisal during review.', { weight: 0.9 }), claim('Grace interval — protection from reprisal during the review', { sourceId: 's-2', weight: 0.3 })];
	const page = weave(input(claims));
	expect([...page.lead, ...page.facets.flatMap(({ items }) => items)]).toHaveLength(1);
});

it('gives a statement in quotation marks no second pair', () => {
	expect(texts(weave(input([claim('"Grace interval is a gift."')])).lead)).toEqual(['“Grace interval is a gift.”']);
	expect(texts(weave(input([claim('“Grace interval is a gift.')])).lead)).toEqual(['“Grace interval is a gift.”']);
	expect(texts(weave(input([claim('Grace interval is "a gift" to all.')])).lead)).toEqual(['“Grace interval is "a gift" to all.”']);
});

it('keeps to the room that the page has', () => {
	const claims = ['Rivers flood in spring.', 'Copper turns green outdoors.', 'Bees dance for directions.', 'Violins need dry air.', 'Glaciers carve deep valleys.', 'Anchors hold ships fast.'].map((text) => claim(text));
	const page = weave(input(claims, { most: 4 }));
	expect([...page.lead, ...page.facets.flatMap(({ items }) => items)]).toHaveLength(4);
});

describe('facetHeading', () => {
	it.each([
		['🧭 The Protocol of Grace', 'The Protocol of Grace'],
		['**III. The Purpose of Reflection**', 'The Purpose of Reflection'],
		['Prologue — The Double-Edged Archive', 'The Double-Edged Archive'],
		['2.1. Method', 'Method'],
		['Kapitel 3: Hefe', 'Hefe'],
		['睡眠与记忆', '睡眠与记忆'],
	])('%s', (heading, facet) => {
		expect(facetHeading(heading)).toBe(facet);
	});
});
