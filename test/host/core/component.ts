import type { EventRef } from 'obsidian';
import { Registration } from './events.js';

/** What a plugin registers on it is taken back on unload: its children first, then its own, last in first out. */
export class Component {
	private isLoaded = false;
	private readonly children: Component[] = [];
	private readonly undo: (() => unknown)[] = [];

	load(): void | Promise<void> {
		if (this.isLoaded) return;
		this.isLoaded = true;
		const loading = this.onload();
		for (const child of [...this.children]) void child.load();
		return loading;
	}

	onload(): void | Promise<void> {}

	unload(): void {
		if (!this.isLoaded) return;
		this.isLoaded = false;
		for (let child = this.children.pop(); child !== undefined; child = this.children.pop()) child.unload();
		for (let undo = this.undo.pop(); undo !== undefined; undo = this.undo.pop()) undo();
		this.onunload();
	}

	onunload(): void {}

	addChild<T extends Component>(component: T): T {
		this.children.push(component);
		if (this.isLoaded) void component.load();
		return component;
	}

	removeChild<T extends Component>(component: T): T {
		const index = this.children.indexOf(component);
		if (index >= 0) {
			this.children.splice(index, 1);
			component.unload();
		}
		return component;
	}

	register(cb: () => unknown): void {
		this.undo.push(cb);
	}

	registerEvent(eventRef: EventRef): void {
		if (eventRef instanceof Registration) this.register(() => eventRef.source.offref(eventRef));
	}

	registerDomEvent(el: EventTarget, type: string, callback: (event: never) => unknown, options?: boolean | AddEventListenerOptions): void {
		const listener = (event: Event): unknown => callback.call(el, event as never);
		el.addEventListener(type, listener, options);
		this.register(() => el.removeEventListener(type, listener, options));
	}

	registerInterval(id: number): number {
		this.register(() => clearInterval(id));
		return id;
	}
}
