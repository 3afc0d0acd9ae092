import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Problem, problem } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';

/** A lesson that a person refused for good. */
export interface Refusal {
	readonly id: string;
	/** What was proposed, in words; empty where the file does not say. */
	readonly lesson: string;
	readonly why: string;
	readonly by: string;
	/** ISO date and time; empty where the file does not say. */
	readonly at: string;
}

export const refusalsPath = (layout: Layout): string => `${layout.home}/refused-lessons.yml`;

const MOST_CHARACTERS = 256 * 1024;
const HEAD = '# Lessons that a person refused: none of them is proposed again. Take an entry out to hear of it again.\nrefused:\n';

/** The file's entries, or why it cannot be relied on: an entry needs its `id`, and all else in it is for people. */
export function readRefusals(path: string, text: string | null): { readonly refused: readonly Refusal[]; readonly problem: Problem | null } {
	if (text === null || text.trim() === '') return { refused: [], problem: null };
	const faulty = (message: string, line: number | null = null): ReturnType<typeof readRefusals> => ({ refused: [], problem: problem(path, `${message} Until this file is mended, nothing is proposed, so that nothing comes back that was refused.`, line) });
	if (text.length > MOST_CHARACTERS) return faulty('The file is longer than any list of refused lessons.');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
	const [broken] = document.errors;
	if (broken !== undefined) return faulty(`This is not valid YAML: ${broken.message}`, lines.linePos(broken.pos[0]).line);
	const list = isMap(document.contents) ? document.contents.get('refused', true) : null;
	if (isScalar(list) && list.value === null) return { refused: [], problem: null };
	if (!isSeq(list)) return faulty('“refused” must be a list.');
	const refused: Refusal[] = [];
	for (const item of list.items) {
		const told = (key: string): string => {
			const value: unknown = isMap(item) ? item.get(key) : null;
			return typeof value === 'string' ? value : '';
		};
		const id = told('id');
		if (id === '') return faulty('Each refused lesson needs its “id”.', isMap(item) && item.range ? lines.linePos(item.range[0]).line : null);
		refused.push({ id, lesson: told('lesson'), why: told('why'), by: told('by'), at: told('at') });
	}
	return { refused, problem: null };
}

/** The file with one more entry; comments and what a person wrote stay. `text` is a file that could be read, or null where none stands. */
export function withRefusal(text: string | null, refusal: Refusal): string {
	const document = parseDocument(text === null || text.trim() === '' ? HEAD : text);
	const list = document.get('refused');
	if (isSeq(list)) {
		list.flow = false;
		list.add(document.createNode(refusal));
	} else document.set('refused', document.createNode([refusal]));
	return document.toString({ lineWidth: 0 });
}
