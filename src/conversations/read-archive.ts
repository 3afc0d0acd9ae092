import { strFromU8, unzipSync } from 'fflate';
import { isChatGpt, readChatGpt } from './chatgpt.js';
import { isClaude, readClaude } from './claude.js';
import { isClaudeCode, readClaudeCode } from './claude-code.js';
import type { Conversation, ReadExport } from './conversation.js';
import { problem, type Problem } from '../model/result.js';

/** A file that a person chose: an archive as the service sent it, or one of the files in it. */
export interface ExportFile {
	readonly name: string;
	readonly bytes: Uint8Array;
}

// Exports of ten years are some hundred megabytes; a file that unpacks to more is none.
const MOST_BYTES = 2_000_000_000;
// Newer exports of ChatGPT cut the list into numbered files.
const LISTS = /(?:^|\/)conversations(?:[-_]\d+)?\.json$/;
const LOGS = /\.jsonl$/;

const ENTRY = 'It is not known as an export. Known are the archive of Claude or ChatGPT (a .zip with conversations.json), that conversations.json itself, and session logs of Claude Code (.jsonl).';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readList(text: string): ReadExport | string {
	if (!/^\s*\[/.test(text)) return ENTRY;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		return `It is no whole JSON: ${reasonOf(error)}. Was it downloaded to its end?`;
	}
	if (!Array.isArray(value)) return ENTRY;
	const list: readonly unknown[] = value;
	if (list.length === 0) return { conversations: [], faults: [] };
	if (list.some(isChatGpt)) return readChatGpt(list);
	if (list.some(isClaude)) return readClaude(list);
	return ENTRY;
}

function readLog(text: string, name: string): ReadExport | string {
	const first = text.slice(0, text.indexOf('\n') === -1 ? text.length : text.indexOf('\n'));
	try {
		if (isClaudeCode(JSON.parse(first))) return readClaudeCode(text, (name.split('/').at(-1) ?? name).replace(LOGS, ''));
	} catch {
		// Told below: it is no log.
	}
	return ENTRY;
}

/** The readable files of an archive, or the file itself. */
function unpack({ name, bytes }: ExportFile): readonly ExportFile[] | string {
	const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
	if (!zipped) return [{ name, bytes }];
	let size = 0;
	try {
		const files = unzipSync(bytes, {
			filter: (file) => {
				if (!LISTS.test(file.name) && !LOGS.test(file.name)) return false;
				size += file.originalSize;
				return size <= MOST_BYTES;
			},
		});
		if (size > MOST_BYTES) return 'It unpacks to more than two gigabytes, which no export does. Unpack it and give the conversations.json in it.';
		const found = Object.entries(files).map(([inner, content]) => ({ name: inner, bytes: content }));
		return found.length === 0 ? ENTRY : found.sort((a, b) => (a.name < b.name ? -1 : 1));
	} catch (error) {
		return `The archive cannot be unpacked: ${reasonOf(error)}. Was it downloaded to its end?`;
	}
}

/** The conversations of these files, each once, by the time they began. A file that is no export is a problem of its own and stops nothing. */
export function readArchives(files: readonly ExportFile[]): { readonly conversations: readonly Conversation[]; readonly problems: readonly Problem[] } {
	const byId = new Map<string, Conversation>();
	const problems: Problem[] = [];
	for (const file of files) {
		const inner = unpack(file);
		if (typeof inner === 'string') {
			problems.push(problem(file.name, inner));
			continue;
		}
		for (const { name, bytes } of inner) {
			const place = name === file.name ? name : `${file.name}: ${name}`;
			const text = strFromU8(bytes);
			const read = LOGS.test(name) ? readLog(text, name) : readList(text);
			if (typeof read === 'string') {
				problems.push(problem(place, read));
				continue;
			}
			problems.push(...read.faults.map((fault) => problem(place, fault)));
			for (const conversation of read.conversations) {
				const known = byId.get(conversation.id);
				if (known === undefined || known.messages.length < conversation.messages.length) byId.set(conversation.id, conversation);
			}
		}
	}
	const began = ({ created }: Conversation): number => created ?? 0;
	return { conversations: [...byId.values()].sort((a, b) => began(a) - began(b) || (a.id < b.id ? -1 : 1)), problems };
}
