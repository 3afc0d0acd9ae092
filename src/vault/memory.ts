import { VaultError, type FileStat, type VaultPort } from './port.js';

export type PortOperation = keyof VaultPort;

/** Lets a test stand between the vault and the disk it plays. */
export interface FaultHook {
	/** Before the operation; may throw, or change the vault as another program would. */
	before?(operation: PortOperation, path: string): void;
	/** After a write; may throw. */
	after?(operation: PortOperation, path: string): void;
	/** What reaches the file in place of the text. */
	tear?(operation: PortOperation, path: string, text: string): string;
}

export interface MemoryVault extends VaultPort {
	/** A copy of every file, sorted by path. */
	files(): Record<string, string>;
	/** Writes past the port and its hook, as a person's editor does; null removes the file. */
	edit(path: string, text: string | null): void;
}

interface File {
	readonly text: string;
	readonly mtime: number;
	/** Counted when it is first asked for. */
	size: number | null;
}

const encoder = new TextEncoder();

/** A vault in memory with a logical clock: each write moves the time on by one millisecond. For tests and dry runs. */
export function memoryVault(initial: Readonly<Record<string, string>> = {}, hook: FaultHook = {}): MemoryVault {
	const texts = new Map<string, File>();
	let clock = 0;

	const put = (path: string, text: string): void => {
		clock += 1;
		texts.set(path, { text, mtime: clock, size: null });
	};
	for (const [path, text] of Object.entries(initial)) put(path, text);

	const isFolder = (path: string): boolean => {
		if (path === '') return true;
		for (const each of texts.keys()) if (each.startsWith(`${path}/`)) return true;
		return false;
	};
	const statOf = (path: string, file: File): FileStat => {
		file.size ??= encoder.encode(file.text).length;
		return { path, mtime: file.mtime, size: file.size };
	};
	const fail = (code: VaultError['code'], path: string, message: string): never => {
		throw new VaultError(code, path, `${path}: ${message}`);
	};
	const checkPath = (path: string): void => {
		if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) fail('denied', path, 'the path leaves the vault.');
	};
	const checkParents = (path: string): void => {
		checkPath(path);
		for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
			if (texts.has(path.slice(0, at))) fail('not-folder', path, `${path.slice(0, at)} is a file, not a folder.`);
		}
	};
	const find = (path: string): File => {
		checkPath(path);
		return texts.get(path) ?? (isFolder(path) ? fail('is-folder', path, 'this is a folder.') : fail('missing', path, 'there is no such file.'));
	};
	const checkFree = (path: string): void => {
		checkParents(path);
		if (texts.has(path) || isFolder(path)) fail('exists', path, 'something stands there already.');
	};
	const write = (operation: PortOperation, path: string, text: string): void => {
		put(path, hook.tear?.(operation, path, text) ?? text);
		hook.after?.(operation, path);
	};

	const vault: MemoryVault = {
		async list(folder) {
			hook.before?.('list', folder);
			const prefix = folder === '' ? '' : `${folder}/`;
			return [...texts].filter(([path]) => path.startsWith(prefix) && !/(?:^|\/)\./.test(path)).map(([path, file]) => statOf(path, file));
		},
		async stat(path) {
			hook.before?.('stat', path);
			const file = texts.get(path);
			return file ? statOf(path, file) : isFolder(path) ? 'folder' : null;
		},
		async read(path) {
			hook.before?.('read', path);
			return find(path).text;
		},
		async create(path, text) {
			hook.before?.('create', path);
			checkFree(path);
			write('create', path, text);
		},
		async process(path, change) {
			hook.before?.('process', path);
			const { text } = find(path);
			const next = change(text);
			if (next !== text) write('process', path, next);
			return next;
		},
		async append(path, text) {
			hook.before?.('append', path);
			checkParents(path);
			const current = texts.has(path) ? find(path).text : '';
			write('append', path, current + text);
		},
		async replace(path, text) {
			hook.before?.('replace', path);
			checkParents(path);
			if (isFolder(path)) fail('is-folder', path, 'this is a folder.');
			write('replace', path, text);
		},
		async rename(from, to) {
			hook.before?.('rename', from);
			const { text } = find(from);
			if (from === to) return;
			checkFree(to);
			texts.delete(from);
			put(to, text);
			hook.after?.('rename', from);
		},
		async remove(path) {
			hook.before?.('remove', path);
			find(path);
			texts.delete(path);
			hook.after?.('remove', path);
		},
		async sweep() {
			return 0;
		},
		files: () => Object.fromEntries([...texts].map(([path, file]): [string, string] => [path, file.text]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))),
		edit(path, text) {
			if (text === null) texts.delete(path);
			else put(path, text);
		},
	};

	return new Proxy(vault, {
		get(target, name, receiver) {
			// `then` is asked for by every await, symbols by every test printer, and a vault need not have `paths`.
			if (name in target || typeof name === 'symbol' || name === 'then' || name === 'toJSON' || name === 'paths') return Reflect.get(target, name, receiver) as unknown;
			throw new Error(`The memory vault has no "${name}".`);
		},
	});
}
