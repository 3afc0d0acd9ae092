import type { ProposalKind } from '../../model/proposal.js';
import type { Disposition, Tier } from '../../model/verdict.js';
import { formatCount } from '../shared/currencies.js';

const n = formatCount;
const s = (count: number, one: string, many: string): string => `${n(count)} ${count === 1 ? one : many}`;

// Pages that a question names; of the rest it tells how many.
const MOST_NAMED = 5;

/** What the gate panel says. */
export const GATE = {
	title: 'Gate',
	list: 'Edits that wait for a decision',

	disposition: {
		BLOCK: 'Blocked',
		REQUIRE_HUMAN: 'Only you decide',
		ESCALATE: 'Escalated',
		HOLD: 'Held',
		PASS: 'Passed',
	} satisfies Record<Disposition, string>,
	dispositionMeans: {
		BLOCK: 'Must not happen; nobody can approve it here',
		REQUIRE_HUMAN: 'Open and decide each one',
		ESCALATE: 'Above the authority of what made it',
		HOLD: 'Something is missing or unsure',
		PASS: 'No rule objects',
	} satisfies Record<Disposition, string>,
	kind: { create: 'New page', update: 'Update', rename: 'Rename', merge: 'Merge', retire: 'Retire' } satisfies Record<ProposalKind, string>,
	decider: (tier: Tier | null): string => (tier === null ? 'Nobody may approve it' : tier === 4 ? 'You decide' : `Tier ${tier} may decide, and so may you`),
	movesTo: (path: string): string => `Moves to ${path}`,
	madeBy: (who: string, run: string): string => `By ${who} in run ${run}`,
	atLine: (line: number): string => `Line ${n(line)}`,
	rules: 'Why it is here',

	loading: 'Reading what waits…',
	failed: 'What waits could not be read.',
	retry: 'Try again',
	empty: 'Nothing waits for you',
	emptyHelp: 'When a compile proposes edits, they stand here before anything is written to a note.',
	compile: 'Compile raw notes',
	noMatch: 'Nothing matches the filter',
	clearFilter: 'Clear the filter',
	problems: (count: number): string => s(count, 'problem', 'problems'),

	commitPassed: (count: number): string => `Commit all passed (${n(count)})`,
	undo: 'Undo the last run',
	undoLooks: 'Looking up what was written last…',
	/** Says what an undo takes back. The pages are names without folder. */
	undoAsk: (operation: 'compile' | 'review' | 'undo', pages: readonly string[]): string => {
		const of = `${pages.slice(0, MOST_NAMED).join(', ')}${pages.length > MOST_NAMED ? ` and ${n(pages.length - MOST_NAMED)} more` : ''}`;
		const what = { compile: 'what the last compile wrote', review: 'what you decided last', undo: 'the last undo, so that it is again as before that' }[operation];
		return `Take back ${what}: ${of}? Your own later edits are kept.`;
	},
	undoDo: (operation: 'compile' | 'review' | 'undo', pages: readonly string[]): string => {
		const what = pages.length === 1 ? (pages[0] ?? '') : s(pages.length, 'page', 'pages');
		return { compile: `Undo: compiled ${what}`, review: `Undo: approved ${what}`, undo: `Undo: restored ${what}` }[operation];
	},
	stop: 'Emergency stop',
	stopWhy: 'Raised from the gate panel.',
	stopOn: 'Emergency stop is on. Nothing is written until you lift it.',
	stopHow: 'To lift it, press the button, run the command for it, or delete the file STOP.md in the plugin’s folder of the vault. It stays on when the app restarts.',
	lift: 'Lift the stop',
	keys: 'Show the keys',
	more: 'Filter by folder, run, worker or rule',

	search: 'Filter by name, path, reason…',
	folder: 'Folder',
	run: 'Run',
	worker: 'Worker',
	rule: 'Rule',
	any: { folder: 'Any folder', run: 'Any run', worker: 'Any worker', rule: 'Any rule' },
	counted: (name: string, count: number): string => `${name} (${n(count)})`,
	shown: (shown: number, total: number): string => (shown === total ? `${n(total)} waiting` : `${n(shown)} of ${n(total)} shown`),

	approveShown: 'Approve all…',
	denyShown: 'Deny all…',
	approveAsk: (can: number): string => `Approve ${s(can, 'edit', 'edits')}?`,
	denyAsk: (can: number): string => `Deny ${s(can, 'edit', 'edits')}?`,
	leftBlocked: (count: number): string => `${n(count)} blocked: nobody can approve ${count === 1 ? 'it' : 'them'}.`,
	leftToOpen: (count: number): string => `${n(count)} must be opened and decided one by one.`,
	approveCount: (count: number): string => `Approve ${n(count)}`,
	denyCount: (count: number): string => `Deny ${n(count)}`,
	cancel: 'Cancel',

	approve: 'Approve',
	approveSome: (taken: number, all: number): string => `Approve ${n(taken)} of ${n(all)} changes`,
	approveEdited: 'Approve edited text',
	nothingTaken: 'No change is taken. Deny the edit instead.',
	openFirst: 'Opened for you to read. Press again to approve.',
	cannotApprove: 'It is blocked. Nobody can approve it here.',
	deny: 'Deny',
	denyWhy: 'Why not? The reason is kept, and the same text is not proposed again.',
	denyNeedsWhy: 'Write a reason first.',
	edit: 'Edit before approving',
	editLabel: (path: string): string => `Text of ${path}`,
	editDone: 'Back to the changes',
	editReset: 'Discard my text',
	busy: 'Something else is under way. Wait for it, or stop it.',

	stale: 'The note changed since the gate decided. This decision is void.',
	judgeAnew: 'Judge anew',
	conflicts: (count: number): string => `${s(count, 'place', 'places')} where your edit and the new text overlap`,
	conflictHelp: 'Your side is kept unless you choose the other.',
	yours: 'Yours',
	machine: 'Proposed',
	takeMachine: 'Use this instead',
	nothing: '(nothing)',

	changes: 'What changes',
	newText: 'The new page',
	retired: 'The page that would go',
	hunk: (index: number, all: number): string => `Change ${n(index)} of ${n(all)}`,
	take: (index: number, all: number): string => `Take change ${n(index)} of ${n(all)}`,
	left: 'Left out',
	whole: 'Too much changed to compare line by line: the old text and the new one are shown whole.',
	sameText: 'The text stays as it is.',
	added: 'Added: ',
	removed: 'Removed: ',
	noBreak: 'No line break at the end',
	moreLines: (count: number): string => `Show ${s(count, 'more line', 'more lines')}`,
	cut: (count: number): string => `… ${s(count, 'more character', 'more characters')}`,

	evidence: (count: number): string => `${s(count, 'claim', 'claims')} with ${count === 1 ? 'its quote' : 'their quotes'}`,
	stakes: (level: 'low' | 'medium' | 'high' | 'unknown', reasons: readonly string[]): string =>
		`${{ low: 'Little is at stake', medium: 'Something is at stake', high: 'Much is at stake', unknown: 'It is not known what is at stake' }[level]}${reasons.length === 0 ? '.' : `: ${reasons.join(', ')}.`}`,
	opinions: (count: number): string => s(count, 'second opinion', 'second opinions'),
	opinion: { approve: 'Approves.', deny: 'Says no.', unsure: 'Is unsure.' },
	reviewer: (who: string, tier: number, seat: number, seats: number): string => `${who}, tier ${tier}${seats > 1 ? `, seat ${seat} of ${seats}` : ''}`,
	opinionVoid: 'counts no more: something changed since',
	openCall: 'Open the call',
	openQuote: (title: string): string => `Open the quote in ${title}`,
	openSource: (title: string): string => `Open ${title}`,
	quoteGone: 'This quote stands in its source no more.',
	moreClaims: (count: number): string => `Show ${s(count, 'more claim', 'more claims')}`,
	openNote: 'Open the note',

	busyWith: { compile: 'Compiling', review: 'Writing what you decided', undo: 'Taking back the run', lint: 'Linting the vault', capture: 'Adding notes', policy: 'Changing the rules' },
	progress: (what: string, stage: string, done: number, total: number): string => (total > 0 ? `${what}: ${stage} ${n(done)} of ${n(total)}` : `${what}: ${stage}`),
	stopWork: 'Stop',
	stopping: 'Stopping…',
	summary: 'Last compile',
	nothingChanged: 'nothing changed',
	counts: {
		created: (count: number): string => `${n(count)} created`,
		updated: (count: number): string => `${n(count)} updated`,
		passed: (count: number): string => `${n(count)} passed`,
		held: (count: number): string => `${n(count)} held`,
		blocked: (count: number): string => `${n(count)} blocked`,
		unchanged: (count: number): string => `${n(count)} unchanged`,
		failed: (count: number): string => `${n(count)} failed`,
	},
	dismiss: 'Dismiss',

	committed: (count: number): string => `${s(count, 'edit', 'edits')} written.`,
	denied: (count: number): string => `${s(count, 'edit', 'edits')} denied.`,
	refused: (count: number): string => `${s(count, 'edit was', 'edits were')} not moved on:`,
	undone: (run: string, count: number): string => `Run ${run} is taken back: ${s(count, 'page', 'pages')} restored.`,
	nothingToUndo: 'There is no run to take back.',
	kept: (count: number): string => `Your later edits were kept on ${s(count, 'page', 'pages')}:`,
	judged: 'Judged anew.',

	keysTitle: 'Keys',
	keysList: [
		['j k ↓ ↑', 'Next, previous'],
		['Enter', 'Open or close'],
		['a', 'Approve'],
		['d', 'Deny'],
		['e', 'Edit before approving'],
		['n p', 'Next, previous change'],
		['x', 'Take or leave the change'],
		['/', 'Filter'],
		['Esc', 'Close'],
		['?', 'These keys'],
	] as const,
} as const;
