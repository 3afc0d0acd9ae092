import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PolicyOutcome, PolicySimulation } from '../../compile/policies/policy-reports.js';
import type { Disposition } from '../../model/verdict.js';
import { TextButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { ProblemList } from '../shared/problem-list.js';
import { DISPOSITION_ICON, toneOf } from '../shared/dispositions.js';
import { GATE } from '../strings/gate.js';
import { POLICY } from '../strings/policy.js';
import type { PolicyParts } from './parts.js';

const ROWS_AT_ONCE = 30;
const MOST_RULES = 3;

function Word({ disposition }: { readonly disposition: Disposition | null }): JSX.Element {
	if (disposition === null) return <span class="commonplace-policy-quiet">{POLICY.noRecord}</span>;
	return (
		<span class={`commonplace-policy-word ${toneOf(disposition)}`}>
			<Icon name={DISPOSITION_ICON[disposition]} /> {GATE.disposition[disposition]}
		</span>
	);
}

function Row({ parts, row, waits }: { readonly parts: PolicyParts; readonly row: PolicyOutcome; readonly waits: boolean }): JSX.Element {
	const { id, path, before, after, rules, unknown } = row;
	return (
		<tr>
			<td>
				<button type="button" class="commonplace-link" onClick={() => { parts.open(path, null); }}>{path}</button>
				<ul>
					{rules.slice(0, MOST_RULES).map(({ rule, reason, line }) => (
						<li key={`${rule} ${reason}`}>
							{reason}
							{line === null ? '' : ` (${POLICY.line(line)})`}
						</li>
					))}
					{unknown.length === 0 ? null : <li class="commonplace-policy-quiet">{POLICY.unknown(unknown)}</li>}
				</ul>
				{waits ? <TextButton text={POLICY.review} label={POLICY.reviewOf(path)} onPress={() => void parts.desk.review(id)} /> : null}
			</td>
			<td>
				<Word disposition={before} />
				<span class="commonplace-policy-then">
					<Icon name="arrow-down" />
					<span class="commonplace-visually-hidden">{POLICY.then}</span>
				</span>
				<Word disposition={after} />
			</td>
		</tr>
	);
}

/** What would change, with links to the pages and to the edits that wait. */
export function SimulationTable({ parts, simulation }: { readonly parts: PolicyParts; readonly simulation: PolicySimulation }): JSX.Element {
	const [most, setMost] = useState(ROWS_AT_ONCE);
	const { against, cases, rows, missing, problems } = simulation;
	const queue = parts.desk.queue.value;
	const waiting = new Set(queue.state === 'ready' ? queue.value.cards.map(({ id }) => id) : []);
	return (
		<div class="commonplace-policy-simulation">
			<p>
				<strong>{POLICY.against(against === 'built-in' ? POLICY.builtIn : against)}</strong> {cases === 0 ? POLICY.askedNothing : POLICY.asked(simulation)}
			</p>
			{rows.length === 0 ? null : (
				<table>
					<thead>
						<tr>
							<th scope="col">{POLICY.columns.page}</th>
							<th scope="col">{POLICY.columns.change}</th>
						</tr>
					</thead>
					<tbody>
						{rows.slice(0, most).map((row) => (
							<Row key={row.id} parts={parts} row={row} waits={waiting.has(row.id)} />
						))}
					</tbody>
				</table>
			)}
			{rows.length > most ? <TextButton text={POLICY.moreRows(Math.min(rows.length - most, ROWS_AT_ONCE * 10))} onPress={() => { setMost(most + ROWS_AT_ONCE * 10); }} /> : null}
			{missing.length === 0 ? null : (
				<details class="commonplace-problems">
					<summary>{POLICY.missingTitle}</summary>
					<ul>
						{missing.map((each) => (
							<li key={each.field}>{POLICY.missing(each)}</li>
						))}
					</ul>
				</details>
			)}
			<ProblemList problems={problems} label={POLICY.problems(problems.length)} onOpen={parts.open} />
		</div>
	);
}
