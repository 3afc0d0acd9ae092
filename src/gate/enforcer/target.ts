import { err, ok, type Result } from '../../model/result.js';
import { pathKey } from '../../vault/vault-path.js';
import { globSource } from './glob.js';

/** Files that a rule or an exemption speaks of: one path, a folder, or a glob. */
export interface Target {
	readonly glob: string;
	/** For rules that forbid: also under another case or Unicode form, and whatever lies below a folder of this name. */
	forbids(path: string): boolean;
	/** For exemptions: to the letter. */
	covers(path: string): boolean;
}

const MOST_GLOB = 300;
const MAGIC = /[*?[\]{}]/;
// Longer ones are no paths of ours, and the time that a glob takes grows with them.
const MOST_PATH = 1_000;
const MOST_SEGMENT = 255;

/** True where the path is too long to be compared with a glob, and no path that may be written. */
export const isUnmatchable = (path: string): boolean => path.length > MOST_PATH || path.split('/').some((segment) => segment.length > MOST_SEGMENT);

/** Why nobody should rely on this glob; null where it means what it seems to. */
function globFault(glob: string): string | null {
	if (glob.trim() === '' || glob.length > MOST_GLOB) return `must have 1 to ${MOST_GLOB} characters`;
	if (glob.startsWith('!')) return 'begins with “!”, which would forbid everything else. To say where a worker may write, use “domains”';
	if (/[?*+@!]\(/.test(glob)) return 'uses an extended pattern such as “+(…)”, which is not read here. Write several targets';
	if (glob.startsWith('/') || /(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(glob)) return 'must be a path from the vault’s root, without “.”, “..” and empty parts, such as wiki/concepts/**';
	if (glob.includes('\\')) return 'holds a backslash; parts of a path are told apart by “/”';
	if (!glob.includes('**') && glob.split('/').length > 60) return 'has too many parts';
	if ((glob.match(/\*\*+/g) ?? []).length > 2) return 'has more than two “**”';
	if (/\*\*[[{]|[\]}]\*\*/.test(glob)) return 'has “**” beside a bracket, which may or may not mean several parts of the path';
	if (glob.split('/').some((part) => (part.replace(/^\*\*$/, '').match(/\*+/g) ?? []).length > 3)) return 'has more than three “*” in one part of the path';
	if (/\{[^}]*[*?[{]/.test(glob)) return 'has a pattern inside of “{…}”. Write several targets';
	if (/\.\./.test(glob)) return 'holds “..”';
	return null;
}

// Case folding and compatibility forms catch twins; what a folded slash would split is also compared as it was.
const keys = (path: string): readonly string[] => [...new Set([pathKey(path), pathKey(path.normalize('NFKC'))])];

/** Throws where a bracket is not closed, or a range runs backwards. */
function compile(glob: string, fold: boolean): (path: string) => boolean {
	const source = globSource(fold ? pathKey(glob.normalize('NFC')) : glob);
	if (source === null) throw new SyntaxError('a bracket that means nothing');
	// `u` has `?` stand for a character outside the basic plane too, `s` has a line break in a path match like any other character.
	const pattern = new RegExp(source, fold ? 'ius' : 'us');
	return (path) => pattern.test(path);
}

/** Reads a target. The error ends a sentence that begins with the target. */
export function readTarget(glob: string): Result<Target, string> {
	const fault = globFault(glob);
	if (fault !== null) return err(fault);
	if (!MAGIC.test(glob)) {
		const plain = glob.replace(/\/$/, '');
		const wanted = keys(plain);
		return ok({
			glob,
			forbids: (path) => keys(path).some((key) => wanted.some((each) => key === each || key.startsWith(`${each}/`))),
			covers: (path) => path === glob,
		});
	}
	try {
		const folded = compile(glob, true);
		const exact = compile(glob, false);
		return ok({
			glob,
			forbids: (path) => isUnmatchable(path) || keys(path).some((key) => folded(key)),
			covers: (path) => !isUnmatchable(path) && exact(path),
		});
	} catch {
		return err('is no glob that can be read: a bracket is not closed, or a range runs backwards');
	}
}
