import { fenceFor } from './fence.js';
import type { Prompt } from './prompt.js';

const instructions = `You read one passage of a note and write down what it claims, for a wiki in which every sentence cites its source.

A claim is one statement that the passage makes and that a reader could look for later: a definition, a fact, a rule, a cause, a number, an open question. Leave out greetings, navigation, to-dos, and remarks about the note itself. An empty list is a right answer for a passage that claims nothing.

For each claim:
- quote: the shortest run of words in the passage that says all of it, copied character for character, with its punctuation and spelling, also where it is wrong. Do not translate, correct or join parts that stand apart. A claim whose quote does not stand in the passage is thrown away.
- text: the same statement, complete by itself: put names where the quote says “it” or “this”. Keep the language of the passage. Say no more than the quote: no number, name or certainty that is not in it.
- stance: asserted where the note says it itself, reported where it says that somebody else does, questioned where it asks or doubts it.
- form: definition where it says what a thing is, list where it names the members or steps of something, question where it is one, otherwise statement.
- qualifiers: the words of the quote that limit it, copied: “up to”, “about”, “not”, “only”, “in 2019”.
- about: the names of what it is about, from mentions; for a definition, the defined thing first.
- weight: core where the passage would be pointless without it, useful where it adds to what is known, detail otherwise.

Mentions are the things that this passage says enough about to help a page of their own: ideas, methods, substances, people, places, works. Name few, and none that the passage only touches. Give each the name that the passage itself uses, as it would head a page, in the singular where the language has one. Add only aliases that the passage itself uses. Unknown is null, never a guess.`;

export const extractPrompt: Prompt<'extract'> = {
	instructions,
	input({ passage, title, aliases, tags, language }) {
		const about = JSON.stringify({ title, aliases, headings: passage.headings, tags, language }, null, 1);
		const fence = fenceFor([about, passage.text]);
		return `${fence.part('The note that the passage is from', about)}\n\n${fence.part('The passage', passage.text)}`;
	},
	specimen: { passage: { id: 's-0.0', sourceId: 's-0', headings: ['Heading'], start: 0, end: 5, text: 'Text.' }, title: 'Title', aliases: ['Alias'], tags: ['tag'], language: 'en' },
};
