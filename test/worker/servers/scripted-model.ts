/** What a scripted model is asked: the kind of task, known by its instructions, and the parts of its input by name. */
export interface Asked {
	readonly kind: 'extract' | 'identify' | 'weave' | 'adjudicate' | 'review-edit' | 'write-policy';
	readonly part: (name: string) => string;
}

const KINDS: readonly (readonly [Asked['kind'], string])[] = [
	['extract', 'You read one passage'],
	['identify', 'Two names in a collection'],
	['weave', 'You write pages of a wiki'],
	['adjudicate', 'Two notes each claim'],
	['review-edit', 'One edit to a page'],
	['write-policy', 'You write one rule'],
];

/** What a request of either protocol asks. */
export function askedIn(messages: readonly { readonly role: string; readonly content?: unknown }[]): Asked {
	const textOf = (role: string): string => {
		const content = messages.find((message) => message.role === role)?.content;
		return typeof content === 'string' ? content : JSON.stringify(content ?? '');
	};
	const instructions = textOf('system');
	const kind = KINDS.find(([, opening]) => instructions.includes(opening))?.[0];
	if (kind === undefined) throw new Error(`These are no instructions of ours: ${instructions.slice(0, 80)}`);
	const input = textOf('user');
	return { kind, part: (name) => new RegExp(`${name}:\\n<<<(\\S+)\\n([^]*?)\\n\\1>>>`).exec(input)?.[2] ?? '' };
}

const sentencesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')).flatMap((line) => line.match(/[^.]+\./g) ?? []).map((sentence) => sentence.trim());

export interface ShownClaim {
	readonly id: string;
	readonly says: string;
	readonly quote?: string;
	readonly form?: string;
}

export interface ShownPage {
	readonly page: number;
	readonly title: string;
	readonly kind: string;
	readonly claims: readonly string[];
}

const linesOf = (text: string): unknown[] => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);

/** The pages that a weave task asks for. */
export const shownPages = (part: Asked['part']): readonly ShownPage[] => linesOf(part('The pages')) as ShownPage[];

/** The claims that a weave task shows, by their ids. */
export const shownClaims = (part: Asked['part']): ReadonlyMap<string, ShownClaim> =>
	new Map((linesOf(part('The claims, by the note that makes them')) as { readonly claims: readonly ShownClaim[] }[]).flatMap(({ claims }) => claims.map((claim) => [claim.id, claim] as const)));

/** A model that reads and writes as one would wish: every sentence a claim, its own words the quote. */
export function goodReader(names: readonly string[]): (asked: Asked) => unknown {
	return ({ kind, part }) => {
		if (kind === 'extract') {
			const passage = part('The passage');
			const within = (text: string): string[] => names.filter((name) => text.toLowerCase().includes(name.toLowerCase()));
			return {
				claims: sentencesOf(passage).map((sentence) => ({ text: sentence, quote: sentence, stance: 'asserted', form: / is | are /.test(sentence) ? 'definition' : 'statement', qualifiers: [], about: within(sentence), weight: 'core' })),
				mentions: within(passage).map((name) => ({ name, aliases: [], kind: 'concept' })),
			};
		}
		if (kind === 'weave') {
			const claims = shownClaims(part);
			return {
				pages: shownPages(part).map((page) => {
					const [first, ...rest] = page.claims.flatMap((id) => claims.get(id) ?? []);
					return { page: page.page, lead: first === undefined ? [] : [{ text: first.says, claims: [first.id] }], facets: [{ heading: '', items: rest.map(({ id, says }) => ({ text: says, claims: [id] })) }] };
				}),
			};
		}
		return { answers: [] };
	};
}
