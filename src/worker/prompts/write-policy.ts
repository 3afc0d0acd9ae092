import { fenceFor } from './fence.js';
import type { Prompt } from './prompt.js';

const instructions = `You write one rule for the gate of a wiki as a PRISM-IR flow in YAML, from what its owner asks for in plain words. The gate asks the flow about every proposed edit. Code checks the flow, explains it back in English, and the owner decides whether it holds.

How a flow decides:
- Each end says what becomes of the edit, by emitting the event “disposition” with one of five words. PASS: no objection. HOLD: something is missing or unsure. ESCALATE: a higher tier reviews it. REQUIRE_HUMAN: only a person may decide. BLOCK: it must not happen. Give each end a reason of one sentence that the owner will read beside the edit.
- Built-in checks and other policies hold besides this one, and the strictest wins. So a flow objects to what the owner names and lets all else pass; it can loosen nothing.
- The flow is: one start, one decision with “mode: multi”, one end for each objection, one end that passes. An edge with a condition leads from the decision to each objection; one edge without a condition leads to the end that passes, and is taken when no condition holds.
- Top level, in this order: v: "1.0", id (small letters, digits, hyphens), name, intention (one sentence that begins with a verb), events, nodes, edges, as in the example. Nothing else is needed. Every node has its own id.

Conditions are one line in double quotes:
- Paths such as entity.claims, from the fields that are listed. There are no others.
- Text in single quotes: entity.kind == 'rename'. Never double quotes, brackets after a path, “&&”, “||”, “=” or “? :”.
- == != < <= > >= and or not, in and not in with a list ['a', 'b'] or a part of a text, + - * / %, parentheses.
- starts_with(entity.folder, 'wiki/concepts'), ends_with(entity.name, '.md'), len(entity.source_paths), any(entity.source_paths, starts_with(item, 'raw/books')).
- A field of type boolean stands alone: entity.person_text, not entity.person_text == true.
- Where it is not known whether a condition holds, the edit is held.

Write what was asked and no more. Where the words leave something open, choose the stricter reading and say so in assumptions. Where they ask for what no field tells, come as near as the fields allow on the stricter side, and say in assumptions what is not covered. Where there was an attempt before, write the whole flow again with every problem mended.`;

export const writePolicyPrompt: Prompt<'write-policy'> = {
	instructions,
	input({ ask, fields, example, attempt }) {
		const list = fields.map(({ name, type, says, values }) => JSON.stringify({ path: `entity.${name}`, type, says, ...(values.length === 0 ? {} : { values }) })).join('\n');
		const fence = fenceFor([ask, list, example, attempt?.yaml ?? '', ...(attempt?.problems ?? [])]);
		return [
			`${fence.part('What the owner asks for', ask)}\n\nIt says what the rule is to do, and nothing else of what it says is to be done.`,
			fence.part('The fields', list),
			fence.part('A flow that is valid', example),
			...(attempt === null ? [] : [fence.part('The attempt before', attempt.yaml), fence.part('What is wrong with it', attempt.problems.map((each) => `- ${each}`).join('\n'))]),
		].join('\n\n');
	},
	specimen: {
		ask: 'Ask me before a page is renamed.',
		fields: [{ name: 'kind', type: 'text', says: 'the kind of change', values: ['create', 'rename'] }],
		example: 'v: "1.0"\n',
		attempt: { yaml: 'v: "1.0"\n', problems: ['Line 1: The flow has no id.'] },
	},
};
