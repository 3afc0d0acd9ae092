import fc from 'fast-check';
import picomatch from 'picomatch/posix';
import { describe, expect, it } from 'vitest';
import { globSource } from '../../../src/gate/enforcer/glob.js';
import { readTarget } from '../../../src/gate/enforcer/target.js';

const OPTIONS = { posix: true, dot: true, nonegate: true, noextglob: true, strictBrackets: true, debug: true, flags: 's' } as const;
// Without `u`, under which the library makes patterns of blanks and accents that cannot be read.
const asLetters = (glob: string): string => glob.replace(/[()|]/g, '\\$&');

const part = fc.array(fc.constantFrom('a', 'b', 'A', '.', '-', 'é', ' ', '(', ')', '$', '+'), { minLength: 1, maxLength: 4 }).map((letters) => letters.join('')).filter((name) => !name.endsWith('.'));
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const piece = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom('a', 'b', 'A', '.', '-', 'é', ' ', '(') },
	{ weight: 3, arbitrary: fc.constantFrom('*', '?', '/', '**', '/**/', '/**', '**/') },
	{ weight: 1, arbitrary: fc.constantFrom('[ab]', '[!a]', '[^b]', '[a-b]', '[.a]', '[[:upper:]]', '{a,b}', '{a,ab}') },
);
const glob = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('').replace(/\*{3,}/g, '**')).filter((each) => readTarget(each).ok && /[*?[\]{}]/.test(each) && !each.endsWith('/') && !each.includes('**/**'));

describe('a glob', () => {
	it('means what the library that others use takes it to mean', () => {
		fc.assert(
			fc.property(glob, path, (pattern, name) => {
				expect(new RegExp(globSource(pattern) ?? '(?!)', 'us').test(name), `${pattern} on ${name}`).toBe(picomatch(asLetters(pattern), OPTIONS)(name));
			}),
			{ numRuns: 3000 },
		);
	});

	it.each(['[ab', 'a]', '{a,b', 'a}', '{a}', '[]', '[a/b]', '{a,{b,c}}', '[[:nonsense:]]', '[[:alpha:]'])('%s is none', (pattern) => {
		expect(globSource(pattern)).toBeNull();
	});
});
