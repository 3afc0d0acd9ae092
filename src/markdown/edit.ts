import { err, ok, type Result } from '../model/result.js';
import type { Span } from './note.js';

/** Replaces `[start, end)`, where `expect` must stand, by `text`. Offsets are UTF-16 code units. */
export interface TextEdit extends Span {
	readonly expect: string;
	readonly text: string;
}

export type EditError =
	| { readonly kind: 'range'; readonly edit: TextEdit; readonly message: string }
	| { readonly kind: 'stale'; readonly edit: TextEdit; readonly found: string; readonly message: string }
	| { readonly kind: 'overlap'; readonly edit: TextEdit; readonly other: TextEdit; readonly message: string };

const place = ({ start, end }: Span): string => `${String(start)}–${String(end)}`;

/**
 * Applies edits to the text that they were made for, all or none. They may be given in any order and may touch; two
 * that overlap, or two insertions at one place, are refused, because their result would depend on that order.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): Result<string, EditError> {
	const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
	const parts: string[] = [];
	let at = 0;
	let previous: TextEdit | null = null;
	for (const edit of sorted) {
		const { start, end, expect } = edit;
		if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > text.length)
			return err({ kind: 'range', edit, message: `The edit at ${place(edit)} leaves the text, which has ${String(text.length)} characters. Read the note again.` });
		const sameSpot = previous !== null && previous.start === start && previous.end === end;
		if (previous !== null && (start < at || sameSpot))
			return err({ kind: 'overlap', edit, other: previous, message: `The edits at ${place(previous)} and ${place(edit)} overlap. Make one of them.` });
		const found = text.slice(start, end);
		if (found !== expect)
			return err({ kind: 'stale', edit, found, message: `The text at ${place(edit)} is not what the edit was made for. Read the note again.` });
		parts.push(text.slice(at, start), edit.text);
		at = end;
		previous = edit;
	}
	parts.push(text.slice(at));
	return ok(parts.join(''));
}
