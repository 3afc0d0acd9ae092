import { describe, expect, it } from 'vitest';
import { changedFacts, decodeFacts, encodeFacts, type SourceFacts } from '../../../src/compile/state/facts.js';

const facts: SourceFacts = {
	mentions: [{ name: 'line\nbreak: "quoted", comma', aliases: ['a,', '}'], kind: 'entity', signals: ['title', 'phrase'], count: 3 }],
	about: new Map([
		['c-a', { claims: 1, weight: 40, definitions: 0 }],
		['c-b', { claims: 2, weight: 90, definitions: 1 }],
	]),
	contests: [['c-a|n|length', 'k-1']],
};
const empty: SourceFacts = { mentions: [], about: new Map(), contests: [] };

describe('the table of facts', () => {
	it.each([
		['nothing', new Map<string, SourceFacts>()],
		['one source', new Map([['s-1', facts]])],
		['several', new Map([['s-1', facts], ['s-2', empty]])],
	])('gives back %s', (_, table) => {
		const text = encodeFacts(table);
		expect(decodeFacts(text)).toEqual(table);
		expect(Object.keys(JSON.parse(text) as object)).toEqual([...table.keys()]);
	});

	it('is the same bytes whether facts were read or worked out, in any order', () => {
		const read = decodeFacts(encodeFacts(new Map([['s-1', facts], ['s-2', empty]])));
		expect(encodeFacts(new Map([...(read ?? [])].reverse()))).toBe(encodeFacts(new Map([['s-1', facts], ['s-2', empty]])));
	});

	it('writes what took the place of what was read', () => {
		const read = decodeFacts(encodeFacts(new Map([['s-1', facts], ['s-2', facts]])));
		read?.set('s-2', empty);
		expect(decodeFacts(encodeFacts(read ?? new Map()))).toEqual(new Map([['s-1', facts], ['s-2', empty]]));
	});

	it.each(['', 'x', '{', '[]', '{"s-1":[[],[],[]]', '{\n"s-1":[[],[]\n}', '{\n"s-1":[[],[]]\n}', '{\n"s-1"\n}'])('takes %j for none', (text) => {
		expect(decodeFacts(text)).toBeNull();
	});

	it.each(['mentions', 'contests'] as const)('tells of a source whose %s turn out to be damaged, and holds none then', (part) => {
		const text = encodeFacts(new Map([['s-1', facts], ['s-2', facts]]));
		const at = text.indexOf(part === 'mentions' ? '3,257' : '"k-1"');
		const lost: string[] = [];
		const read = decodeFacts(`${text.slice(0, at)}?${text.slice(at)}`, (id) => lost.push(id));
		expect(read?.get('s-1')?.[part]).toEqual([]);
		expect(read?.get('s-2')?.[part]).toEqual(facts[part]);
		expect(lost).toEqual(['s-1']);
	});

	it('writes only the files in which something changed, and takes away those that nothing is left in', () => {
		const ids = Array.from({ length: 200 }, (_, index) => `s-${index}`);
		const files = new Map(changedFacts(new Map(ids.map((id) => [id, facts])), new Map()));
		const read = (): Map<string, SourceFacts> => new Map([...files.values()].flatMap((text) => [...(decodeFacts(text ?? '') ?? [])]));
		const onDisk = new Map([...files].map(([name, text]) => [name, decodeFacts(text ?? '')?.size ?? null]));
		expect([...read().keys()].sort()).toEqual([...ids].sort());
		expect(changedFacts(read(), onDisk)).toEqual([]);

		const changed = read().set('s-7', empty);
		changed.delete('s-8');
		const written = changedFacts(changed, onDisk);
		expect(written.length).toBeLessThanOrEqual(2);
		for (const [name, text] of written) files.set(name, text);
		expect(read()).toEqual(new Map([...ids.filter((id) => id !== 's-8')].map((id) => [id, id === 's-7' ? empty : facts])));

		expect(changedFacts(new Map(), onDisk)).toEqual([...onDisk.keys()].sort().map((name) => [name, null]));
		expect(changedFacts(read(), new Map([...onDisk].map(([name]) => [name, null]))).length).toBe(onDisk.size);
	});
});
