import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LearningReport, LessonView } from '../../compile/learning/learning-reports.js';
import type { Loaded } from '../loaded.js';
import { DenyForm } from '../gate/deny-form.js';
import { DiffView } from '../gate/diff-view.js';
import { TextButton } from '../shared/buttons.js';
import { ProblemList } from '../shared/problem-list.js';
import { POLICY } from '../strings/policy.js';
import { isBusy, messageOf, type PolicyParts } from './parts.js';
import { SimulationTable } from './simulation-table.js';

const words = POLICY.lessons;
const NONE_LEFT: ReadonlySet<number> = new Set();

/** Changes of the policies that the person's own decisions speak for; asked only when the person wants to know. */
export function Lessons({ parts }: { readonly parts: PolicyParts }): JSX.Element {
	const [found, setFound] = useState<Loaded<LearningReport> | null>(null);
	const look = (): void => {
		setFound((before) => (before?.state === 'ready' ? before : { state: 'loading' }));
		parts.desk.policies.learn().then(
			(value) => {
				setFound({ state: 'ready', value });
			},
			(error: unknown) => {
				setFound({ state: 'failed', message: messageOf(error) });
			},
		);
	};
	return (
		<section class="commonplace-policy-lessons" aria-label={words.title}>
			<h3>{words.title}</h3>
			<p class="commonplace-policy-quiet">{words.help}</p>
			<div class="commonplace-policy-actions">
				<TextButton text={words.look} icon="graduation-cap" onPress={look} />
			</div>
			<div aria-live="polite">
				{found === null ? null : found.state === 'loading' ? (
					<p class="commonplace-policy-quiet">{words.looking}</p>
				) : found.state === 'failed' ? (
					<p class="commonplace-policy-failed">{found.message}</p>
				) : (
					<>
						{found.value.lessons.length === 0 ? <p>{words.none}</p> : null}
						<ProblemList problems={found.value.problems} label={POLICY.problems(found.value.problems.length)} onOpen={parts.open} />
						{found.value.lessons.map((lesson) => (
							<Lesson key={lesson.id} parts={parts} lesson={lesson} onDone={look} />
						))}
					</>
				)}
			</div>
		</section>
	);
}

function Lesson({ parts, lesson, onDone }: { readonly parts: PolicyParts; readonly lesson: LessonView; readonly onDone: () => void }): JSX.Element {
	const { desk, act, open } = parts;
	const { id, change, says, hunks, simulation, taken } = lesson;
	const [isRefusing, setRefusing] = useState(false);
	const after = (done: boolean): void => {
		if (done) onDone();
	};
	return (
		<article class="commonplace-policy-lesson" aria-label={change}>
			<h4>{change}</h4>
			<p>{says}</p>
			<DiffView hunks={hunks} left={NONE_LEFT} onToggle={null} sideBySide={false} />
			<SimulationTable parts={parts} simulation={simulation} />
			{isRefusing ? (
				<DenyForm question={words.why} action={words.refuse} off={isBusy(parts)} onDeny={(why) => void act(() => desk.policies.refuseLesson(id, why), words.refused).then(after)} onCancel={() => { setRefusing(false); }} />
			) : (
				<div class="commonplace-policy-actions">
					{taken === null ? (
						<TextButton text={words.take} look="cta" off={isBusy(parts)} onPress={() => void act(() => desk.policies.takeLesson(id), words.taken).then(after)} />
					) : (
						<TextButton text={words.openDraft} icon="file-text" onPress={() => { open(taken, null); }} />
					)}
					<TextButton text={words.refuse} off={isBusy(parts)} onPress={() => { setRefusing(true); }} />
				</div>
			)}
		</article>
	);
}
