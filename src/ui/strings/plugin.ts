import type { Estimate } from '../../compile/reports.js';
import type { CompileSummary, Work } from '../desk.js';
import { formatCount } from '../shared/currencies.js';

const n = formatCount;
const s = (count: number, one: string, many: string): string => `${n(count)} ${count === 1 ? one : many}`;
const listed = (parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(', ');
const some = (count: number, one: string, many: string): string | null => (count === 0 ? null : s(count, one, many));

type Busy = Extract<Work, { kind: 'busy' }>;

const STAGES: Readonly<Record<string, string>> = {
	plan: 'Looking for changes',
	extract: 'Reading sources',
	identify: 'Finding concepts',
	weave: 'Writing leads',
	reconcile: 'Comparing claims',
	render: 'Writing pages',
	gate: 'Judging edits',
	commit: 'Committing',
	capture: 'Adding notes',
	policy: 'Changing the rules',
	lint: 'Checking the wiki',
	review: 'Committing decisions',
	undo: 'Undoing',
};

/** What commands, ribbon, status bar, notices and dialogs say. */
export const PLUGIN = {
	commands: {
		compile: 'Compile raw notes',
		openGate: 'Open gate panel',
		openWiki: 'Open wiki',
		openPolicies: 'Open policies',
		checkPolicy: 'Check policy',
		lint: 'Lint vault',
		commitPassed: 'Commit all passed',
		undo: 'Undo last run',
		raiseStop: 'Emergency stop',
		liftStop: 'Lift emergency stop',
		stopWork: 'Stop what is running',
		addSamples: 'Add sample notes',
		importConversations: 'Import conversations',
	},
	ribbon: { compile: 'Compile raw notes', gate: 'Review edits', lint: 'Lint vault' },

	status: {
		open: 'Commonplace: open the gate panel',
		stop: 'Stop',
		stopping: 'Stopping…',
		idle: 'Commonplace',
		emergency: 'Emergency stop is on',
		waiting: (edits: number, sources: number): string => listed([some(edits, 'edit to review', 'edits to review'), some(sources, 'new note', 'new notes')]),
		busy: ({ stage, done, total }: Busy): string => (total > 0 ? `${STAGES[stage] ?? stage} ${n(done)}/${n(total)}` : (STAGES[stage] ?? stage)),
	},

	estimate: {
		title: 'Compile raw notes?',
		reads: ({ toRead, bytes }: Estimate): string => `${s(toRead, 'note', 'notes')} will be read (${n(Math.max(1, Math.round(bytes / 1024)))} kB).`,
		clock: 'Time',
		coin: 'Cost',
		carbon: 'Carbon',
		calls: 'Worker calls',
		go: 'Compile',
		cancel: 'Not now',
	},

	sending: {
		title: 'Send your notes to this model?',
		to: 'A compile sends passages of your notes to:',
		keyed: (key: string): string => `with the key “${key}”`,
		keyless: 'without a key',
		sentences: [
			'It sends the instructions, your schema note, and for each task its input: a passage with the title, aliases and tags of its note, or claims with their quotes and the titles of their notes. To write a policy it sends what you ask for. Other notes, file paths and keys for other services are not sent.',
			'What the provider keeps is up to the provider. Every call is written down as a note under transcripts in the plugin’s folder, with secrets taken out.',
			'You are asked once for each address and key on this device.',
		],
		go: 'Send',
		cancel: 'Send nothing',
	},

	removals: {
		title: 'Are these notes gone on purpose?',
		go: 'Yes, go on without them',
		cancel: 'No, leave all as it is',
	},

	notices: {
		busy: 'Something else is still running. Wait until it ends, or stop it.',
		notSent: 'Nothing was sent and nothing was compiled. To go by the offline worker alone, remove the models in the settings.',
		busyCompile: 'A compile is running. Wait until it ends, or stop it, and decide again.',
		compiled: ({ created, updated, held, blocked, passed, unchanged, failed }: CompileSummary): string => {
			const did = listed([some(created, 'page created', 'pages created'), some(updated, 'page updated', 'pages updated')]);
			const waits = listed([some(passed, 'edit passed', 'edits passed'), some(held, 'held', 'held'), some(blocked, 'blocked', 'blocked')]);
			const rest = listed([some(failed, 'note was not read', 'notes were not read'), some(unchanged, 'note unchanged', 'notes unchanged')]);
			if (did === '' && waits === '') return failed > 0 ? `Nothing was compiled: ${rest}.` : 'Nothing to compile: every note is as it was.';
			return [did === '' ? null : `${did}.`, waits === '' ? null : `To review: ${waits}.`, rest === '' ? null : `${rest}.`].filter((line) => line !== null).join('\n');
		},
		stoppedByYou: 'Stopped. Every file is as it was before, or fully written.',
		failed: (what: string): string => `It could not be done: ${what}`,
		committed: (count: number): string => (count === 0 ? 'Nothing was committed.' : `${s(count, 'page', 'pages')} committed.`),
		refused: (count: number): string => `${s(count, 'edit was', 'edits were')} not committed.`,
		undone: (restored: number, kept: number): string => (restored + kept === 0 ? 'There is nothing to undo.' : `${listed([`${s(restored, 'page', 'pages')} taken back`, kept === 0 ? null : `${s(kept, 'page', 'pages')} kept for your later edits`])}.`),
		emergencyOn: 'Emergency stop is on. Nothing is written until you lift it.',
		emergencyOff: 'The emergency stop is lifted.',
		linted: (findings: number): string => (findings === 0 ? 'Nothing found.' : `${s(findings, 'finding', 'findings')}.`),
		fixesProposed: (count: number): string => (count === 0 ? 'No fix could be proposed.' : `${s(count, 'fix waits', 'fixes wait')} in the gate panel.`),
		noSuchNote: (path: string): string => `There is no note ${path}.`,
		brokenSettings: (copy: string): string => `The settings could not be read. They were kept as ${copy}; until you change a setting, the defaults hold.`,
	},

	emergencyWhy: 'Raised by command.',
} as const;
