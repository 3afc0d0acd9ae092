import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDictionary } from '../../src/compile/dictionary.js';
import { conceptOf, identify, pairKey, unsettled, type Identity, type IdentifyRequest } from '../../src/compile/identify.js';
import { decodeNameBook, nameBook, type NameBook } from '../../src/compile/state/name-book.js';
import type { Concept, Mention, MentionSignal } from '../../src/model/concept.js';
import { processorTime } from '../processor-time.js';

const mention = (name: string, signals: readonly MentionSignal[] = ['emphasis', 'definition'], count = 3, aliases: readonly string[] = []): Mention => ({ name, aliases, kind: null, signals, count });
interface SourceMentions {
	readonly source: { readonly id: string; readonly language: string };
	readonly mentions: readonly Mention[];
}
function bookOf(sources: readonly SourceMentions[]): NameBook {
	const book = nameBook();
	for (const { source: { id, language }, mentions } of sources) book.add(id, language, mentions);
	return book;
}
const source = (id: string, mentions: readonly Mention[], language = 'en'): SourceMentions => ({ source: { id, language }, mentions });
const of = (sources: readonly SourceMentions[], more: Partial<IdentifyRequest> = {}): Identity => identify({ sources: sources.map((each) => each.source), names: bookOf(sources), minMentions: 2, ...more });
const titles = (identity: Identity): string[] => identity.concepts.map(({ title }) => title).sort();

describe('one thing under several spellings', () => {
	it.each<readonly [string, string, string] | readonly [string, string, string, string]>([
		['case', 'Grace Interval', 'grace interval'],
		['plural', 'Grace Event', 'Grace Events'],
		['inner plural', 'Cycle of Quiet', 'Cycles of Quiet'],
		['article', 'Common Good', 'The Common Good'],
		['hyphen', 'Inter-Hive Covenant', 'Inter Hive Covenant'],
		['blank', 'Health care', 'Healthcare'],
		['umlaut', 'Müllerscher Satz', 'Muellerscher Satz', 'de'],
		['German plural', 'Offene Regel', 'Offene Regeln', 'de'],
		['compatibility form', 'Ｇrace Interval', 'Grace Interval'],
	])('%s: %s and %s', (...[, left, right, language = 'en']) => {
		const identity = of([source('s-1', [mention(left)], language), source('s-2', [mention(right)], language)]);
		expect(identity.concepts).toHaveLength(1);
		expect(identity.concepts[0]?.sources).toEqual(['s-1', 's-2']);
		expect(conceptOf(identity, left)).toBe(conceptOf(identity, right));
	});

	it('takes the long form and the singular for the title', () => {
		const identity = of([source('s-1', [mention('Limited Liability Hives', undefined, 9, ['LLH']), mention('LLH', ['name'], 20)]), source('s-2', [mention('Limited Liability Hive', undefined, 2)])]);
		expect(identity.concepts).toHaveLength(1);
		expect(identity.concepts[0]).toMatchObject({ title: 'Limited Liability Hive', aliases: ['LLH', 'Limited Liability Hives'] });
		expect(conceptOf(identity, 'LLHs')).toBe(identity.concepts[0]?.id);
	});

	it('takes the short plural of an abbreviation for its plural, and no other short word', () => {
		expect(titles(of([source('s-1', [mention('NN', ['name', 'emphasis'], 5), mention('NNs', ['name', 'emphasis'], 5)])]))).toEqual(['NN']);
		expect(of([source('s-1', [mention('DN', ['name', 'definition'], 5), mention('DNS', ['name', 'definition'], 5)])]).concepts).toHaveLength(2);
	});

	it('writes a title with a capital only where the sources do, but for its first letter', () => {
		expect(titles(of([source('s-1', [mention('grace interval', undefined, 5), mention('Heartbeat Channels')])]))).toEqual(['Grace interval', 'Heartbeat Channels']);
	});
});

describe('a capital', () => {
	const use = (count: number, capitals: number) => ({ count, sources: 3, capitals, capitalSources: Math.min(3, capitals) });
	const named = (name: string, key: string, count: number, capitals: number): Identity =>
		of([source('s-1', [mention(name, ['name'], 2)]), source('s-2', [mention(name, ['name'], 2)])], { usage: new Map([[key, use(count, capitals)]]) });

	it.each([
		['a word of everyday that opened a clause', 'Origin', 'origin', 18, 5],
		['a verb that opened a clause before a name', 'Issues Empathy Credits', 'issues empathy credit', 3, 1],
	])('alone names nothing where prose mostly writes it small: %s', (_, name, key, count, capitals) => {
		expect(titles(named(name, key, count, capitals))).toEqual([]);
	});

	it('names somebody where prose writes it so too, and an idea where prose also writes it small', () => {
		expect(named('Ebbinghaus', 'ebbinghaus', 9, 9).concepts[0]).toMatchObject({ title: 'Ebbinghaus', kind: 'entity' });
		expect(named('Lamplight', 'lamplight', 9, 7).concepts[0]).toMatchObject({ title: 'Lamplight', kind: 'concept' });
	});

	it('lets a script that has none be', () => {
		expect(titles(named('记忆巩固', '记忆巩固', 9, 0))).toEqual(['记忆巩固']);
	});

	it('does not make a page of a word for anything that one note sets apart', () => {
		const once = source('s-1', [mention('Theory', ['definition', 'emphasis'], 3)]);
		expect(titles(of([once]))).toEqual([]);
		expect(titles(of([once, source('s-2', [mention('Theory', ['definition', 'emphasis'], 3)])]))).toEqual(['Theory']);
	});
});

describe('two things', () => {
	it.each([
		['Grace interval', 'Grace event'],
		['R&D budget', 'RD budget'],
		['Protocol of Grace', 'Protocol of Peace'],
		['Option pricing', 'Optional pricing'],
	])('%s and %s stay apart without a doubt', (left, right) => {
		const identity = of([source('s-1', [mention(left), mention(right)])]);
		expect(identity.concepts).toHaveLength(2);
		expect(identity.doubtful).toEqual([]);
	});

	it.each([
		['accents', 'Müller theorem', 'Muller theorem'],
		['order', 'Grace Protocol', 'Protocol of Grace'],
		['initials', 'Limited Liability Hive', 'LLH'],
	])('%s: %s and %s are doubtful, and a worker’s answer settles it', (_, left, right) => {
		const sources = [source('s-1', [mention(left)]), source('s-2', [mention(right)])];
		const open = of(sources);
		expect(open.concepts).toHaveLength(2);
		expect(open.doubtful.map((pair) => [pair.left, pair.right].sort())).toEqual([[left, right].sort()]);
		expect(unsettled(open.doubtful)[0]?.sources).toEqual(['s-1', 's-2']);
		expect(of(sources, { answers: new Map([[pairKey(right, left), 'same']]) }).concepts).toHaveLength(1);
		const different = of(sources, { answers: new Map([[pairKey(left, right), 'different']]) });
		expect(different.concepts).toHaveLength(2);
		expect(different.doubtful).toEqual([]);
	});

	it('an alias that two things claim belongs to neither and is recorded', () => {
		const identity = of([source('s-1', [mention('Limited Liability Hive', undefined, 3, ['LLH']), mention('LLH', ['name'], 4)]), source('s-2', [mention('Living Learning Hive', undefined, 3, ['LLH'])])]);
		expect(titles(identity)).toEqual(['Limited Liability Hive', 'Living Learning Hive']);
		expect(identity.ambiguities).toHaveLength(1);
		expect(identity.ambiguities[0]).toMatchObject({ names: ['LLH', 'Limited Liability Hive', 'Living Learning Hive'], sources: ['s-1', 's-2'] });
		expect(conceptOf(identity, 'LLH')).toBeNull();
		expect(identity.concepts.flatMap(({ aliases }) => aliases)).not.toContain('LLH');
	});
});

it('joins names of several languages that give the same translation', () => {
	const rows = [source('s-1', [mention('Tiefschlaf', undefined, 3, ['Deep sleep'])], 'de'), source('s-2', [mention('深度睡眠', undefined, 3, ['deep sleep'])], 'zh'), source('s-3', [mention('Deep sleep')], 'en')];
	const identity = of(rows);
	expect(identity.concepts).toHaveLength(1);
	expect(identity.ambiguities).toEqual([]);
	const same = of(rows.map(({ source: { id }, mentions }) => source(id, mentions, 'de')));
	expect(same.ambiguities).toHaveLength(1);
});

describe('what earns a page', () => {
	it.each<readonly [string, Mention, boolean]>([
		['a defined, coined term', mention('Token of Trust', ['definition', 'emphasis'], 2), true],
		['a note about it', mention('Stigmergy', ['title', 'definition'], 1), true],
		['a title alone', mention('Nature of Dissent', ['title', 'heading'], 0), false],
		['a heading that prose never names', mention('Architecture of Grace', ['heading'], 0), false],
		['a term explained in passing and used once', mention('Liminal archive', ['definition'], 1), false],
		['a term set apart and defined', mention('Brackwasser', ['definition', 'emphasis'], 1), true],
		['a phrase of one source', mention('moral rhythm', ['phrase'], 4), false],
		['a plain word', mention('system', ['emphasis', 'tag', 'heading'], 9), false],
		['a plain word once defined', mention('water', ['definition'], 3), false],
		['a name met once', mention('New Haven', ['name'], 1), false],
		['general words for other notes', mention('future papers', ['tag', 'heading'], 6), false],
		['general words that are defined', mention('data papers', ['definition', 'emphasis'], 3), true],
		['a proper name for other notes', mention('Federalist Papers', ['tag', 'heading'], 6), true],
		['a name in use', mention('Mycelium', ['name', 'emphasis'], 5), true],
		['an abbreviation in use', mention('DEIA', ['name', 'tag'], 5), true],
		['a Chinese term', mention('遗忘曲线', ['definition', 'heading'], 2), true],
		['an Arabic term', mention('منحنى النسيان', ['definition', 'title'], 2), true],
	])('%s', (_, found, page) => {
		expect(of([source('s-1', [found])]).concepts).toHaveLength(page ? 1 : 0);
	});

	it('a phrase that recurs in several sources', () => {
		const rows = ['s-1', 's-2', 's-3'].map((id) => source(id, [mention('collective intelligence', ['phrase'], 3)]));
		expect(titles(of(rows))).toEqual(['Collective intelligence']);
	});

	it('is not lost in a large vault, and a term in most notes still counts', () => {
		const rows = Array.from({ length: 500 }, (_, index) => source(`s-${String(index).padStart(4, '0')}`, [mention('Common Good', ['emphasis'], 1), ...(index === 7 ? [mention('Token of Trust')] : [])]));
		expect(titles(of(rows))).toEqual(['Common Good', 'Token of Trust']);
	});

	it('obeys the threshold and a person’s denial', () => {
		const rows = [source('s-1', [mention('Heartbeat Channels', ['emphasis', 'heading'], 3)])];
		expect(of(rows).concepts).toHaveLength(1);
		expect(of(rows, { minMentions: 4 }).concepts).toHaveLength(0);
		expect(of(rows, { denied: new Set(['heartbeat channels']) }).concepts).toHaveLength(0);
	});
});

describe('kinds', () => {
	it.each<readonly [string, Mention, Concept['kind']]>([
		['a person', { ...mention('Sewell Setzer', ['name'], 4), kind: 'entity' }, 'entity'],
		['an idea', { ...mention('Grace interval'), kind: null }, 'concept'],
		['a capitalised idea', mention('Common Good', ['name', 'emphasis'], 9), 'concept'],
	])('%s', (_, found, kind) => {
		const identity = of([source('s-1', [found]), source('s-2', [found])]);
		expect(identity.concepts[0]?.kind).toBe(kind);
	});
});

describe('ids', () => {
	const rows = [source('s-1', [mention('Grace interval')]), source('s-2', [mention('Common Good')])];

	it('come from the title and differ', () => {
		const ids = of(rows).concepts.map(({ id }) => id);
		expect(new Set(ids).size).toBe(2);
		for (const id of ids) expect(id).toMatch(/^c-[0-9a-z]{6,}$/);
	});

	it('stay as long as any name is known, and so does a title that is still written', () => {
		const previous = [{ id: 'c-kept00', title: 'Mercy window', aliases: ['grace interval'] }];
		expect(of(rows, { previous }).concepts.find(({ title }) => title === 'Grace interval')?.id).toBe('c-kept00');
		const both = [source('s-1', [mention('Grace interval', undefined, 9, ['Mercy window'])]), source('s-2', [mention('Mercy window', ['name'], 1)])];
		expect(of(both, { previous }).concepts[0]).toMatchObject({ id: 'c-kept00', title: 'Mercy window' });
	});

	it('of one known concept never go to two', () => {
		const previous = [{ id: 'c-kept00', title: 'Grace interval', aliases: ['Common Good'] }];
		const ids = of(rows, { previous }).concepts.map(({ id }) => id);
		expect(ids).toContain('c-kept00');
		expect(new Set(ids).size).toBe(2);
	});
});

const NAMES = ['Grace interval', 'Grace Intervals', 'grace event', 'LLH', 'Limited Liability Hive', 'Living Learning Hive', 'The Common Good', 'common good', 'Müller', 'Mueller', 'Muller', '遗忘曲线', 'Hive', 'Hives', 'Protocol of Grace', 'Grace Protocol'];
const anyMention = fc.record({
	name: fc.constantFrom(...NAMES),
	aliases: fc.array(fc.constantFrom(...NAMES), { maxLength: 2 }),
	kind: fc.constantFrom(null, 'concept' as const, 'entity' as const),
	signals: fc.uniqueArray(fc.constantFrom<MentionSignal>('title', 'heading', 'definition', 'emphasis', 'name', 'phrase', 'tag', 'link', 'alias'), { minLength: 1, maxLength: 4 }),
	count: fc.nat(6),
});
const vault = fc.array(fc.array(anyMention, { maxLength: 6 }), { maxLength: 6 }).map((rows) => rows.map((mentions, index) => source(`s-${String(index)}`, mentions, index % 2 === 0 ? 'en' : 'de')));

it('does not depend on the order of the sources or of their mentions', () => {
	fc.assert(
		fc.property(vault, (rows) => {
			const turned = [...rows].reverse().map(({ source: found, mentions }) => ({ source: found, mentions: [...mentions].reverse() }));
			const [a, b] = [of(rows), of(turned)];
			expect(b.concepts).toEqual(a.concepts);
			expect(b.ambiguities).toEqual(a.ambiguities);
			expect(b.doubtful).toEqual(a.doubtful);
			expect([...b.byName].sort()).toEqual([...a.byName].sort());
		}),
		{ numRuns: 400 },
	);
});

it('is the same from a book of names kept from change to change as from one made anew', () => {
	const step = fc.dictionary(fc.constantFrom('s-0', 's-1', 's-2', 's-3'), fc.option(fc.array(anyMention, { maxLength: 6 }), { nil: null }));
	const languageOf = (id: string): string => (id === 's-1' ? 'de' : 'en');
	fc.assert(
		fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
			const now = new Map<string, readonly Mention[]>();
			let kept: NameBook | null = nameBook();
			for (const changes of steps) {
				for (const [id, mentions] of Object.entries(changes)) {
					if (now.has(id)) expect(kept?.take(id, languageOf(id), now.get(id) ?? [])).toBe(true);
					now.delete(id);
					if (mentions === null) continue;
					kept?.add(id, languageOf(id), mentions);
					now.set(id, mentions);
				}
				kept = decodeNameBook(kept?.encode() ?? '');
				const rows = [...now].map(([id, mentions]) => source(id, mentions, languageOf(id)));
				expect(of(rows, kept === null ? {} : { names: kept })).toEqual(of(rows));
			}
			expect(kept).not.toBeNull();
		}),
		{ numRuns: 300 },
	);
});

it('knows that a book does not hold what is to be taken away', () => {
	const book = bookOf([source('s-1', [mention('Grace Interval')])]);
	expect(book.take('s-2', 'en', [])).toBe(false);
	expect(book.take('s-1', 'en', [mention('Grace Interval'), mention('Hive')])).toBe(false);
	for (const text of ['', '[]', '{}', '{"sources":["s-1"],"names":[["a",["a",1,1],[1],[],[0,0,0],[],[]]]}', '{"sources":["s-1"],"names":[["a",["a",-1,1],[0],[],[0,0,0],[],[]]]}']) expect(decodeNameBook(text), text).toBeNull();
});

it('gives every name to one concept, and runs on its own result without change', () => {
	fc.assert(
		fc.property(vault, (rows) => {
			const first = of(rows);
			expect(new Set(first.concepts.map(({ id }) => id)).size).toBe(first.concepts.length);
			for (const { id, title, aliases } of first.concepts) for (const name of [title, ...aliases]) expect(conceptOf(first, name)).toBe(id);
			expect(of(rows, { previous: first.concepts }).concepts).toEqual(first.concepts);
		}),
		{ numRuns: 300 },
	);
});

it('weighs ten thousand notes in little time', () => {
	const words = Array.from({ length: 3_000 }, (_, index) => `Term ${index.toString(36)}x of ${(index * 7).toString(36)}y`);
	const rows = Array.from({ length: 10_000 }, (_, index) => source(`s-${String(index)}`, Array.from({ length: 30 }, (_unused, at) => mention(words[(index * 31 + at * 97) % words.length] ?? '', ['emphasis', 'name'], 2))));
	const before = processorTime();
	const identity = of(rows);
	expect(identity.concepts.length).toBeGreaterThan(1_000);
	expect(processorTime() - before).toBeLessThan(6_000);
});

describe('buildDictionary', () => {
	const concept = (id: string, title: string, aliases: readonly string[] = []): Pick<Concept, 'id' | 'title' | 'aliases'> => ({ id, title, aliases });
	const dictionary = buildDictionary(
		[concept('c-1', 'Common Good'), concept('c-2', 'Hive', ['Hives']), concept('c-3', 'Limited Liability Hive', ['LLH']), concept('c-4', 'R&D'), concept('c-5', '遗忘曲线'), concept('c-6', 'Edge'), concept('c-7', 'Inter-Hive Covenant'), concept('c-8', 'James C. Scott'), concept('c-9', 'C++'), concept('c-10', 'US'), concept('c-11', 'Twin'), concept('c-12', 'Twin'), concept('c-13', 'ethics.yml'), concept('c-14', '曲线')],
		new Set(['c-6']),
	);
	const found = (text: string): string[] => dictionary.find(text).map(({ conceptId, start, end }) => `${conceptId}:${text.slice(start, end)}`);

	it.each<readonly [string, readonly string[]]>([
		['The common good of all Hives.', ['c-1:common good', 'c-2:Hives']],
		['The Limited Liability Hive (LLH) is a hive.', ['c-3:Limited Liability Hive', 'c-3:LLH', 'c-2:hive']],
		['A Hive’s members and the LLHs', ['c-2:Hive', 'c-3:LLHs']],
		['common. Good', []],
		['uncommon goodness', []],
		['our R & D and R&D', ['c-4:R & D', 'c-4:R&D']],
		['an inter hive covenant', ['c-7:inter hive covenant']],
		['the **Common** Good', ['c-1:Common** Good']],
		['James C. Scott wrote C++ in C', ['c-8:James C. Scott', 'c-9:C++']],
		['the Edge is no edge', ['c-6:Edge']],
		['the US told us', ['c-10:US']],
		['Twin', []],
		['write `ethics.yml` now', ['c-13:ethics.yml']],
		['艾宾浩斯的遗忘曲线和曲线', ['c-5:遗忘曲线', 'c-14:曲线']],
		['Common\nGood', ['c-1:Common\nGood']],
		['Common\n\nGood', []],
	])('%s', (text, expected) => {
		expect(found(text)).toEqual(expected);
	});

	it('is total, ordered and never overlaps', () => {
		const parts = fc.array(fc.oneof(fc.constantFrom('Hive', ' ', 'Common Good', '遗忘曲线', 'R&D', '++', '. ', 'LLH', "'s", '-'), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 20 }).map((all) => all.join(''));
		fc.assert(
			fc.property(parts, (text) => {
				let last = 0;
				for (const { start, end } of dictionary.find(text)) {
					expect(start).toBeGreaterThanOrEqual(last);
					expect(end).toBeGreaterThan(start);
					expect(end).toBeLessThanOrEqual(text.length);
					last = end;
				}
			}),
		);
	});

	it('reads much text against many names in little time', () => {
		const many = buildDictionary(Array.from({ length: 15_000 }, (_, index) => concept(`c-${String(index)}`, `Term ${index.toString(36)} of ${(index * 7).toString(36)}`)));
		const text = 'The hive keeps term 3k of ow in its memory, and nobody knows the term of it. '.repeat(30_000);
		const before = processorTime();
		expect(many.find(text).length).toBeGreaterThan(1_000);
		expect(processorTime() - before).toBeLessThan(4_000);
	});
});
