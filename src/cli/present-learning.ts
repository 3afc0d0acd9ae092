import type { LearningReport, LessonView } from '../compile/learning/learning-reports.js';
import type { Tally } from '../compile/learning/tally.js';
import { simulationText } from './present-policy.js';
import { problemBlock } from './present.js';
import { visible, type Style } from './style.js';

const MOST_LINES = 12;

const number = (value: number): string => value.toLocaleString('en-GB');
const percent = (share: number): string => String(Math.floor(share * 100));
const upTo = (share: number): string => String(Math.ceil(share * 100));

const tallyLine = (name: string, { approved, denied, undone, edits, approval }: Tally): string =>
	`  ${visible(name)}: ${number(approved)} approved, ${number(denied)} denied, ${number(undone)} undone, about ${number(edits)} ${edits === 1 ? 'edit' : 'edits'}${approval === null ? '' : `; approved ${percent(approval.lower)} to ${upTo(approval.upper)} %`}`;

function block(title: string, lines: readonly string[], style: Style): readonly string[] {
	if (lines.length === 0) return [];
	const more = lines.length - MOST_LINES;
	return [style.bold(title), ...lines.slice(0, MOST_LINES), ...(more > 0 ? [`  … and ${number(more)} more; --json has them all`] : []), ''];
}

/** One lesson: the numbers, the change as a diff, and what it would have changed. */
export function lessonText({ id, says, change, simulation, taken }: LessonView, diff: string | null, style: Style): string {
	const lines = [
		style.bold(`${id}  ${visible(change)}`),
		visible(says),
		...(taken === null ? [] : [`Its draft is ${visible(taken)}, which does not hold.`]),
		'',
		diff === null ? 'The texts differ too much for a diff.' : visible(diff).trimEnd(),
		'',
		simulationText(simulation, style).trimEnd(),
		'',
		`Take it: commonplace policy learn --take ${id}. Refuse it for good: commonplace policy learn --refuse ${id} --why "…".`,
		'',
	];
	return lines.map((line) => `${line}\n`).join('');
}

/** What people decided, and the changes that it speaks for. */
export function learningText({ statistics, lessons, refused, problems }: LearningReport, told: (lesson: LessonView) => string, style: Style): string {
	const { rules, kinds, workers, pairs, rewritten, unknown } = statistics;
	const lines = [
		...block('Decisions by rule', rules.map((each) => tallyLine(each.rule, each)), style),
		...block('By kind of edit', kinds.map((each) => tallyLine(each.kind, each)), style),
		...block('By worker', workers.map((each) => tallyLine(each.worker, each)), style),
		...block('By rule and kind', pairs.map((each) => tallyLine(`${each.rule}, ${each.kind}`, each)), style),
		...(kinds.length === 0 ? ['No decision of a person is counted yet.'] : ['What was decided in one go counts once. Shares are Wilson score intervals at 95 %.']),
		...(rewritten > 0 ? [`In no count: ${number(rewritten)} that a person rewrote.`] : []),
		...(unknown > 0 ? [`In no count: ${number(unknown)} whose verdict no ledger holds any more.`] : []),
		...(refused.length > 0 ? [`Refused for good: ${refused.map(({ id }) => visible(id)).join(', ')}.`] : []),
		...(lessons.length === 0 ? ['The numbers speak for no change.'] : ['']),
	];
	return `${lines.map((line) => `${line}\n`).join('')}${lessons.map(told).join('\n')}${problemBlock(problems, style) ?? ''}`;
}
