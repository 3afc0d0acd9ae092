import { UNKNOWN_COST } from '../../model/currencies.js';
import { type Problem, problem, type Result } from '../../model/result.js';
import { parsePolicy } from '../../prism/profile/policy.js';
import { isVaultError, readOrNull } from '../../vault/commit/record.js';
import { hunksOf } from '../../vault/hunks.js';
import type { Layout } from '../../vault/layout.js';
import type { Host, VaultPort } from '../../vault/port.js';
import { readHistory } from '../ledger/history.js';
import { type PastCase, pastCases } from '../policies/cases.js';
import { acceptPolicy, withActive } from '../policies/change-policies.js';
import { policyFolder } from '../policies/policy-rules.js';
import { type PolicyNote, readPolicies } from '../policies/read-policies.js';
import { replay } from '../policies/replay.js';
import type { Session } from '../session.js';
import { decisionStatistics } from './decisions.js';
import type { LearningReport, LessonView, PolicyLearning } from './learning-reports.js';
import { type Lesson, lessonsOf } from './lessons.js';
import { readRefusals, refusalsPath, type Refusal, withRefusal } from './refusals.js';

interface Parts {
	readonly vault: VaultPort;
	readonly host: Host;
	readonly layout: Layout;
	/** A new id of a run that has to do with policies. */
	readonly newRun: () => string;
	readonly working: <T>(run: string, work: (session: Session) => Promise<T>) => Promise<Result<T>>;
}

type Refusals = ReturnType<typeof readRefusals>;

async function refusalsOf(vault: VaultPort, layout: Layout): Promise<Refusals> {
	const path = refusalsPath(layout);
	try {
		return readRefusals(path, await readOrNull(vault, path));
	} catch (error) {
		if (!isVaultError(error)) throw error;
		return { refused: [], problem: problem(path, `It cannot be read, so nothing is proposed: ${error.message}`) };
	}
}

/** The lesson beside what it would have changed; null where it would change nothing, or anything else than it says. */
function simulated(lesson: Lesson, notes: readonly PolicyNote[], past: readonly PastCase[], folder: string): LessonView | null {
	const [next, before] = [parsePolicy(lesson.text), parsePolicy(lesson.against)];
	if (!next.ok || !before.ok) return null;
	const others = notes.flatMap(({ path, state, policy }) => (state !== 'active' || policy === null || path === lesson.note ? [] : [policy]));
	const changes = replay(next.value, before.value, others, past);
	const { stricter, milder } = changes;
	if (lesson.deed === 'loosen' ? stricter > 0 || milder === 0 : milder > 0 || stricter === 0) return null;
	const draft = withActive(lesson.text, false);
	const taken = notes.find(({ text, state }) => state === 'off' && text === draft)?.path ?? null;
	return { ...lesson, simulation: { path: taken ?? lesson.name, against: lesson.note ?? folder, ...changes, problems: [] }, hunks: hunksOf(lesson.note === null ? '' : lesson.against, lesson.text), taken };
}

/** Learning from what people decided, over the ledger and the sessions in which everything is written. */
export function policyLearning({ vault, host, layout, newRun, working }: Parts): PolicyLearning {
	const folder = policyFolder(layout);

	async function learnPolicies(): Promise<LearningReport> {
		const { entries, problems } = await readHistory(vault, layout, null);
		const statistics = decisionStatistics(entries);
		const { notes, builtIn } = await readPolicies(vault, layout, host, 'look');
		const refusals = await refusalsOf(vault, layout);
		const faults: readonly Problem[] = [
			...problems,
			...(refusals.problem === null ? [] : [refusals.problem]),
			// One note more would end what holds in their place.
			...(builtIn ? [problem(folder, 'The built-in default holds here, so nothing is proposed. Activate a policy, and mend those that have errors: `commonplace policy check` names them.')] : []),
		];
		const proposed = builtIn || refusals.problem !== null ? [] : lessonsOf(statistics, notes, new Set(refusals.refused.map(({ id }) => id)));
		if (proposed.length === 0) return { statistics, lessons: [], refused: refusals.refused, problems: faults };
		const past = await pastCases(vault, layout);
		const lessons = proposed.flatMap((lesson) => simulated(lesson, notes, past.cases, folder) ?? []);
		return { statistics, lessons, refused: refusals.refused, problems: [...faults, ...past.problems] };
	}

	async function lessonOf(id: string): Promise<LessonView | Problem> {
		const { lessons, refused, problems } = await learnPolicies();
		const found = lessons.find((lesson) => lesson.id === id);
		if (found !== undefined) return found;
		if (refused.some((refusal) => refusal.id === id)) return problem(refusalsPath(layout), `${id} was refused for good. Take it out of this file to hear of it again.`);
		return problems[0] ?? problem(folder, `There is no lesson ${id}. \`commonplace policy learn\` names those that there are.`);
	}

	async function refuse({ settings, ledger, record, run, gate }: Session, lesson: Lesson, why: string, who: string): Promise<Problem | null> {
		const path = refusalsPath(settings.layout);
		const text = await record.read(path);
		const before = readRefusals(path, text);
		if (before.problem !== null) return before.problem;
		const refusal: Refusal = { id: lesson.id, lesson: `${lesson.change} ${lesson.says}`, why, by: who, at: new Date(host.now()).toISOString() };
		const next = withRefusal(text, refusal);
		if (!readRefusals(path, next).refused.some(({ id }) => id === lesson.id)) return problem(path, 'The lesson could not be added to this file, so nothing was written. Mend the file first.');
		await ledger.append([{ type: 'policy', deed: 'refused', actor: who, run, lesson: lesson.id, says: refusal.lesson, why, policy: gate.policyHash, ...UNKNOWN_COST }]);
		try {
			if (text === null) await record.create(path, next);
			else if (!(await record.swap(path, text, next))) return problem(path, 'The file changed meanwhile, so it was left alone. Do it again.');
			return null;
		} catch (error) {
			if (!isVaultError(error)) throw error;
			return problem(path, `It could not be written: ${error.message}`);
		}
	}

	return {
		learnPolicies,
		async takeLesson(id, who) {
			const lesson = await lessonOf(id);
			if ('message' in lesson) return { problem: lesson };
			if (lesson.taken !== null) return { path: lesson.taken, lesson };
			const result = await working(newRun(), (session) => acceptPolicy(session, lesson.name, lesson.text, false, who));
			if (!result.ok) return { problem: result.error };
			return 'problem' in result.value ? result.value : { path: result.value.path, lesson };
		},
		async refuseLesson(id, why, who) {
			if (why.trim() === '') return problem('', 'Say why. The reason is kept, so that you know it later.');
			const lesson = await lessonOf(id);
			if ('message' in lesson) return lesson;
			const result = await working(newRun(), (session) => refuse(session, lesson, why.trim(), who));
			return result.ok ? result.value : result.error;
		},
	};
}
