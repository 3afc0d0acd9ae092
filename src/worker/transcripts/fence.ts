/** A fenced block that holds the text to the byte: its fence is longer than any run of backticks in it. */
export function fenced(text: string, info = 'text'): string {
	let longest = 2;
	for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
	const fence = '`'.repeat(longest + 1);
	return `${fence}${info}\n${text}\n${fence}\n`;
}

export interface Block {
	/** Of the section that the block stands in, without `## `; empty above the first. */
	readonly heading: string;
	readonly info: string;
	readonly text: string;
}

const OPENING = /^(`{3,})([^`]*)$/;

/** The fenced blocks of a note with the headings above them. A block that is never closed is left out: the note is not whole yet. */
export function readBlocks(note: string, from: number): Block[] {
	const blocks: Block[] = [];
	let heading = '';
	for (let at = from; at < note.length; ) {
		const stop = note.indexOf('\n', at);
		const end = stop === -1 ? note.length : stop;
		// Only the start of a line tells what it is, and a line may be very long.
		const line = note.slice(at, Math.min(end, at + 400)).replace(/\r$/, '');
		const [, fence, info = ''] = OPENING.exec(line) ?? [];
		at = end + 1;
		if (line.startsWith('## ')) heading = line.slice(3).trim();
		if (fence === undefined || stop === -1) continue;
		const close = closing(note, fence, end);
		if (close === null) break;
		blocks.push({ heading, info: info.trim(), text: note.slice(Math.min(end + 1, close.start), close.start) });
		at = close.next;
	}
	return blocks;
}

/** Where the line break before the closing fence stands, and where what follows begins. */
function closing(note: string, fence: string, from: number): { readonly start: number; readonly next: number } | null {
	for (let found = note.indexOf(`\n${fence}`, from); found !== -1; found = note.indexOf(`\n${fence}`, found + 1)) {
		let end = found + 1 + fence.length;
		while (note.charAt(end) === '`' || note.charAt(end) === ' ' || note.charAt(end) === '\r') end += 1;
		if (end === note.length || note.charAt(end) === '\n') return { start: found, next: end + 1 };
	}
	return null;
}
