import type { KeymapContext, KeymapEventListener, Modifier, UserEvent } from 'obsidian';
import { refuseUnknown } from '../core/not-implemented.js';

interface Handler {
	readonly scope: Scope;
	readonly modifiers: string | null;
	readonly key: string | null;
	readonly func: KeymapEventListener;
}

/** The modifiers that an event holds, in a fixed order. The platform here is never a Mac: `Mod` is `Ctrl`. */
const held = (event: KeyboardEvent | MouseEvent | TouchEvent): string =>
	[event.altKey && 'Alt', event.ctrlKey && 'Ctrl', event.metaKey && 'Meta', event.shiftKey && 'Shift'].filter((name) => name !== false).join(',');

const wanted = (modifiers: readonly Modifier[]): string => modifiers.map((name) => (name === 'Mod' ? 'Ctrl' : name)).sort().join(',');

export class Scope {
	private handlers: Handler[] = [];

	constructor(private readonly parent?: Scope) {}

	register(modifiers: Modifier[] | null, key: string | null, func: KeymapEventListener): Handler {
		const handler = { scope: this, modifiers: modifiers === null ? null : wanted(modifiers), key, func };
		this.handlers.push(handler);
		return handler;
	}

	unregister(handler: { readonly scope: unknown }): void {
		this.handlers = this.handlers.filter((known) => known !== handler);
	}

	/** Asks the own handlers, then the parent's. `true` when one of them has dealt with the key by returning `false`. */
	handleKey(event: KeyboardEvent): boolean {
		const modifiers = held(event);
		const context: KeymapContext = { modifiers, key: event.key, vkey: event.key };
		for (const { modifiers: needed, key, func } of this.handlers) {
			if (needed !== null && needed !== modifiers) continue;
			if (key !== null && key.toLowerCase() !== event.key.toLowerCase()) continue;
			if (func(event, context) === false) return true;
		}
		return this.parent?.handleKey(event) ?? false;
	}
}

export class Keymap {
	private scopes: Scope[] = [];

	constructor(private readonly base: Scope) {
		window.addEventListener('keydown', (event) => {
			if (event.isComposing) return;
			if (!(this.scopes.at(-1) ?? this.base).handleKey(event)) return;
			event.preventDefault();
			event.stopPropagation();
		}, true);
	}

	pushScope(scope: Scope): void {
		this.scopes = [...this.scopes.filter((known) => known !== scope), scope];
	}

	popScope(scope: Scope): void {
		this.scopes = this.scopes.filter((known) => known !== scope);
	}

	static isModifier(event: MouseEvent | TouchEvent | KeyboardEvent, modifier: Modifier): boolean {
		return held(event).split(',').includes(modifier === 'Mod' ? 'Ctrl' : modifier);
	}

	/** Where a click means to open: `Mod` a tab, with `Alt` a split; the middle button a tab. */
	static isModEvent(event?: UserEvent | null): 'tab' | 'split' | false {
		if (event === null || event === undefined) return false;
		if (event instanceof MouseEvent && event.button === 1) return 'tab';
		if (!event.ctrlKey) return false;
		return event.altKey ? 'split' : 'tab';
	}
}

refuseUnknown(Scope);
refuseUnknown(Keymap);
