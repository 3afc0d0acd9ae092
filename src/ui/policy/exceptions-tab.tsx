import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ExemptionView } from '../../compile/exempt.js';
import { TextButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { ProblemList } from '../shared/problem-list.js';
import { POLICY } from '../strings/policy.js';
import { Field } from './field.js';
import { GrantForm } from './grant-form.js';
import { isBusy, type PolicyParts } from './parts.js';

const words = POLICY.exceptions;

/** What people let workers do in spite of a rule, and which workers they stopped. */
export function ExceptionsTab({ parts }: { readonly parts: PolicyParts }): JSX.Element {
	const { desk, open } = parts;
	const found = desk.policies.exceptions.value;
	if (found.state === 'loading') return <p class="commonplace-policy-quiet" role="status">{POLICY.loading}</p>;
	if (found.state === 'failed') {
		return (
			<div class="commonplace-policy-empty" role="alert">
				<Icon name="triangle-alert" />
				<strong>{POLICY.failed}</strong>
				<p>{found.message}</p>
				<TextButton text={POLICY.retry} icon="refresh-cw" onPress={() => { desk.refresh(); }} />
			</div>
		);
	}
	const { exemptions, stopped, problems } = found.value;
	return (
		<div class="commonplace-policy-exceptions">
			{desk.emergency.value.stopped ? <p class="commonplace-policy-meanwhile">{words.emergency}</p> : null}
			<ProblemList problems={problems} label={POLICY.problems(problems.length)} onOpen={open} />
			<StoppedWorkers parts={parts} stopped={stopped} />
			<section aria-label={words.exemptions}>
				<h3>{words.exemptions}</h3>
				{exemptions.length === 0 ? (
					<p class="commonplace-policy-quiet">{words.noExemptions}</p>
				) : (
					<ul class="commonplace-policy-items">
						{exemptions.map((exemption) => (
							<Exemption key={exemption.id} parts={parts} exemption={exemption} />
						))}
					</ul>
				)}
				<GrantForm parts={parts} />
			</section>
		</div>
	);
}

function Exemption({ parts, exemption }: { readonly parts: PolicyParts; readonly exemption: ExemptionView }): JSX.Element {
	const { id, state, reason } = exemption;
	return (
		<li class={state === 'live' ? '' : 'is-over'}>
			<div>
				<strong>{words.says(exemption)}</strong>
				<p>{reason}</p>
				<p class="commonplace-policy-quiet">{words.left(exemption)}</p>
			</div>
			{state === 'live' ? <TextButton text={words.revoke} label={words.revokeOf(id)} off={isBusy(parts)} onPress={() => void parts.act(() => parts.desk.policies.revoke(id), words.revoked)} /> : null}
		</li>
	);
}

function StoppedWorkers({ parts, stopped }: { readonly parts: PolicyParts; readonly stopped: readonly { readonly worker: string; readonly why: string | null }[] }): JSX.Element {
	const { policies } = parts.desk;
	const [worker, setWorker] = useState('');
	const [why, setWhy] = useState('');
	const stop = async (): Promise<void> => {
		const name = worker.trim();
		if (name === '') parts.tell({ text: words.missing(words.worker), failed: true });
		else if (await parts.act(() => policies.stopWorker(name, why.trim() === '' ? words.noReason : why.trim()), words.stopDone(name))) {
			setWorker('');
			setWhy('');
		}
	};
	return (
		<section aria-label={words.stopped}>
			<h3>{words.stopped}</h3>
			<p class="commonplace-policy-quiet">{words.stopHelp}</p>
			{stopped.length === 0 ? (
				<p>{words.noneStopped}</p>
			) : (
				<ul class="commonplace-policy-items">
					{stopped.map(({ worker: name }) => (
						<li key={name}>
							<strong>{name}</strong>
							<TextButton text={words.lift} label={words.liftOf(name)} onPress={() => void parts.act(() => policies.liftWorker(name), words.lifted(name))} />
						</li>
					))}
				</ul>
			)}
			<details class="commonplace-policy-form">
				<summary>{words.stop}</summary>
				<form onSubmit={(event) => { event.preventDefault(); void stop(); }}>
					<Field label={words.worker} value={worker} placeholder={words.workerExample} onChange={setWorker} />
					<Field label={words.why} value={why} onChange={setWhy} />
					<TextButton text={words.stop} look="danger" onPress={() => void stop()} />
				</form>
			</details>
		</section>
	);
}
