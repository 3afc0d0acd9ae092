import type { JSX } from 'preact';
import type { PoliciesReport, PolicyCard } from '../../compile/policies/policy-reports.js';
import { TextButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { ProblemList } from '../shared/problem-list.js';
import { POLICY } from '../strings/policy.js';
import { Lessons } from './lessons.js';
import { isBusy, nameOf, type PolicyParts } from './parts.js';
import { PolicyDetail } from './policy-detail.js';

const STATE_ICON: Readonly<Record<PolicyCard['state'], string>> = { active: 'circle-check', off: 'circle-pause', broken: 'circle-alert' };

/** Which policies there are, what holds, and what the chosen one says. */
export function PoliciesTab({ parts }: { readonly parts: PolicyParts }): JSX.Element {
	const { desk, state, open } = parts;
	const report = desk.policies.report.value;
	if (report.state === 'loading') return <p class="commonplace-policy-quiet" role="status">{POLICY.loading}</p>;
	if (report.state === 'failed') {
		return (
			<div class="commonplace-policy-empty" role="alert">
				<Icon name="triangle-alert" />
				<strong>{POLICY.failed}</strong>
				<p>{report.message}</p>
				<TextButton text={POLICY.retry} icon="refresh-cw" onPress={() => { desk.refresh(); }} />
			</div>
		);
	}
	const { policies, problems } = report.value;
	const chosen = policies.find(({ path }) => path === state.value.chosen) ?? policies[0] ?? null;
	// Problems of the notes stand with the notes.
	const others = problems.filter(({ path }) => !policies.some((policy) => policy.path === path));
	return (
		<>
			<Holding parts={parts} report={report.value} />
			<ProblemList problems={others} label={POLICY.problems(others.length)} onOpen={open} />
			{policies.length === 0 ? (
				<div class="commonplace-policy-empty">
					<Icon name="scale" />
					<strong>{POLICY.none}</strong>
					<p>{POLICY.noneHelp}</p>
					<TextButton text={POLICY.writeOne} onPress={() => { parts.change({ tab: 'write' }); }} />
				</div>
			) : (
				<ul class="commonplace-policy-list" aria-label={POLICY.list}>
					{policies.map((policy) => (
						<li key={policy.path}>
							<button type="button" class={`commonplace-policy-row${policy === chosen ? ' is-active' : ''}`} aria-current={policy === chosen} onClick={() => { parts.change({ chosen: policy.path }); }}>
								<span class={`commonplace-policy-state mod-${policy.state}`}>
									<Icon name={STATE_ICON[policy.state]} />
								</span>
								<span class="commonplace-policy-name">{nameOf(policy)}</span>
								<span class="commonplace-policy-facts">{[POLICY.state[policy.state], POLICY.counts(policy)].filter((part) => part !== '').join(' · ')}</span>
							</button>
						</li>
					))}
				</ul>
			)}
			{chosen === null ? null : <PolicyDetail key={chosen.path} parts={parts} card={chosen} report={report.value} />}
			{policies.length === 0 ? null : <Lessons parts={parts} />}
		</>
	);
}

/** What a person must know before they read on: whether the default holds, and whether what waits was judged by these rules. */
function Holding({ parts, report }: { readonly parts: PolicyParts; readonly report: PoliciesReport }): JSX.Element | null {
	const { builtIn, lapsed, policies } = report;
	if (!builtIn && !lapsed) return null;
	const broken = policies.some(({ state }) => state === 'broken');
	return (
		<div class="commonplace-policy-holding">
			{builtIn && policies.length > 0 ? (
				<p class={broken ? 'mod-warning' : ''}>
					<Icon name={broken ? 'triangle-alert' : 'info'} />
					<span>{broken ? POLICY.builtInBroken : POLICY.builtInAlone}</span>
				</p>
			) : null}
			{lapsed ? (
				<p>
					<Icon name="history" />
					<span>{POLICY.lapsed}</span>
					<TextButton text={POLICY.apply} off={isBusy(parts)} onPress={() => void parts.act(() => parts.desk.policies.apply(), POLICY.applied)} />
				</p>
			) : null}
		</div>
	);
}
