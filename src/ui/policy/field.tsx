import type { JSX, TargetedInputEvent } from 'preact';
import { useId } from 'preact/hooks';

type Typing = TargetedInputEvent<HTMLInputElement>;

interface FieldProps {
	readonly label: string;
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly type?: 'text' | 'number' | 'date';
	readonly placeholder?: string;
	/** Choices by value; a field to type in where there are none. */
	readonly choices?: Readonly<Record<string, string>>;
}

/** A labelled field of a form. */
export function Field({ label, value, onChange, type = 'text', placeholder, choices }: FieldProps): JSX.Element {
	const id = useId();
	const onInput = (event: Typing): void => {
		onChange(event.currentTarget.value);
	};
	return (
		<div class="commonplace-policy-field">
			<label for={id}>{label}</label>
			{choices === undefined ? (
				<Typed {...{ id, type, value, onInput, placeholder }} />
			) : (
				<select id={id} class="dropdown" value={value} onChange={(event) => { onChange(event.currentTarget.value); }}>
					{Object.entries(choices).map(([choice, text]) => (
						<option key={choice} value={choice}>
							{text}
						</option>
					))}
				</select>
			)}
		</div>
	);
}

interface TypedProps {
	readonly id: string;
	readonly type: 'text' | 'number' | 'date';
	readonly value: string;
	readonly placeholder: string | undefined;
	readonly onInput: (event: Typing) => void;
}

function Typed({ type, placeholder, ...rest }: TypedProps): JSX.Element {
	if (type === 'number') return <input type="number" min={1} {...rest} />;
	if (type === 'date') return <input type="date" {...rest} />;
	return <input type="text" placeholder={placeholder} {...rest} />;
}
