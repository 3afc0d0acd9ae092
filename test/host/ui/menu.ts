import type { MenuPositionDef } from 'obsidian';
import { Component } from '../core/component.js';
import { refuseNamed } from '../core/not-implemented.js';
import { setIcon } from './icons.js';

/** There is one menu at a time. */
let open: Menu | null = null;

function remember(menu: Menu): void {
	open = menu;
}

export class MenuItem {
	readonly dom = createDiv({ cls: 'menu-item tappable', attr: { role: 'menuitem', tabindex: -1 } });
	private readonly iconEl = this.dom.createDiv('menu-item-icon');
	private readonly titleEl = this.dom.createDiv('menu-item-title');
	section = '';
	disabled = false;
	private callback: ((evt: MouseEvent | KeyboardEvent) => unknown) | null = null;

	constructor(private readonly menu: Menu) {
		this.dom.addEventListener('click', (event) => this.choose(event));
		this.dom.addEventListener('mouseenter', () => this.dom.focus());
	}

	setTitle(title: string | DocumentFragment): this {
		this.titleEl.setText(title);
		return this;
	}

	setIcon(icon: string | null): this {
		setIcon(this.iconEl, icon ?? '');
		return this;
	}

	setChecked(checked: boolean | null): this {
		this.dom.toggleClass('mod-checked', checked === true);
		this.dom.setAttrs({ role: 'menuitemcheckbox', 'aria-checked': checked === true });
		return this;
	}

	setDisabled(disabled: boolean): this {
		this.disabled = disabled;
		this.dom.toggleClass('is-disabled', disabled);
		this.dom.setAttr('aria-disabled', disabled);
		return this;
	}

	setWarning(isWarning: boolean): this {
		this.dom.toggleClass('is-warning', isWarning);
		return this;
	}

	setIsLabel(isLabel: boolean): this {
		this.dom.toggleClass('is-label', isLabel);
		return this.setDisabled(isLabel);
	}

	setSection(section: string): this {
		this.section = section;
		return this;
	}

	onClick(callback: (evt: MouseEvent | KeyboardEvent) => unknown): this {
		this.callback = callback;
		return this;
	}

	choose(event: MouseEvent | KeyboardEvent): void {
		if (this.disabled) return;
		this.menu.hide();
		this.callback?.(event);
	}
}

export class MenuSeparator {
	readonly dom = createDiv({ cls: 'menu-separator', attr: { role: 'separator' } });
}

export class Menu extends Component {
	private readonly dom = createDiv({ cls: 'menu', attr: { role: 'menu' } });
	private readonly entries: (MenuItem | MenuSeparator)[] = [];
	private readonly hidden: (() => unknown)[] = [];
	private focusedBefore: Element | null = null;
	private readonly outside = (event: MouseEvent): void => {
		if (event.target instanceof Node && !this.dom.contains(event.target)) this.hide();
	};

	setNoIcon(): this {
		this.dom.addClass('mod-no-icon');
		return this;
	}

	setUseNativeMenu(): this {
		return this;
	}

	setParentElement(): this {
		return this;
	}

	addItem(cb: (item: MenuItem) => unknown): this {
		const item = new MenuItem(this);
		this.entries.push(item);
		cb(item);
		return this;
	}

	addSeparator(): this {
		this.entries.push(new MenuSeparator());
		return this;
	}

	showAtMouseEvent(evt: MouseEvent): this {
		evt.preventDefault();
		return this.showAtPosition({ x: evt.clientX, y: evt.clientY });
	}

	showAtPosition({ x, y, width }: MenuPositionDef): this {
		open?.hide();
		remember(this);
		this.focusedBefore = document.activeElement;
		this.dom.replaceChildren(...this.bySection().map(({ dom }) => dom));
		document.body.append(this.dom);
		const own = this.dom.getBoundingClientRect();
		this.dom.setCssProps({
			left: `${Math.max(0, Math.min(x, window.innerWidth - own.width - 8))}px`,
			top: `${Math.max(0, Math.min(y, window.innerHeight - own.height - 8))}px`,
			...(width === undefined ? {} : { 'min-width': `${width}px` }),
		});
		this.dom.addEventListener('keydown', this.onKey);
		document.addEventListener('mousedown', this.outside, true);
		this.items()[0]?.dom.focus();
		return this;
	}

	hide(): this {
		if (open !== this) return this;
		open = null;
		this.dom.remove();
		document.removeEventListener('mousedown', this.outside, true);
		if (this.focusedBefore instanceof HTMLElement) this.focusedBefore.focus();
		for (const callback of this.hidden) callback();
		this.unload();
		return this;
	}

	close(): void {
		this.hide();
	}

	onHide(callback: () => unknown): void {
		this.hidden.push(callback);
	}

	static forEvent(evt: MouseEvent): Menu {
		const menu = new Menu();
		setTimeout(() => menu.showAtMouseEvent(evt), 0);
		return menu;
	}

	private items(): MenuItem[] {
		return this.entries.filter((entry) => entry instanceof MenuItem && !entry.disabled).filter((entry) => entry instanceof MenuItem);
	}

	/** Items of one section stand together, in the order in which their sections came. */
	private bySection(): (MenuItem | MenuSeparator)[] {
		const sections = new Map<string, (MenuItem | MenuSeparator)[]>();
		let latest = '';
		for (const entry of this.entries) {
			if (entry instanceof MenuItem) latest = entry.section;
			sections.set(latest, [...(sections.get(latest) ?? []), entry]);
		}
		return [...sections.values()].flatMap((entries, index) => (index === 0 ? entries : [new MenuSeparator(), ...entries]));
	}

	private readonly onKey = (event: KeyboardEvent): void => {
		const items = this.items();
		const at = items.findIndex(({ dom }) => dom === document.activeElement);
		const go = (to: number): void => items[(to + items.length) % items.length]?.dom.focus();
		if (event.key === 'ArrowDown') go(at + 1);
		else if (event.key === 'ArrowUp') go(at - 1);
		else if (event.key === 'Home') go(0);
		else if (event.key === 'End') go(-1);
		else if (event.key === 'Enter' || event.key === ' ') items[at]?.choose(event);
		else if (event.key === 'Escape') this.hide();
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
}

refuseNamed(Menu, ['onHistoryBack', 'onHistoryForward']);
