/** What the keys of the panel do. */
export interface KeyActions {
	move(by: 1 | -1): void;
	/** Opens or closes the selected row. */
	toggle(): void;
	approve(): void;
	deny(): void;
	edit(): void;
	moveHunk(by: 1 | -1): void;
	toggleHunk(): void;
	filter(): void;
	/** From the filter to the list. */
	toList(): void;
	/** False where there is nothing to close. */
	close(): boolean;
	help(): void;
}

const TYPING = 'textarea, select, [contenteditable="true"], input:not([type="checkbox"])';
const PRESSES_ITSELF = 'button, a, summary, input, select';

/** Does what a key means; leaves alone what is typed, pressed with a modifier, or meant for a button. */
export function pressKey(event: KeyboardEvent, actions: KeyActions): void {
	if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
	const target = event.target as Element | null;
	if (event.key === 'Escape') {
		if (actions.close()) consume(event);
		return;
	}
	if (event.key === 'ArrowDown' && target?.closest('input[type="search"]')) {
		consume(event);
		actions.toList();
		return;
	}
	if (target?.closest(TYPING)) return;
	if (event.key === 'Enter') {
		if (target?.closest(PRESSES_ITSELF)) return;
		consume(event);
		actions.toggle();
		return;
	}
	const act = KEYS.get(event.key);
	if (!act) return;
	consume(event);
	act(actions);
}

const KEYS: ReadonlyMap<string, (actions: KeyActions) => void> = new Map<string, (actions: KeyActions) => void>([
	['j', (to) => { to.move(1); }],
	['ArrowDown', (to) => { to.move(1); }],
	['k', (to) => { to.move(-1); }],
	['ArrowUp', (to) => { to.move(-1); }],
	['a', (to) => { to.approve(); }],
	['d', (to) => { to.deny(); }],
	['e', (to) => { to.edit(); }],
	['n', (to) => { to.moveHunk(1); }],
	['p', (to) => { to.moveHunk(-1); }],
	['x', (to) => { to.toggleHunk(); }],
	['/', (to) => { to.filter(); }],
	['?', (to) => { to.help(); }],
]);

function consume(event: KeyboardEvent): void {
	event.preventDefault();
	event.stopPropagation();
}
