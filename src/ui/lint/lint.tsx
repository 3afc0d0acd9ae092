import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import type { Finding, LintReport } from '../../lint/finding.js';
import type { Desk } from '../desk.js';
import { IconButton, TextButton } from '../shared/buttons.js';
import { formatClock, useNumbers } from '../shared/currencies.js';
import { useWarm } from '../shared/fold-later.js';
import { Icon } from '../shared/icon.js';
import { Later } from '../shared/later.js';
import { clockTime } from '../shared/moments.js';
import { ProblemList } from '../shared/problem-list.js';
import { SearchField } from '../shared/search-field.js';
import { useIsWide } from '../shared/width.js';
import { LINT as words } from '../strings/lint.js';
import { FindingList } from './finding-list.js';
import { SeverityIcon } from './finding-row.js';
import { filterFindings, findingTexts, SEVERITIES } from './lint-rows.js';
import type { LintState } from './lint-state.js';

/** From this width on, in pixels, the buttons of the head have words on them. */
const ROOM_FOR_WORDS = 480;
const NONE_SENT: ReadonlySet<string> = new Set();

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What came of what a person asked last; `review` where the gate panel has more of it. */
interface Outcome {
	readonly text: string;
	readonly failed: boolean;
	readonly review: boolean;
}

function OutcomeLine({ outcome, onReview, onDismiss }: { readonly outcome: Outcome; readonly onReview: () => void; readonly onDismiss: () => void }): JSX.Element {
	return (
		<div class={`commonplace-lint-outcome${outcome.failed ? ' mod-failed' : ''}`}>
			<Icon name={outcome.failed ? 'triangle-alert' : 'check'} />
			<span role={outcome.failed ? 'alert' : 'status'}>{outcome.text}</span>
			{outcome.review ? <TextButton text={words.review} onPress={onReview} /> : null}
			<IconButton icon="x" label={words.dismiss} onPress={onDismiss} />
		</div>
	);
}

function Message({ icon, heading, hint, children }: { readonly icon: string; readonly heading: string; readonly hint: string; readonly children?: JSX.Element }): JSX.Element {
	return (
		<div class="commonplace-lint-message-page">
			<Icon name={icon} />
			<h2>{heading}</h2>
			<p>{hint}</p>
			{children}
		</div>
	);
}

function HeadButton({ wide, text, ...press }: { readonly wide: boolean; readonly icon: string; readonly text: string; readonly off: boolean; readonly onPress: () => void }): JSX.Element {
	return wide ? <TextButton text={text} {...press} /> : <IconButton label={text} {...press} />;
}

interface FilterProps {
	readonly report: LintReport;
	readonly state: LintState;
	readonly onChange: (patch: Partial<LintState>) => void;
}

function Filters({ report, state, onChange }: FilterProps): JSX.Element {
	const rules = useMemo(() => {
		const counts = new Map<string, number>();
		for (const { rule } of report.findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
		return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
	}, [report]);
	const byFile = state.grouping === 'file';
	return (
		<>
			<div class="commonplace-lint-toolbar">
				<SearchField
					value={state.text}
					label={words.search}
					clearLabel={words.clearSearch}
					onSearch={(text) => {
						onChange({ text });
					}}
				/>
				<select
					class="dropdown commonplace-lint-rules"
					aria-label={words.rule}
					value={state.rule ?? ''}
					onChange={(event) => {
						const { value } = event.currentTarget;
						onChange({ rule: value === '' ? null : value });
					}}
				>
					<option value="">{words.allRules}</option>
					{rules.map(([rule, n]) => (
						<option key={rule} value={rule}>
							{words.rules(words.ruleName(rule), n)}
						</option>
					))}
				</select>
				<IconButton
					icon={byFile ? 'list-tree' : 'files'}
					label={byFile ? words.groupByRule : words.groupByFile}
					onPress={() => {
						onChange({ grouping: byFile ? 'rule' : 'file' });
					}}
				/>
			</div>
			<div class="commonplace-lint-chips" role="group" aria-label={words.filterSeverity}>
				{SEVERITIES.map((severity) => {
					const chosen = state.severity === severity;
					return (
						<button
							key={severity}
							type="button"
							class={`commonplace-chip${chosen ? ' is-active' : ''}`}
							aria-pressed={chosen}
							onClick={() => {
								onChange({ severity: chosen ? null : severity });
							}}
						>
							<SeverityIcon severity={severity} />
							{words.severityCount(severity, report.counts[severity])}
						</button>
					);
				})}
			</div>
		</>
	);
}

interface ReportProps extends FilterProps {
	readonly sent: ReadonlySet<string>;
	readonly busy: boolean;
	readonly onJump: (path: string, line: number | null, how?: 'here' | 'tab') => void;
	readonly onFix: (findings: readonly Finding[]) => void;
}

function Report({ report, state, sent, busy, onChange, onJump, onFix }: ReportProps): JSX.Element {
	const texts = useMemo(() => findingTexts(report.findings), [report]);
	useWarm(texts);
	const { severity, rule, text } = state;
	const findings = useMemo(() => filterFindings(report.findings, texts, { severity, rule, text }), [texts, severity, rule, text]);
	const fixable = useMemo(() => findings.filter((finding) => finding.fixable && !sent.has(finding.id)), [findings, sent]);
	if (report.findings.length === 0) return <Message icon="check" heading={words.nothing} hint={words.nothingHint(report.checked)} />;
	return (
		<>
			<Filters report={report} state={state} onChange={onChange} />
			<Later>
				<div class="commonplace-lint-shown">
					<span role="status">{words.shown(findings.length)}</span>
					{fixable.length > 1 ? (
						<TextButton
							text={words.fixAll(fixable.length)}
							off={busy}
							onPress={() => {
								onFix(fixable);
							}}
						/>
					) : null}
				</div>
				{findings.length === 0 ? (
					<div class="commonplace-lint-none">
						<p>{words.nothingMatches}</p>
						<TextButton
							text={words.showEverything}
							onPress={() => {
								onChange({ severity: null, rule: null, text: '' });
							}}
						/>
					</div>
				) : (
					<FindingList
						findings={findings}
						grouping={state.grouping}
						selected={state.selected}
						sent={sent}
						busy={busy}
						onSelect={(selected) => {
							onChange({ selected });
						}}
						onJump={onJump}
						onFix={(finding) => {
							onFix([finding]);
						}}
					/>
				)}
				<p class="commonplace-lint-keys">{words.keys}</p>
			</Later>
		</>
	);
}

/** Lint's findings, or why there are none to show. */
export function Lint({ desk, state }: { readonly desk: Desk; readonly state: Signal<LintState> }): JSX.Element {
	useNumbers();
	const root = useRef<HTMLDivElement>(null);
	const wide = useIsWide(root, ROOM_FOR_WORDS);
	const [outcome, setOutcome] = useState<Outcome | null>(null);
	const [sentOf, setSent] = useState<{ readonly report: LintReport | null; readonly ids: ReadonlySet<string> }>({ report: null, ids: NONE_SENT });
	const arrival = useRef<{ readonly of: unknown; readonly at: string | null }>({ of: desk.lint.peek(), at: null });
	const now = desk.lint.value;
	const work = desk.work.value;
	const busy = work.kind === 'busy';
	// A report that was there before the view was opened carries no time: better none than a wrong one.
	if (arrival.current.of !== now) arrival.current = { of: now, at: clockTime(Date.now()) };
	const report = now !== null && now.state === 'ready' ? now.value : null;
	const sent = sentOf.report === report ? sentOf.ids : NONE_SENT;
	const linting = now?.state === 'loading' || (work.kind === 'busy' && work.what === 'lint');

	const failed = (text: string): void => {
		setOutcome({ text, failed: true, review: false });
	};
	const ask = (question: Promise<unknown>): void => {
		setOutcome(null);
		question.catch((error: unknown) => {
			failed(messageOf(error));
		});
	};
	const run = (): void => {
		ask(desk.runLint());
	};
	const writeReport = (): void => {
		ask(desk.writeLintReport());
	};
	const fix = (findings: readonly Finding[]): void => {
		setOutcome(null);
		desk.proposeFixes(findings).then(
			() => {
				setSent((before) => ({ report, ids: new Set([...(before.report === report ? before.ids : []), ...findings.map(({ id }) => id)]) }));
				setOutcome({ text: words.fixAsked, failed: false, review: true });
			},
			(error: unknown) => {
				failed(words.fixFailed(messageOf(error)));
			},
		);
	};
	const jump = (path: string, line: number | null, how: 'here' | 'tab' = 'here'): void => {
		ask(desk.open(path, line === null ? null : { line }, how));
	};
	return (
		<div ref={root} class="commonplace-lint">
			<div class="commonplace-lint-head">
				{linting ? (
					<>
						<p role="status">{work.kind === 'busy' && work.stage === 'gate' ? words.proposing : work.kind === 'busy' && work.total > 0 ? words.runningCount(work.done, work.total) : words.running}</p>
						<TextButton
							text={words.stop}
							icon="square"
							off={work.kind === 'busy' && work.stopping}
							onPress={() => {
								ask(desk.stopWork());
							}}
						/>
					</>
				) : report === null ? null : (
					<>
						<p>{words.checked(report.checked, formatClock(report.clock_ms), arrival.current.at)}</p>
						<HeadButton wide={wide} icon="file-text" text={words.report} off={busy} onPress={writeReport} />
						<HeadButton wide={wide} icon="refresh-cw" text={words.again} off={busy} onPress={run} />
					</>
				)}
			</div>
			{outcome === null ? null : (
				<OutcomeLine
					outcome={outcome}
					onReview={() => {
						ask(desk.show('gate'));
					}}
					onDismiss={() => {
						setOutcome(null);
					}}
				/>
			)}
			{now === null && !linting ? (
				<Message icon="list-checks" heading={words.notRun} hint={words.notRunHint}>
					<TextButton look="cta" text={words.run} off={busy} onPress={run} />
				</Message>
			) : null}
			{now?.state === 'failed' && !linting ? (
				<Message icon="triangle-alert" heading={words.failed} hint={now.message}>
					<TextButton look="cta" text={words.again} off={busy} onPress={run} />
				</Message>
			) : null}
			{report === null ? null : (
				<>
					<ProblemList problems={report.problems} label={words.problems(report.problems.length)} onOpen={jump} />
					<Report
						report={report}
						state={state.value}
						sent={sent}
						busy={busy}
						onChange={(patch) => {
							state.value = { ...state.peek(), ...patch };
						}}
						onJump={jump}
						onFix={fix}
					/>
				</>
			)}
		</div>
	);
}
