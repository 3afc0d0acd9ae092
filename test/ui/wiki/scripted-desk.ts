import { signal, type Signal } from '@preact/signals';
import type { CostReport } from '../../../src/compile/cost-report.js';
import type { StopReport } from '../../../src/compile/reports.js';
import type { WikiCatalogue } from '../../../src/compile/wiki-views.js';
import type { Finding, LintReport } from '../../../src/lint/finding.js';
import { NO_POLICIES } from '../policy/no-policies.js';
import type { CompileSummary, Desk, QueueView, Work } from '../../../src/ui/desk.js';
import type { Loaded } from '../../../src/ui/loaded.js';
import type { Asking } from '../../../src/worker/asking.js';
import type { OperatorsView } from '../../../src/worker/operators/view.js';
import { NO_MODELS } from '../no-models.js';

/** What a test may set from outside, as plain data. */
export interface DeskSignals {
	readonly queue: Signal<Loaded<QueueView>>;
	readonly wiki: Signal<Loaded<WikiCatalogue>>;
	readonly lint: Signal<Loaded<LintReport> | null>;
	readonly work: Signal<Work>;
	readonly emergency: Signal<StopReport>;
	readonly summary: Signal<CompileSummary | null>;
	readonly waitingSources: Signal<number>;
	readonly asking: Signal<Asking | null>;
	readonly costs: Signal<Loaded<CostReport>>;
	readonly operators: Signal<Loaded<OperatorsView>>;
}

export type Call = readonly [name: string, ...args: readonly unknown[]];

/** A desk whose signals the test sets, and that writes down what it is asked. What no view under test asks throws by name. */
export function scriptedDesk(): { readonly desk: Desk; readonly signals: DeskSignals; readonly calls: Call[]; readonly failures: Map<string, string> } {
	const calls: Call[] = [];
	const failures = new Map<string, string>();
	const signals: DeskSignals = {
		queue: signal({ state: 'ready', value: { cards: [], problems: [] } }),
		wiki: signal({ state: 'loading' }),
		lint: signal(null),
		work: signal({ kind: 'idle' }),
		emergency: signal({ stopped: false, why: null }),
		summary: signal(null),
		waitingSources: signal(0),
		asking: signal(null),
		costs: signal({ state: 'loading' }),
		operators: signal({ state: 'ready', value: NO_MODELS }),
	};
	const told = (name: string, ...args: readonly unknown[]): Promise<void> => {
		calls.push([name, ...args]);
		const failure = failures.get(name);
		return failure === undefined ? Promise.resolve() : Promise.reject(new Error(failure));
	};
	const never = (name: string) => () => {
		throw new Error(`${name} is not asked by this view`);
	};
	const desk: Desk = {
		...signals,
		proposalInSight: signal(null),
		policies: NO_POLICIES,
		review: never('review'),
		compile: () => told('compile'),
		estimate: never('estimate'),
		setCap: never('setCap'),
		pageCalls: () => Promise.resolve([]),
		stopWork: () => told('stopWork'),
		addSamples: () => told('addSamples'),
		detail: never('detail'),
		approve: never('approve'),
		approveText: never('approveText'),
		deny: never('deny'),
		judgeAnew: never('judgeAnew'),
		planImport: never('planImport'),
		importConversations: never('importConversations'),
		lastRun: never('lastRun'),
		undo: never('undo'),
		raiseStop: never('raiseStop'),
		liftStop: never('liftStop'),
		runLint: () => told('runLint'),
		proposeFixes: (findings: readonly Finding[]) => told('proposeFixes', ...findings.map(({ id }) => id)),
		writeLintReport: () => told('writeLintReport'),
		refresh: () => void calls.push(['refresh']),
		open: (path, at = null, how = 'here') => told('open', path, at, how),
		show: (view) => told('show', view),
	};
	return { desk, signals, calls, failures };
}
