import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeManifest, EMPTY_MANIFEST, encodeManifest, type Manifest, type SourceEntry } from '../../../src/compile/state/manifest.js';
import { decodeNameBook, nameBook, type NameBook } from '../../../src/compile/state/name-book.js';
import type { Mention } from '../../../src/model/concept.js';

const entry = (path: string, hash: string): SourceEntry => ({ path, id: `s-${path}`, mtime: 5, size: 7, hash, title: `A “${path}”\n`, aliases: [hash], language: 'en', claims: 2, page: `wiki/sources/${path}` });
const manifestOf = (sources: readonly SourceEntry[]): Manifest => ({ ...EMPTY_MANIFEST, stale: ['c-1'], sources: new Map(sources.map((source) => [source.path, source])) });
const paths = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 });

it('a manifest that was read and changed is written with the bytes that it would have if it were made anew', () => {
	fc.assert(
		fc.property(paths, paths, paths, fc.boolean(), (all, changed, gone, onOneLine) => {
			const text = encodeManifest(manifestOf(all.map((path) => entry(path, 'old'))));
			const read = decodeManifest(onOneLine ? JSON.stringify(JSON.parse(text)) : text) ?? EMPTY_MANIFEST;
			const sources = new Map(read.sources);
			for (const path of gone) sources.delete(path);
			for (const path of changed) sources.set(path, entry(path, 'new'));
			const now = encodeManifest({ ...read, sources });
			expect(now).toBe(encodeManifest(manifestOf([...sources.values()])));
			expect(decodeManifest(now)?.sources).toEqual(new Map([...sources].sort(([a], [b]) => (a < b ? -1 : 1))));
		}),
	);
});

const mentions = (names: readonly string[]): Mention[] => names.map((name, at) => ({ name, count: at, signals: at % 2 === 0 ? ['title'] : ['name'], kind: at % 3 === 0 ? 'entity' : null, aliases: names.slice(0, at % 2) }));

it('a name book that was read and changed is written with the bytes that it would have if it were made anew', () => {
	const words = fc.uniqueArray(fc.constantFrom('Sleep', 'sleeps', 'Dream', 'Tea', '睡眠', 'The tea', 'R&D', 'a b'), { maxLength: 5 });
	fc.assert(
		fc.property(words, words, words, fc.boolean(), (left, before, after, onOneLine) => {
			const first = nameBook();
			first.add('s-1', 'en', mentions(left));
			first.add('s-2', 'de', mentions(before));
			const text = first.encode();
			const change = (book: NameBook | null): string | undefined => {
				expect(book?.take('s-2', 'de', mentions(before))).toBe(true);
				book?.add('s-2', 'de', mentions(after));
				return book?.encode();
			};
			const read = change(decodeNameBook(onOneLine ? JSON.stringify(JSON.parse(text)) : text));
			expect(read).toBe(change(first));
			expect(decodeNameBook(read ?? '')?.encode()).toBe(read);
		}),
	);
});
