import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionWords, guessLanguage } from '../../src/markdown/language.js';

describe('guessLanguage', () => {
	it.each([
		['en', 'The hive must hum, and it is a good thing for all of us.'],
		['de', 'Der Hund ist nicht in dem Haus, und das ist gut für die Katze.'],
		['fr', 'La courbe de l’oubli est un modèle qui décrit la perte de mémoire.'],
		['es', 'La curva del olvido es un modelo que describe la pérdida de la memoria.'],
		['it', 'La curva è un modello che descrive la perdita della memoria nel tempo.'],
		['nl', 'De hond is niet in het huis en dat is goed voor de kat.'],
		['pt', 'A curva é um modelo que descreve a perda da memória com o tempo.'],
		['ru', 'Это график, который показывает, как память слабеет со временем.'],
		['uk', 'Це графік, який показує, як пам’ять слабшає з часом і що її зміцнює.'],
		['zh', '间隔重复是一种学习方法。'],
		['ja', '分散学習とは、間隔を空けて復習する方法です。'],
		['ko', '간격 반복은 학습 방법이다.'],
		['ar', 'التكرار المتباعد هو أسلوب للتعلم.'],
		['he', 'זהו מבחן של שפה.'],
		['el', 'Αυτό είναι ένα κείμενο.'],
		['hi', 'यह एक किताब है।'],
		['th', 'นี่คือการทดสอบ'],
		['und', 'foo bar baz'],
		['und', ''],
		['und', '12 34 ?!'],
	])('%s', (language, text) => {
		expect(guessLanguage(text)).toBe(language);
	});

	it('is not led astray by links and code', () => {
		expect(guessLanguage('Das ist der Text. `if the value of this is not in the list` [x](https://example.com/the/and/of/to/is)')).toBe('de');
	});

	it.each<readonly [string, string[], string]>([
		['Quick note: Roggen, Wasser, Salz.', ['de'], 'de'],
		['Quick note: Roggen, Wasser, Salz.', ['de', 'en'], 'und'],
		['Het brood is van de bakker en het meel is van de molen.', ['nl', 'en'], 'nl'],
		['Het brood is van de bakker en het meel is van de molen.', ['ar'], 'nl'],
		['遗忘曲线是指记忆随时间衰退的规律。', ['de', 'en'], 'zh'],
		['', ['de'], 'und'],
	])('of %j, where %j are expected, is %s', (text, expected, language) => expect(guessLanguage(text, expected)).toBe(language));

	it('answers for any text', () => {
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^[a-z]{2,3}$/.test(guessLanguage(text))));
	});
});

it('falls back to English function words', () => {
	expect(functionWords('und').has('the')).toBe(true);
	expect(functionWords('de').has('nicht')).toBe(true);
});
