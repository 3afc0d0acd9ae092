import type { JSX } from 'preact';
import { Icon } from './icon.js';

interface Press {
	readonly onPress: () => void;
	/** Stays focusable, so that focus is not lost while something is under way; a press does nothing. */
	readonly off?: boolean | undefined;
}

const pressed = ({ onPress, off }: Press) => (event: MouseEvent): void => {
	event.stopPropagation();
	if (off !== true) onPress();
};

/** The app's button with words on it. `cta` is the one that is expected, `danger` the one that is not easily taken back. */
export function TextButton(props: Press & { readonly text: string; readonly icon?: string; readonly look?: 'plain' | 'cta' | 'danger'; readonly label?: string }): JSX.Element {
	const { text, icon, look = 'plain', label, off } = props;
	const looks = { plain: '', cta: ' mod-cta', danger: ' mod-warning' };
	return (
		<button type="button" class={`commonplace-button${looks[look]}`} aria-label={label} aria-disabled={off === true ? 'true' : undefined} onClick={pressed(props)}>
			{icon === undefined ? null : <Icon name={icon} />}
			<span class="commonplace-button-text">{text}</span>
		</button>
	);
}

/** The app's button that is an icon alone; its label is its tooltip too. */
export function IconButton(props: Press & { readonly icon: string; readonly label: string; readonly active?: boolean; readonly expanded?: boolean }): JSX.Element {
	const { icon, label, active, expanded, off } = props;
	return (
		<button
			type="button"
			class={`clickable-icon commonplace-icon-button${active === true ? ' is-active' : ''}`}
			aria-label={label}
			aria-pressed={active}
			aria-expanded={expanded}
			aria-disabled={off === true ? 'true' : undefined}
			onClick={pressed(props)}
		>
			<Icon name={icon} />
		</button>
	);
}
