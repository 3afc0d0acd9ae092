import { type Check, fired } from './rule.js';

/** The text below the properties. */
function bodyOf(text: string): string {
	const start = text.startsWith('\ufeff') ? 1 : 0;
	if (!text.startsWith('---', start)) return text;
	const end = text.indexOf('\n---', start + 3);
	if (end === -1) return text;
	const after = text.indexOf('\n', end + 1);
	return after === -1 ? '' : text.slice(after + 1);
}

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

/** How much of the lines that stand now would be gone, 0 to 1. */
function lost(current: string, text: string): number {
	const stays = new Map<string, number>();
	for (const line of linesOf(text)) stays.set(line, (stays.get(line) ?? 0) + 1);
	let total = 0;
	let gone = 0;
	for (const line of linesOf(current)) {
		total += line.length;
		const left = stays.get(line) ?? 0;
		if (left === 0) gone += line.length;
		else stays.set(line, left - 1);
	}
	return total === 0 ? 0 : gone / total;
}

/** Deleting, emptying, replacing a file that nobody said was there, or removing most of a page with a person's text: a person decides. */
export const lossCheck: Check = (proposal, { current }) => {
	const { text, kind, personText } = proposal;
	if (text === null) {
		return kind === 'rename' ? [] : [fired('constitution:delete', 'REQUIRE_HUMAN', 'The page would be taken away.')];
	}
	if (text.trim() === '' || (bodyOf(text).trim() === '' && (current === null || bodyOf(current).trim() !== ''))) {
		return [fired('constitution:empty', 'REQUIRE_HUMAN', 'The page would be left without text.')];
	}
	if (current === null) return [];
	const rules = [];
	if (kind === 'create') rules.push(fired('constitution:replace', 'REQUIRE_HUMAN', 'A file stands where a new page would go, and would be replaced.'));
	if (personText) {
		const share = lost(current, text);
		if (share > 0.5) rules.push(fired('constitution:loss', 'REQUIRE_HUMAN', `${Math.round(share * 100)} % of a page that holds a person's text would be gone.`));
	}
	return rules;
};
