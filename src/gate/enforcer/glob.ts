const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const SLASH = literal('/');

// The classes of POSIX that a name of a file may want.
const NAMED: Readonly<Record<string, string>> = { alpha: 'a-zA-Z', digit: '0-9', alnum: 'a-zA-Z0-9', lower: 'a-z', upper: 'A-Z' };
const NAME = /\[:([a-z]+):\]/g;

/** What stands between the bracket at `start` and its end, as a class of a pattern; null where it never ends or is none. */
function classAt(glob: string, start: number): { readonly source: string; readonly end: number } | null {
	const negated = glob.charAt(start + 1) === '!' || glob.charAt(start + 1) === '^';
	const from = start + (negated ? 2 : 1);
	// A bracket that comes first is one of the letters.
	const named = glob.slice(from).replace(NAME, (whole) => '\0'.repeat(whole.length));
	const length = named.indexOf(']', named.startsWith(']') ? 1 : 0);
	const inside = glob.slice(from, from + length);
	const letters = inside.replace(NAME, '');
	if (length < 1 || letters.includes('[') || letters.includes('/') || [...inside.matchAll(NAME)].some(([, name = '']) => NAMED[name] === undefined)) return null;
	const classes = [...inside.matchAll(NAME)].map(([, name = '']) => NAMED[name] ?? '').join('');
	return { source: `(?!/)[${negated ? '^' : ''}${classes}${literal(letters)}]`, end: from + length };
}

/** `{a,b}`: one of these, to the letter. */
function choiceAt(glob: string, start: number): { readonly source: string; readonly end: number } | null {
	const end = glob.indexOf('}', start);
	const inside = glob.slice(start + 1, end);
	return end === -1 || inside.includes('{') || !inside.includes(',') ? null : { source: `(?:${inside.split(',').map(literal).join('|')})`, end };
}

/**
 * The pattern of a glob, over whole paths: `*` and `?` within one part, a part `**` for any parts or none, `[…]` and `{…,…}`. Null where a
 * bracket means nothing. Without flags; its source is made for `u` and `s`.
 */
export function globSource(glob: string): string | null {
	let source = '';
	for (let at = 0; at < glob.length; ) {
		const letter = String.fromCodePoint(glob.codePointAt(at) ?? 0);
		const starts = at === 0 || glob.charAt(at - 1) === '/';
		if (letter === '*') {
			let end = at;
			while (glob.charAt(end) === '*') end += 1;
			const ends = end === glob.length || glob.charAt(end) === '/';
			const isPart = starts && ends;
			if (isPart && end - at === 2) {
				if (end < glob.length) source += '(?:.*/)?';
				// The glob of a folder speaks of the folder itself, too; one of any folder does not speak of files that stand beside them.
				else if (at === 0 || glob.charAt(at - 2) === '*') source += '.*';
				else source = `${source.slice(0, -SLASH.length)}(?:/.*)?`;
				at = end + 1;
				continue;
			}
			source += isPart ? '[^/]+' : starts ? '(?=[^/])[^/]*' : '[^/]*';
			at = end;
			continue;
		}
		if (letter === '?') {
			source += '[^/]';
			at += 1;
			continue;
		}
		if (letter === '[' || letter === '{') {
			const read = letter === '[' ? classAt(glob, at) : choiceAt(glob, at);
			if (read === null) return null;
			source += read.source;
			at = read.end + 1;
			continue;
		}
		if (letter === ']' || letter === '}') return null;
		source += literal(letter);
		at += letter.length;
	}
	return `^${source}$`;
}
