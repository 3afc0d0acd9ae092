const MARK = /\p{M}/u;

/** Whether a character belongs to the one before it, so that no quote may start with it. */
export function joinsBefore(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (code < 0x300) return false;
	if (code >= 0xdc00 && code <= 0xdfff) {
		const high = at > 0 ? text.charCodeAt(at - 1) : 0;
		return high >= 0xd800 && high <= 0xdbff;
	}
	// Vowels and finals of decomposed Hangul compose with what precedes them, though they are letters.
	if ((code >= 0x1160 && code <= 0x11ff) || (code >= 0xd7b0 && code <= 0xd7ff)) return true;
	if (code >= 0xd800 && code <= 0xdbff) {
		const point = text.codePointAt(at) ?? 0;
		return point === 0x16d67 || MARK.test(String.fromCodePoint(point));
	}
	return MARK.test(text.charAt(at));
}

export function isWhite(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code === 32 || (code >= 9 && code <= 13) || code === 160 || (code >= 0x1680 && /\s/.test(text.charAt(at)));
}

/** Moves an offset back to where its character, with everything that composes with it, starts. */
export function clusterStart(text: string, at: number): number {
	let start = at;
	while (start > 0 && start < text.length && joinsBefore(text, start) && !isWhite(text, start - 1)) start -= 1;
	return start;
}

export function clusterEnd(text: string, at: number): number {
	let end = at;
	while (end > 0 && end < text.length && joinsBefore(text, end) && !isWhite(text, end - 1)) end += 1;
	return end;
}

/** White space with the `>` marks of a quote at the start of a line, which separate words as white space does. */
export function whiteEnd(text: string, at: number, lineStart: boolean): number {
	let end = at;
	let fresh = lineStart;
	for (; end < text.length; end += 1) {
		const code = text.charCodeAt(end);
		if (code === 10 || code === 13) fresh = true;
		else if (code === 62 && fresh) continue;
		else if (code === 32 || code === 9) continue;
		else if (!isWhite(text, end)) break;
	}
	return end;
}

/** Whether only white space and `>` marks stand between the line's start and here. */
export function inLinePrefix(text: string, at: number): boolean {
	for (let index = at - 1; index >= 0; index -= 1) {
		const code = text.charCodeAt(index);
		if (code === 10 || code === 13) return true;
		if (code !== 62 && !isWhite(text, index)) return false;
	}
	return true;
}
