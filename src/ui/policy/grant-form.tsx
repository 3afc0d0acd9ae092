import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ExemptionRequest } from '../../gate/enforcer/exemption-file.js';
import { TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';
import { POLICY } from '../strings/policy.js';
import { Field } from './field.js';
import { isBusy, type PolicyParts } from './parts.js';

const words = POLICY.exceptions;

const EMPTY = { worker: '', action: 'update', target: '', lifts: 'forbidden-target', uses: '1', expires: '', reason: '' };
const NEEDED = { worker: words.worker, target: words.target, uses: words.uses, expires: words.expires, reason: words.reason } as const;

/** Grants an exemption; the core says what is wrong with it, this only what is missing. */
export function GrantForm({ parts }: { readonly parts: PolicyParts }): JSX.Element {
	const [form, setForm] = useState(EMPTY);
	const set = (name: keyof typeof EMPTY) => (value: string): void => {
		setForm((before) => ({ ...before, [name]: value }));
	};
	const grant = async (): Promise<void> => {
		const missing = (['worker', 'target', 'uses', 'expires', 'reason'] as const).find((name) => form[name].trim() === '');
		if (missing !== undefined) {
			parts.tell({ text: words.missing(NEEDED[missing]), failed: true });
			return;
		}
		const request: ExemptionRequest = { ...form, worker: form.worker.trim(), target: form.target.trim(), reason: form.reason.trim(), uses: Number(form.uses) };
		if (await parts.act(() => parts.desk.policies.grant(request), words.granted)) setForm(EMPTY);
	};
	return (
		<details class="commonplace-policy-form">
			<summary>{words.grant}</summary>
			<form onSubmit={(event) => { event.preventDefault(); void grant(); }}>
				<Field label={words.worker} value={form.worker} placeholder={words.workerExample} onChange={set('worker')} />
				<Field label={words.action} value={form.action} choices={GATE.kind} onChange={set('action')} />
				<Field label={words.target} value={form.target} placeholder={words.targetExample} onChange={set('target')} />
				<Field label={words.lifts} value={form.lifts} choices={words.liftable} onChange={set('lifts')} />
				<Field label={words.uses} value={form.uses} type="number" onChange={set('uses')} />
				<Field label={words.expires} value={form.expires} type="date" onChange={set('expires')} />
				<Field label={words.reason} value={form.reason} onChange={set('reason')} />
				<TextButton text={words.go} look="cta" off={isBusy(parts)} onPress={() => void grant()} />
			</form>
		</details>
	);
}
