import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, pageFileName, pathKey, uniqueFileName, vaultPath } from '../../src/vault/vault-path.js';
import { processorTime } from '../processor-time.js';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

describe('vaultPath', () => {
	it.each([
		'wiki/concepts/Spaced repetition.md',
		'wiki/間隔反復.md',
		'wiki/تكرار متباعد.md',
		'wiki/🧠 Memory ❤️.md',
		'wiki/Café, 50 % off & more (2nd).md',
		'wiki/a..b.md',
		'wiki/console.md',
		'wiki/com10.md',
		`wiki/${'é'.repeat(98)}.md`,
	])('accepts %s', (path) => {
		expect(vaultPath(path)).toEqual({ ok: true, value: path });
	});

	it.each([
		'', '/', '/etc/passwd', '\\\\server\\share', '\\x', 'C:\\x', 'c:x', 'C:/x', '//server/share',
		'..', '.', '../x', 'wiki/../raw/x.md', 'wiki/./x.md', 'wiki//x.md', 'wiki/', 'wiki/..', '..\\x', 'wiki\\..\\raw\\x.md',
		'wiki/%2e%2e/x.md', 'wiki/%2E%2E%2Fx.md', '..%2fx', '%2e%2e%5cx', '%252e%252e/x', 'x%00.md', 'x%0a.md',
		'~', '~/.ssh/authorized_keys', '~root/x',
		'wiki/x\0.md', 'wiki/x\n.md', 'wiki/x\u007f.md', 'wiki/x\u0085.md', 'wiki/x\u202egnp.md', 'wiki/x\u200b.md', 'wiki/x\u200d.md', 'wiki/\ufeffx.md',
		'wiki/x\u2066.md', 'wiki/x\u{e0041}.md', 'wiki/x\u{e0101}.md', 'wiki/x\u3164.md', 'wiki/x\u00ad.md', 'wiki/x\u2028.md', 'wiki/\ud800.md', 'wiki/x\ufe01.md',
		'wiki/a:b.md', 'wiki/x.md::$DATA', 'wiki/a*b.md', 'wiki/a?b.md', 'wiki/a"b.md', 'wiki/a<b.md', 'wiki/a>b.md', 'wiki/a|b.md',
		'wiki/a#b.md', 'wiki/a^b.md', 'wiki/a[b.md', 'wiki/a]b.md',
		'wiki/x.', 'wiki/x ', 'wiki/ x', 'wiki/x\u00a0', 'wiki /x.md', 'wiki./x.md',
		'.obsidian/app.json', 'wiki/.git/config', 'wiki/...',
		'CON', 'wiki/con.md', 'wiki/NUL.tar.gz', 'wiki/aux /x.md', 'wiki/Com1.md', 'wiki/LPT¹.md', 'wiki/com0', 'conin$', 'wiki/prn .md',
		`wiki/${'é'.repeat(101)}`, `wiki/${'a'.repeat(201)}`,
	])('rejects %j and says why', (path) => {
		const result = vaultPath(path);
		expect(result.ok).toBe(false);
		if (!result.ok) expect(result.error).toMatch(/^The path .{5,}\.$/s);
	});

	it('never lets a segment point elsewhere', () => {
		const piece = fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', 'a', ' ', ':', '~', '\0', 'raw', '\u200b');
		fc.assert(fc.property(fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')), (path) => {
			if (!vaultPath(path).ok) return;
			expect(new URL(path.replace(/%/g, '%25'), 'file:///vault/').pathname.startsWith('/vault/')).toBe(true);
			expect(path.split('/').some((segment) => /^\.*$/.test(segment))).toBe(false);
		}), { numRuns: 5000 });
	});
});

describe('pathKey', () => {
	it.each([
		['wiki/Caf\u00e9.md', 'wiki/cafe\u0301.md'],
		['Wiki/FOO.md', 'wiki/foo.md'],
		['wiki/ΟΔΟΣ.md', 'wiki/οδος.md'],
		['wiki/\u212bngstr\u00f6m.md', 'wiki/Ångström.md'],
	])('takes %s and %s for twins', (a, b) => {
		expect(pathKey(a)).toBe(pathKey(b));
	});
	it('keeps other names apart', () => {
		expect(pathKey('wiki/resume.md')).not.toBe(pathKey('wiki/résumé.md'));
		expect(pathKey('wiki/Strasse.md')).not.toBe(pathKey('wiki/Straße.md'));
	});
	it('is idempotent', () => {
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (path) => {
			expect(pathKey(pathKey(path))).toBe(pathKey(path));
		}));
	});
});

describe('isInside', () => {
	it.each([
		['wiki/a.md', 'wiki', true],
		['wiki/x/a.md', 'wiki', true],
		['wiki', 'wiki', false],
		['wiki/', 'wiki', false],
		['wikipedia/a.md', 'wiki', false],
		['Wiki/a.md', 'wiki', false],
		['a.md', '', true],
	])('%s in %s: %s', (path, folder, inside) => {
		expect(isInside(path, folder)).toBe(inside);
	});
});

describe('pageFileName', () => {
	it.each([
		['Spaced repetition', 'Spaced repetition'],
		['TCP/IP', 'TCP-IP'],
		['Make It Stick: The Science', 'Make It Stick - The Science'],
		['Meeting at 10:30', 'Meeting at 10-30'],
		['What is memory?', 'What is memory'],
		['The "testing effect" <draft>', "The 'testing effect' ‹draft›"],
		['C# and F#', 'C♯ and F♯'],
		['a|b [[c]] ^d', 'a-b ((c)) ˆd'],
		['  two\n lines\t', 'two lines'],
		['.NET', 'NET'],
		['etc...', 'etc'],
		['CON', 'CON_'],
		['aux.c', 'aux_.c'],
		['~tilde', 'tilde'],
		['100%2e', '100％2e'],
		['50 % of it', '50 % of it'],
		['間隔反復／記憶', '間隔反復／記憶'],
		['تكرار متباعد', 'تكرار متباعد'],
		['🧠 Memory ❤️', '🧠 Memory ❤️'],
		['cafe\u0301', 'caf\u00e9'],
		['a\u200bb\u202ec', 'abc'],
	])('%j becomes %j', (title, name) => {
		expect(pageFileName(title)).toBe(name);
	});

	it.each(['', ' ', '???', '...', '\u200b', '::', '/', '\ud800'])('%j becomes an untitled name with a hash', (title) => {
		expect(pageFileName(title)).toMatch(/^Untitled [0-9a-z]{8}$/);
	});

	it('cuts a title of 300 characters at a word and tells it from its neighbour', () => {
		const long = 'a word and another '.repeat(16).trim();
		const name = pageFileName(long);
		expect(name).toMatch(/^(?:a word and another )+.*(?:a|word|and|another) [0-9a-z]{8}$/);
		expect(bytes(name)).toBeLessThanOrEqual(180);
		expect(pageFileName(`${long}!`)).not.toBe(name);
	});

	it('cuts between characters, never inside one', () => {
		expect(pageFileName('間'.repeat(300))).toMatch(/^間{57} [0-9a-z]{8}$/);
		expect(pageFileName('🇩🇪'.repeat(100))).toMatch(/^(?:🇩🇪)+ [0-9a-z]{8}$/u);
	});

	it('takes a title of a million characters in its stride', () => {
		const begin = processorTime();
		expect(bytes(pageFileName('x'.repeat(1_000_000)))).toBeLessThanOrEqual(180);
		expect(processorTime() - begin).toBeLessThan(500);
	});

	const nasty = fc.array(
		fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom('/', ':', '..', '.', ' ', 'CON', 'nul.', '%2e', '%', '2e', '~', '\u0301', '\u200d', '👨‍👩‍👧', '\ud83d', '\u3164', '<\u0338', 'ß', 'a'.repeat(90), '字'.repeat(40)),
		),
		{ maxLength: 12 },
	).map((parts) => parts.join(''));

	it('is total, accepted, composed and idempotent', () => {
		fc.assert(fc.property(nasty, (title) => {
			const name = pageFileName(title);
			expect(vaultPath(name)).toEqual({ ok: true, value: name });
			expect(vaultPath(`wiki/concepts/${name}.md`).ok).toBe(true);
			expect(name.normalize('NFC')).toBe(name);
			expect(pageFileName(name)).toBe(name);
		}), { numRuns: 5000 });
	});

	it('uniqueFileName tells every title apart, also by case and composition', () => {
		fc.assert(fc.property(fc.array(fc.oneof(nasty, fc.constantFrom('A/B', 'A\\B', 'a-b', 'A:B', 'A|b', 'x'.repeat(300))), { maxLength: 12 }), (titles) => {
			const keys = new Set<string>();
			for (const title of titles) {
				const name = uniqueFileName(title, (key) => keys.has(key));
				expect(vaultPath(`wiki/${name}.md`).ok).toBe(true);
				expect(keys.has(pathKey(name))).toBe(false);
				keys.add(pathKey(name));
			}
		}), { numRuns: 500 });
	});
});
