const THOUGHT = /^\s*<think(?:ing)?>/i;
const THOUGHT_END = /<\/think(?:ing)?>/i;
const FENCED = /^```[a-z]*[^\S\n]*\n/i;

/**
 * The JSON of an answer from an endpoint that cannot be held to it: models put a code fence around it, or think aloud before. What
 * is neither is left as it is, for a guess at what was meant would not be the answer.
 */
export function unwrapJson(text: string): string {
	let rest = text.replace(/^\ufeff/, '');
	if (THOUGHT.test(rest)) {
		const end = THOUGHT_END.exec(rest);
		if (end !== null) rest = rest.slice(end.index + end[0].length);
	}
	rest = rest.trim();
	const opening = FENCED.exec(rest);
	return opening !== null && rest.endsWith('```') ? rest.slice(opening[0].length, -3).trim() : rest;
}
