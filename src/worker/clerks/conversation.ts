import type { Order } from '../clerk.js';

export interface Turn {
	readonly role: 'user' | 'assistant';
	readonly content: string;
}

/** An order as turns of a conversation: its input, and for a repair what was answered and what is wrong with it. */
export function turnsOf({ input, repair }: Pick<Order, 'input' | 'repair'>): Turn[] {
	if (repair === null) return [{ role: 'user', content: input }];
	// No provider takes an empty turn, and one that ends in a blank is refused by some.
	const answer = repair.answer.trim() === '' ? '(nothing)' : repair.answer.trimEnd();
	const problems = repair.problems.map((problem) => `- ${problem}`).join('\n');
	return [
		{ role: 'user', content: input },
		{ role: 'assistant', content: answer },
		{ role: 'user', content: `This answer cannot be used:\n${problems}\n\nGive the whole answer again, mended, and nothing else.` },
	];
}
