import { parse, stringify } from 'yaml';

/** As the app's `parseYaml`: throws for what is no YAML; the first key of a doubled pair is not silently lost but refused. */
export function parseYaml(yaml: string): unknown {
	return parse(yaml) as unknown;
}

export function stringifyYaml(value: unknown): string {
	return stringify(value, { lineWidth: 0 });
}

export interface FrontMatterInfo {
	readonly exists: boolean;
	readonly frontmatter: string;
	/** Offsets of the YAML, and of the first character behind the closing line. */
	readonly from: number;
	readonly to: number;
	readonly contentStart: number;
}

export function getFrontMatterInfo(content: string): FrontMatterInfo {
	const open = /^---[ \t]*\r?\n/.exec(content);
	if (open !== null) {
		const from = open[0].length;
		const close = /^---[ \t]*(?:\r?\n|$)/gm;
		close.lastIndex = from;
		const found = close.exec(content);
		if (found !== null) {
			const frontmatter = content.slice(from, found.index);
			return { exists: true, frontmatter, from, to: found.index, contentStart: found.index + found[0].length };
		}
	}
	return { exists: false, frontmatter: '', from: 0, to: 0, contentStart: 0 };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The properties of a note; `null` where there are none or they cannot be read. */
export function readProperties(info: FrontMatterInfo): Record<string, unknown> | null {
	if (!info.exists) return null;
	try {
		const value = parseYaml(info.frontmatter);
		return isRecord(value) ? value : null;
	} catch {
		return null;
	}
}
