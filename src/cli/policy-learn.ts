import type { LearningReport, LessonView } from '../compile/learning/learning-reports.js';
import { err, ok, type Result } from '../model/result.js';
import { unifiedDiff } from './diff.js';
import type { Json } from './json.js';
import { type PolicyAnswer, policyFailure, type PolicySurroundings } from './policy-deeds.js';
import { learningText, lessonText } from './present-learning.js';
import { visible } from './style.js';

/** What a person wants of what the gate learned. */
export interface LearnCommand {
	readonly name: 'policy learn';
	readonly deed: { readonly type: 'look' } | { readonly type: 'take'; readonly id: string } | { readonly type: 'refuse'; readonly id: string; readonly why: string };
}

/** `words` are those after `policy learn`. */
export function parseLearn(words: readonly string[], { take, refuse, why }: Readonly<Record<string, string | boolean | undefined>>): Result<LearnCommand, string> {
	const [more] = words;
	if (more !== undefined) return err(`"policy learn" takes no "${more}". Say --take or --refuse before the id of a lesson.`);
	if (take !== undefined && refuse !== undefined) return err('Say either --take or --refuse, not both.');
	if (typeof refuse === 'string') {
		const reason = typeof why === 'string' ? why.trim() : '';
		return reason === '' ? err('Say why you refuse it: --why "…". The reason is kept, and the lesson is not proposed again.') : ok({ name: 'policy learn', deed: { type: 'refuse', id: refuse, why: reason } });
	}
	if (why !== undefined) return err('--why belongs to --refuse.');
	return ok({ name: 'policy learn', deed: typeof take === 'string' ? { type: 'take', id: take } : { type: 'look' } });
}

/** From the note whose place it would take; from nothing where it is a note more. */
const diffOf = ({ note, against, name, text }: LessonView): string | null => unifiedDiff(note ?? name, note === null ? null : against, text);

const lessonJson = (lesson: LessonView): Json => {
	const { against: _against, hunks: _hunks, ...rest } = lesson;
	return { ...rest, diff: diffOf(lesson) };
};

const learningJson = ({ statistics, lessons, refused, problems }: LearningReport): Json => ({ statistics, lessons: lessons.map(lessonJson), refused, problems });

const nameOf = (path: string): string => (path.split('/').pop() ?? path).replace(/\.prism\.md$/i, '');

/** What a person does next with a draft: first the new one holds, so that nothing is milder in between than either says. */
function nextSteps({ note }: LessonView, path: string): string {
	const draft = visible(nameOf(path));
	return `Read it; then: commonplace policy activate ${draft}${note === null ? '' : `, and commonplace policy deactivate ${visible(nameOf(note))}, whose place it takes`}.\n`;
}

export async function performLearn({ deed }: LearnCommand, { app, who }: PolicySurroundings): Promise<PolicyAnswer> {
	switch (deed.type) {
		case 'look': {
			const report = await app.learnPolicies();
			return { code: report.lessons.length + report.problems.length > 0 ? 1 : 0, json: learningJson(report), text: (style) => learningText(report, (lesson) => lessonText(lesson, diffOf(lesson), style), style) };
		}
		case 'take': {
			const taken = await app.takeLesson(deed.id, who);
			if ('problem' in taken) return policyFailure(taken.problem);
			const { path, lesson } = taken;
			return { code: 0, json: { path, active: false, lesson: lessonJson(lesson) }, text: () => `The draft is ${visible(path)}. It does not hold. ${nextSteps(lesson, path)}` };
		}
		case 'refuse': {
			const fault = await app.refuseLesson(deed.id, deed.why, who);
			return fault === null ? { code: 0, json: { refused: deed.id, why: deed.why }, text: () => `${visible(deed.id)} is refused and not proposed again.\n` } : policyFailure(fault);
		}
	}
}
