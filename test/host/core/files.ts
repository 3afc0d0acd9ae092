import type * as Obsidian from 'obsidian';
import { basenameOf, extensionOf, nameOf } from './path.js';

export abstract class TAbstractFile {
	path: string;
	name: string;
	parent: TFolder | null = null;

	constructor(
		readonly vault: Obsidian.Vault,
		path: string,
	) {
		this.path = path;
		this.name = nameOf(path);
	}

	/** Called by the vault alone, when the file has moved. */
	setPath(path: string): void {
		this.path = path;
		this.name = nameOf(path);
	}
}

export class TFile extends TAbstractFile implements Obsidian.TFile {
	basename: string;
	extension: string;

	constructor(
		vault: Obsidian.Vault,
		path: string,
		public stat: Obsidian.FileStats,
	) {
		super(vault, path);
		this.basename = basenameOf(path);
		this.extension = extensionOf(path);
	}

	override setPath(path: string): void {
		super.setPath(path);
		this.basename = basenameOf(path);
		this.extension = extensionOf(path);
	}
}

export class TFolder extends TAbstractFile implements Obsidian.TFolder {
	children: TAbstractFile[] = [];

	isRoot(): boolean {
		return this.path === '/';
	}
}
