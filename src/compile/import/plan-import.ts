import type { Conversation, Message } from '../../conversations/conversation.js';
import { foldName } from '../../model/fold.js';
import { pathKey, uniqueFileName } from '../../vault/vault-path.js';
import { closeFence, conversationNote, dayOf, serviceOf, type ImportedNote } from './conversation-note.js';

/** What an import would do with one conversation. */
export interface ImportItem {
	/** The conversation's id, the same in every export. */
	readonly id: string;
	/** `Claude`, `ChatGPT`, `Claude Code`. */
	readonly from: string;
	readonly title: string;
	/** `YYYY-MM-DD`, UTC; null where the export does not tell. */
	readonly created: string | null;
	/** How many messages would be written. */
	readonly messages: number;
	/** `continued`: it grew since it was imported, and what is new goes into a note of its own; `known`: all of it is there. */
	readonly state: 'new' | 'continued' | 'known';
	/** The note that would be written; for a known one the note that holds its last message. */
	readonly path: string;
	/** Null for a known one. */
	readonly text: string | null;
}

/** What would be written, without its text. */
export type ImportCard = Omit<ImportItem, 'text'>;

/** The messages that the notes of earlier imports do not hold. */
function unseen(messages: readonly Message[], parts: readonly ImportedNote[]): readonly Message[] {
	const last = messages.findIndex(({ id }) => id === parts.at(-1)?.last);
	if (last !== -1) return messages.slice(last + 1);
	// Another branch of the conversation, or ids that the service made anew: what already stands in the notes is not written twice.
	const text = parts.map((part) => part.text).join('\n');
	const first = messages.findIndex((message) => !text.includes(closeFence(message.text)));
	return first === -1 ? [] : messages.slice(first);
}

const titleOf = ({ title, id }: Conversation): string => title.replace(/\s+/g, ' ').trim() || `Conversation ${id.slice(id.indexOf('/') + 1, id.indexOf('/') + 9)}`;

/** `files` are all paths below the folder; `known` the notes in it that an earlier import wrote, and perhaps a person moved or renamed. */
export function planImport(conversations: readonly Conversation[], folder: string, files: readonly string[], known: readonly ImportedNote[]): readonly ImportItem[] {
	const taken = new Set(files.map(pathKey));
	const parts = new Map<string, ImportedNote[]>();
	for (const note of [...known].sort((a, b) => a.part - b.part || (a.path < b.path ? -1 : 1))) parts.set(note.conversation, [...(parts.get(note.conversation) ?? []), note]);
	const place = (service: string, name: string): string => {
		const inside = `${folder}/${service}`;
		const path = `${inside}/${uniqueFileName(name, (candidate) => taken.has(pathKey(`${inside}/${candidate}.md`)))}.md`;
		taken.add(pathKey(path));
		return path;
	};
	return conversations.map((conversation) => {
		const { id, messages } = conversation;
		const title = titleOf(conversation);
		const from = serviceOf(id);
		const created = conversation.created === null ? null : dayOf(conversation.created);
		const before = parts.get(id) ?? [];
		const last = before.at(-1);
		const fresh = last === undefined ? messages : unseen(messages, before);
		const shown = { id, from, title, created, messages: fresh.length };
		if (last !== undefined && fresh.length === 0) return { ...shown, state: 'known' as const, path: last.path, text: null };
		const part = last === undefined ? 1 : last.part + 1;
		const dated = created === null || foldName(title).startsWith(created) ? title : `${created} ${title}`;
		return {
			...shown,
			state: last === undefined ? ('new' as const) : ('continued' as const),
			path: place(from, part === 1 ? dated : `${dated} (part ${part})`),
			text: conversationNote(conversation, title, fresh, part),
		};
	});
}
