import type { Command, IconName } from 'obsidian';
import type { DecisionReport } from '../../compile/reports.js';
import type { Desk } from '../desk.js';
import { PLUGIN } from '../strings/plugin.js';

type Notify = (message: string) => void;

/** What a decision did, in a message; what could not be done comes with its reason. */
function tellDecision({ committed, refused, problems }: DecisionReport, notify: Notify): void {
	if (problems.length === 0 || committed.length > 0) notify(PLUGIN.notices.committed(committed.length));
	if (refused.length > 0) notify(`${PLUGIN.notices.refused(refused.length)} ${refused[0]?.reason ?? ''}`);
	for (const { message } of problems.slice(0, 2)) notify(message);
}

async function lintAndShow(desk: Desk): Promise<void> {
	await desk.show('lint');
	await desk.runLint();
}

async function commitPassed(desk: Desk, notify: Notify): Promise<void> {
	tellDecision(await desk.approve('passed'), notify);
}

async function undoLast(desk: Desk, notify: Notify): Promise<void> {
	const { restored, kept, problems } = await desk.undo(null);
	if (problems.length === 0 || restored.length > 0) notify(PLUGIN.notices.undone(restored.length, kept.length));
	for (const { message } of problems.slice(0, 2)) notify(message);
}

/** A command that is offered only where it makes sense. */
const when = (holds: () => boolean, run: () => unknown): Pick<Command, 'checkCallback'> => ({
	checkCallback(checking) {
		const may = holds();
		if (may && !checking) run();
		return may;
	},
});

interface Around {
	readonly openImport: () => void;
	/** Path of the policy's note that the person has before them; null where it is another note. */
	readonly openPolicy: () => string | null;
}

export function commandsOf(desk: Desk, notify: Notify, { openImport, openPolicy }: Around): Command[] {
	const { commands } = PLUGIN;
	return [
		{ id: 'compile', name: commands.compile, icon: 'book-plus', callback: () => desk.compile() },
		{ id: 'open-gate', name: commands.openGate, icon: 'shield-check', callback: () => desk.show('gate') },
		{ id: 'open-wiki', name: commands.openWiki, icon: 'book-open', callback: () => desk.show('wiki') },
		{ id: 'open-policies', name: commands.openPolicies, icon: 'scale', callback: () => desk.show('policy') },
		{ id: 'check-policy', name: commands.checkPolicy, icon: 'scale', ...when(() => openPolicy() !== null, () => desk.policies.show(openPolicy() ?? '')) },
		{ id: 'lint', name: commands.lint, icon: 'list-checks', callback: () => lintAndShow(desk) },
		{ id: 'commit-passed', name: commands.commitPassed, icon: 'check-check', callback: () => commitPassed(desk, notify) },
		{ id: 'undo', name: commands.undo, icon: 'undo-2', callback: () => undoLast(desk, notify) },
		{ id: 'emergency-stop', name: commands.raiseStop, icon: 'octagon', ...when(() => !desk.emergency.peek().stopped, () => desk.raiseStop(PLUGIN.emergencyWhy)) },
		{ id: 'lift-emergency-stop', name: commands.liftStop, icon: 'play', ...when(() => desk.emergency.peek().stopped, () => desk.liftStop()) },
		{ id: 'stop-work', name: commands.stopWork, icon: 'square', ...when(() => desk.work.peek().kind === 'busy', () => desk.stopWork()) },
		{ id: 'import', name: commands.importConversations, icon: 'messages-square', callback: openImport },
		{ id: 'add-samples', name: commands.addSamples, icon: 'package-plus', callback: () => desk.addSamples() },
	];
}

interface RibbonAction {
	readonly icon: IconName;
	readonly title: string;
	readonly run: () => Promise<void>;
}

export const ribbonOf = (desk: Desk): readonly RibbonAction[] => [
	{ icon: 'book-plus', title: PLUGIN.ribbon.compile, run: () => desk.compile() },
	{ icon: 'shield-check', title: PLUGIN.ribbon.gate, run: () => desk.show('gate') },
	{ icon: 'list-checks', title: PLUGIN.ribbon.lint, run: () => lintAndShow(desk) },
];
