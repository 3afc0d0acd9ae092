import type * as Obsidian from 'obsidian';
import { Events } from './events.js';
import { TFile, TFolder, type TAbstractFile } from './files.js';
import { readNoteCache } from './note-cache.js';
import { refuseUnknown } from './not-implemented.js';
import { getLinkpath, nameOf, parentOf, resolveRelative } from './path.js';
import type { Vault } from './vault.js';

type LinkCounts = Record<string, Record<string, number>>;

/** How many notes are read at a stretch before the page may do something else. */
const STRETCH = 50;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * What the notes say and where their links lead. It follows the vault a moment behind, as the app's does: a `modify` is
 * followed by `changed` and `resolve` for the note, and by one `resolved` when nothing waits any more.
 */
export class MetadataCache extends Events implements Obsidian.MetadataCache {
	resolvedLinks: LinkCounts = {};
	unresolvedLinks: LinkCounts = {};
	private readonly caches = new Map<string, Obsidian.CachedMetadata>();
	/** Files by the lower-case name that a link would call them by. */
	private readonly byName = new Map<string, Set<TFile>>();
	/** Notes by the lower-case names that their links use. */
	private readonly sourcesByName = new Map<string, Set<string>>();
	private readonly toRead = new Set<TFile>();
	private readonly toResolve = new Set<string>();
	private working: Promise<void> | null = null;

	constructor(private readonly vault: Vault) {
		super();
		vault.on('create', (file: TAbstractFile) => this.appeared(file));
		vault.on('modify', (file: TAbstractFile) => this.note(file));
		vault.on('delete', (file: TAbstractFile) => this.gone(file, file.path));
		vault.on('rename', (file: TAbstractFile, oldPath: string) => this.moved(file, oldPath));
	}

	/** Reads every note with the texts that the vault already has. */
	async open(texts: ReadonlyMap<string, string>): Promise<void> {
		let count = 0;
		for (const [path, text] of texts) {
			const file = this.vault.getFileByPath(path);
			if (file === null) continue;
			this.toRead.delete(file);
			this.learn(file, text);
			this.toResolve.add(path);
			if ((count += 1) % STRETCH === 0) await pause();
		}
		await this.settle();
	}

	/** Kept when every change so far has been read and resolved. */
	async settle(): Promise<void> {
		this.wake();
		while (this.working !== null) await this.working;
	}

	getFileCache(file: Obsidian.TFile): Obsidian.CachedMetadata | null {
		return this.caches.get(file.path) ?? null;
	}

	getCache(path: string): Obsidian.CachedMetadata | null {
		return this.caches.get(path) ?? null;
	}

	/**
	 * Case does not count. A path from the root wins; else the files whose path ends so, those below the source's own
	 * folder first, then the shortest path.
	 */
	getFirstLinkpathDest(linkpath: string, sourcePath: string): TFile | null {
		if (linkpath === '') return this.vault.getFileByPath(sourcePath);
		const folder = parentOf(sourcePath);
		const relative = /^\.\.?\//.test(linkpath) ? resolveRelative(folder, linkpath) : linkpath.replace(/^\//, '');
		if (relative === null) return null;
		const wanted = relative.toLowerCase();
		const candidates = [...(this.byName.get(nameOf(wanted)) ?? [])].filter(({ path }) => fits(path.toLowerCase(), wanted));
		const whole = candidates.find(({ path }) => path.toLowerCase() === wanted || path.toLowerCase() === `${wanted}.md`);
		if (whole !== undefined || relative !== linkpath) return whole ?? null;
		const near = (file: TFile): number => (folder !== '/' && file.path.startsWith(`${folder}/`) ? 0 : 1);
		const [best] = candidates.sort((a, b) => near(a) - near(b) || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
		return best ?? null;
	}

	/** The shortest text that leads to the file: its name where that is the only one, else its path. */
	fileToLinktext(file: Obsidian.TFile, _sourcePath: string, omitMdExtension = true): string {
		const plain = (path: string): string => (omitMdExtension && file.extension === 'md' ? path.replace(/\.md$/i, '') : path);
		const short = plain(file.name);
		return (this.byName.get(short.toLowerCase())?.size ?? 0) > 1 ? plain(file.path) : short;
	}

	private appeared(file: TAbstractFile): void {
		if (!(file instanceof TFile)) return;
		for (const name of linkNames(file.path)) add(this.byName, name, file);
		this.touchLinksTo(file.path);
		this.note(file);
	}

	private note(file: TAbstractFile): void {
		if (!(file instanceof TFile) || file.extension !== 'md') return;
		this.toRead.add(file);
		this.wake();
	}

	private gone(file: TAbstractFile, path: string): void {
		if (file instanceof TFolder) return;
		if (file instanceof TFile) {
			for (const name of linkNames(path)) drop(this.byName, name, file);
			this.toRead.delete(file);
			const before = this.caches.get(path) ?? null;
			this.forget(path);
			this.trigger('deleted', file, before);
		}
		this.touchLinksTo(path);
		this.wake();
	}

	private moved(file: TAbstractFile, oldPath: string): void {
		if (!(file instanceof TFile)) return;
		for (const name of linkNames(oldPath)) drop(this.byName, name, file);
		for (const name of linkNames(file.path)) add(this.byName, name, file);
		const cache = this.caches.get(oldPath);
		this.forget(oldPath);
		if (cache !== undefined) this.remember(file.path, cache);
		this.touchLinksTo(oldPath);
		this.touchLinksTo(file.path);
		this.toResolve.add(file.path);
		this.wake();
	}

	private forget(path: string): void {
		for (const link of linksOf(this.caches.get(path))) drop(this.sourcesByName, nameOf(getLinkpath(link)).toLowerCase(), path);
		this.caches.delete(path);
		this.toResolve.delete(path);
		Reflect.deleteProperty(this.resolvedLinks, path);
		Reflect.deleteProperty(this.unresolvedLinks, path);
	}

	private remember(path: string, cache: Obsidian.CachedMetadata): void {
		this.caches.set(path, cache);
		for (const link of linksOf(cache)) add(this.sourcesByName, nameOf(getLinkpath(link)).toLowerCase(), path);
	}

	private learn(file: TFile, text: string): void {
		this.forget(file.path);
		const cache = readNoteCache(text);
		this.remember(file.path, cache);
		this.trigger('changed', file, text, cache);
	}

	/** A file that comes, goes or moves may change where links of its name lead. */
	private touchLinksTo(path: string): void {
		for (const name of linkNames(path)) for (const source of this.sourcesByName.get(name) ?? []) this.toResolve.add(source);
	}

	private wake(): void {
		if (this.toRead.size + this.toResolve.size === 0) return;
		this.working ??= this.work().finally(() => {
			this.working = null;
		});
	}

	private async work(): Promise<void> {
		await pause();
		let count = 0;
		while (this.toRead.size + this.toResolve.size > 0) {
			for (const file of this.toRead) {
				this.toRead.delete(file);
				const text = await this.vault.cachedRead(file).catch(() => null);
				if (text === null || this.vault.getFileByPath(file.path) !== file) continue;
				this.learn(file, text);
				this.toResolve.add(file.path);
			}
			for (const path of this.toResolve) {
				this.toResolve.delete(path);
				this.resolve(path);
				if ((count += 1) % STRETCH === 0) await pause();
			}
		}
		this.trigger('resolved');
	}

	private resolve(path: string): void {
		const file = this.vault.getFileByPath(path);
		if (file === null) return;
		const resolved: Record<string, number> = {};
		const unresolved: Record<string, number> = {};
		for (const link of linksOf(this.caches.get(path))) {
			const linkpath = getLinkpath(link);
			const target = this.getFirstLinkpathDest(linkpath, path);
			if (target === null) unresolved[linkpath] = (unresolved[linkpath] ?? 0) + 1;
			else resolved[target.path] = (resolved[target.path] ?? 0) + 1;
		}
		this.resolvedLinks[path] = resolved;
		this.unresolvedLinks[path] = unresolved;
		this.trigger('resolve', file);
	}
}

const linksOf = (cache: Obsidian.CachedMetadata | undefined): string[] =>
	[...(cache?.links ?? []), ...(cache?.embeds ?? []), ...(cache?.frontmatterLinks ?? [])].map(({ link }) => link);

const fits = (path: string, wanted: string): boolean => [wanted, `${wanted}.md`].some((end) => path === end || path.endsWith(`/${end}`));

/** The names that a link may call a file by: with its extension, and a note without. */
function linkNames(path: string): string[] {
	const name = nameOf(path).toLowerCase();
	return name.endsWith('.md') ? [name, name.slice(0, -3)] : [name];
}

function add<T>(map: Map<string, Set<T>>, key: string, value: T): void {
	const set = map.get(key);
	if (set === undefined) map.set(key, new Set([value]));
	else set.add(value);
}

function drop<T>(map: Map<string, Set<T>>, key: string, value: T): void {
	const set = map.get(key);
	set?.delete(value);
	if (set?.size === 0) map.delete(key);
}

refuseUnknown(MetadataCache);
