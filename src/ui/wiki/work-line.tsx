import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CompileSummary, Desk, Work } from '../desk.js';
import { AskingNote } from '../shared/asking-note.js';
import { IconButton, TextButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { ProblemList } from '../shared/problem-list.js';
import { PLUGIN } from '../strings/plugin.js';
import { WIKI as words } from '../strings/wiki.js';
import { costLine } from './run-costs.js';

type Asker = (question: Promise<unknown>) => void;

/** How many proposals wait for a person. */
export const waitingIn = (desk: Desk): number => {
	const queue = desk.queue.value;
	return queue.state === 'ready' ? queue.value.cards.length : 0;
};

export function Waiting({ desk, ask, look = 'plain' }: { readonly desk: Desk; readonly ask: Asker; readonly look?: 'plain' | 'cta' }): JSX.Element | null {
	const waiting = waitingIn(desk);
	if (waiting === 0) return null;
	return (
		<p class="commonplace-wiki-waiting">
			<span>{words.waiting(waiting)}</span>
			<TextButton
				look={look}
				text={words.review}
				onPress={() => {
					ask(desk.show('gate'));
				}}
			/>
		</p>
	);
}

function Busy({ work, onStop }: { readonly work: Extract<Work, { kind: 'busy' }>; readonly onStop: () => void }): JSX.Element {
	const stage = work.stopping ? words.stopping : PLUGIN.status.busy({ ...work, total: 0 });
	return (
		<div class="commonplace-wiki-busy">
			<p>{work.stopping ? words.stopping : PLUGIN.status.busy(work)}</p>
			{/* Read out once a stage and not at every step. */}
			<span class="commonplace-visually-hidden" role="status">
				{stage}
			</span>
			<TextButton text={words.stop} icon="square" off={work.stopping} onPress={onStop} />
			<progress aria-label={stage} {...(work.total > 0 ? { value: Math.min(work.done, work.total), max: work.total } : {})} />
		</div>
	);
}

function Summary({ summary, onDismiss, onOpen }: { readonly summary: CompileSummary; readonly onDismiss: () => void; readonly onOpen: (path: string, line: number | null) => void }): JSX.Element {
	const { stopped } = summary;
	return (
		<div class={`commonplace-wiki-outcome${stopped === null ? '' : ' mod-stopped'}`}>
			<Icon name={stopped === null ? 'check' : 'triangle-alert'} />
			<div role="status">
				<p class="commonplace-wiki-told">{stopped ?? PLUGIN.notices.compiled(summary)}</p>
				<p class="commonplace-wiki-muted">{costLine(summary)}</p>
				<ProblemList problems={summary.problems} label={words.problems(summary.problems.length)} onOpen={onOpen} />
			</div>
			<IconButton icon="x" label={words.dismiss} onPress={onDismiss} />
		</div>
	);
}

/** What is being done, what the last compile did, and what waits for a person. */
export function WorkLine(props: { readonly desk: Desk; readonly ask: Asker; readonly onOpen: (path: string, line: number | null) => void; readonly waiting: boolean }): JSX.Element {
	const { desk, ask, onOpen, waiting } = props;
	const [dismissed, setDismissed] = useState<CompileSummary | null>(null);
	const work = desk.work.value;
	const summary = desk.summary.value;
	return (
		<div class="commonplace-wiki-work">
			{desk.emergency.value.stopped ? (
				<p class="commonplace-wiki-outcome mod-stopped">
					<Icon name="octagon" />
					<span>{words.emergency}</span>
				</p>
			) : null}
			{work.kind === 'busy' ? (
				<Busy
					work={work}
					onStop={() => {
						ask(desk.stopWork());
					}}
				/>
			) : summary !== null && summary !== dismissed ? (
				<Summary
					summary={summary}
					onOpen={onOpen}
					onDismiss={() => {
						setDismissed(summary);
					}}
				/>
			) : null}
			<AskingNote desk={desk} />
			{waiting ? <Waiting desk={desk} ask={ask} /> : null}
		</div>
	);
}
