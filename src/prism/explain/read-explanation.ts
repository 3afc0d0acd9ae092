import { type Disposition, DISPOSITIONS } from '../../model/verdict.js';
import { KINDS } from './explain.js';

/** What an explanation says of one node. */
export interface ExplainedNode {
	readonly id: string;
	/** As the flow spells it, such as `decision`. */
	readonly type: string;
	readonly line: number;
	/** Of an end that says what becomes of a proposal. */
	readonly disposition: Disposition | null;
	/** Conditions that are no way out: guards, verdicts, gates. */
	readonly conditions: readonly string[];
	/** Ways out in order; `otherwise` and ways without a condition have none. */
	readonly ways: readonly { readonly target: string; readonly condition: string | null }[];
}

const TYPES = new Map(Object.entries(KINDS).map(([type, kind]) => [kind, type]));

/** Takes an explanation apart: the nodes with their conditions, ways and dispositions. What is no explanation gives none. */
export function readExplanation(text: string): readonly ExplainedNode[] {
	return text.split('\n\n').flatMap((paragraph) => {
		const [title = '', ...lines] = paragraph.split('\n');
		const head = /^(\w+) `([^`]+)`(?: “[^”]*”)? in line (\d+)(?:\.$|: )(?:([A-Z_]+)(?:\.|$))?/.exec(title);
		const type = TYPES.get(head?.[1] ?? '');
		if (head?.[2] === undefined || type === undefined) return [];
		const conditions: string[] = [];
		const ways: { target: string; condition: string | null }[] = [];
		for (const line of lines) {
			if (line.startsWith('- It does this: ')) continue;
			const target = /it goes on to `([^`]+)`\.$/.exec(line)?.[1];
			const condition = codeSpan(line);
			if (target !== undefined) ways.push({ target, condition: line.startsWith('- If ') ? condition : null });
			else if (condition !== null) conditions.push(condition);
		}
		return [{ id: head[2], type, line: Number(head[3]), disposition: DISPOSITIONS.find((known) => type === 'end' && known === head[4]) ?? null, conditions, ways }];
	});
}

/** The first code span of a line. */
function codeSpan(line: string): string | null {
	const fence = /`+/.exec(line);
	if (fence === null) return null;
	const start = fence.index + fence[0].length;
	for (let at = line.indexOf(fence[0], start); at >= 0; ) {
		let end = at;
		while (line.charAt(end) === '`') end += 1;
		if (end - at === fence[0].length) return line.slice(start, at);
		at = line.indexOf(fence[0], end);
	}
	return null;
}
