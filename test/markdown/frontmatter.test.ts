import { describe, expect, it } from 'vitest';
import { readFrontmatter, stringList } from '../../src/markdown/frontmatter.js';

describe('readFrontmatter', () => {
	it('reads properties, keeps dates as they are written and tells where the body starts', () => {
		const text = '\ufeff---\r\ntitle: "A: b"\r\ntags: [x, y]\r\ndate: 2025-10-16\r\n---\r\nbody';
		const { frontmatter, bodyStart, problems } = readFrontmatter(text);
		expect(frontmatter?.data).toEqual({ title: 'A: b', tags: ['x', 'y'], date: '2025-10-16' });
		expect(text.slice(bodyStart)).toBe('body');
		expect(frontmatter && text.slice(frontmatter.yaml.start, frontmatter.yaml.end)).toBe('title: "A: b"\r\ntags: [x, y]\r\ndate: 2025-10-16\r\n');
		expect(problems).toEqual([]);
	});

	it('reports a second block and takes over what only it has', () => {
		const text = '---\ntitle: upper\n---\n---\ntitle: lower\nkind: x\n---\nbody';
		const { frontmatter, bodyStart, problems } = readFrontmatter(text);
		expect(frontmatter?.data).toEqual({ title: 'upper', kind: 'x' });
		expect(text.slice(bodyStart)).toBe('body');
		expect(problems).toMatchObject([{ line: 4 }]);
	});

	it('takes two rules under the properties for rules', () => {
		const text = '---\ntitle: x\n---\n---\nSome prose that is no property.\n---\n';
		expect(text.slice(readFrontmatter(text).bodyStart)).toBe('---\nSome prose that is no property.\n---\n');
	});

	it.each([
		['broken YAML', '---\ntitle: x\ntags: [#a, #b]\n---\nbody', 3],
		['a colon in a value', '---\ntitle: a: b\n---\nbody', 2],
		['a name that stands twice', '---\na: 1\na: 2\n---\nbody', 3],
		['a list instead of properties', '---\n- a\n- b\n---\nbody', 2],
		['aliases that expand each other', `---\na: &a [x, x]\n${'bcdefghijklm'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefghijklm'.charAt(index)}, `.repeat(9)}]`).join('\n')}\n---\nbody`, 2],
		['brackets without an end', `---\na: ${'['.repeat(50_000)}\n---\nbody`, null],
		['a block that is too long', `---\na: ${'x'.repeat(300_000)}\n---\nbody`, 2],
	])('reports %s and keeps the body', (_name, text, line) => {
		const { frontmatter, bodyStart, problems } = readFrontmatter(text);
		expect(frontmatter?.data).toBeNull();
		expect(text.slice(bodyStart)).toBe('body');
		expect(problems).toHaveLength(1);
		if (line !== null) expect(problems[0]?.line).toBe(line);
	});

	it('makes nothing of a type that the YAML names', () => {
		expect(readFrontmatter('---\na: !!js/function "x"\n__proto__: {b: 1}\n---\n').frontmatter?.data).toHaveProperty('a', 'x');
		expect(Object.prototype).not.toHaveProperty('b');
	});

	it.each([
		['no frontmatter', 'a\n---\nb: c\n---\n', 0],
		['a rule at the start', '---\nprose\n', 0],
		['properties that are never closed', '---\ntitle: x\nbody', 1],
	])('reads %s as text', (_name, text, problems) => {
		const read = readFrontmatter(text);
		expect(read).toMatchObject({ frontmatter: null, bodyStart: 0 });
		expect(read.problems).toHaveLength(problems);
	});
});

describe('stringList', () => {
	it.each([
		[['a', ' b ', '', 3, true, null, {}], ['a', 'b', '3', 'true']],
		['a, b,,c', ['a', 'b', 'c']],
		['one', ['one']],
		[7, ['7']],
		[null, []],
		[undefined, []],
		[{ a: 1 }, []],
	])('reads %j', (value, strings) => {
		expect(stringList(value)).toEqual(strings);
	});
});
