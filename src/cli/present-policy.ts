import type { PolicyCheck, PolicyOutcome, PolicySimulation, PolicyWriting } from '../compile/policies/policy-reports.js';
import type { Problem } from '../model/result.js';
import { DISPOSITIONS } from '../model/verdict.js';
import { currencyLine, problemBlock } from './present.js';
import { visible, type Style } from './style.js';

const STATES = { active: 'active', off: 'left out by “active: false”', broken: 'broken' } as const;
const MOST_ROWS = 40;

const count = (amount: number, one: string): string => `${amount.toLocaleString('en-GB')} ${amount === 1 ? one : `${one}s`}`;

function heading({ path, name, state, before }: PolicyCheck, style: Style): string {
	const meanwhile = state === 'broken' && before ? '; its last version without errors holds' : '';
	return `${style.bold(visible(path))}${name === null ? '' : `  ${visible(name)}`}  ${state === 'broken' ? style.bad(STATES[state]) : STATES[state]}${meanwhile}`;
}

const found = ({ path, faults, warnings }: PolicyCheck, style: Style): string[] => [
	...faults.map(({ line, column, code, message }) => `  ${visible(path)}:${String(line)}:${String(column)}  ${style.bad('error')} ${code}  ${visible(message)}`),
	...warnings.map(({ line, column, code, message }) => `  ${visible(path)}:${String(line)}:${String(column)}  ${style.doubtful('warning')} ${code}  ${visible(message)}`),
];

export function checksText(checks: readonly PolicyCheck[], builtIn: boolean, problems: readonly Problem[], style: Style): string {
	const lines = checks.flatMap((check) => [heading(check, style), ...(check.faults.length + check.warnings.length === 0 ? ['  Nothing was found.'] : found(check, style))]);
	const holds = builtIn ? ['The built-in default holds.'] : [];
	return `${[...lines, ...holds].map((line) => `${line}\n`).join('')}${problemBlock(problems, style) ?? ''}`;
}

export const explanationsText = (checks: readonly PolicyCheck[], style: Style): string =>
	checks.map((check) => `${heading(check, style)}\n\n${check.explanation === null ? found(check, style).join('\n') : visible(check.explanation)}\n`).join('\n');

function row({ path, before, after, rules, unknown }: PolicyOutcome): string[] {
	return [
		`  ${after}${before === null ? '' : ` (was ${before})`}  ${visible(path)}`,
		...rules.slice(0, 3).map(({ rule, reason, line }) => `      ${visible(rule)}: ${visible(reason)}${line === null ? '' : ` (line ${String(line)})`}`),
		...(unknown.length > 0 ? [`      not known: ${unknown.join(', ')}`] : []),
	];
}

const missingLine = ({ field, cases }: PolicySimulation['missing'][number]): string =>
	field === 'gate'
		? `  what the constitution and the rules of workers said of ${count(cases, 'proposal')}: these may look milder than they would be`
		: `  ${field} of ${count(cases, 'proposal')}: conditions on it are unknown there, and what is unknown holds`;

export function simulationText(report: PolicySimulation, style: Style): string {
	const { path, against, cases, same, stricter, milder, after, moves, rows, missing, problems } = report;
	const subject = against === null ? `${visible(path)} against what was recorded` : `${visible(path)} in the place of ${visible(against)}`;
	const lines = [
		style.bold(`${subject}: ${count(cases, 'proposal')}`),
		cases === 0 ? '  Nothing was recorded yet, so there is nothing to ask it about.' : `  ${same.toLocaleString('en-GB')} as before, ${stricter.toLocaleString('en-GB')} stricter, ${milder.toLocaleString('en-GB')} milder${report.new > 0 ? `, ${report.new.toLocaleString('en-GB')} without a record` : ''}`,
		...moves.map(({ from, to, count: amount }) => `  ${`${from} → ${to}`.padEnd(30)} ${amount.toLocaleString('en-GB')}`),
		...(cases === 0 ? [] : [`  Then: ${[...DISPOSITIONS].reverse().filter((disposition) => after[disposition] > 0).map((disposition) => `${disposition} ${after[disposition].toLocaleString('en-GB')}`).join(', ')}`]),
		...(rows.length === 0 ? [] : ['', style.bold('What would change'), ...rows.slice(0, MOST_ROWS).flatMap(row), ...(rows.length > MOST_ROWS ? [`  … and ${(rows.length - MOST_ROWS).toLocaleString('en-GB')} more; --json has them all`] : [])]),
		...(missing.length === 0 ? [] : ['', style.bold('What the record does not hold'), ...missing.map(missingLine)]),
	];
	return `${lines.map((line) => `${line}\n`).join('')}${problems.length > 0 ? '\n' : ''}${problemBlock(problems, style) ?? ''}`;
}

/** A policy that was written from words: what was asked, what code reads in it, what is wrong with it. */
export function writingText({ asked, note, check, assumptions, repaired, by, ...cost }: PolicyWriting, file: string | null, style: Style): string {
	const parts = [
		[style.bold('You asked for'), visible(asked)],
		[style.bold('In English, as code reads it'), check.explanation === null ? `It has errors${repaired ? ', also after it was sent back once with them' : ''}, so it cannot be explained.` : visible(check.explanation)],
		...(assumptions.length === 0 ? [] : [[style.bold('Decided where your words leave it open'), ...assumptions.map((each) => `- ${visible(each)}`)]]),
		...(check.faults.length + check.warnings.length === 0 ? [] : [[style.bold('What is wrong with it'), ...found({ ...check, path: file ?? check.path }, style)]]),
		...(file === null ? [[style.bold('The note'), visible(note)]] : []),
		[`Written by ${visible(by)}${repaired ? ', mended once' : ''}. ${currencyLine(cost)}`],
		[file === null ? 'Nothing holds of it yet. --out FILE keeps it, to read, simulate and accept it.' : `It stands in ${visible(file)} and does not hold. Read it; then: commonplace policy simulate ${visible(file)}, commonplace policy accept ${visible(file)}.`],
	];
	return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
