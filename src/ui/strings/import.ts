import { formatCount } from '../shared/currencies.js';

const s = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** What the import of conversations says. */
export const IMPORT = {
	title: 'Import conversations',
	what: 'Conversations become notes that you can compile. Nothing is sent anywhere, and no note that is there is changed.',
	how: 'Choose the archive that the export of Claude or ChatGPT gave you, the conversations.json in it, or session logs of Claude Code.',
	choose: 'Choose files',
	reading: 'Reading…',
	writing: 'Writing…',
	search: 'Search conversations',
	clearSearch: 'Clear search',
	list: 'Conversations',
	all: 'Select all',
	none: 'Select none',
	nothing: 'No conversation here is new: all of them are in the vault.',
	noMatch: 'No conversation matches.',
	count: (picked: number, known: number): string => `${s(picked, 'note', 'notes')} will be written.${known === 0 ? '' : ` ${s(known, 'conversation is', 'conversations are')} in the vault already.`}`,
	messages: (count: number, more: boolean): string => (more ? s(count, 'new message', 'new messages') : s(count, 'message', 'messages')),
	moreProblems: (count: number): string => `And ${s(count, 'more fault', 'more faults')} of the kind.`,
	go: 'Import',
	cancel: 'Cancel',
	failed: (what: string): string => `It could not be done: ${what}`,
	done: (count: number): string => (count === 0 ? 'No conversation was imported.' : `${s(count, 'conversation', 'conversations')} imported.`),
} as const;
