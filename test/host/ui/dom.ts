import { notImplemented } from '../core/not-implemented.js';

type Tag = keyof HTMLElementTagNameMap;
type Described = DomElementInfo | string | undefined;

const SVG = 'http://www.w3.org/2000/svg';

const classesOf = (cls: string | string[] | undefined): string[] => (Array.isArray(cls) ? cls : (cls ?? '').split(' ')).filter((name) => name !== '');

function describe(el: HTMLElement, info: Described): void {
	if (info === undefined) return;
	if (typeof info === 'string') return void el.classList.add(...classesOf(info));
	el.classList.add(...classesOf(info.cls));
	if (info.text !== undefined) el.setText(info.text);
	if (info.attr !== undefined) el.setAttrs(info.attr);
	for (const name of ['title', 'type', 'placeholder', 'href'] as const) if (info[name] !== undefined) el.setAttribute(name, info[name]);
	if (info.value !== undefined && 'value' in el) el.value = info.value;
	place(el, info);
}

function place(el: Element, { parent, prepend }: { parent?: Node; prepend?: boolean }): void {
	if (parent === undefined) return;
	if (prepend === true) parent.insertBefore(el, parent.firstChild);
	else parent.appendChild(el);
}

function makeEl<K extends Tag>(tag: K, info?: Described, callback?: (el: HTMLElementTagNameMap[K]) => void): HTMLElementTagNameMap[K] {
	const el = document.createElement(tag);
	describe(el, info);
	callback?.(el);
	return el;
}

function makeSvg<K extends keyof SVGElementTagNameMap>(tag: K, info?: SvgElementInfo | string, callback?: (el: SVGElementTagNameMap[K]) => void): SVGElementTagNameMap[K] {
	const el = document.createElementNS(SVG, tag);
	const given = typeof info === 'string' ? { cls: info } : (info ?? {});
	el.classList.add(...classesOf(given.cls));
	if (given.attr !== undefined) el.setAttrs(given.attr);
	place(el, given);
	callback?.(el);
	return el;
}

const under = (parent: Node, info: Described): DomElementInfo => ({ ...(typeof info === 'string' ? { cls: info } : info), parent });

/** Members for a prototype; they are not enumerable, as the language's own are not. */
function extend(prototype: object, members: Record<string, unknown>): void {
	for (const [name, value] of Object.entries(members)) Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
}

function extendGetters(prototype: object, getters: Record<string, (this: never) => unknown>): void {
	for (const [name, get] of Object.entries(getters)) Object.defineProperty(prototype, name, { get, configurable: true });
}

const nodeMembers = {
	createEl<K extends Tag>(this: Node, tag: K, info?: Described, callback?: (el: HTMLElementTagNameMap[K]) => void) {
		return makeEl(tag, under(this, info), callback);
	},
	createDiv(this: Node, info?: Described, callback?: (el: HTMLDivElement) => void) {
		return makeEl('div', under(this, info), callback);
	},
	createSpan(this: Node, info?: Described, callback?: (el: HTMLSpanElement) => void) {
		return makeEl('span', under(this, info), callback);
	},
	createSvg<K extends keyof SVGElementTagNameMap>(this: Node, tag: K, info?: SvgElementInfo | string, callback?: (el: SVGElementTagNameMap[K]) => void) {
		return makeSvg(tag, { ...(typeof info === 'string' ? { cls: info } : info), parent: this }, callback);
	},
	detach(this: Node) {
		this.parentNode?.removeChild(this);
	},
	empty(this: Node) {
		while (this.lastChild !== null) this.removeChild(this.lastChild);
	},
	appendText(this: Node, text: string) {
		this.appendChild(document.createTextNode(text));
	},
	insertAfter<T extends Node>(this: Node, node: T, child: Node | null) {
		this.insertBefore(node, child === null ? this.firstChild : child.nextSibling);
		return node;
	},
	indexOf(this: Node, other: Node) {
		return Array.prototype.indexOf.call(this.childNodes, other);
	},
	setChildrenInPlace(this: Node, children: Node[]) {
		const wanted = new Set(children);
		for (const child of [...this.childNodes]) if (!wanted.has(child)) this.removeChild(child);
		children.forEach((child, index) => {
			if (this.childNodes[index] !== child) this.insertBefore(child, this.childNodes[index] ?? null);
		});
	},
	instanceOf(this: Node, type: new () => unknown) {
		return this instanceof type;
	},
};

const elementMembers = {
	getText(this: Element) {
		return this.textContent ?? '';
	},
	setText(this: Element, value: string | DocumentFragment) {
		if (typeof value === 'string') this.textContent = value;
		else this.replaceChildren(value);
	},
	addClass(this: Element, ...classes: string[]) {
		this.classList.add(...classes.flatMap(classesOf));
	},
	addClasses(this: Element, classes: string[]) {
		this.classList.add(...classes);
	},
	removeClass(this: Element, ...classes: string[]) {
		this.classList.remove(...classes.flatMap(classesOf));
	},
	removeClasses(this: Element, classes: string[]) {
		this.classList.remove(...classes);
	},
	toggleClass(this: Element, classes: string | string[], value: boolean) {
		for (const name of classesOf(classes)) this.classList.toggle(name, value);
	},
	hasClass(this: Element, name: string) {
		return this.classList.contains(name);
	},
	setAttr(this: Element, name: string, value: string | number | boolean | null) {
		if (value === null) this.removeAttribute(name);
		else this.setAttribute(name, String(value));
	},
	setAttrs(this: Element, attrs: Record<string, string | number | boolean | null>) {
		for (const [name, value] of Object.entries(attrs)) this.setAttr(name, value);
	},
	getAttr(this: Element, name: string) {
		return this.getAttribute(name);
	},
	matchParent(this: Element, selector: string, lastParent?: Element) {
		const found = this.closest(selector);
		return found !== null && (lastParent === undefined || lastParent.contains(found)) ? found : null;
	},
	find(this: Element, selector: string) {
		return this.querySelector(selector);
	},
	findAll(this: Element, selector: string) {
		return [...this.querySelectorAll(selector)];
	},
	findAllSelf(this: Element, selector: string) {
		return [...(this.matches(selector) ? [this] : []), ...this.querySelectorAll(selector)];
	},
	getCssPropertyValue(this: Element, property: string, pseudoElement?: string) {
		return getComputedStyle(this, pseudoElement).getPropertyValue(property).trim();
	},
	isActiveElement(this: Element) {
		return this.ownerDocument.activeElement === this;
	},
};

const styled = {
	setCssStyles(this: HTMLElement | SVGElement, styles: Partial<CSSStyleDeclaration>) {
		Object.assign(this.style, styles);
	},
	setCssProps(this: HTMLElement | SVGElement, props: Record<string, string>) {
		for (const [name, value] of Object.entries(props)) this.style.setProperty(name, value);
	},
};

/** Listeners put on with `on`, so that `off` finds what it put on. */
const delegated = new WeakMap<object, { type: string; selector: string; given: unknown; listener: (event: Event) => void; options: boolean | AddEventListenerOptions | undefined }[]>();

const delegating = {
	on(this: HTMLElement | Document, type: string, selector: string, given: (this: unknown, event: Event, target: HTMLElement) => unknown, options?: boolean | AddEventListenerOptions) {
		const listener = (event: Event): void => {
			const target = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
			if (target !== null && this.contains(target)) given.call(this, event, target);
		};
		delegated.set(this, [...(delegated.get(this) ?? []), { type, selector, given, listener, options }]);
		this.addEventListener(type, listener, options);
	},
	off(this: HTMLElement | Document, type: string, selector: string, given: unknown) {
		const left = (delegated.get(this) ?? []).filter((entry) => {
			const taken = entry.type === type && entry.selector === selector && entry.given === given;
			if (taken) this.removeEventListener(type, entry.listener, entry.options);
			return !taken;
		});
		delegated.set(this, left);
	},
};

const htmlMembers = {
	...styled,
	...delegating,
	show(this: HTMLElement) {
		this.style.removeProperty('display');
	},
	hide(this: HTMLElement) {
		this.style.display = 'none';
	},
	toggle(this: HTMLElement, show: boolean) {
		if (show) this.show();
		else this.hide();
	},
	toggleVisibility(this: HTMLElement, visible: boolean) {
		this.style.visibility = visible ? '' : 'hidden';
	},
	isShown(this: HTMLElement) {
		return this.isConnected && this.offsetParent !== null;
	},
	onClickEvent(this: HTMLElement, listener: (event: MouseEvent) => unknown, options?: boolean | AddEventListenerOptions) {
		this.addEventListener('click', listener, options);
		this.addEventListener('auxclick', listener, options);
	},
	onNodeInserted(this: HTMLElement, listener: () => unknown, once = false) {
		let inside = this.isConnected;
		const observer = new MutationObserver(() => {
			if (this.isConnected === inside) return;
			inside = this.isConnected;
			if (!inside) return;
			if (once) observer.disconnect();
			listener();
		});
		observer.observe(document, { childList: true, subtree: true });
		return () => observer.disconnect();
	},
	/** There is one window here: nothing ever migrates. */
	onWindowMigrated() {
		return () => undefined;
	},
	trigger(this: HTMLElement, type: string) {
		this.dispatchEvent(new Event(type, { bubbles: true }));
	},
};

const extras: readonly [object, Record<string, unknown>][] = [
	[
		Array.prototype,
		{
			first(this: unknown[]) {
				return this[0];
			},
			last(this: unknown[]) {
				return this[this.length - 1];
			},
			contains(this: unknown[], target: unknown) {
				return this.includes(target);
			},
			remove(this: unknown[], target: unknown) {
				for (let at = this.indexOf(target); at >= 0; at = this.indexOf(target)) this.splice(at, 1);
			},
			unique(this: unknown[]) {
				return [...new Set(this)];
			},
			shuffle: () => notImplemented('Array.shuffle'),
		},
	],
	[Array, { combine: (arrays: unknown[][]) => arrays.flat() }],
	[Math, { clamp: (value: number, min: number, max: number) => Math.min(max, Math.max(min, value)), square: (value: number) => value * value }],
	[String, { isString: (value: unknown) => typeof value === 'string' }],
	[
		String.prototype,
		{
			contains(this: string, target: string) {
				return this.includes(target);
			},
			format(this: string, ...args: string[]) {
				return this.replace(/\{(\d+)\}/g, (whole, index: string) => args[Number(index)] ?? whole);
			},
		},
	],
	[Number, { isNumber: (value: unknown) => typeof value === 'number' }],
	[Object, { isEmpty: (object: object) => Object.keys(object).length === 0, each: () => notImplemented('Object.each') }],
];

const globals: Record<string, unknown> = {
	createEl: makeEl,
	createDiv: (info?: Described, callback?: (el: HTMLDivElement) => void) => makeEl('div', info, callback),
	createSpan: (info?: Described, callback?: (el: HTMLSpanElement) => void) => makeEl('span', info, callback),
	createSvg: makeSvg,
	createFragment: (callback?: (el: DocumentFragment) => void) => {
		const fragment = document.createDocumentFragment();
		callback?.(fragment);
		return fragment;
	},
	fish: (selector: string) => document.querySelector(selector),
	fishAll: (selector: string) => [...document.querySelectorAll(selector)],
	isBoolean: (value: unknown) => typeof value === 'boolean',
	ready: (callback: () => unknown) => {
		if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => callback());
		else callback();
	},
	sleep: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
	nextFrame: () => new Promise((resolve) => requestAnimationFrame(resolve)),
	ajax: () => notImplemented('ajax'),
	ajaxPromise: () => notImplemented('ajaxPromise'),
	activeWindow: window,
	activeDocument: document,
};

/** Gives the page what the app gives its plugins: helpers on the prototypes, and globals. */
export function installDomHelpers(): void {
	extend(Node.prototype, nodeMembers);
	extendGetters(Node.prototype, {
		doc(this: Node) {
			return this.ownerDocument ?? document;
		},
		win(this: Node) {
			return (this.ownerDocument ?? document).defaultView ?? window;
		},
		constructorWin: () => window,
	});
	extend(Element.prototype, elementMembers);
	extend(DocumentFragment.prototype, { find: elementMembers.find, findAll: elementMembers.findAll });
	extend(HTMLElement.prototype, htmlMembers);
	extendGetters(HTMLElement.prototype, {
		innerWidth(this: HTMLElement) {
			const { paddingLeft, paddingRight } = getComputedStyle(this);
			return this.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
		},
		innerHeight(this: HTMLElement) {
			const { paddingTop, paddingBottom } = getComputedStyle(this);
			return this.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
		},
	});
	extend(SVGElement.prototype, styled);
	extend(Document.prototype, delegating);
	extend(UIEvent.prototype, {
		instanceOf(this: UIEvent, type: new () => unknown) {
			return this instanceof type;
		},
	});
	extendGetters(UIEvent.prototype, {
		targetNode(this: UIEvent) {
			return this.target instanceof Node ? this.target : null;
		},
		doc: () => document,
		win: () => window,
	});
	for (const [object, members] of extras) extend(object, members);
	extend(window, globals);
}
