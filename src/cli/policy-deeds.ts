import { promises as disk } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Commonplace } from '../compile/port.js';
import { err, ok, problem, type Problem, type Result } from '../model/result.js';
import { errorJson, type Json } from './json.js';
import { writingText } from './present-policy.js';
import { problemBlock } from './present.js';
import { visible, type Style } from './style.js';

/** What a person wants done with policies. */
export type PolicyDeed =
	| { readonly name: 'policy write'; readonly ask: string; /** A file for the draft; null where it is only shown. */ readonly out: string | null; /** A name in operators.yml; null where that file decides. */ readonly worker: string | null }
	| { readonly name: 'policy accept'; readonly file: string; readonly active: boolean }
	| { readonly name: 'policy activate' | 'policy deactivate'; readonly policy: string };

export interface PolicyAnswer {
	readonly code: 0 | 1 | 3;
	readonly json: Json;
	readonly text: (style: Style) => string;
}

export interface PolicySurroundings {
	readonly app: Commonplace;
	/** The vault's folder. */
	readonly root: string;
	readonly cwd: string;
	/** Who decides, for the ledger. */
	readonly who: string;
	readonly signal: AbortSignal;
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

const textOf = (values: Values, name: string): string | null => {
	const value = values[name];
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

/** `words` are those after the part. */
export function parsePolicyDeed(part: 'write' | 'accept' | 'activate' | 'deactivate', words: readonly string[], values: Values): Result<PolicyDeed, string> {
	const [first, second] = words;
	if (part === 'write') return first === undefined || first.trim() === '' ? err('What is the rule to do? Say it in quotes, as in: policy write "Ask me before a page is renamed".') : ok({ name: 'policy write', ask: words.join(' '), out: textOf(values, 'out'), worker: textOf(values, 'worker') });
	if (first === undefined) return err(part === 'accept' ? 'Which draft? Give its file.' : 'Which policy? Give its name; "commonplace policy check" names them.');
	if (second !== undefined) return err(`"policy ${part}" takes one policy, not also "${second}".`);
	return ok(part === 'accept' ? { name: 'policy accept', file: first, active: values['active'] === true } : { name: `policy ${part}`, policy: first });
}

export const policyFailure = ({ path, line, message }: Problem, more: Json = {}, after = ''): PolicyAnswer => {
	const told = path === '' ? message : `${path}${line === null ? '' : `:${String(line)}`}: ${message}`;
	return { code: 3, json: { ...errorJson('failed', told), ...more }, text: () => `${visible(told)}\n${after}` };
};

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error && error.code === 'EEXIST' ? 'It is there already. Name another file.' : error instanceof Error ? error.message : String(error));

/** Null where nothing is to be put down, or it was. */
async function putDown(out: string | null, cwd: string, text: string): Promise<Problem | null> {
	if (out === null) return null;
	try {
		await disk.writeFile(resolve(cwd, out), text, { flag: 'wx' });
		return null;
	} catch (error) {
		return problem(out, reasonOf(error));
	}
}

async function write({ ask, out }: Extract<PolicyDeed, { name: 'policy write' }>, { app, cwd, signal }: PolicySurroundings): Promise<PolicyAnswer> {
	const written = await app.writePolicy(ask, signal);
	const note = 'problem' in written ? written.template : written.note;
	const fault = note === null ? null : await putDown(out, cwd, note);
	const kept = out !== null && note !== null && fault === null ? out : null;
	const unkept = fault === null ? '' : `${visible(`${fault.path}: ${fault.message}`)}\n`;
	if ('problem' in written) {
		const { template } = written;
		const after = template === null ? '' : kept === null ? `\nA template to fill in by hand:\n\n${visible(template)}` : `A template to fill in by hand stands in ${visible(kept)}.\n`;
		return policyFailure(written.problem, { template, file: kept }, unkept + after);
	}
	const { asked, check, assumptions, repaired, by, clock_ms, coin_usd, carbon_g, transcripts } = written;
	const { explanation, naturalLanguage: _words, ...card } = check;
	return {
		code: fault !== null ? 3 : card.faults.length + card.warnings.length > 0 ? 1 : 0,
		json: { asked, note: written.note, explanation, ...card, assumptions, repaired, by, clock_ms, coin_usd, carbon_g, transcripts, file: kept },
		text: (style) => writingText(written, kept, style) + unkept,
	};
}

async function accept({ file, active }: Extract<PolicyDeed, { name: 'policy accept' }>, { app, cwd, who }: PolicySurroundings): Promise<PolicyAnswer> {
	let text: string;
	try {
		text = await disk.readFile(resolve(cwd, file), 'utf8');
	} catch (error) {
		return policyFailure(problem(file, `It cannot be read: ${reasonOf(error)}`));
	}
	const name = basename(file).replace(/(?:\.prism)?\.md$/i, '');
	const accepted = await app.acceptPolicy(name, text, active, who);
	if ('problem' in accepted) return policyFailure(accepted.problem);
	const { path, problems } = accepted;
	const state = active ? 'It holds from now on.' : `It does not hold yet: "commonplace policy activate ${visible(name)}" lets it.`;
	return { code: problems.length > 0 ? 1 : 0, json: { path, active, problems }, text: (style) => `Accepted as ${visible(path)}. ${state}\n${problemBlock(problems, style) ?? ''}` };
}

async function switchIt({ name, policy }: Extract<PolicyDeed, { name: 'policy activate' | 'policy deactivate' }>, { app, who }: PolicySurroundings): Promise<PolicyAnswer> {
	const active = name === 'policy activate';
	const found = await app.checkPolicy(policy);
	if ('problem' in found) return policyFailure(found.problem);
	const fault = await app.switchPolicy(found.path, active, who);
	if (fault !== null) return policyFailure(fault);
	return { code: 0, json: { path: found.path, active }, text: () => `${visible(found.path)} ${active ? 'holds from now on' : 'holds no more'}. What waits was judged anew.\n` };
}

/** Does what a person wants done with policies. */
export async function performPolicyDeed(deed: PolicyDeed, around: PolicySurroundings): Promise<PolicyAnswer> {
	switch (deed.name) {
		case 'policy write':
			return write(deed, around);
		case 'policy accept':
			return accept(deed, around);
		case 'policy activate':
		case 'policy deactivate':
			return switchIt(deed, around);
	}
}
