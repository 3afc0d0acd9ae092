import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/model/claim.js';
import type { ExtractInput, PageToWeave, TaskKind } from '../../../src/worker/port.js';
import { ANSWERS } from '../../../src/worker/schemas/answers.js';
import { unwrapJson } from '../../../src/worker/schemas/unwrap-json.js';
import { follows, keywordsOf, nearlyOf, valuesOf } from './json-schema.js';

const KINDS: readonly TaskKind[] = ['extract', 'identify', 'weave', 'adjudicate', 'review-edit', 'write-policy'];

const passage = `# Sleep and memory

**Glycogen** is the form in which muscles store sugar. Glycogen runs out after ninety minutes, says [[Ada Ozturk]].

Slow-wave sleep moves memories to the cortex. Slow-wave sleep comes first in the night.`;
const input: ExtractInput = { passage: { id: 's-1.0', sourceId: 's-1', headings: [], start: 0, end: passage.length, text: passage }, title: 'Sleep and memory', aliases: [], tags: [], language: 'en' };
const claim = (id: string): Claim => ({ id, sourceId: 's-1', text: 'It holds.', quote: 'It holds.', start: 0, end: 9, headings: [], anchor: null, stance: 'asserted', form: 'statement', qualifiers: [], about: [], weight: 0.5 });

describe.each(KINDS)('the answer to %s', (kind) => {
	const { json, problemsIn } = ANSWERS[kind];

	it('is taken exactly where its JSON Schema would take it', () => {
		fc.assert(
			fc.property(
				valuesOf(json).chain((value) => fc.oneof(fc.constant(value), nearlyOf(value), nearlyOf(value).chain(nearlyOf))),
				(value) => {
					expect(problemsIn(JSON.stringify(value)).length === 0, JSON.stringify(value)).toBe(follows(json, value));
				},
			),
			{ numRuns: 400 },
		);
	});

	it('uses only what strict structured output takes: all keys required, no others, no bounds', () => {
		expect([...keywordsOf(json)].filter((keyword) => !['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'anyOf', 'description'].includes(keyword))).toEqual([]);
		const check = (node: Record<string, unknown>): void => {
			if (node['type'] === 'object') {
				expect(node['additionalProperties']).toBe(false);
				expect(node['required']).toEqual(Object.keys(node['properties'] as object));
			}
			for (const child of Object.values(node)) if (typeof child === 'object' && child !== null) check(child as Record<string, unknown>);
		};
		check(json);
	});

	it('says what is wrong, where', () => {
		expect(problemsIn('')).toEqual(['The answer is empty.']);
		expect(problemsIn('{"a": [1, 2')[0]).toMatch(/^The answer is not one JSON object/);
		expect(problemsIn('{}')[0]).toMatch(/^“\w+” is missing\.$/);
		expect(problemsIn(JSON.stringify({ ...Object.fromEntries(Object.keys(json['properties'] as object).map((name) => [name, []])), more: 1 }))).toContain('“more” must not be there.');
		expect(problemsIn('3')).toEqual(['The answer: expected Object, received 3.']);
	});
});

describe('names that a model gives', () => {
	const answer = (mentions: readonly object[], claims: readonly object[] = []): string => JSON.stringify({ claims, mentions });
	const read = (text: string) => {
		const result = ANSWERS.extract.read(text, input);
		if (!result.ok) throw new Error(result.error.join());
		return result.value;
	};

	it('are counted by code and signed by what they are', () => {
		const { mentions } = read(
			answer(
				[
					{ name: 'Slow-wave sleep', aliases: [], kind: 'concept' },
					{ name: 'Glycogen', aliases: [], kind: 'concept' },
					{ name: 'Ada Ozturk', aliases: [], kind: 'entity' },
				],
				[{ text: 'x', quote: 'x', stance: 'asserted', form: 'definition', qualifiers: [], about: ['glycogen'], weight: 'core' }],
			),
		);
		const byName = Object.fromEntries(mentions.map((mention) => [mention.name, mention]));
		expect(byName['Slow-wave sleep']).toMatchObject({ count: 2, kind: 'concept' });
		expect(byName['Slow-wave sleep']?.signals).toEqual(expect.arrayContaining(['emphasis', 'link']));
		expect(byName['Glycogen']?.count).toBe(2);
		expect(byName['Glycogen']?.signals).toContain('definition');
		expect(byName['Ada Ozturk']?.signals).toContain('name');
	});

	it('do not hide what the author linked', () => {
		expect(read(answer([])).mentions.map(({ name }) => name)).toContain('Ada Ozturk');
		expect(read(answer([])).mentions.map(({ name }) => name)).not.toContain('Slow-wave sleep');
	});

	it('have weights between none and all', () => {
		const { claims } = read(answer([], (['core', 'useful', 'detail'] as const).map((weight) => ({ text: 't', quote: 'q', stance: 'asserted', form: 'statement', qualifiers: [' up to ', ''], about: [], weight }))));
		const weights = claims.map(({ weight }) => weight);
		expect(weights).toEqual([...weights].sort((a, b) => b - a));
		expect(claims[0]?.qualifiers).toEqual(['up to']);
	});
});

describe('answers to pairs', () => {
	const pairs = ['a', 'b', 'c'].map((name) => ({ left: name, right: name, leftContext: '', rightContext: '' }));

	it.each([
		['in any order', [[3, 'same'], [1, 'different'], [2, 'same']], ['different', 'same', 'same']],
		['one left out', [[1, 'same'], [3, 'different']], ['same', 'unknown', 'different']],
		['one answered twice', [[1, 'same'], [1, 'different'], [2, 'same'], [2, 'same']], ['unknown', 'same', 'unknown']],
		['one that was not asked', [[4, 'same'], [0, 'same']], ['unknown', 'unknown', 'unknown']],
	])('belong to their number: %s', (_, answers, expected) => {
		const text = JSON.stringify({ answers: answers.map(([pair, answer]) => ({ pair, answer })) });
		expect(ANSWERS.identify.read(text, { pairs })).toEqual({ ok: true, value: { answers: expected } });
	});
});

describe('woven pages', () => {
	const page = (...ids: string[]): PageToWeave => ({ title: 'T', aliases: [], kind: 'concept', claims: ids.map(claim), most: 12, sourceTitles: {} });

	it('cite claims by the ids they were shown under, and keep an invented id invented', () => {
		const text = JSON.stringify({ pages: [{ page: 1, lead: [{ text: 'One\n# two', claims: ['c2', 'c2', 'c1'] }, { text: ' ', claims: ['c1'] }], facets: [{ heading: 'A', items: [{ text: 'Three', claims: ['c9'] }] }, { heading: ' ', items: [{ text: 'Loose', claims: ['c1'] }] }, { heading: 'Empty', items: [] }] }] });
		const read = ANSWERS.weave.read(text, { pages: [page('k-a', 'k-b')] });
		expect(read).toEqual({ ok: true, value: { pages: [{ lead: [{ text: 'One # two', claims: ['k-b', 'k-a'] }], facets: [{ heading: '', items: [{ text: 'Loose', claims: ['k-a'] }] }, { heading: 'A', items: [{ text: 'Three', claims: ['c9'] }] }] }] } });
	});

	it('belong to their number, cite one claim by one id on every page, and are none where they are left out, empty or given twice', () => {
		const woven = (number: number, id: string) => ({ page: number, lead: [{ text: `Says ${id}.`, claims: [id] }], facets: [] });
		const text = JSON.stringify({ pages: [woven(2, 'c3'), woven(1, 'c2'), { page: 3, lead: [], facets: [] }, woven(4, 'c1'), woven(4, 'c2'), woven(9, 'c1')] });
		const read = ANSWERS.weave.read(text, { pages: [page('k-a', 'k-b'), page('k-b', 'k-c'), page('k-a'), page('k-a'), page('k-a')] });
		const says = (id: string, claimed: string) => ({ lead: [{ text: `Says ${id}.`, claims: [claimed] }], facets: [] });
		expect(read).toEqual({ ok: true, value: { pages: [says('c2', 'k-b'), says('c3', 'k-c'), null, null, null] } });
	});
});

it.each([
	['{"a":1}', '{"a":1}'],
	['```json\n{"a":1}\n```', '{"a":1}'],
	['<think>\n{"no":1}\n</think>\n\n```\n{"a":1}\n```\n', '{"a":1}'],
	['\ufeff {"a":"```"}', '{"a":"```"}'],
	['Here it is: {"a":1}', 'Here it is: {"a":1}'],
	['<think>never ends {"a":1}', '<think>never ends {"a":1}'],
])('the JSON of %j is %j', (text, json) => {
	expect(unwrapJson(text)).toBe(json);
});

describe('a second opinion', () => {
	const read = (answer: object) => ANSWERS['review-edit'].read(JSON.stringify(answer), { kind: 'create', path: 'wiki/A.md', title: 'A', pageType: 'concept', why: '', diff: '', claims: [], rules: [], seat: 1, seats: 1 });

	it('is unsure where it gives no reason', () => {
		expect(read({ opinion: 'approve', reason: ' \n ' })).toEqual({ ok: true, value: { opinion: 'unsure', reason: 'It says “approve” and gives no reason.' } });
		expect(read({ opinion: 'deny', reason: 'The number\ndiffers.' })).toEqual({ ok: true, value: { opinion: 'deny', reason: 'The number differs.' } });
	});

	it('is one of three words', () => {
		expect(read({ opinion: 'yes', reason: 'Fine.' })).toMatchObject({ ok: false });
	});
});
