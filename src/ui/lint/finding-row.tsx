import type { JSX } from 'preact';
import type { Finding, Severity } from '../../lint/finding.js';
import { formatCount } from '../shared/currencies.js';
import { Icon } from '../shared/icon.js';
import { LINT as words } from '../strings/lint.js';
import type { LintRow } from './lint-rows.js';

const ICONS: Readonly<Record<Severity, string>> = { error: 'circle-x', warning: 'triangle-alert', notice: 'info' };

export function SeverityIcon({ severity }: { readonly severity: Severity }): JSX.Element {
	return (
		<span class={`commonplace-lint-severity mod-${severity}`}>
			<Icon name={ICONS[severity]} />
		</span>
	);
}

interface RowProps {
	readonly row: LintRow;
	/** The one row that takes part in the tab order. */
	readonly reachable: boolean;
	readonly sent: boolean;
	readonly busy: boolean;
	readonly grouped: 'rule' | 'file';
	/** The focus came to the row, by whatever way. */
	readonly onReached: () => void;
	readonly onToggle: () => void;
	readonly onJump: (path: string, line: number | null, how: 'here' | 'tab') => void;
	readonly onFix: (finding: Finding) => void;
}

function GroupRow({ row, reachable, onReached, onToggle }: Pick<RowProps, 'reachable' | 'onReached' | 'onToggle'> & { readonly row: Exclude<LintRow, { kind: 'finding' }> }): JSX.Element {
	const name = row.kind === 'severity' ? words.severities[row.severity] : row.kind === 'rule' ? words.ruleName(row.rule) : row.path;
	return (
		<button type="button" class={`commonplace-lint-group mod-${row.kind}`} data-lint-focus tabIndex={reachable ? 0 : -1} aria-expanded={row.open} onFocus={onReached} onClick={onToggle}>
			<Icon name={row.open ? 'chevron-down' : 'chevron-right'} />
			{row.kind === 'severity' ? <SeverityIcon severity={row.severity} /> : row.kind === 'file' ? <SeverityIcon severity={row.worst} /> : null}
			<span class="commonplace-lint-group-name">{name}</span>
			<span class="commonplace-count">{formatCount(row.count)}</span>
		</button>
	);
}

function FindingRow({ finding, level, ...props }: Omit<RowProps, 'row' | 'onToggle'> & { readonly finding: Finding; readonly level: number }): JSX.Element {
	const { reachable, sent, busy, grouped, onReached, onJump, onFix } = props;
	const { message, advice, path, line, severity, rule, fixable, related } = finding;
	const place = words.place(path, line);
	return (
		<div class={`commonplace-lint-finding mod-level-${level}`} onFocusIn={onReached}>
			<SeverityIcon severity={severity} />
			<div class="commonplace-lint-body">
				<button
					type="button"
					class="commonplace-lint-jump"
					data-lint-focus
					tabIndex={reachable ? 0 : -1}
					onClick={(event) => {
						onJump(path, line, event.metaKey || event.ctrlKey ? 'tab' : 'here');
					}}
				>
					<span class="commonplace-visually-hidden">{words.severity[severity]}: </span>
					<span class="commonplace-lint-message">{message}</span>
					<span class="commonplace-lint-place">{place}</span>
				</button>
				{advice === null ? null : <p class="commonplace-lint-advice">{advice}</p>}
				{related.length === 0 ? null : (
					<p class="commonplace-lint-advice">
						{words.related}{' '}
						{related.map((other, index) => (
							<>
								{index > 0 ? ', ' : ''}
								<button
									type="button"
									class="commonplace-lint-related"
									tabIndex={reachable ? 0 : -1}
									onClick={(event) => {
										onJump(other, null, event.metaKey || event.ctrlKey ? 'tab' : 'here');
									}}
								>
									{other}
								</button>
							</>
						))}
					</p>
				)}
				{grouped === 'file' ? <p class="commonplace-lint-rule">{words.ruleName(rule)}</p> : null}
			</div>
			{!fixable ? null : sent ? (
				<span class="commonplace-lint-sent">
					<Icon name="check" /> {words.asked}
				</span>
			) : (
				<button
					type="button"
					class="commonplace-lint-fix"
					tabIndex={reachable ? 0 : -1}
					aria-disabled={busy ? 'true' : undefined}
					onClick={() => {
						if (!busy) onFix(finding);
					}}
				>
					<Icon name="wand" />
					<span>{words.fix}</span>
				</button>
			)}
		</div>
	);
}

export function LintRowView({ row, onToggle, ...props }: RowProps): JSX.Element {
	return row.kind === 'finding' ? <FindingRow finding={row.finding} level={row.level} {...props} /> : <GroupRow row={row} reachable={props.reachable} onReached={props.onReached} onToggle={onToggle} />;
}
