import type * as Obsidian from 'obsidian';

/** What of the app the suite asks: the host has it, and so has the app. */
export interface World {
	readonly app: {
		readonly vault: Obsidian.Vault;
		readonly metadataCache: Obsidian.MetadataCache;
		readonly fileManager: Pick<Obsidian.FileManager, 'renameFile' | 'trashFile' | 'generateMarkdownLink' | 'processFrontMatter'>;
	};
	readonly obsidian: Pick<typeof Obsidian, 'normalizePath' | 'parseLinktext' | 'getLinkpath' | 'getFrontMatterInfo' | 'parseYaml' | 'debounce'> & {
		readonly Component: new () => Lifecycle;
		readonly TFile: abstract new (...args: never[]) => Obsidian.TFile;
		readonly TFolder: abstract new (...args: never[]) => Obsidian.TFolder;
	};
	/** An empty folder for one case alone. */
	readonly folder: string;
}

export interface Lifecycle {
	load(): unknown;
	unload(): void;
	onload(): unknown;
	onunload(): void;
	register(callback: () => void): void;
	addChild(child: Lifecycle): Lifecycle;
}

/** One thing that holds of the app. Throws where it does not. */
export interface Case {
	readonly name: string;
	run(world: World): Promise<void>;
}

/** Compares by their JSON, so that it needs no test runner. */
export function same(found: unknown, wanted: unknown, what = 'value'): void {
	const [left, right] = [found, wanted].map((value) => JSON.stringify(value));
	if (left !== right) throw new Error(`${what}: found ${left}, wanted ${right}`);
}

/** The message of what the work throws; fails when it throws nothing. */
export async function messageOf(work: () => Promise<unknown>): Promise<string> {
	try {
		await work();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	throw new Error('It did not throw.');
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for what the app does a moment later. */
export async function until(holds: () => boolean, what: string): Promise<void> {
	for (let waited = 0; !holds(); waited += 10) {
		if (waited > 5000) throw new Error(`It did not come about that ${what}.`);
		await pause(10);
	}
}

/** Writes down what the vault tells about one folder while the work is done, and a moment longer. */
export async function eventsOf({ app: { vault }, folder }: World, work: () => Promise<unknown>): Promise<string[]> {
	const told: string[] = [];
	const short = (path: string): string => path.slice(folder.length + 1);
	const refs = [
		vault.on('create', ({ path }) => told.push(`create ${short(path)}`)),
		vault.on('modify', ({ path }) => told.push(`modify ${short(path)}`)),
		vault.on('delete', ({ path }) => told.push(`delete ${short(path)}`)),
		vault.on('rename', ({ path }, oldPath) => told.push(`rename ${short(oldPath)} to ${short(path)}`)),
	];
	await work();
	await pause(400);
	for (const ref of refs) vault.offref(ref);
	return told;
}

/** The file, which must be there. */
export function fileAt({ app: { vault } }: World, path: string): Obsidian.TFile {
	const file = vault.getFileByPath(path);
	if (file === null) throw new Error(`There is no ${path}.`);
	return file;
}
