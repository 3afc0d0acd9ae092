import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PoliciesReport, PolicyCard, PolicyCheck } from '../../compile/policies/policy-reports.js';
import type { Loaded } from '../loaded.js';
import { TextButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { POLICY } from '../strings/policy.js';
import { Explanation } from './explanation.js';
import { Findings } from './findings.js';
import { isBusy, messageOf, nameOf, problemText, type PolicyParts } from './parts.js';
import { WhatIf } from './what-if.js';

/** Reads what a note means, again whenever the policies were read anew; shows the old answer until the new one is there. */
function useCheck({ desk }: PolicyParts, path: string, report: PoliciesReport): Loaded<PolicyCheck> {
	const [check, setCheck] = useState<Loaded<PolicyCheck>>({ state: 'loading' });
	useEffect(() => {
		let wanted = true;
		desk.policies.check(path).then(
			(found) => {
				if (wanted) setCheck('problem' in found ? { state: 'failed', message: problemText(found.problem) } : { state: 'ready', value: found });
			},
			(error: unknown) => {
				if (wanted) setCheck({ state: 'failed', message: messageOf(error) });
			},
		);
		return () => {
			wanted = false;
		};
	}, [path, report]);
	return check;
}

/** One policy: whether it holds, what is wrong with it, what it says, what it would change. */
export function PolicyDetail({ parts, card, report }: { readonly parts: PolicyParts; readonly card: PolicyCard; readonly report: PoliciesReport }): JSX.Element {
	const { desk, open } = parts;
	const { path, state, before } = card;
	const check = useCheck(parts, path, report);
	const name = nameOf(card);
	const goTo = (line: number): void => {
		open(path, line);
	};
	const isOff = state === 'off';
	const cannot = isOff && card.faults.length > 0;
	const press = (): void => {
		if (cannot) parts.tell({ text: POLICY.cannotActivate, failed: true });
		else void parts.act(() => desk.policies.activate(path, isOff), isOff ? POLICY.activated(name) : POLICY.deactivated(name));
	};
	return (
		<article class="commonplace-policy-detail" aria-label={name}>
			<header>
				<h2>{name}</h2>
				<button type="button" class="commonplace-link commonplace-policy-path" onClick={() => { open(path, null); }}>{path}</button>
				<div class="commonplace-policy-actions">
					<TextButton text={isOff ? POLICY.activate : POLICY.deactivate} {...(isOff && !cannot ? { look: 'cta' as const } : {})} off={isBusy(parts) || cannot} onPress={press} />
					<TextButton text={POLICY.openNote} icon="file-text" onPress={() => { open(path, null); }} />
				</div>
			</header>
			{state === 'broken' ? (
				<p class="commonplace-policy-meanwhile">
					<Icon name="shield" /> {POLICY.meanwhile(before)}
				</p>
			) : null}
			<Findings card={card} onLine={goTo} />
			{check.state === 'loading' ? (
				<p class="commonplace-policy-quiet" role="status">{POLICY.reading}</p>
			) : check.state === 'failed' ? (
				<p class="commonplace-policy-quiet" role="alert">{check.message}</p>
			) : check.value.explanation === null ? null : (
				<>
					<WhatIf parts={parts} draft={{ path }} hash={card.hash} others={report.policies} />
					<h3>{POLICY.says}</h3>
					<Explanation text={check.value.explanation} onLine={goTo} />
				</>
			)}
		</article>
	);
}
