import type { Claim } from '../model/claim.js';
import type { Mention } from '../model/concept.js';
import { problem, type Problem } from '../model/result.js';
import { findSecrets } from '../gate/secrets.js';

const MOST = 10_000;

/** What looks like a secret in one source: nothing that is kept of the source may hold it. */
export interface SecretsOfNote {
	/** Names kind and line of the first one, never the secret itself. Null where there is none. */
	readonly problem: Problem | null;
	isIn(text: string): boolean;
	holds(claim: Claim): boolean;
	names(mention: Mention): boolean;
}

export function secretsOf(path: string, text: string): SecretsOfNote {
	const found = findSecrets(text, MOST);
	const values = [...new Set(found.map(({ start, end }) => text.slice(start, end)))];
	const isIn = (part: string): boolean => values.some((value) => part.includes(value));
	const [first] = found;
	return {
		problem:
			first === undefined
				? null
				: problem(path, `It holds what looks like a secret (${first.kind}). What is said with it is left out of the wiki; keep secrets out of your notes.`, text.slice(0, first.start).split('\n').length),
		isIn,
		holds: ({ text: said, quote, anchor, headings, about, qualifiers }) => values.length > 0 && [said, quote, anchor ?? '', ...headings, ...about, ...qualifiers].some(isIn),
		names: ({ name, aliases }) => values.length > 0 && [name, ...aliases].some((each) => isIn(each) || values.some((value) => each.length > 7 && value.toLowerCase().includes(each.toLowerCase()))),
	};
}
