import { foldSpace } from '../model/fold.js';
import { quoteFinder } from '../markdown/quote.js';
import type { Task, TaskKind, TaskShapes, WovenPage } from './port.js';

interface Doubtful {
	readonly doubtful: number;
	readonly of: number;
	/** The share of doubtful parts that is still an answer to rely on. */
	readonly bearable: number;
	readonly what: string;
}
type Judge<K extends TaskKind> = (input: TaskShapes[K]['input'], output: TaskShapes[K]['output']) => Doubtful;

const sentencesOf = ({ lead, facets }: WovenPage) => [...lead, ...facets.flatMap(({ items }) => items)];
const unknown = (answers: readonly string[]): Doubtful => ({ doubtful: answers.filter((answer) => answer === 'unknown').length, of: answers.length, bearable: 0.5, what: 'pairs are unknown' });

const JUDGES: { readonly [K in TaskKind]?: Judge<K> } = {
	extract({ passage }, { claims }) {
		const { find } = quoteFinder(passage.text);
		const whole = { start: 0, end: passage.text.length };
		const missing = claims.filter(({ quote }) => foldSpace(quote) === '' || find(foldSpace(quote), whole) === null);
		return { doubtful: missing.length, of: claims.length, bearable: 0.25, what: 'quotes do not stand in the passage' };
	},
	identify: (_, { answers }) => unknown(answers),
	adjudicate: (_, { answers }) => unknown(answers),
	weave({ pages }, { pages: woven }) {
		const borne = woven.flatMap((page, index) => {
			const given = new Set((pages[index]?.claims ?? []).map(({ id }) => id));
			return page === null ? [] : sentencesOf(page).map(({ claims }) => claims.length > 0 && claims.every((id) => given.has(id)));
		});
		return { doubtful: borne.filter((each) => !each).length, of: borne.length, bearable: 0.25, what: 'sentences cite nothing that was given' };
	},
};

/** Why an answer is of low confidence, in a few words; null where it is one to rely on. Told from the answer itself, so that no worker can talk its way out. */
export function doubtOf<K extends TaskKind>({ kind, input }: Task<K>, output: TaskShapes[K]['output']): string | null {
	const judge: Judge<K> | undefined = JUDGES[kind];
	if (judge === undefined) return null;
	const { doubtful, of, bearable, what } = judge(input, output);
	return doubtful > bearable * of ? `low confidence: ${String(doubtful)} of ${String(of)} ${what}` : null;
}
