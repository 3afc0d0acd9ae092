import { describe, expect, it } from 'vitest';
import { compareSource, type SourceState } from '../../src/compile/compare-source.js';
import type { Claim } from '../../src/model/claim.js';

const claim = (id: string, text = id): Claim => ({ id, sourceId: 's-1', text, quote: text, start: 0, end: text.length, headings: [], anchor: null, stance: 'asserted', form: 'statement', qualifiers: [], about: [], weight: 0.5 });

/** Claims by id, each with the concepts that it is about. */
function state(about: Readonly<Record<string, readonly string[]>>, more: Partial<SourceState> = {}): SourceState {
	const said = new Map<string, number>();
	for (const id of Object.values(about).flat()) said.set(id, (said.get(id) ?? 0) + 1);
	return { source: { path: 'raw/A.md', title: 'A', aliases: [], language: 'en' }, claims: { claims: Object.keys(about).map((id) => claim(id)), about: Object.values(about) }, contests: [], said, ...more };
}
const change = (before: SourceState, after: SourceState, ...renamed: string[]): { claims: string[]; concepts: string[] } | null => {
	const found = compareSource(before, after, new Set(renamed));
	return found && { claims: [...found.claims].sort(), concepts: [...found.concepts].sort() };
};

describe('what a changed source changes elsewhere', () => {
	const before = state({ 'k-1': ['c-a', 'c-b'], 'k-2': ['c-a'], 'k-3': ['c-c'] });

	it.each<readonly [string, SourceState, ReturnType<typeof change>]>([
		['nothing, where it says the same', state({ 'k-1': ['c-a', 'c-b'], 'k-2': ['c-a'], 'k-3': ['c-c'] }), { claims: [], concepts: [] }],
		['the concepts of a claim that went, and those that were as near to them', state({ 'k-1': ['c-a', 'c-b'], 'k-3': ['c-c'] }), { claims: ['k-2'], concepts: ['c-a'] }],
		['every concept of the source, where it speaks of a new one', state({ 'k-1': ['c-a', 'c-b'], 'k-2': ['c-a'], 'k-3': ['c-c'], 'k-4': ['c-d'] }), { claims: ['k-4'], concepts: ['c-a', 'c-b', 'c-c', 'c-d'] }],
		['a claim that is about something else now', state({ 'k-1': ['c-a', 'c-b'], 'k-2': ['c-b'], 'k-3': ['c-c'] }), { claims: ['k-2'], concepts: ['c-a', 'c-b'] }],
		['a claim that may be contested now', { ...before, contests: [{ claim: 'k-3', keys: ['n|length'], plain: true }] }, { claims: ['k-3'], concepts: ['c-c'] }],
		['all, where it has another title', { ...before, source: { ...before.source, title: 'B' } }, null],
	])('%s', (_, after, expected) => {
		expect(change(before, after)).toEqual(expected);
	});

	it('all, where one of its concepts has another name', () => {
		expect(change(before, before, 'c-c')).toBeNull();
		expect(change(before, before, 'c-z')).toEqual({ claims: [], concepts: [] });
	});
});
