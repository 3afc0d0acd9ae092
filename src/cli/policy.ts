import { promises as disk } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { PolicyCheck, PolicyDraft } from '../compile/policies/policy-reports.js';
import type { Commonplace } from '../compile/port.js';
import { err, ok, type Problem, type Result } from '../model/result.js';
import type { Json } from './json.js';
import { parsePolicyDeed, performPolicyDeed, type PolicyAnswer, type PolicyDeed, policyFailure, type PolicySurroundings } from './policy-deeds.js';
import { type LearnCommand, parseLearn, performLearn } from './policy-learn.js';
import { checksText, explanationsText, simulationText } from './present-policy.js';

/** What a person asked for about policies. */
export type PolicyCommand =
	| { readonly name: 'policy check'; readonly files: readonly string[] }
	| { readonly name: 'policy explain'; readonly files: readonly string[] }
	| { readonly name: 'policy simulate'; readonly file: string }
	| { readonly name: 'policy diff'; readonly first: string; readonly second: string }
	| LearnCommand
	| PolicyDeed;

const PARTS = 'Say check, explain, simulate, diff, learn, write, accept, activate or deactivate.';

/** `words` are those after `policy`. */
export function parsePolicyCommand(words: readonly string[], values: Readonly<Record<string, string | boolean | undefined>> = {}): Result<PolicyCommand, string> {
	const [part, ...files] = words;
	const [first, second, third] = files;
	switch (part) {
		case 'check':
		case 'explain':
			return ok({ name: `policy ${part}`, files });
		case 'simulate':
			if (first === undefined) return err('Which policy? Give its file, or its name in the policies’ folder.');
			return second === undefined ? ok({ name: 'policy simulate', file: first }) : err(`"policy simulate" takes one policy, not also "${second}".`);
		case 'diff':
			if (first === undefined || second === undefined) return err('Which two policies? Give their files, or their names in the policies’ folder.');
			return third === undefined ? ok({ name: 'policy diff', first, second }) : err(`"policy diff" takes two policies, not also "${third}".`);
		case 'learn':
			return parseLearn(files, values);
		case 'write':
		case 'accept':
		case 'activate':
		case 'deactivate':
			return parsePolicyDeed(part, files, values);
		case undefined:
			return err(`Policy what? ${PARTS}`);
		default:
			return err(`There is no "policy ${part}". ${PARTS}`);
	}
}

export const isPolicyCommand = (command: { readonly name: string }): command is PolicyCommand => command.name.startsWith('policy ');

/** A file of the vault by its path there; one elsewhere with its text; what is no file, as the name of a policy. */
async function draftOf(file: string, root: string, cwd: string): Promise<PolicyDraft> {
	const place = resolve(cwd, file);
	const text = await disk.readFile(place, 'utf8').catch(() => null);
	if (text === null) return { path: file };
	const inside = relative(await disk.realpath(root), await disk.realpath(place));
	return isAbsolute(inside) || inside.startsWith('..') ? { path: file, text } : { path: inside.split(sep).join('/') };
}

const checkJson = ({ explanation: _explanation, naturalLanguage: _natural, ...card }: PolicyCheck): Json => ({ ...card });

async function checksOf(app: Commonplace, files: readonly string[], root: string, cwd: string): Promise<readonly PolicyCheck[] | { readonly problem: Problem }> {
	const drafts: readonly PolicyDraft[] = files.length > 0 ? await Promise.all(files.map((file) => draftOf(file, root, cwd))) : (await app.policies()).policies.map(({ path }) => ({ path }));
	const checks: PolicyCheck[] = [];
	for (const { path, text } of drafts) {
		const check = await app.checkPolicy(path, text);
		if ('problem' in check) return check;
		checks.push(check);
	}
	return checks;
}

/** Answers a question about policies, or does what a person wants done with them. */
export async function performPolicy(command: PolicyCommand, around: PolicySurroundings): Promise<PolicyAnswer> {
	const { app, root, cwd } = around;
	switch (command.name) {
		case 'policy check': {
			const { builtIn, policyHash, problems } = await app.policies();
			const checks = await checksOf(app, command.files, root, cwd);
			if ('problem' in checks) return policyFailure(checks.problem);
			const found = checks.some(({ faults, warnings }) => faults.length + warnings.length > 0);
			// Those of the notes are among the checks.
			const others = command.files.length > 0 ? [] : problems.filter(({ path }) => !checks.some((check) => check.path === path));
			return {
				code: found || others.length > 0 ? 1 : 0,
				json: { policies: checks.map(checkJson), policy_hash: policyHash, built_in: builtIn, problems: others },
				text: (style) => checksText(checks, builtIn, others, style),
			};
		}
		case 'policy explain': {
			const checks = await checksOf(app, command.files, root, cwd);
			if ('problem' in checks) return policyFailure(checks.problem);
			return {
				code: checks.some(({ explanation }) => explanation === null) ? 1 : 0,
				json: { policies: checks.map((check) => ({ ...checkJson(check), explanation: check.explanation, natural_language: check.naturalLanguage })) },
				text: (style) => explanationsText(checks, style),
			};
		}
		case 'policy simulate':
		case 'policy diff': {
			const first = await draftOf(command.name === 'policy diff' ? command.first : command.file, root, cwd);
			const report = command.name === 'policy diff' ? await app.comparePolicies(first, await draftOf(command.second, root, cwd)) : await app.simulatePolicy(first.path, first.text);
			return 'problem' in report ? policyFailure(report.problem) : { code: report.problems.length > 0 ? 1 : 0, json: { ...report }, text: (style) => simulationText(report, style) };
		}
		case 'policy learn':
			return performLearn(command, around);
		case 'policy write':
		case 'policy accept':
		case 'policy activate':
		case 'policy deactivate':
			return performPolicyDeed(command, around);
	}
}
