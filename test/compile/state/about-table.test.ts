import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relatedIn } from '../../../src/compile/related.js';
import { aboutTable, speakersIn, type AboutConcept, type AboutTable } from '../../../src/compile/state/about-table.js';

const concept = fc.record({ claims: fc.integer({ min: 1, max: 4 }), weight: fc.nat(300), definitions: fc.nat(2) });
const about = fc.dictionary(fc.constantFrom('c-a', 'c-b', 'c-c', 'c-d'), concept).map((row) => new Map(Object.entries(row)));
const step = fc.dictionary(fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `s-${String(index)}`)), fc.option(about, { nil: null }));

const contentOf = (table: AboutTable): Map<string, Map<string, AboutConcept | null>> =>
	new Map([...table.sources()].sort().map((source) => [source, new Map([...table.conceptsOf(source)].sort().map((id) => [id, table.get(source, id)]))]));

function write(files: Map<string, string>, table: AboutTable): void {
	for (const [shard, text] of table.changed()) {
		if (text === null) files.delete(shard);
		else files.set(shard, text);
	}
}

describe('what sources say about concepts', () => {
	it('is on disk what it was when it was last changed, and the same bytes as if it were written at once', () => {
		fc.assert(
			fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (steps) => {
				const files = new Map<string, string>();
				const now = new Map<string, Map<string, AboutConcept>>();
				for (const changes of steps) {
					const table = aboutTable(files);
					for (const [source, row] of Object.entries(changes)) {
						if (row === null) {
							now.delete(source);
							table.delete(source);
						} else {
							now.set(source, row);
							table.set(source, row);
						}
					}
					write(files, table);
					expect(aboutTable(files).changed()).toEqual([]);
				}
				expect(contentOf(aboutTable(files))).toEqual(new Map([...now].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, row]) => [source, new Map([...row].sort(([a], [b]) => (a < b ? -1 : 1)))])));
				const whole = aboutTable(new Map());
				for (const [source, row] of [...now].reverse()) whole.set(source, row);
				const anew = new Map<string, string>();
				write(anew, whole);
				expect([...files].sort()).toEqual([...anew].sort());
				const speakers = speakersIn(whole);
				for (const id of ['c-a', 'c-b', 'c-c', 'c-d', 'c-e']) {
					const sources = [...now].flatMap(([source, row]) => (row.has(id) ? [source] : [])).sort();
					expect(speakers.of(id)).toEqual(sources);
					expect(speakers.count(id)).toBe(sources.length);
					expect(new Map(speakers.counts).get(id) ?? 0).toBe(sources.length);
				}
			}),
			{ numRuns: 200 },
		);
	});

	it.each(['', '[]', '{}', '{"concepts":["c-a"],"sources":{"s-1":[0,1,2]}}', '{"concepts":["c-a"],"sources":{"s-1":[1,1,1,0]}}', '{"concepts":[1],"sources":{}}'])('is not read from %s, which is told and written anew', (text) => {
		const damaged: string[] = [];
		const table = aboutTable(new Map([['x', text]]), (shard) => damaged.push(shard));
		expect(damaged).toEqual(['x']);
		expect(table.size).toBe(0);
		expect(table.changed()).toEqual([['x', null]]);
	});

	it('relates the concepts that the same sources say most of', () => {
		fc.assert(
			fc.property(fc.array(about, { maxLength: 8 }), fc.integer({ min: 1, max: 4 }), (rows, most) => {
				const table = aboutTable(new Map());
				rows.forEach((row, index) => {
					table.set(`s-${String(index)}`, row);
				});
				const find = relatedIn(table, new Set(['c-d']));
				for (const self of ['c-a', 'c-b', 'c-c', 'c-e']) {
					const expected = ['c-a', 'c-b', 'c-c']
						.filter((id) => id !== self)
						.map((id) => {
							const shared = rows.filter((row) => row.has(self) && row.has(id));
							return { conceptId: id, sharedSources: shared.length, strength: shared.reduce((sum, row) => sum + Math.min(row.get(self)?.claims ?? 0, row.get(id)?.claims ?? 0), 0) };
						})
						.filter(({ sharedSources, strength }) => sharedSources > 1 || strength > 1)
						.sort((a, b) => b.strength - a.strength || b.sharedSources - a.sharedSources || (a.conceptId < b.conceptId ? -1 : 1))
						.slice(0, most);
					expect(find(self, speakersIn(table).of(self), most)).toEqual(expected);
				}
			}),
			{ numRuns: 200 },
		);
	});
});
