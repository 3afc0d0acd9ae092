import type { JSX } from 'preact';
import { AskingNote } from '../shared/asking-note.js';
import { IconButton, TextButton } from '../shared/buttons.js';
import { formatCarbon, formatClock, formatCoin } from '../shared/currencies.js';
import { Icon } from '../shared/icon.js';
import type { CompileSummary, Work } from '../desk.js';
import { GATE } from '../strings/gate.js';
import type { GateParts } from './parts.js';

/** The emergency stop while it is on, what is under way, what came of the last decision and of the last compile. */
export function Notices({ parts }: { readonly parts: GateParts }): JSX.Element {
	const { desk, decisions } = parts;
	const emergency = desk.emergency.value;
	const work = desk.work.value;
	const outcome = decisions.outcome.value;
	const summary = desk.summary.value;
	return (
		<>
			{emergency.stopped ? (
				<div class="commonplace-notice mod-stop" role="alert">
					<Icon name="octagon-x" />
					<div class="commonplace-notice-text">
						<strong>{GATE.stopOn}</strong>
						{emergency.why === null || emergency.why === '' ? null : <p>{emergency.why}</p>}
						<p class="commonplace-muted">{GATE.stopHow}</p>
						<TextButton text={GATE.lift} onPress={() => void decisions.liftStop()} />
					</div>
				</div>
			) : null}
			{work.kind === 'busy' ? <Progress work={work} onStop={() => void decisions.stopWork()} /> : null}
			{outcome === null || outcome.text === '' && outcome.details.length === 0 ? null : (
				<div class={`commonplace-notice mod-${outcome.tone}`}>
					<Icon name={outcome.tone === 'good' ? 'check' : 'triangle-alert'} />
					<div class="commonplace-notice-text">
						{outcome.text}
						{outcome.details.length === 0 ? null : (
							<ul>
								{outcome.details.map(({ path, text }, index) => (
									<li key={index}>
										<span class="commonplace-notice-path">{path}</span> {text}
									</li>
								))}
							</ul>
						)}
					</div>
					<IconButton icon="x" label={GATE.dismiss} onPress={() => { decisions.dismiss(); }} />
				</div>
			)}
			<AskingNote desk={desk} />
			{work.kind === 'idle' && summary !== null ? <Summary summary={summary} /> : null}
		</>
	);
}

const progressText = (work: Work): string => (work.kind === 'idle' ? '' : work.stopping ? GATE.stopping : GATE.progress(GATE.busyWith[work.what], work.stage, work.done, work.total));

/** What is under way without its counts: read aloud, every step of them would be a din. */
export const stageText = (work: Work): string => progressText(work.kind === 'idle' ? work : { ...work, done: 0, total: 0 });

function Progress({ work, onStop }: { readonly work: Work & { readonly kind: 'busy' }; readonly onStop: () => void }): JSX.Element {
	return (
		<div class="commonplace-progress">
			<span class="commonplace-progress-text">{progressText(work)}</span>
			<TextButton text={GATE.stopWork} icon="square" off={work.stopping} onPress={onStop} />
			<progress aria-label={GATE.busyWith[work.what]} {...(work.total > 0 ? { value: work.done, max: work.total } : {})} />
		</div>
	);
}

const COUNTS = ['created', 'updated', 'passed', 'held', 'blocked', 'unchanged', 'failed'] as const;

function Summary({ summary }: { readonly summary: CompileSummary }): JSX.Element {
	const counts = COUNTS.filter((name) => summary[name] > 0).map((name) => GATE.counts[name](summary[name]));
	return (
		<details class="commonplace-summary">
			<summary>
				<span class="commonplace-summary-name">{GATE.summary}</span>{' '}
				{summary.stopped ?? (counts.length === 0 ? GATE.nothingChanged : counts.join(' · '))}
			</summary>
			<p>
				{formatClock(summary.clock_ms)} · {formatCoin(summary.coin_usd)} · {formatCarbon(summary.carbon_g)}
			</p>
			{summary.problems.length === 0 ? null : (
				<ul>
					{summary.problems.map(({ path, message }, index) => (
						<li key={index}>
							<span class="commonplace-notice-path">{path}</span> {message}
						</li>
					))}
				</ul>
			)}
		</details>
	);
}
