import type * as Obsidian from 'obsidian';

type Listener = (...data: never[]) => unknown;

/** One registration; `source` is where it is taken off again. */
export class Registration implements Obsidian.EventRef {
	constructor(
		readonly source: Events,
		readonly name: string,
		readonly callback: Listener,
		readonly context: unknown,
	) {}
}

export class Events implements Obsidian.Events {
	private readonly registrations = new Map<string, readonly Registration[]>();

	on(name: string, callback: Listener, ctx?: unknown): Obsidian.EventRef {
		const registration = new Registration(this, name, callback, ctx);
		this.registrations.set(name, [...(this.registrations.get(name) ?? []), registration]);
		return registration;
	}

	off(name: string, callback: Listener): void {
		this.keep(name, (registration) => registration.callback !== callback);
	}

	offref(ref: Obsidian.EventRef): void {
		if (ref instanceof Registration) this.keep(ref.name, (registration) => registration !== ref);
	}

	trigger(name: string, ...data: unknown[]): void {
		for (const registration of this.registrations.get(name) ?? []) this.tryTrigger(registration, data);
	}

	/** A listener that throws does not keep the others from hearing; its error surfaces as an uncaught one. */
	tryTrigger(ref: Obsidian.EventRef, args: unknown[]): void {
		if (!(ref instanceof Registration)) return;
		try {
			ref.callback.apply(ref.context, args as never[]);
		} catch (error) {
			setTimeout(() => {
				throw error;
			}, 0);
		}
	}

	/** How many listeners there are, for tests of what an unload leaves behind. */
	listenerCount(): number {
		return [...this.registrations.values()].reduce((count, registrations) => count + registrations.length, 0);
	}

	private keep(name: string, wanted: (registration: Registration) => boolean): void {
		const left = (this.registrations.get(name) ?? []).filter(wanted);
		if (left.length > 0) this.registrations.set(name, left);
		else this.registrations.delete(name);
	}
}
