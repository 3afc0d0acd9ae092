import { addCurrencies } from '../../model/currencies.js';
import { shortHash } from '../../model/hash.js';
import { problem } from '../../model/result.js';
import type { Fault } from '../../prism/fault.js';
import { EXAMPLE_FLOW, newPolicyNote, policyTemplate, slugOf } from '../../prism/new-policy.js';
import { readNote } from '../../prism/note.js';
import { POLICY_FIELDS } from '../../prism/profile/policy-data.js';
import type { Layout } from '../../vault/layout.js';
import { operatorsPath } from '../../worker/operators/operators.js';
import type { Response, Worker, WorkerFailure, WritePolicyInput, WritePolicyOutput } from '../../worker/port.js';
import { policyFolder } from './policy-rules.js';
import type { NotWritten, PolicyCheck, PolicyWriting } from './policy-reports.js';
import { checkOf } from './questions.js';
import { readPolicyNote } from './read-policies.js';

const LONGEST = 4_000;
const MOST_PROBLEMS = 20;

const FIELDS: WritePolicyInput['fields'] = POLICY_FIELDS.map(({ name, type, says, values = [] }) => ({ name, type, says, values }));

interface Written {
	readonly note: string;
	readonly check: PolicyCheck;
	readonly output: WritePolicyOutput;
	/** The line of the note before its YAML's first. */
	readonly linesBefore: number;
}

function compose(asked: string, output: WritePolicyOutput, layout: Layout): Written {
	const note = newPolicyNote({ name: output.name, asked, assumptions: output.assumptions, yaml: output.yaml });
	const read = readNote(note);
	const check = checkOf(readPolicyNote(`${policyFolder(layout)}/${slugOf(output.name)}.prism.md`, note, undefined));
	// It must say that it does not hold: whatever a worker wrote, only a person switches it on.
	return { note, check, output, linesBefore: read.ok ? read.value.place(read.value.yamlStart).line - 1 : 0 };
}

/** Faults as places in the YAML, which is all that the worker wrote. */
const toldTo = (faults: readonly Fault[], linesBefore: number): readonly string[] =>
	faults.slice(0, MOST_PROBLEMS).map(({ code, message, line, column }) => `${line > linesBefore ? `Line ${String(line - linesBefore)}, column ${String(column)}: ` : ''}${message} (${code})`);

const NOBODY = 'Only a model, or whoever answers the mailbox, can write a policy from words, and none is set up. Name one in';

function notWritten({ reason, message }: WorkerFailure, asked: string, layout: Layout): NotWritten {
	const path = operatorsPath(layout.home);
	const template = policyTemplate(asked);
	return reason === 'unsupported' ? { problem: problem(path, `${NOBODY} ${path}, or fill in the template.`), template } : { problem: problem(path, message), template: reason === 'unavailable' ? template : null };
}

/**
 * Has the worker write a flow from a person's words, checks it, and sends it back once where it has errors. What comes back is a text and
 * what code says of it; nothing is written.
 */
export async function draftPolicy(worker: Worker, layout: Layout, ask: string, signal: AbortSignal): Promise<PolicyWriting | NotWritten> {
	const asked = ask.trim();
	if (asked === '') return { problem: problem('', 'Say in a sentence what the rule is to do, such as “Ask me before a page is renamed.”'), template: policyTemplate('') };
	if (asked.length > LONGEST) return { problem: problem('', `What is asked for may have ${String(LONGEST)} characters. Write one policy for each rule.`), template: null };
	const perform = (attempt: WritePolicyInput['attempt']): Promise<Response<'write-policy'>> =>
		worker.perform({ id: `write-policy:${shortHash(asked, 8)}${attempt === null ? '' : '.repair'}`, kind: 'write-policy', input: { ask: asked, fields: FIELDS, example: EXAMPLE_FLOW, attempt } }, signal);

	const first = await perform(null);
	if (!first.ok) return notWritten(first.failure, asked, layout);
	const one = compose(asked, first.output, layout);
	const second = one.check.faults.length === 0 ? null : await perform({ yaml: first.output.yaml, problems: toldTo(one.check.faults, one.linesBefore) });
	// A repair that fails takes nothing away: what was written first is shown with its errors.
	const best = second?.ok === true ? compose(asked, second.output, layout) : one;
	const { clock_ms, coin_usd, carbon_g } = second === null ? first : addCurrencies(first, second);
	return {
		asked,
		note: best.note,
		check: best.check,
		assumptions: best.output.assumptions,
		repaired: second?.ok === true,
		by: (second?.ok === true ? second : first).model,
		transcripts: [...first.transcripts, ...(second?.transcripts ?? [])],
		clock_ms,
		coin_usd,
		carbon_g,
	};
}
