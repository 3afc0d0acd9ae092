import { describe, expect, it } from 'vitest';
import { lexemeOf } from '../../../../src/worker/offline/judge/lexeme.js';
import { readStatement } from '../../../../src/worker/offline/judge/statement.js';
import { stemOf, type Tongue } from '../../../../src/worker/offline/judge/tongue.js';

const TONGUES: readonly Tongue[] = ['en', 'de', 'zh', 'ar', 'fr', 'es'];
/** Words that every plain object knows; a note about programming has them all. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

describe('stemOf', () => {
	it.each(INHERITED)('takes "%s" for a word like any other', (word) => {
		for (const tongue of TONGUES) {
			expect(typeof stemOf(word, tongue)).toBe('string');
			expect(typeof stemOf(word.toLowerCase(), tongue)).toBe('string');
			expect(lexemeOf(word.toLowerCase(), tongue).roles).toBeNull();
		}
	});

	it('lets the inflections of a word meet', () => {
		for (const [one, other] of [['took', 'takes'], ['loaves', 'loaf'], ['stopped', 'stop'], ['studies', 'study']] as const) expect(stemOf(one, 'en')).toBe(stemOf(other, 'en'));
	});
});

it('reads a statement about constructors', () => {
	const text = `The constructor has 3 prototypes and no ${INHERITED.join(' ')}.`;
	expect(readStatement({ text, qualifiers: [], headings: INHERITED, names: INHERITED, language: 'en' }).barred).toBeNull();
});
