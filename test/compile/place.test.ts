import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldName } from '../../src/model/fold.js';
import { pathKey } from '../../src/vault/vault-path.js';
import { vaultNames } from '../../src/compile/place.js';
import { processorTime } from '../processor-time.js';

const OURS = new Map([
	['wiki/concepts/Sleep.md', { id: 'c-sleep' }],
	['wiki/concepts/Σοφός.md', { id: 'c-wise' }],
]);
const names = (): ReturnType<typeof vaultNames> => vaultNames(['raw/Sleep.md', 'Tea.md', 'wiki/concepts/Straße.md', ...OURS.keys()], OURS);

it.each([
	['a path where nothing stands', 'wiki/concepts/Dream.md', 'c-dream', false],
	['the place of another page', 'wiki/concepts/Sleep.md', 'c-dream', true],
	['the place of another page in other letters', 'wiki/concepts/SLEEP.md', 'c-dream', true],
	['its own place', 'wiki/concepts/Sleep.md', 'c-sleep', false],
	['its own place in other letters', 'wiki/concepts/sleep.MD', 'c-sleep', false],
	['the same name in another folder', 'wiki/entities/Sleep.md', 'c-dream', false],
	['the place of a note that a person wrote', 'TEA.md', 'c-tea', true],
	['a place in letters that compose', 'wiki/concepts/Straße.md', 'c-road', true],
	['a small sigma at the end of a word and in it', 'wiki/concepts/ΣΟΦΌΣ.md', 'c-other', true],
	['the same, its own', 'wiki/concepts/σοφόσ.md', 'c-wise', false],
])('a page finds taken or free: %s', (_, path, subject, taken) => {
	expect(names().taken(path, subject)).toBe(taken);
});

it('a place that was claimed is taken for all others from then on, and stays with who had it first', () => {
	const vault = names();
	vault.claim('wiki/concepts/Dream.md', 'c-dream');
	vault.claim('wiki/concepts/Dream.md', 'c-other');
	vault.claim('raw/Sleep.md', 'c-other');
	expect(vault.taken('wiki/concepts/dream.md', 'c-other')).toBe(true);
	expect(vault.taken('wiki/concepts/dream.md', 'c-dream')).toBe(false);
	expect(vault.taken('raw/Sleep.md', 'c-other')).toBe(true);
});

it('a link names a page alone where no other file has that name, and by its path where one does', () => {
	const vault = names();
	expect(vault.linkPath('wiki/concepts/Sleep.md')).toBe('wiki/concepts/Sleep');
	expect(vault.linkPath('wiki/concepts/Straße.md')).toBe('Straße');
	vault.claim('wiki/entities/Straße.md', 'c-road');
	expect(vault.linkPath('wiki/concepts/Straße.md')).toBe('wiki/concepts/Straße');
});

const NAMES = ['Tea', 'tea', ' Tea', 'a  b', 'A b', 'ab', 'Zoë', 'Zoe\u0308', 'ZOË', 'it’s', "It's", 'x–y', 'X-Y', 'ΟΔΟΣ', 'οδοσ', '\ufb01sh', 'fish', '茶', 'Übung', 'U\u0308bung', 'übung', 'x—y', '×'];
const path = fc.tuple(fc.constantFrom('', 'raw/', 'wiki/'), fc.constantFrom(...NAMES), fc.constantFrom('.md', '.MD', '.canvas')).map((parts) => parts.join(''));

it('places and links are told as they are by looking at every file', () => {
	const name = (each: string): string => foldName(each.slice(each.lastIndexOf('/') + 1).replace(/\.md$/i, '')).replaceAll('ς', 'σ');
	fc.assert(
		fc.property(fc.uniqueArray(path, { maxLength: 12 }), path, (files, asked) => {
			const vault = vaultNames(files, new Map());
			expect(vault.taken(asked, 'c-1')).toBe(files.some((file) => pathKey(file) === pathKey(asked)));
			const shared = new Set(files.filter((file) => name(file) === name(asked)).map(pathKey)).size > 1;
			expect(vault.linkPath(asked)).toBe(shared ? asked.replace(/\.md$/i, '') : asked.slice(asked.lastIndexOf('/') + 1).replace(/\.md$/i, ''));
		}),
	);
});

it('takes no longer for ten thousand files of one name than for as many names', () => {
	const files = Array.from({ length: 10_000 }, (_, at) => `raw/${String(at)}/index.md`);
	const before = processorTime();
	const vault = vaultNames(files, new Map());
	for (const file of files) {
		expect(vault.taken(file, 's-1')).toBe(true);
		expect(vault.linkPath(file)).toBe(file.slice(0, -'.md'.length));
	}
	expect(processorTime() - before).toBeLessThan(2_000);
});
