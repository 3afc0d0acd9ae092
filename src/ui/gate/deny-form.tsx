import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';

/** Asks for the reason of a denial; without one nothing is denied. */
export function DenyForm(props: { readonly question: string; readonly action: string; readonly off: boolean; readonly onDeny: (why: string) => void; readonly onCancel: () => void }): JSX.Element {
	const { question, action, off, onDeny, onCancel } = props;
	const id = useId();
	const field = useRef<HTMLInputElement>(null);
	const [why, setWhy] = useState('');
	const [isMissing, setMissing] = useState(false);
	useLayoutEffect(() => {
		field.current?.focus();
	}, []);
	const deny = (): void => {
		if (off) return;
		if (why.trim() === '') {
			setMissing(true);
			field.current?.focus();
		} else onDeny(why.trim());
	};
	return (
		<form
			class="commonplace-deny"
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				deny();
			}}
		>
			<label for={id}>{question}</label>
			<input
				ref={field}
				id={id}
				type="text"
				required
				value={why}
				aria-invalid={isMissing}
				aria-describedby={isMissing ? `${id}-missing` : undefined}
				onInput={(event) => {
					setWhy(event.currentTarget.value);
					setMissing(false);
				}}
			/>
			{isMissing ? (
				<p id={`${id}-missing`} class="commonplace-warning" role="alert">
					{GATE.denyNeedsWhy}
				</p>
			) : null}
			<div class="commonplace-deny-actions">
				<TextButton look="danger" text={action} off={off} onPress={deny} />
				<TextButton text={GATE.cancel} onPress={onCancel} />
			</div>
		</form>
	);
}
