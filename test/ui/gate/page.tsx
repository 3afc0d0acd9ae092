import { digest } from '../../../src/compile/digest.js';
import { signal, type Signal } from '@preact/signals';
import { render } from 'preact';
import type { ProposalCard, ProposalDetail } from '../../../src/compile/proposal-views.js';
import type { StopReport } from '../../../src/compile/reports.js';
import { DISPOSITIONS } from '../../../src/model/verdict.js';
import { NO_POLICIES } from '../policy/no-policies.js';
import type { CompileSummary, Desk, QueueView, Work } from '../../../src/ui/desk.js';
import type { Loaded } from '../../../src/ui/loaded.js';
import { liveDesk } from '../../../src/ui/desk/live-desk.js';
import type { DeskEngine } from '../../../src/ui/desk/ports.js';
import { GatePanel } from '../../../src/ui/gate/gate-panel.js';
import { createGateState, type GateState } from '../../../src/ui/gate/gate-state.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { open } from '../../promises/vault-fixture.js';
import '../../../src/ui/styles.css';
import './theme.css';
import { NO_MODEL_QUESTIONS, NO_MODELS } from '../no-models.js';

interface Around {
	readonly emergency?: StopReport;
	readonly work?: Work;
	readonly summary?: CompileSummary;
}

interface Asked {
	readonly opened: { path: string; at: unknown }[];
}

/** What a test can ask of the page. */
export interface GatePage {
	/** Mounts the panel over the real core and a vault in memory, after a first compile. */
	live(files: Readonly<Record<string, string>>): Promise<void>;
	/** Mounts the panel over a queue of so many cards that exist nowhere; resolves with the milliseconds until they are drawn. */
	many(count: number): Promise<number>;
	/** Mounts the panel over a queue in this state. */
	queue(state: Loaded<QueueView>): void;
	/** Shows these cards, with a text of three changes each. */
	cards(cards: readonly Partial<ProposalCard>[], details?: Partial<ProposalDetail>, around?: Around): void;
	/** Takes a card out of the queue, as another device would. */
	drop(id: string): void;
	files(): Record<string, string>;
	edit(path: string, text: string): void;
	compile(): Promise<void>;
	/** What the panel asked of a queue that exists nowhere. */
	readonly asked: Record<string, unknown[][]>;
	readonly opened: Asked['opened'];
}

let vault: MemoryVault = memoryVault();
let desk: Desk | null = null;
let queue: Signal<Loaded<QueueView>> = signal<Loaded<QueueView>>({ state: 'loading' });
let state: GateState = createGateState();
const opened: Asked['opened'] = [];
let asked: Record<string, unknown[][]> = {};

function mount(next: Desk): void {
	const panel = document.getElementById('panel');
	if (!panel) throw new Error('The page has no place for the panel.');
	render(null, panel);
	desk = next;
	state = createGateState();
	render(<GatePanel desk={next} state={state} />, panel);
}

const cardOf = (index: number, changes: Partial<ProposalCard> = {}): ProposalCard => ({
	id: `p-${index}`,
	run: 'r-1',
	kind: index % 3 === 0 ? 'create' : 'update',
	path: `wiki/concepts/Concept ${index}.md`,
	to: null,
	title: `Concept ${index}`,
	pageType: 'concept',
	why: `Two sources say more of concept ${index}.`,
	who: 'offline',
	tier: 0,
	personText: false,
	conflicts: 0,
	disagreements: 0,
	disposition: DISPOSITIONS[index % 5] ?? 'HOLD',
	rules: [{ rule: 'default:rule', disposition: DISPOSITIONS[index % 5] ?? 'HOLD', reason: 'A reason in plain words that says what was met.', line: 3 }],
	decider: index % 5 === 4 ? null : 4,
	...changes,
});

const lines = (changed: (at: number) => boolean): string => Array.from({ length: 40 }, (_, at) => `Line ${at} ${changed(at) ? 'is new' : 'is old'}.\n`).join('');

const pretended = (details: Partial<ProposalDetail>, around: Around): Desk => {
	const told = (name: string) => (...args: unknown[]) => {
		(asked[name] ??= []).push(args);
		return Promise.resolve();
	};
	const decided = (name: string) => (...args: unknown[]) => {
		(asked[name] ??= []).push(args);
		return Promise.resolve({ committed: [], denied: [], refused: [], problems: [] });
	};
	return {
		queue,
		wiki: signal({ state: 'loading' as const }),
		lint: signal(null),
		work: signal<Work>(around.work ?? { kind: 'idle' }),
		emergency: signal<StopReport>(around.emergency ?? { stopped: false, why: null }),
		summary: signal<CompileSummary | null>(around.summary ?? null),
		waitingSources: signal(0),
		asking: signal(null),
		costs: signal({ state: 'loading' as const }),
		operators: signal({ state: 'ready' as const, value: NO_MODELS }),
		setCap: () => Promise.resolve([]),
		proposalInSight: signal(null),
		policies: NO_POLICIES,
		review: told('review'),
		pageCalls: () => Promise.resolve([]),
		compile: told('compile'),
		estimate: () => Promise.reject(new Error('Nothing to estimate.')),
		stopWork: told('stopWork'),
		addSamples: told('addSamples'),
		detail(id) {
			const card = queue.value.state === 'ready' ? queue.value.value.cards.find((each) => each.id === id) : undefined;
			if (!card) return Promise.resolve({ problem: { path: '', line: null, message: 'It is gone.' } });
			return Promise.resolve({ card, current: lines(() => false), text: lines((at) => at % 15 === 5), conflicts: [], stale: false, evidence: [], stakes: { level: 'low', reversible: true, reach: 0, personText: false, evidence: 'strong', reasons: [] }, opinions: [], ...details });
		},
		approve: decided('approve'),
		approveText: decided('approveText'),
		deny: decided('deny'),
		judgeAnew: decided('judgeAnew'),
		planImport: () => Promise.resolve({ items: [], problems: [] }),
		importConversations: decided('importConversations'),
		lastRun: () => Promise.resolve(null),
		undo: () => Promise.resolve({ run: null, restored: [], kept: [], problems: [] }),
		raiseStop: told('raiseStop'),
		liftStop: told('liftStop'),
		runLint: told('runLint'),
		proposeFixes: told('proposeFixes'),
		writeLintReport: told('writeLintReport'),
		refresh() {
			(asked['refresh'] ??= []).push([]);
		},
		open(path, at) {
			opened.push({ path, at });
			return Promise.resolve();
		},
		show: told('show'),
	};
};

const ready = (cards: readonly ProposalCard[]): Loaded<QueueView> => ({ state: 'ready', value: { cards, problems: [] } });

function show(next: Loaded<QueueView>, details: Partial<ProposalDetail> = {}, around: Around = {}): void {
	queue = signal(next);
	asked = {};
	mount(pretended(details, around));
}

const page: GatePage = {
	async live(files) {
		vault = memoryVault(files);
		const { app } = open(vault);
		const core: DeskEngine['core'] = { ...app, ...NO_MODEL_QUESTIONS, compile: async (options) => digest(await app.compile(options)) };
		const engine: DeskEngine = { core, started: true, stop: () => Promise.resolve([]) };
		const live = liveDesk(engine, {
			settings: () => ({ layout: DEFAULT_LAYOUT, commitPassed: false, askAboveSources: 1000, askAboveDollars: 1 }),
			confirmCompile: () => Promise.resolve(true),
			confirmRemovals: () => Promise.resolve(true),
			agreed: () => false,
			confirmSending: () => Promise.resolve(true),
			notify: () => undefined,
			after: (milliseconds, run) => {
				const timer = window.setTimeout(run, milliseconds);
				return () => { window.clearTimeout(timer); };
			},
			who: 'person:test',
			samples: [],
			open(path, at) {
				opened.push({ path, at });
				return Promise.resolve();
			},
			show: () => Promise.resolve(),
		});
		mount(live);
		await live.compile();
	},
	many(count) {
		const cards = Array.from({ length: count }, (_, index) => cardOf(index)).sort((a, b) => DISPOSITIONS.indexOf(b.disposition) - DISPOSITIONS.indexOf(a.disposition));
		const started = performance.now();
		show(ready(cards));
		return new Promise((resolve) => {
			requestAnimationFrame(() => {
				window.setTimeout(() => { resolve(performance.now() - started); }, 0);
			});
		});
	},
	queue: (next) => { show(next); },
	cards(cards, details, around) {
		show(ready(cards.map((changes, index) => cardOf(index, changes))), details, around);
	},
	drop(id) {
		if (queue.value.state === 'ready') queue.value = ready(queue.value.value.cards.filter((card) => card.id !== id));
	},
	files: () => vault.files(),
	edit: (path, text) => { vault.edit(path, text); },
	async compile() {
		await desk?.compile();
	},
	get asked() {
		return asked;
	},
	opened,
};
Object.assign(window, { gate: page });
