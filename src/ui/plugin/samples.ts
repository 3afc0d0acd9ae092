import type { SampleNote } from '../desk/ports.js';
import desirableDifficulty from './sample/Desirable difficulty.md';
import flashcards from './sample/Flashcards that work.md';
import hermannEbbinghaus from './sample/Hermann Ebbinghaus.md';
import howIStudy from './sample/How I study now.md';
import interleaving from './sample/Interleaving.md';
import retrievalPractice from './sample/Retrieval practice.md';
import sleep from './sample/Sleep and memory.md';
import firstSteps from './sample/Starting with spaced repetition.md';
import forgettingCurve from './sample/The forgetting curve.md';

/** A few short notes about one subject, two of which disagree, to see what a compile makes of them. */
export const SAMPLES: readonly SampleNote[] = [
	{ name: 'Desirable difficulty.md', text: desirableDifficulty },
	{ name: 'Flashcards that work.md', text: flashcards },
	{ name: 'Hermann Ebbinghaus.md', text: hermannEbbinghaus },
	{ name: 'How I study now.md', text: howIStudy },
	{ name: 'Interleaving.md', text: interleaving },
	{ name: 'Retrieval practice.md', text: retrievalPractice },
	{ name: 'Sleep and memory.md', text: sleep },
	{ name: 'Starting with spaced repetition.md', text: firstSteps },
	{ name: 'The forgetting curve.md', text: forgettingCurve },
];
