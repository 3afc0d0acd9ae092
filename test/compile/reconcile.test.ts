import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contestKeys, disagreementId, judgePair, reconcile, type ContestedClaim } from '../../src/compile/reconcile.js';
import type { Claim } from '../../src/model/claim.js';
import { COMPATIBLE, CONTRADICTING, MISSED, type Pair } from './reconcile-pairs.js';
import { processorTime } from '../processor-time.js';

let serial = 0;
function contested(text: string, over: Partial<Omit<ContestedClaim, 'claim'>> & { readonly claim?: Partial<Claim> } = {}): ContestedClaim {
	serial += 1;
	const { claim, ...rest } = over;
	const id = `k-${String(serial).padStart(10, '0')}`;
	return {
		concepts: ['c-000001'],
		language: 'en',
		names: ['honey'],
		...rest,
		claim: {
			id, sourceId: `s-${id}`, text, quote: text, start: 0, end: text.length, headings: [], anchor: null, stance: 'asserted', form: 'statement', qualifiers: [],
			about: [], weight: 0.5, ...claim,
		},
	};
}

const sides = ([language, subject, left, right]: Pair): [ContestedClaim, ContestedClaim] => [
	contested(left, { language, names: [subject] }),
	contested(right, { language, names: [subject] }),
];

describe('judgePair', () => {
	it.each(CONTRADICTING)('%s %s: "%s" contradicts "%s"', (...pair) => {
		expect(judgePair(...sides(pair))).toMatchObject({ verdict: 'contradict' });
	});

	it.each(COMPATIBLE)('%s %s: "%s" can hold beside "%s"', (...pair) => {
		expect(judgePair(...sides(pair)).verdict).not.toBe('contradict');
	});

	it('calls what it cannot read unknown or compatible, never an error', () => {
		for (const pair of MISSED) expect(['unknown', 'compatible', 'contradict']).toContain(judgePair(...sides(pair)).verdict);
	});

	it.each(['reported', 'questioned'] as const)('never contests a %s claim', (stance) => {
		const plain = contested('Honey is not safe for adults.');
		const other = contested('Honey is safe for adults.', { claim: { stance } });
		expect(judgePair(plain, contested('Honey is safe for adults.')).verdict).toBe('contradict');
		expect(judgePair(plain, other).verdict).toBe('compatible');
		expect(judgePair(other, plain).verdict).toBe('compatible');
	});

	it('reads a qualifier that the text leaves out as a limit', () => {
		const text = 'Honey keeps for 2 years.';
		expect(judgePair(contested(text), contested('Honey keeps for 5 years.')).verdict).toBe('contradict');
		expect(judgePair(contested(text), contested('Honey keeps for 5 years.', { claim: { qualifiers: ['in the fridge'] } })).verdict).not.toBe('contradict');
	});

	it('takes the date of a heading as the time of what stands below it', () => {
		const on = (day: string, text: string): ContestedClaim => contested(text, { claim: { headings: ['Minutes', day] } });
		expect(judgePair(on('2024-03-01', 'Honey costs 5 euros.'), on('2024-03-01', 'Honey costs 9 euros.')).verdict).toBe('contradict');
		expect(judgePair(on('2024-03-01', 'Honey costs 5 euros.'), on('2024-05-01', 'Honey costs 9 euros.')).verdict).not.toBe('contradict');
	});

	it('takes a heading for the subject of a sentence that names none', () => {
		const under = (heading: string, text: string): ContestedClaim => contested(text, { claim: { headings: [heading] } });
		expect(judgePair(under('Adults', 'Take 10 mg.'), under('Children', 'Take 2 mg.')).verdict).not.toBe('contradict');
		expect(judgePair(under('Dose for adults', 'The dose is 10 mg.'), under('Adults', 'The dose is 20 mg.')).verdict).toBe('contradict');
		expect(judgePair(under('Dose for adults', 'The dose is 10 mg.'), under('Children', 'The dose is 20 mg.')).verdict).not.toBe('contradict');
	});

	it('names what they disagree on in words of the claims', () => {
		const left = contested('In spaced repetition the first interval is one day.', { names: ['spaced repetition'] });
		const right = contested('The first interval of spaced repetition should be twenty minutes.', { names: ['spaced repetition'] });
		const { about, topic } = judgePair(left, right);
		expect(about).toBe('number');
		expect(topic).toContain('first interval');
	});

	it.each([
		['number', 'Honey keeps for 2 years.', 'Honey keeps for 5 years.'],
		['date', 'The honey fair was founded in 1920.', 'The honey fair was founded in 1950.'],
		['negation', 'Honey spoils.', 'Honey does not spoil.'],
		['antonym', 'Honey increases blood pressure.', 'Honey lowers blood pressure.'],
	])('says that a %s is at odds', (about, left, right) => {
		expect(judgePair(contested(left), contested(right))).toMatchObject({ verdict: 'contradict', about });
	});

	it('never sets one source against itself', () => {
		const [left, right] = [contested('Honey spoils.', { claim: { sourceId: 's-1' } }), contested('Honey does not spoil.', { claim: { sourceId: 's-1' } })];
		expect(judgePair(left, right).verdict).toBe('compatible');
	});

	const phrase = fc.array(fc.constantFrom('honey', 'not', 'never', 'is', 'safe', 'dangerous', '5', '20 °C', 'in 1990', 'up to', 'half', 'and', ',', '.', 'three', 'km', '长城', '不', 'لا', '٣', 'born', 'opened', 'kein', '1.250', '-', '%', '('), { maxLength: 14 }).map((words) => words.join(' '));
	const text = fc.oneof(phrase, fc.string({ unit: 'binary', maxLength: 60 }));
	const language = fc.constantFrom('en', 'de', 'zh', 'ar', 'fr', 'es', 'und', 'ja', '');

	it('is total, symmetrical, and never finds a claim at odds with itself', () => {
		fc.assert(
			fc.property(text, text, language, (one, other, spoken) => {
				const left = contested(one, { language: spoken });
				const right = contested(other, { language: spoken });
				expect(judgePair(left, right)).toEqual(judgePair(right, left));
				expect(judgePair(left, contested(one, { language: spoken })).verdict).not.toBe('contradict');
			}),
			{ numRuns: 1500 },
		);
	});

	it('gives up on a sentence of two thousand words in no time', () => {
		const long = Array.from({ length: 2_000 }, (_, at) => `word${at} is not ${at} km long and`).join(' ');
		const before = processorTime();
		expect(judgePair(contested(long), contested(`${long} so`)).verdict).not.toBe('contradict');
		expect(processorTime() - before).toBeLessThan(200);
	});
});

describe('contestKeys', () => {
	it('has none for what cannot be contested, and few for the rest', () => {
		const asked = contested('Is honey safe?', { claim: { stance: 'questioned' } });
		expect(contestKeys(asked.claim, asked.concepts, 'en')).toEqual([]);
		const rich = contested('In 1990 honey cost 5 euros, weighed 2 kg, was 3 cm tall and 9 cm wide, had 4 members and was not safe.');
		expect(contestKeys(rich.claim, ['c-1', 'c-2', 'c-3', 'c-4', 'c-5', 'c-6'], 'en').length).toBeLessThanOrEqual(8);
	});

	it('lets every pair that contradicts meet', () => {
		for (const pair of CONTRADICTING) {
			const [left, right] = sides(pair);
			if (judgePair(left, right).verdict !== 'contradict') continue;
			const keys = new Set(contestKeys(left.claim, left.concepts, left.language, left.names));
			expect(contestKeys(right.claim, right.concepts, right.language, right.names).some((key) => keys.has(key)), pair.join(' | ')).toBe(true);
		}
	});
});

describe('reconcile', () => {
	const years = (from: number, count: number): ContestedClaim[] => Array.from({ length: count }, (_, at) => contested(`Honey keeps for ${from + at * 7} years.`));

	it('finds each pair once, whatever the order of the claims', () => {
		const claims = [contested('Honey keeps for 2 years.'), contested('Honey keeps for 9 years.'), contested('Honey is sweet.'), contested('Honey never spoils.'), contested('Honey spoils after two years.')];
		const found = reconcile(claims);
		expect(found.map(({ about }) => about).sort()).toEqual(['negation', 'number']);
		expect(reconcile([...claims].reverse())).toEqual(found);
		for (const { id, left, right } of found) {
			expect(left < right).toBe(true);
			expect(id).toBe(disagreementId(right, left));
			expect(id).toMatch(/^d-[0-9a-hjkmnp-tv-z]{8}$/);
		}
	});

	it('compares only claims about one concept', () => {
		expect(reconcile([contested('Honey keeps for 2 years.'), contested('Honey keeps for 9 years.', { concepts: ['c-000002'] })])).toEqual([]);
	});

	it('lets sentences with plenty in common meet where no concept joins them, but never two bearers of one name', () => {
		const one = 'The mill wheel of Ober-Rosbach turns at six rounds per minute.';
		const other = 'The mill wheel of Ober-Rosbach turns at nine rounds per minute.';
		const about = (text: string, concepts: readonly string[], names: readonly string[]): ContestedClaim => contested(text, { concepts, names });
		expect(reconcile([about(one, ['c-1'], ['Wetterau']), about(other, [], [])])).toHaveLength(1);
		expect(reconcile([about(one, ['c-1'], ['mill wheel']), about(other, ['c-2'], ['mill wheel'])])).toEqual([]);
		expect(reconcile([about('The budget is 40,000 euros.', ['c-1'], ['Atlas']), about('The budget is 65,000 euros.', ['c-2'], ['Orion'])])).toEqual([]);
	});

	it.each([
		['of different code', 'With `levn` you get `parse()`, which returns three properties.', 'With `type-check` you get `parse()`, which returns four properties.'],
		['that point to a sentence before them', 'This is limited to 100 steps by default.', 'This is limited to 4,000 steps by default.'],
		['of which one is only an alternative', 'the honey never spoils, or', 'Honey spoils after two years.'],
	])('does not set sentences %s against each other', (_what, left, right) => {
		const quoted = (quote: string): ContestedClaim => contested(quote.replaceAll('`', ''), { claim: { quote } });
		expect(reconcile([quoted(left), quoted(right)])).toEqual([]);
	});

	it('sets values in code against each other', () => {
		const value = (count: string): ContestedClaim => contested(`Honey keeps for ${count} years.`, { claim: { quote: `Honey keeps for \`${count}\` years.` } });
		expect(reconcile([value('2'), value('9')])).toHaveLength(1);
	});

	it('finds for the changed claims what a full look finds for them', () => {
		const claims = CONTRADICTING.flatMap((pair, at) => sides(pair).map((side) => ({ ...side, concepts: [`c-${at}`] })));
		const full = reconcile(claims);
		expect(full.length).toBeGreaterThan(50);
		const changed = new Set(claims.filter((_, at) => at % 5 === 0).map(({ claim }) => claim.id));
		expect(reconcile(claims, changed)).toEqual(full.filter(({ left, right }) => changed.has(left) || changed.has(right)));
		expect(reconcile(claims, new Set())).toEqual([]);
	});

	it('stays quick with ten thousand claims under one key', () => {
		const before = processorTime();
		reconcile(years(1, 10_000));
		expect(processorTime() - before).toBeLessThan(4_000);
	});

	it('takes copies of a sentence for one voice', () => {
		const copies = Array.from({ length: 300 }, () => contested('Honey keeps for 2 years.'));
		expect(reconcile([...copies, contested('Honey keeps for 9 years.')]).length).toBe(2);
	});
});
