import { TFile, TFolder, type TAbstractFile, type Vault } from 'obsidian';
import { asVaultError, vaultError } from '../vault/disk-error.js';
import { VaultError, type FileStat, type VaultErrorCode, type VaultPort } from '../vault/port.js';
import { pathKey } from '../vault/vault-path.js';
import { yieldToApp } from './yield-to-app.js';

/**
 * The app's vault as the engine's thread is served with it. What takes long over a large file or a large vault is left to the thread: here are bytes, a
 * listing in slices, and the one step from which `process` is made.
 */
export interface AppVault extends Omit<VaultPort, 'list' | 'paths' | 'read' | 'process'> {
	/** What `list` gives, in slices between which the app has its turn. */
	slices(folder: string): AsyncIterable<readonly FileStat[]>;
	/** All of a file, in a buffer that is the caller's alone. */
	bytes(path: string): Promise<ArrayBuffer>;
	/** Writes the text if the file holds `expect` to the letter; false where it holds something else. */
	swap(path: string, expect: string, text: string): Promise<boolean>;
}

// Thrown out of the app's step, so that a file which is not what was expected is not even written back.
const UNEXPECTED = new Error('The file holds something else.');

const BOM = '\ufeff';

// The app's own messages; what the file system says has a code.
const MESSAGES: readonly (readonly [RegExp, VaultErrorCode])[] = [
	[/already exists/i, 'exists'],
	[/not exist|no such|not found/i, 'missing'],
	[/denied|not permitted|permission|read-?only/i, 'denied'],
	[/no space|quota|disk is full/i, 'full'],
	[/busy|locked/i, 'busy'],
];

function translated(error: unknown, path: string): VaultError {
	const known = asVaultError(error, path);
	if (known instanceof VaultError) return known;
	const message = error instanceof Error ? error.message : String(error);
	const code = MESSAGES.find(([pattern]) => pattern.test(message))?.[1];
	return code === undefined ? new VaultError('io', path, `${path}: the app could not do it: ${message}`) : vaultError(code, path);
}

const isHidden = (path: string): boolean => path.startsWith('.') || path.includes('/.');

function checkPath(path: string): void {
	if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) throw vaultError('denied', path, 'the path leaves the vault');
}

/**
 * The vault as the app has it. Listings come from the app's index, so no disk is read for them; texts are read from the disk.
 *
 * What the app's API cannot give: a write that is forced to the platter, a replacement that is atomic, and a look at whether a file
 * is a symbolic link. The journal makes up for the first two.
 */
export function appVault(vault: Vault): AppVault {
	const { adapter } = vault;
	/** Files that were removed here, with the time of the text that went: the index may notice only later. */
	const removed = new WeakMap<TFile, number>();
	const isGone = (file: TFile): boolean => removed.get(file) === file.stat.mtime;

	/** What the index has at the path, or, where it has not caught up or spells the path otherwise, what the file system has. */
	async function at(path: string): Promise<TFile | 'file' | 'folder' | null> {
		const known: TAbstractFile | null = vault.getAbstractFileByPath(path);
		if (known instanceof TFile && !isGone(known)) return known;
		if (known instanceof TFolder) return 'folder';
		try {
			return (await adapter.stat(path))?.type ?? null;
		} catch (error) {
			const { code } = translated(error, path);
			if (code === 'missing' || code === 'not-folder') return null;
			throw error;
		}
	}

	function checkWritable(path: string): void {
		checkPath(path);
		// The index knows no hidden file, so nothing could be checked before it is written over.
		if (isHidden(path)) throw vaultError('denied', path, 'a part of the path is hidden');
		for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
			if (vault.getFileByPath(path.slice(0, slash)) !== null) throw vaultError('not-folder', path);
		}
	}

	async function makeParents(path: string): Promise<void> {
		for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
			const folder = path.slice(0, slash);
			if (vault.getFolderByPath(folder)) continue;
			try {
				await vault.createFolder(folder);
			} catch (error) {
				if (translated(error, folder).code !== 'exists') throw error;
			}
		}
	}

	async function existing(path: string): Promise<TFile> {
		checkPath(path);
		const found = await at(path);
		if (found instanceof TFile) return found;
		if (found === 'folder') throw vaultError('is-folder', path);
		throw found === null ? vaultError('missing', path) : vaultError('busy', path, 'the app has not noticed this file yet; try again');
	}

	async function create(path: string, text: string): Promise<void> {
		checkWritable(path);
		// Asked of the file system, which takes two spellings for one where the platform does.
		if ((await at(path)) !== null) throw vaultError('exists', path);
		await makeParents(path);
		const gone = vault.getFileByPath(path);
		if (gone === null) await vault.create(path, text);
		else {
			// To the index the file still stands, and the app would refuse to make it.
			await adapter.write(path, text);
			removed.delete(gone);
		}
	}

	async function swap(path: string, expect: string, text: string): Promise<boolean> {
		const file = await existing(path);
		try {
			await vault.process(file, (current) => {
				// The app may take the byte-order mark off before it hands the text out.
				if (current !== expect && BOM + current !== expect) throw UNEXPECTED;
				return text;
			});
			return true;
		} catch (error) {
			if (error === UNEXPECTED) return false;
			throw error;
		}
	}

	async function bytes(path: string): Promise<ArrayBuffer> {
		checkPath(path);
		const found = await at(path);
		if (found === null) throw vaultError('missing', path);
		if (found === 'folder') throw vaultError('is-folder', path);
		return found === 'file' ? adapter.readBinary(path) : vault.readBinary(found);
	}

	async function write(path: string, text: string, change: (file: TFile) => Promise<void>): Promise<void> {
		checkWritable(path);
		const found = await at(path);
		if (found instanceof TFile) await change(found);
		else if (found === 'folder') throw vaultError('is-folder', path);
		else await create(path, text);
	}

	const guarded = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			throw translated(error, path);
		}
	};

	return {
		async *slices(folder) {
			let slice: FileStat[] = [];
			for (const file of filesBelow(folder === '' ? vault.getRoot() : vault.getFolderByPath(folder))) {
				if (isGone(file)) continue;
				slice.push(statOf(file));
				if (slice.length < AT_ONCE) continue;
				yield slice;
				slice = [];
				await yieldToApp();
			}
			yield slice;
		},
		stat: (path) =>
			guarded(path, async () => {
				const found = await at(path);
				if (found === null || found === 'folder') return found;
				if (found instanceof TFile) return statOf(found);
				const stat = await adapter.stat(path);
				return stat === null ? null : { path, mtime: stat.mtime, size: stat.size };
			}),
		bytes: (path) => guarded(path, () => bytes(path)),
		create: (path, text) => guarded(path, () => create(path, text)),
		swap: (path, expect, text) => guarded(path, () => swap(path, expect, text)),
		append: (path, text) => guarded(path, () => write(path, text, (file) => vault.append(file, text))),
		replace: (path, text) => guarded(path, () => write(path, text, (file) => vault.modify(file, text))),
		rename: (from, to) =>
			guarded(from, async () => {
				const file = await existing(from);
				if (from === to) return;
				checkWritable(to);
				// Where case does not count, the target may be the file itself.
				if (pathKey(from) !== pathKey(to) && (await at(to)) !== null) throw vaultError('exists', to);
				await makeParents(to);
				// Not `fileManager.renameFile`: it would also rewrite links in notes that nobody approved a change of, sources among them.
				await vault.rename(file, to);
			}),
		remove: (path) =>
			guarded(path, async () => {
				// Records of the system, not notes: thousands of them would fill the user's trash.
				const file = await existing(path);
				await adapter.remove(file.path);
				removed.set(file, file.stat.mtime);
			}),
		// The app leaves no half-written files of ours behind.
		sweep: async () => 0,
	};
}

const statOf = ({ path, stat }: TFile): FileStat => ({ path, mtime: stat.mtime, size: stat.size });

/** So many files are looked at before the app has its turn. */
const AT_ONCE = 1_000;

function* filesBelow(root: TFolder | null): Iterable<TFile> {
	const folders: TFolder[] = root === null ? [] : [root];
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		// A copy, for it may change while the app has its turn.
		for (const child of [...folder.children]) {
			if (child.name.startsWith('.')) continue;
			if (child instanceof TFile) yield child;
			else if (child instanceof TFolder) folders.push(child);
		}
	}
}
