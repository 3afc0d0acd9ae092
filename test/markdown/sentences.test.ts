import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../src/markdown/sentences.js';
import { processorTime } from '../processor-time.js';

const sentences = (text: string, language: string): string[] => splitSentences(text, language).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
	it.each<readonly [string, string, readonly string[]]>([
		['en', 'See No. 7 of the series. Then rest.', ['See No. 7 of the series.', 'Then rest.']],
		['en', 'Dr. J. Smith agreed. Mrs. Lee did not.', ['Dr. J. Smith agreed.', 'Mrs. Lee did not.']],
		['en', 'Fruit, e.g. apples, i.e. Food. It costs 3.5 dollars.', ['Fruit, e.g. apples, i.e. Food.', 'It costs 3.5 dollars.']],
		['en', 'The U.S. Senate voted. It lives in the U.S. The end.', ['The U.S. Senate voted.', 'It lives in the U.S.', 'The end.']],
		['en', 'He said “Go.” Then he went.', ['He said “Go.”', 'Then he went.']],
		['en', '"Really?" he asked. (It was so.) Yes!', ['"Really?" he asked.', '(It was so.)', 'Yes!']],
		['en', 'Wait… and see. Well… Maybe', ['Wait… and see.', 'Well…', 'Maybe']],
		['en', 'No final stop', ['No final stop']],
		['en', 'One line\n\nAnother', ['One line', 'Another']],
		['en', '1. First point. 2. Second point.', ['1. First point.', '2. Second point.']],
		['en', 'Bahdanau et al. (2014) found it. We did too.', ['Bahdanau et al. (2014) found it.', 'We did too.']],
		['de', 'Das gilt z. B. für Nr. 5 und Hr. Maier. Es stimmt d. h. immer.', ['Das gilt z. B. für Nr. 5 und Hr. Maier.', 'Es stimmt d. h. immer.']],
		['de', 'Am 3. Mai begann der 2. Weltkrieg nicht. Im Jahr 1990. Der Rest folgt.', ['Am 3. Mai begann der 2. Weltkrieg nicht.', 'Im Jahr 1990.', 'Der Rest folgt.']],
		['de', 'Brot, Butter usw. Das reicht.', ['Brot, Butter usw.', 'Das reicht.']],
		['fr', 'M. Dupont arrive. C’est p. ex. un test ! Oui.', ['M. Dupont arrive.', 'C’est p. ex. un test !', 'Oui.']],
		['es', '¿Qué es? Es un método. ¡Sí!', ['¿Qué es?', 'Es un método.', '¡Sí!']],
		['zh', '间隔重复是一种方法。它“很有效。”然后呢？好！', ['间隔重复是一种方法。', '它“很有效。”', '然后呢？', '好！']],
		['zh', '他说：“好！”，然后走了。', ['他说：“好！”，然后走了。']],
		['ar', 'ما هذا؟ هذا كتاب. نعم', ['ما هذا؟', 'هذا كتاب.', 'نعم']],
		['hi', 'यह एक किताब है। वह अच्छी है।', ['यह एक किताब है।', 'वह अच्छी है।']],
	])('%s: %s', (language, text, expected) => {
		expect(sentences(text, language)).toEqual(expected);
	});

	it('loses no character but white space, on any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('en', 'de', 'zh', 'und'), (text, language) => {
				expect(sentences(text, language).join('').replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
			}),
		);
	});

	it.each(['a.'.repeat(200_000), '. '.repeat(200_000), `${'A. '.repeat(100_000)}`, '"'.repeat(300_000), '\n'.repeat(300_000), `${' \n'.repeat(200_000)}x`])('stays quick on hostile text', (text) => {
		const before = processorTime();
		splitSentences(text, 'de');
		expect(processorTime() - before).toBeLessThan(3_000);
	});
});
