import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { PolicyCheck } from '../../compile/policies/policy-reports.js';
import type { Loaded } from '../loaded.js';
import { TextButton } from '../shared/buttons.js';
import { POLICY } from '../strings/policy.js';
import { Explanation } from './explanation.js';
import { Findings } from './findings.js';
import { isBusy, messageOf, problemText, type PolicyParts } from './parts.js';
import type { DraftPolicy } from './policy-state.js';
import { WhatIf } from './what-if.js';

const words = POLICY.write;
/** Long enough that a person who types is not followed letter by letter. */
const TYPING_PAUSE_MS = 300;
/** A draft stands nowhere; this is what its places are told with. */
const NOWHERE = 'draft.prism.md';

/** A rule in the person's own words, and what a worker made of it. */
export function WriteTab({ parts }: { readonly parts: PolicyParts }): JSX.Element {
	const { desk, state, change, tell } = parts;
	const { ask, draft } = state.value;
	const [isWriting, setWriting] = useState(false);
	const [refused, setRefused] = useState<{ readonly why: string; readonly template: string | null } | null>(null);
	const field = useId();
	const busy = isBusy(parts);

	const write = async (): Promise<void> => {
		tell(null);
		setRefused(null);
		setWriting(true);
		try {
			const written = await desk.policies.write(ask);
			if ('problem' in written) setRefused({ why: words.notWritten(written), template: written.template });
			else change({ draft: { asked: written.asked, note: written.note, assumptions: written.assumptions, origin: words.by(written.by, written.repaired) } });
		} catch (error) {
			setRefused({ why: messageOf(error), template: null });
		}
		setWriting(false);
	};
	return (
		<div class="commonplace-policy-write">
			<label for={field}>{words.label}</label>
			<textarea id={field} rows={3} placeholder={words.example} value={ask} onInput={(event) => { change({ ask: event.currentTarget.value }); }} />
			<p class="commonplace-policy-quiet">{words.help}</p>
			<div class="commonplace-policy-actions" aria-live="polite">
				{isWriting ? (
					<>
						<span>{words.busy}</span>
						<TextButton text={words.stop} icon="square" onPress={() => void desk.stopWork()} />
					</>
				) : (
					<TextButton text={words.go} look="cta" off={busy || ask.trim() === ''} onPress={() => void write()} />
				)}
			</div>
			{refused === null ? null : (
				<div class="commonplace-policy-failed" role="alert">
					<p>{refused.why}</p>
					{refused.template === null ? null : (
						<TextButton
							text={words.template}
							onPress={() => {
								change({ draft: { asked: ask.trim(), note: refused.template ?? '', assumptions: [], origin: words.templateBy } });
								setRefused(null);
							}}
						/>
					)}
				</div>
			)}
			{draft === null ? null : <Draft parts={parts} draft={draft} />}
		</div>
	);
}

/** What the draft means, asked again a moment after it was changed. */
function useDraftCheck({ desk }: PolicyParts, note: string): Loaded<PolicyCheck> {
	const [check, setCheck] = useState<Loaded<PolicyCheck>>({ state: 'loading' });
	useEffect(() => {
		let wanted = true;
		const ask = (): void => {
			desk.policies.check(NOWHERE, note).then(
				(found) => {
					if (wanted) setCheck('problem' in found ? { state: 'failed', message: problemText(found.problem) } : { state: 'ready', value: found });
				},
				(error: unknown) => {
					if (wanted) setCheck({ state: 'failed', message: messageOf(error) });
				},
			);
		};
		const timer = window.setTimeout(ask, check.state === 'loading' ? 0 : TYPING_PAUSE_MS);
		return () => {
			wanted = false;
			window.clearTimeout(timer);
		};
	}, [note]);
	return check;
}

/** A draft beside what was asked for: what code reads in it, what is wrong with it, and what becomes of it. */
function Draft({ parts, draft }: { readonly parts: PolicyParts; readonly draft: DraftPolicy }): JSX.Element {
	const { desk, change, tell } = parts;
	const { asked, note, assumptions, origin } = draft;
	const check = useDraftCheck(parts, note);
	const field = useId();
	const report = desk.policies.report.value;
	const found = check.state === 'ready' ? check.value : null;
	const sound = found !== null && found.faults.length === 0;
	const accept = async (active: boolean): Promise<void> => {
		tell(null);
		try {
			const accepted = await desk.policies.accept(found?.name ?? 'My rule', note, active);
			if ('problem' in accepted) {
				tell({ text: problemText(accepted.problem), failed: true });
				return;
			}
			change({ tab: 'policies', chosen: accepted.path, draft: null, ask: '' });
			tell({ text: words.accepted(accepted.path, active), failed: false });
		} catch (error) {
			tell({ text: messageOf(error), failed: true });
		}
	};
	return (
		<article class="commonplace-policy-detail" aria-label={words.note}>
			{asked === '' ? null : (
				<>
					<h3>{words.asked}</h3>
					<blockquote>{asked}</blockquote>
				</>
			)}
			<p class="commonplace-policy-quiet">{origin}</p>
			{check.state === 'loading' ? <p class="commonplace-policy-quiet">{POLICY.reading}</p> : null}
			{check.state === 'failed' ? <p class="commonplace-policy-failed" role="alert">{check.message}</p> : null}
			{found === null ? null : (
				<>
					{sound ? null : <p class="commonplace-policy-meanwhile">{words.stillWrong}</p>}
					<Findings card={found} onLine={null} />
					{found.explanation === null ? null : (
						<>
							<h3>{POLICY.says}</h3>
							<Explanation text={found.explanation} onLine={null} />
						</>
					)}
					{assumptions.length === 0 ? null : (
						<>
							<h3>{words.assumptions}</h3>
							<ul>
								{assumptions.map((each) => (
									<li key={each}>{each}</li>
								))}
							</ul>
						</>
					)}
					{sound ? <WhatIf parts={parts} draft={{ path: NOWHERE, text: note }} hash={found.hash} others={report.state === 'ready' ? report.value.policies : []} /> : null}
				</>
			)}
			<details class="commonplace-policy-note" open={found !== null && !sound}>
				<summary>{words.note}</summary>
				<textarea id={field} aria-label={words.noteLabel} rows={16} spellcheck={false} value={note} onInput={(event) => { change({ draft: { ...draft, note: event.currentTarget.value } }); }} />
			</details>
			<div class="commonplace-policy-actions">
				<TextButton text={words.acceptActive} look="cta" off={!sound || isBusy(parts)} onPress={() => void accept(true)} />
				<TextButton text={words.accept} off={isBusy(parts)} onPress={() => void accept(false)} />
				<TextButton text={words.discard} onPress={() => { change({ draft: null }); }} />
			</div>
		</article>
	);
}
