/** One message as the person or the machine wrote it. */
export interface Message {
	/** The service's own id, or one made of the message's place where it has none. */
	readonly id: string;
	/** `you`, or the name that the other side goes by, such as `Claude`. */
	readonly who: string;
	/** Milliseconds since the epoch; null where the export does not tell. */
	readonly at: number | null;
	/** Markdown, never empty. */
	readonly text: string;
}

/** One conversation of an export. */
export interface Conversation {
	/** `claude/…`, `chatgpt/…` or `claude-code/…` with the service's id: the same in every export. */
	readonly id: string;
	/** Empty where nobody named it. */
	readonly title: string;
	/** Milliseconds since the epoch. */
	readonly created: number | null;
	/** In the order in which they were said, the branch that was last in sight; never empty. */
	readonly messages: readonly Message[];
}

/** What a reader of one kind of export found in a file. */
export interface ReadExport {
	readonly conversations: readonly Conversation[];
	/** One sentence for each conversation or line that could not be read. */
	readonly faults: readonly string[];
}

/** Milliseconds since the epoch of an ISO date; null for anything else. */
export function instant(value: unknown): number | null {
	const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
	return Number.isNaN(time) ? null : time;
}

/** Parts of a message as one text: blank lines between them, no blanks around. */
export const joinParts = (parts: readonly string[]): string =>
	parts
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.join('\n\n');
