/** Thrown where a plugin uses a part of the app that this host does not have. */
export class NotImplementedError extends Error {
	constructor(name: string) {
		super(`The host does not implement ${name}.`);
		this.name = 'NotImplementedError';
	}
}

export function notImplemented(name: string): never {
	throw new NotImplementedError(name);
}

/** Names that the language itself, a debugger or a test runner asks of any object. */
const ASKED_OF_ANYTHING: ReadonlySet<string> = new Set(['then', 'toJSON', 'asymmetricMatch', 'nodeType', 'tagName', 'constructor', '$$typeof']);

/**
 * Makes every read of an unknown member throw by name. For the app's own objects only: a plugin may well read
 * a member that it has not set yet on an object of its own class.
 */
export function refuseUnknown(type: abstract new (...args: never[]) => object): void {
	const prototype: unknown = type.prototype;
	if (typeof prototype !== 'object' || prototype === null) return;
	const parent: unknown = Object.getPrototypeOf(prototype);
	const between: object = Object.create(typeof parent === 'object' ? parent : null) as object;
	const trap = new Proxy(between, {
		get(target, name, receiver): unknown {
			if (typeof name === 'symbol' || name in target || ASKED_OF_ANYTHING.has(name)) return Reflect.get(target, name, receiver);
			throw new NotImplementedError(`${type.name}.${name}`);
		},
	});
	Object.setPrototypeOf(prototype, trap);
}

/** Gives a class that plugins extend a throwing member for each part of its interface that the host lacks. */
export function refuseNamed(type: abstract new (...args: never[]) => object, names: readonly string[]): void {
	const prototype: unknown = type.prototype;
	if (typeof prototype !== 'object' || prototype === null) return;
	for (const name of names) {
		Object.defineProperty(prototype, name, {
			configurable: true,
			get: () => notImplemented(`${type.name}.${name}`),
			set(this: object, value: unknown) {
				Object.defineProperty(this, name, { value, configurable: true, writable: true, enumerable: true });
			},
		});
	}
}
