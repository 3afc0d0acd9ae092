import type { ExemptionView } from '../compile/exempt.js';
import type { ExemptionRequest } from '../gate/enforcer/exemption-file.js';
import { err, ok, type Problem, type Result } from '../model/result.js';
import { problemBlock } from './present.js';
import { visible, type Style } from './style.js';

/** What a person asked for about exemptions. */
export type ExemptCommand =
	| { readonly name: 'exempt grant'; readonly request: ExemptionRequest }
	| { readonly name: 'exempt list' }
	| { readonly name: 'exempt revoke'; readonly id: string };

type Values = Readonly<Record<string, string | boolean | undefined>>;

export const GRANT_OPTIONS = ['worker', 'action', 'target', 'lifts', 'uses', 'expires', 'why'];

const USAGE = 'An exemption needs --worker NAME --action KIND --target GLOB --lifts RULE --expires DATE --why TEXT, and takes --uses N (1).';

function grant(values: Values, rest: readonly string[]): Result<ExemptCommand, string> {
	if (rest[0] !== undefined) return err(`"exempt grant" takes no "${rest[0]}".`);
	const text = (name: string): string => {
		const value = values[name];
		return typeof value === 'string' ? value.trim() : '';
	};
	const missing = ['worker', 'action', 'target', 'lifts', 'expires', 'why'].filter((name) => text(name) === '');
	if (missing.length > 0) return err(`${missing.map((name) => `--${name}`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. ${USAGE}`);
	const uses = values['uses'] === undefined ? '1' : text('uses');
	if (!/^\d{1,4}$/.test(uses)) return err(`--uses takes a whole number, not "${uses}".`);
	return ok({ name: 'exempt grant', request: { worker: text('worker'), action: text('action'), target: text('target'), lifts: text('lifts'), uses: Number(uses), expires: text('expires'), reason: text('why') } });
}

/** `words` are those after `exempt`. */
export function parseExempt(words: readonly string[], values: Values): Result<ExemptCommand, string> {
	const [part, ...rest] = words;
	const [first, second] = rest;
	switch (part ?? '') {
		case 'grant':
			return grant(values, rest);
		case 'list':
			return first === undefined ? ok({ name: 'exempt list' }) : err(`"exempt list" takes no "${first}".`);
		case 'revoke':
			if (first === undefined) return err('Which exemption? Give its id; "commonplace exempt list" names them.');
			return second === undefined ? ok({ name: 'exempt revoke', id: first }) : err(`"exempt revoke" takes one id, not also "${second}".`);
		default:
			return err(part === undefined ? 'Exempt what? Say grant, list or revoke.' : `There is no "exempt ${part}". Say grant, list or revoke.`);
	}
}

const line = ({ id, worker, action, target, lifts, left, uses, expires, reason, state }: ExemptionView): string =>
	`${id}  ${state === 'live' ? `${left} of ${uses} left` : state}, until ${expires.slice(0, 16)}Z\n  ${worker} may ${action} ${visible(target)} despite ${lifts}: ${visible(reason)}\n`;

export const exemptionsText = (exemptions: readonly ExemptionView[], problems: readonly Problem[], style: Style): string =>
	(exemptions.length === 0 ? 'There are no exemptions.\n' : exemptions.map(line).join('')) + (problemBlock(problems, style) ?? '');
