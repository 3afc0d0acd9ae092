import type { JSX } from 'preact';
import type { PolicyCard } from '../../compile/policies/policy-reports.js';
import { Icon } from '../shared/icon.js';
import { POLICY } from '../strings/policy.js';

interface Finding {
	readonly code: string;
	readonly message: string;
	readonly line: number;
	readonly column: number;
}

interface ListProps {
	readonly findings: readonly Finding[];
	readonly title: string;
	readonly kind: 'error' | 'warning';
	readonly onLine: ((line: number) => void) | null;
}

function FindingList({ findings, title, kind, onLine }: ListProps): JSX.Element | null {
	if (findings.length === 0) return null;
	return (
		<section class={`commonplace-policy-findings mod-${kind}`}>
			<h3>
				<Icon name={kind === 'error' ? 'circle-alert' : 'triangle-alert'} /> {title}
			</h3>
			<ul>
				{findings.map(({ code, message, line, column }, index) => (
					<li key={index}>
						{onLine === null ? <span class="commonplace-policy-place">{POLICY.place(line, column)}</span> : <button type="button" class="commonplace-link commonplace-policy-place" onClick={() => { onLine(line); }}>{POLICY.place(line, column)}</button>}{' '}
						<span>{message}</span> <code>{code}</code>
					</li>
				))}
			</ul>
		</section>
	);
}

/** Errors and warnings of a policy, each with its place; a click goes there. */
export function Findings({ card, onLine }: { readonly card: Pick<PolicyCard, 'faults' | 'warnings'>; readonly onLine: ((line: number) => void) | null }): JSX.Element {
	const { faults, warnings } = card;
	if (faults.length + warnings.length === 0) {
		return (
			<p class="commonplace-policy-fine">
				<Icon name="check" /> {POLICY.fine}
			</p>
		);
	}
	return (
		<>
			<FindingList findings={faults} title={POLICY.errors(faults.length)} kind="error" onLine={onLine} />
			<FindingList findings={warnings} title={POLICY.warnings(warnings.length)} kind="warning" onLine={onLine} />
		</>
	);
}
