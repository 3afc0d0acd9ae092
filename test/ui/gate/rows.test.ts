import { describe, expect, it } from 'vitest';
import type { ProposalCard } from '../../../src/compile/proposal-views.js';
import { createGateState, restoreState, savedState } from '../../../src/ui/gate/gate-state.js';
import { bulkOf, choicesOf, matching, neighbourOf, NO_FILTER, rowsOf } from '../../../src/ui/gate/rows.js';

const card = (id: string, changes: Partial<ProposalCard> = {}): ProposalCard => ({
	id,
	run: 'r-1',
	kind: 'update',
	path: `wiki/concepts/${id}.md`,
	to: null,
	title: id,
	pageType: 'concept',
	why: 'One source says more.',
	who: 'offline',
	tier: 0,
	personText: false,
	conflicts: 0,
	disagreements: 0,
	disposition: 'HOLD',
	rules: [],
	decider: 4,
	...changes,
});

describe('the list of the gate', () => {
	const cards = [
		card('memory', { disposition: 'PASS' }),
		card('sleep', { disposition: 'BLOCK', path: 'wiki/entities/sleep.md', rules: [{ rule: 'constitution:secrets', disposition: 'BLOCK', reason: 'It holds a Key.', line: 2 }] }),
		card('habit', { run: 'r-2', who: 'mailbox' }),
	];

	it('puts the strictest group first, with its count, and shows only the heading of a collapsed one', () => {
		const told = (collapsed: ReadonlySet<'HOLD'>): string[] => rowsOf(cards, collapsed).map((row) => (row.kind === 'group' ? `${row.disposition} ${row.count}` : row.key));
		expect(told(new Set())).toEqual(['BLOCK 1', 'sleep', 'HOLD 1', 'habit', 'PASS 1', 'memory']);
		expect(told(new Set(['HOLD']))).toEqual(['BLOCK 1', 'sleep', 'HOLD 1', 'PASS 1', 'memory']);
	});

	it.each([
		[{ text: 'KEY' }, ['sleep']],
		[{ text: 'more offline' }, ['memory', 'sleep']],
		[{ folder: 'wiki/entities' }, ['sleep']],
		[{ run: 'r-2' }, ['habit']],
		[{ worker: 'mailbox' }, ['habit']],
		[{ rule: 'constitution:secrets' }, ['sleep']],
		[{ rule: 'constitution:secrets', run: 'r-2' }, []],
		[{ text: '  ' }, ['memory', 'sleep', 'habit']],
	])('is narrowed by %j', (filter, expected) => {
		expect(matching(cards, { ...NO_FILTER, ...filter }).map(({ id }) => id)).toEqual(expected);
	});

	it('offers what there is to filter by', () => {
		expect(choicesOf(cards)).toEqual({
			folder: [{ value: 'wiki/concepts', count: 2 }, { value: 'wiki/entities', count: 1 }],
			run: [{ value: 'r-1', count: 2 }, { value: 'r-2', count: 1 }],
			worker: [{ value: 'mailbox', count: 1 }, { value: 'offline', count: 2 }],
			rule: [{ value: 'constitution:secrets', count: 1 }],
		});
	});

	it('moves the selection to the next card that is left, else to the one before', () => {
		const list = ['a', 'b', 'c'].map((id) => card(id));
		const rows = (ids: string): ReturnType<typeof rowsOf> => rowsOf(list.filter(({ id }) => ids.includes(id)), new Set());
		expect(neighbourOf('b', rows('abc'), rows('abc'))).toBe('b');
		expect(neighbourOf('b', rows('abc'), rows('ac'))).toBe('c');
		expect(neighbourOf('c', rows('abc'), rows('ab'))).toBe('b');
		expect(neighbourOf('b', rows('abc'), rows('c'))).toBe('c');
		expect(neighbourOf('b', rows('b'), rows(''))).toBeNull();
	});

	it('approves in bulk neither what is blocked nor what must be opened, and dismisses no such thing either', () => {
		const all = [card('pass', { disposition: 'PASS' }), card('hold'), card('both', { conflicts: 1 }), card('mine', { disposition: 'REQUIRE_HUMAN' }), card('never', { disposition: 'BLOCK' })];
		expect(bulkOf(all, 'approve')).toEqual({ ids: ['pass', 'hold'], blocked: 1, toOpen: 2 });
		expect(bulkOf(all, 'deny')).toEqual({ ids: ['pass', 'hold', 'never'], blocked: 0, toOpen: 2 });
	});
});

describe('the state of the gate', () => {
	it('comes back as it was saved', () => {
		const state = createGateState();
		state.filter.value = { ...NO_FILTER, text: 'memory', run: 'r-2' };
		state.selected.value = 'p-1';
		const other = createGateState();
		restoreState(other, JSON.parse(JSON.stringify(savedState(state))));
		expect(savedState(other)).toEqual(savedState(state));
	});

	it.each([null, 3, 'text', [], {}, { filter: null }, { filter: { text: 4 }, selected: {} }])('takes %j for nothing', (saved) => {
		const state = createGateState();
		restoreState(state, saved);
		expect(savedState(state)).toEqual({ filter: NO_FILTER, selected: null });
	});
});
