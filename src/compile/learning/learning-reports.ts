import type { Problem } from '../../model/result.js';
import type { Hunk } from '../../vault/hunks.js';
import type { PolicySimulation } from '../policies/policy-reports.js';
import type { DecisionStatistics } from './decisions.js';
import type { Lesson } from './lessons.js';
import type { Refusal } from './refusals.js';

/** A lesson with what it would have changed. */
export interface LessonView extends Lesson {
	/** The policies with the change against the policies as they are, over every proposal of the record. */
	readonly simulation: PolicySimulation;
	/** What the note's text would change, or all of it where it is a note more. */
	readonly hunks: readonly Hunk[];
	/** The draft that was made of it and does not hold; null where there is none. */
	readonly taken: string | null;
}

export interface LearningReport {
	readonly statistics: DecisionStatistics;
	readonly lessons: readonly LessonView[];
	/** Lessons that are never proposed again. */
	readonly refused: readonly Refusal[];
	readonly problems: readonly Problem[];
}

/** What the gate learns from people. It proposes; only a person changes a policy. */
export interface PolicyLearning {
	/** Counts what people decided, and says which changes of the policies that speaks for. Writes nothing. */
	learnPolicies(): Promise<LearningReport>;
	/** Puts the lesson's note among the policies, where it does not hold until a person activates it; one that is there already is not made again. */
	takeLesson(id: string, who: string): Promise<{ readonly path: string; readonly lesson: LessonView } | { readonly problem: Problem }>;
	/** Refuses a lesson for good, with a reason. Null where it is done. */
	refuseLesson(id: string, why: string, who: string): Promise<Problem | null>;
}
