import { signal, type ReadonlySignal } from '@preact/signals';
import type { DecisionReport, UndoReport } from '../../compile/reports.js';
import type { Desk } from '../desk.js';
import { GATE } from '../strings/gate.js';

/** What came of a decision, in words; `details` are pages with what was said of each. */
export interface Outcome {
	readonly tone: 'good' | 'bad';
	readonly text: string;
	readonly details: readonly { readonly path: string; readonly text: string }[];
}

/** What the panel asks of the desk, each with its outcome told. None of them throws. */
export interface Decisions {
	readonly outcome: ReadonlySignal<Outcome | null>;
	/** Proposals whose decision is on its way. */
	readonly pending: ReadonlySignal<ReadonlySet<string>>;
	/** True where nothing was refused. */
	approve(which: readonly string[] | 'passed'): Promise<boolean>;
	approveText(id: string, text: string): Promise<boolean>;
	deny(ids: readonly string[], why: string): Promise<boolean>;
	judgeAnew(id: string): Promise<boolean>;
	/** The last run, when none is named. */
	undo(run: string | null): Promise<boolean>;
	raiseStop(): Promise<boolean>;
	liftStop(): Promise<boolean>;
	compile(): Promise<boolean>;
	stopWork(): Promise<boolean>;
	say(text: string, tone?: Outcome['tone']): void;
	dismiss(): void;
}

export function createDecisions(desk: Desk): Decisions {
	const outcome = signal<Outcome | null>(null);
	const pending = signal<ReadonlySet<string>>(new Set());

	async function ask<T>(work: () => Promise<T>, tell: (result: T) => Outcome | null, ids: readonly string[] = []): Promise<boolean> {
		pending.value = new Set([...pending.value, ...ids]);
		try {
			const told = tell(await work());
			if (told !== null) outcome.value = told;
			return told?.tone !== 'bad';
		} catch (error) {
			outcome.value = { tone: 'bad', text: error instanceof Error ? error.message : String(error), details: [] };
			return false;
		} finally {
			const decided = new Set(ids);
			pending.value = new Set([...pending.value].filter((id) => !decided.has(id)));
		}
	}
	/** Says nothing of itself when it is done, for by then something else may have been said. */
	const quietly = (work: () => Promise<void>): Promise<boolean> => {
		outcome.value = null;
		return ask(work, () => null);
	};

	return {
		outcome,
		pending,
		approve: (which) => ask(() => desk.approve(which), tellDecision, which === 'passed' ? [] : which),
		approveText: (id, text) => ask(() => desk.approveText(id, text), tellDecision, [id]),
		deny: (ids, why) => ask(() => desk.deny(ids, why), tellDecision, ids),
		judgeAnew: (id) => ask(() => desk.judgeAnew([id]), (report) => (report.refused.length + report.problems.length > 0 ? tellDecision(report) : { tone: 'good', text: GATE.judged, details: [] }), [id]),
		undo: (run) => ask(() => desk.undo(run), tellUndo),
		raiseStop: () => quietly(() => desk.raiseStop(GATE.stopWhy)),
		liftStop: () => quietly(() => desk.liftStop()),
		compile: () => quietly(() => desk.compile()),
		stopWork: () => quietly(() => desk.stopWork()),
		say(text, tone = 'good') {
			outcome.value = { tone, text, details: [] };
		},
		dismiss() {
			outcome.value = null;
		},
	};
}

const problemDetails = ({ problems }: { readonly problems: DecisionReport['problems'] }): Outcome['details'] => problems.map(({ path, message }) => ({ path, text: message }));

function tellDecision(report: DecisionReport): Outcome {
	const { committed, denied, refused } = report;
	const said = [
		...(committed.length > 0 ? [GATE.committed(committed.length)] : []),
		...(denied.length > 0 ? [GATE.denied(denied.length)] : []),
		...(refused.length > 0 ? [GATE.refused(refused.length)] : []),
	];
	return {
		tone: refused.length > 0 || report.problems.length > 0 ? 'bad' : 'good',
		text: said.length > 0 ? said.join(' ') : (report.problems[0]?.message ?? ''),
		details: [...refused.map(({ path, id, reason }) => ({ path: path === '' ? id : path, text: reason })), ...problemDetails(report).slice(said.length > 0 ? 0 : 1)],
	};
}

function tellUndo(report: UndoReport): Outcome {
	if (report.run === null) return { tone: 'bad', text: report.problems[0]?.message ?? GATE.nothingToUndo, details: problemDetails(report).slice(1) };
	const kept = report.kept.length > 0 ? ` ${GATE.kept(report.kept.length)}` : '';
	return {
		tone: report.problems.length > 0 ? 'bad' : 'good',
		text: GATE.undone(report.run, report.restored.length) + kept,
		details: [...report.kept.map(({ path, reason }) => ({ path, text: reason })), ...problemDetails(report)],
	};
}
