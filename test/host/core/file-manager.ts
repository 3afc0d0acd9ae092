import type * as Obsidian from 'obsidian';
import { TFile, TFolder, type TAbstractFile } from './files.js';
import type { MetadataCache } from './metadata-cache.js';
import { mapLinks, type FoundLink } from './note-cache.js';
import { refuseUnknown } from './not-implemented.js';
import { getLinkpath, parseLinktext } from './path.js';
import type { Vault } from './vault.js';
import { getFrontMatterInfo, isRecord, parseYaml, stringifyYaml } from './yaml.js';

export class FileManager {
	constructor(
		private readonly vault: Vault,
		private readonly metadataCache: MetadataCache,
	) {}

	/** Moves a file or folder; links that would no longer lead where they led are rewritten, aliases and headings kept. */
	async renameFile(file: TAbstractFile, newPath: string): Promise<void> {
		await this.metadataCache.settle();
		const before = this.linksAbout(filesIn(file));
		await this.vault.rename(file, newPath);
		for (const [source, targets] of before) {
			const moved = ({ link }: FoundLink): TFile | null => {
				const target = targets.get(link) ?? null;
				return target !== null && this.metadataCache.getFirstLinkpathDest(getLinkpath(link), source.path) !== target ? target : null;
			};
			await this.vault.process(source, (text) => mapLinks(text, (link) => this.rewritten(link, moved(link), source.path)));
		}
	}

	async trashFile(file: TAbstractFile): Promise<void> {
		await this.vault.trash(file, false);
	}

	/** A wikilink, as the app writes them unless its user has chosen otherwise. */
	generateMarkdownLink(file: Obsidian.TFile, sourcePath: string, subpath = '', alias?: string): string {
		const text = this.metadataCache.fileToLinktext(file, sourcePath) + subpath;
		const embed = file.extension === 'md' ? '' : '!';
		return alias === undefined || alias === '' || alias === text ? `${embed}[[${text}]]` : `${embed}[[${text}|${alias}]]`;
	}

	/** Reads, changes and writes the properties in one turn. As in the app, comments and quoting of the old text go. */
	async processFrontMatter(file: TFile, fn: (frontmatter: Record<string, unknown>) => void, options?: Obsidian.DataWriteOptions): Promise<void> {
		const change = (text: string): string => {
			const info = getFrontMatterInfo(text);
			const value = info.exists ? parseYaml(info.frontmatter) : {};
			const properties = isRecord(value) ? value : {};
			fn(properties);
			const body = text.slice(info.contentStart);
			return Object.keys(properties).length === 0 ? body : `---\n${stringifyYaml(properties)}---\n${body}`;
		};
		await this.vault.process(file, change, options);
	}

	getNewFileParent(): TFolder {
		return this.vault.getRoot();
	}

	/** For each note that links to the files, and for the files themselves: where its links lead now. */
	private linksAbout(files: readonly TFile[]): Map<TFile, Map<string, TFile>> {
		const moving = new Set<string>(files.map(({ path }) => path));
		const found = new Map<TFile, Map<string, TFile>>();
		for (const [path, targets] of Object.entries(this.metadataCache.resolvedLinks)) {
			const source = this.vault.getFileByPath(path);
			if (source === null || !(moving.has(path) || Object.keys(targets).some((target) => moving.has(target)))) continue;
			const { links = [], embeds = [], frontmatterLinks = [] } = this.metadataCache.getFileCache(source) ?? {};
			const ledTo = new Map<string, TFile>();
			for (const { link } of [...links, ...embeds, ...frontmatterLinks]) {
				const target = this.metadataCache.getFirstLinkpathDest(getLinkpath(link), path);
				if (target !== null) ledTo.set(link, target);
			}
			found.set(source, ledTo);
		}
		return found;
	}

	private rewritten({ link, embed, kind, displayText }: FoundLink, target: TFile | null, sourcePath: string): string | null {
		if (target === null) return null;
		const { subpath } = parseLinktext(link);
		const mark = embed ? '!' : '';
		if (kind === 'markdown') return `${mark}[${displayText ?? ''}](${encodeURI(target.path)}${subpath})`;
		const text = this.metadataCache.fileToLinktext(target, sourcePath) + subpath;
		return displayText === undefined ? `${mark}[[${text}]]` : `${mark}[[${text}|${displayText}]]`;
	}
}

function filesIn(file: TAbstractFile): TFile[] {
	if (file instanceof TFile) return [file];
	return file instanceof TFolder ? file.children.flatMap(filesIn) : [];
}

refuseUnknown(FileManager);
