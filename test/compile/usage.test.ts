import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey } from '../../src/markdown/names.js';
import { updateUsage } from '../../src/compile/update-usage.js';
import { decodeUsage, encodeUsage, usesOf, type Counted, type UsageTable } from '../../src/compile/usage.js';

const says = (text: string, form: Counted['form'] = 'statement', about: readonly string[] = []): Counted => ({ text, form, about });
const countOf = (names: readonly string[], ...claims: readonly Counted[]): Record<string, number> => Object.fromEntries([...usesOf(names.map(nameKey))(claims)].map(([key, { count }]) => [key, count]));

describe('counting names', () => {
	it.each([
		['small letters, plurals and possessives', ['Adenosine', 'Starter'], 'adenosine rises; the starter\u2019s rise, two starters', { adenosine: 1, starter: 2 }],
		['names inside names', ['Sleep', 'Slow-wave sleep'], 'Slow-wave sleep is sleep.', { sleep: 2, 'slow wave sleep': 1 }],
		['no name across a full stop', ['Common good'], 'It was common. Good bread is rare.', {}],
		['names without blanks', ['西湖', '西湖龙井'], '西湖龙井产于西湖一带。', { 西湖: 2, 西湖龙井: 1 }],
		['an Arabic name with what is written to it', ['القهوة'], 'انتشرت القهوة، ومنع بالقهوة والقهوة', { قهوة: 3 }],
		['signs that belong to a name', ['C++', 'R&D'], 'C++ is taught in R&D, C is not.', { 'c ++': 1, 'r & d': 1 }],
	])('finds %s', (_, names, text, expected) => {
		expect(countOf(names, says(text))).toEqual(expected);
	});

	it('leaves out the heads of lists and takes what a claim is about', () => {
		expect(countOf(['Sulla'], says('Dictators: Sulla, Caesar.', 'list'), says('his laws weakened the Senate', 'statement', ['Sulla']))).toEqual({ sulla: 1 });
	});

	it('tells capitals from small letters', () => {
		expect(usesOf(['point'])([says('A point in Point Reyes.')]).get('point')).toEqual({ count: 2, capitals: 1 });
	});
});

const NAMES = ['Sleep', 'Slow-wave sleep', 'sleep cycle', '西湖', '西湖龙井', 'Adenosine', 'cities', 'القهوة', 'R&D', 'dog', 'Café'];
const WORDS = [...NAMES, 'city', 'dogs', 'slow', 'wave', 'bread', 'and', 'the', 'Cafe\u0301', 'والقهوة', '龙井'];
const note = fc.record({
	names: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 4 }),
	claims: fc.array(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 }).map((words) => says(words.join(' '))), { maxLength: 3 }),
});
type Note = { readonly names: readonly string[]; readonly claims: readonly Counted[] };

async function take(table: UsageTable | null, before: ReadonlyMap<string, Note>, after: ReadonlyMap<string, Note>): Promise<UsageTable> {
	const ids = [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
	return updateUsage({
		table,
		names: new Set([...after.values()].flatMap(({ names }) => names.map(nameKey))),
		ids: [...after.keys()],
		before: ids.flatMap((id) => before.get(id)?.claims ?? []).length === 0 ? [] : ids.flatMap((id) => (before.has(id) ? [before.get(id)?.claims ?? []] : [])),
		read: new Map(ids.flatMap((id) => (after.has(id) ? [[id, after.get(id)?.claims ?? []] as const] : []))),
		claimsOf: (id) => Promise.resolve(after.get(id)?.claims ?? []),
		sourcesNaming: () => Promise.resolve(new Set(after.keys())),
	});
}

describe('the table of uses', () => {
	it('kept from change to change equals one that is counted anew', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(note, { nil: null })), { minLength: 1, maxLength: 6 }), async (steps) => {
				let vault: ReadonlyMap<string, Note> = new Map();
				let table = await take(null, new Map(), vault);
				for (const step of steps) {
					const next = new Map(vault);
					for (const [id, change] of Object.entries(step)) {
						if (change === null) next.delete(id);
						else next.set(id, change);
					}
					table = await take(decodeUsage(encodeUsage(table)), vault, next);
					vault = next;
					const fresh = await take(null, new Map(), vault);
					for (const [key, use] of fresh) expect(table.get(key), key).toEqual(use);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it.each(['', '{}', '{"keys":"a","uses":[1]}', '{"keys":"a","uses":[1,1,-1,0]}', '[1'])('is not read from %s', (text) => {
		expect(decodeUsage(text)).toBeNull();
	});
});
