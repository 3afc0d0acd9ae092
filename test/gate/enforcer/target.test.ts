import { describe, expect, it } from 'vitest';
import { readTarget, type Target } from '../../../src/gate/enforcer/target.js';
import { processorTime } from '../../processor-time.js';

function target(glob: string): Target {
	const read = readTarget(glob);
	if (!read.ok) throw new Error(`${glob} ${read.error}`);
	return read.value;
}

describe('a forbidden target', () => {
	it.each([
		['wiki/concepts/Secret.md', 'wiki/concepts/Secret.md'],
		['wiki/concepts/Secret.md', 'wiki/concepts/SECRET.md'],
		['wiki/concepts/Secret.md', 'Wiki/Concepts/secret.MD'],
		['wiki/concepts/Café.md', 'wiki/concepts/Cafe\u0301.md'],
		['wiki/concepts/Cafe\u0301*.md', 'wiki/concepts/CAFÉ notes.md'],
		['wiki/concepts/Secret*.md', 'wiki/concepts/Ｓｅｃｒｅｔ.md'],
		['wiki/concepts/Secret.md', 'wiki/concepts/Ｓecret.md'],
		['wiki/Σίσυφος*.md', 'wiki/ΣΊΣΥΦΟΣ.md'],
		['wiki/private', 'wiki/private/a/b.md'],
		['wiki/private/', 'wiki/Private/b.md'],
		['wiki/private/**', 'wiki/private'],
		['wiki/private/**', 'wiki/private/.hidden/b.md'],
		['wiki/**', 'wiki/a\nb.md'],
		['wiki/*', 'wiki/.a.md'],
		['**', 'output/x.md'],
		['**/Diary.md', 'wiki/Diary.md'],
		['wiki/a?c.md', 'wiki/a😀c.md'],
		['wiki/[[:upper:]]*.md', 'wiki/abc.md'],
		['wiki/[!b]*.md', 'wiki/😀.md'],
		['wiki/{a,b}.md', 'wiki/B.md'],
		['wiki/Mercury (planet).md', 'wiki/Mercury (planet).md'],
		['wiki/Mercury (*).md', 'wiki/Mercury (god).md'],
		['wiki/a+b|c$^*.md', 'wiki/a+b|c$^d.md'],
		['wiki/a*.md', 'wiki/a／b.md'],
		['wiki/x*', `wiki/${'a'.repeat(2_000)}`],
	])('%j forbids %j', (glob, path) => {
		expect(target(glob).forbids(path)).toBe(true);
	});
	it.each([
		['wiki/concepts/Secret.md', 'wiki/concepts/Secrets.md'],
		['wiki/private', 'wiki/private notes.md'],
		['wiki/*.md', 'wiki/a/b.md'],
		['wiki/private/**', 'wiki/public/a.md'],
		['wiki/a.b*', 'wiki/aXb'],
		['*.md', 'wiki/a.md'],
	])('%j does not forbid %j', (glob, path) => {
		expect(target(glob).forbids(path)).toBe(false);
	});
	it.each(['', ' ', '!wiki/**', '!(a).md', '+(a|b)*', '@(a)', 'wiki/+(+(a))b', '../x', 'wiki/../raw/**', './wiki/**', '/wiki/**', 'wiki//a', 'wiki\\a*', 'wiki/[ab', 'wiki/[z-a]*', '**/**/a/**', '*a*a*a*a', 'wiki/{a*,b}', 'wiki/{a,{b,c}}', 'wiki/**{a,b}', '[ab]**/x', 'wiki/{1..100000}', 'a'.repeat(301)])('%j is refused, for it would not mean what it seems to', (glob) => {
		expect(readTarget(glob).ok).toBe(false);
	});
	it('takes bounded time', () => {
		for (const glob of ['*a*a*a', '**/*a*a*', '**/a*/**/*b*', '{a,aa,aaa}{a,aa,aaa}{a,aa,aaa}{a,aa,aaa}{a,aa,aaa}*', '**/a/**']) {
			const { forbids } = target(glob);
			for (const path of ['a'.repeat(255), 'a/'.repeat(490), `${'a'.repeat(250)}/${'a'.repeat(250)}/${'a'.repeat(250)}/b`, '/'.repeat(900)]) {
				const start = processorTime();
				forbids(path);
				expect(processorTime() - start, `${glob} ${path.slice(0, 20)}`).toBeLessThan(300);
			}
		}
	});
});

describe('what an exemption covers', () => {
	it.each([
		['wiki/A.md', 'wiki/a.md'],
		['wiki/Café.md', 'wiki/Cafe\u0301.md'],
		['wiki/A*.md', 'wiki/a1.md'],
		['wiki/private', 'wiki/private/a.md'],
		['wiki/x*', `wiki/x${'a'.repeat(2_000)}`],
	])('%j does not cover %j', (glob, path) => {
		expect(target(glob).covers(path)).toBe(false);
	});
	it.each([['wiki/A.md', 'wiki/A.md'], ['wiki/A*.md', 'wiki/A1.md'], ['wiki/private/**', 'wiki/private/a.md']])('%j covers %j', (glob, path) => {
		expect(target(glob).covers(path)).toBe(true);
	});
});
