import { err, ok, type Result } from '../model/result.js';
import { readFrontmatter } from '../markdown/frontmatter.js';
import { type Fault, fault } from './fault.js';
import { type Place, placesIn } from './place.js';

/** A `.prism.md` note taken apart, before its flow is read. */
export interface PrismNote {
	/** `prism` of the properties: the note's slug. */
	readonly slug: string | null;
	/** `version` of the properties: the note's own version, not the language's. */
	readonly version: string | null;
	/** `conformance` of the properties, or what their shape implies. */
	readonly conformance: string;
	/** The text under `## Natural Language`, up to the next heading of that level or the YAML block; empty where there is none. */
	readonly naturalLanguage: string;
	readonly yaml: string;
	/** Offset of the YAML in the note. */
	readonly yamlStart: number;
	readonly place: (offset: number) => Place;
}

interface Block {
	readonly start: number;
	readonly end: number;
	readonly fence: number;
	readonly closed: boolean;
}

/** Finds the properties, the natural-language text and the one YAML block. Linear; never throws. */
export function readNote(text: string): Result<PrismNote, readonly Fault[]> {
	const place = placesIn(text);
	const { frontmatter, bodyStart, problems } = readFrontmatter(text);
	const faults: Fault[] = problems.map(({ line, message }) => fault('READ_NOTE', { line, column: 1 }, message));
	const { blocks, prose } = scan(text, bodyStart);
	const [block, second] = blocks;
	if (block === undefined) faults.push(fault('READ_NOTE', place(bodyStart), 'The note holds no flow: a code block that begins with ```yaml is missing.'));
	else if (!block.closed) faults.push(fault('READ_NOTE', place(block.fence), 'The YAML block is never closed: end it with a line of backticks like its first one.'));
	// A reader could not tell which of two blocks decides.
	if (second !== undefined) faults.push(fault('READ_NOTE', place(second.fence), 'The note holds a second YAML block. Only one may stand here, so that it is clear which one decides.'));
	if (block === undefined || faults.length > 0) return err(faults);
	const data = frontmatter?.data ?? {};
	const string = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : typeof value === 'number' ? String(value) : null);
	const hosted = ['kind', 'projection_types', 'authored_by', 'resolver'].some((key) => Object.prototype.hasOwnProperty.call(data, key));
	return ok({
		slug: string(data.prism),
		version: string(data.version),
		conformance: string(data.conformance) ?? (hosted ? 'level-1' : 'level-0'),
		naturalLanguage: prose === null ? '' : text.slice(prose.start, prose.end).trim(),
		yaml: text.slice(block.start, block.end),
		yamlStart: block.start,
		place,
	});
}

/** The YAML blocks, and the stretch under the first `## Natural Language`. */
function scan(text: string, from: number): { readonly blocks: readonly Block[]; readonly prose: { readonly start: number; readonly end: number } | null } {
	const blocks: Block[] = [];
	let prose: { start: number; end: number } | null = null;
	let reading = false;
	let fence: { readonly mark: string; readonly at: number; readonly yaml: boolean; readonly start: number } | null = null;
	const endProse = (at: number): void => {
		if (reading && prose !== null) prose.end = at;
		reading = false;
	};
	for (let at = from; at < text.length; ) {
		const feed = text.indexOf('\n', at);
		const end = feed < 0 ? text.length : feed;
		const next = feed < 0 ? text.length : feed + 1;
		const line = text.slice(at, Math.min(end, at + 200));
		const opened = /^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)/.exec(line);
		if (fence !== null) {
			const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*\r?$/.exec(line)?.[1];
			if (closing !== undefined && closing.charAt(0) === fence.mark.charAt(0) && closing.length >= fence.mark.length) {
				if (fence.yaml) blocks.push({ start: fence.start, end: at, fence: fence.at, closed: true });
				fence = null;
			}
		} else if (opened?.[1] !== undefined) {
			const yaml = /^ya?ml$/i.test(opened[2] ?? '');
			if (yaml) endProse(at);
			fence = { mark: opened[1], at, yaml, start: next };
		} else {
			const heading = /^ {0,3}(#{1,2})[ \t]+(.*?)[ \t#]*\r?$/.exec(line);
			if (heading !== null) {
				endProse(at);
				if (prose === null && heading[1] === '##' && /^natural language$/i.test(heading[2] ?? '')) {
					prose = { start: next, end: text.length };
					reading = true;
				}
			}
		}
		at = next;
	}
	if (fence?.yaml === true) blocks.push({ start: fence.start, end: text.length, fence: fence.at, closed: false });
	return { blocks, prose };
}
