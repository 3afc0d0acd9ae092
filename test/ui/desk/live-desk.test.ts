import { digest } from '../../../src/compile/digest.js';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { liveDesk, type LiveDesk } from '../../../src/ui/desk/live-desk.js';
import type { DeskEngine, DeskHost, DeskSettings, SampleNote } from '../../../src/ui/desk/ports.js';
import type { QueueView } from '../../../src/ui/desk.js';
import { PLUGIN } from '../../../src/ui/strings/plugin.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { NOTES, open } from '../../promises/vault-fixture.js';
import { NO_MODEL_QUESTIONS } from '../no-models.js';

interface Opened {
	readonly desk: LiveDesk;
	readonly vault: MemoryVault;
	readonly said: string[];
	readonly engine: { started: boolean; asked: number; stopped: number };
	/** Lets the quiet time after a change pass. */
	settle(): void;
	/** Holds every compile back until the function that comes back is called. */
	hold(): () => void;
}

interface Options {
	readonly settings?: Partial<DeskSettings>;
	readonly host?: Partial<DeskHost>;
}

function openDesk(files: Readonly<Record<string, string>> = NOTES, { settings, host }: Options = {}): Opened {
	const vault = memoryVault(files);
	const { app } = open(vault);
	const said: string[] = [];
	const state = { started: false, asked: 0, stopped: 0 };
	let gate: Promise<void> = Promise.resolve();
	let release: () => void = () => undefined;
	let failHeld: (error: Error) => void = () => undefined;
	const core: DeskEngine['core'] = {
		...app,
		...NO_MODEL_QUESTIONS,
		async compile(options) {
			await Promise.race([gate, new Promise((_, reject) => (failHeld = reject))]);
			return digest(await app.compile(options));
		},
	};
	const engine: DeskEngine = {
		core: new Proxy(core, {
			get(target, name, receiver) {
				state.started = true;
				state.asked += 1;
				return Reflect.get(target, name, receiver) as unknown;
			},
		}),
		get started() {
			return state.started;
		},
		async stop() {
			state.stopped += 1;
			failHeld(Object.assign(new Error('It was stopped.'), { name: 'EngineStopped' }));
			release();
			return [];
		},
	};
	let due: (() => void) | null = null;
	const desk = liveDesk(engine, {
		settings: () => ({ layout: DEFAULT_LAYOUT, commitPassed: false, askAboveSources: 50, askAboveDollars: 1, ...settings }),
		confirmCompile: () => Promise.resolve(true),
		confirmRemovals: () => Promise.resolve(false),
		agreed: () => false,
		confirmSending: () => Promise.resolve(true),
		notify: (message) => void said.push(message),
		open: () => Promise.resolve(),
		show: () => Promise.resolve(),
		after(_milliseconds, run) {
			due = run;
			return () => (due = null);
		},
		who: 'person:app',
		samples: [],
		...host,
	});
	return {
		desk,
		vault,
		said,
		engine: state,
		settle: () => due?.(),
		hold() {
			gate = new Promise((done) => (release = done));
			return () => release();
		},
	};
}

/** Looks at a signal, as a view does, until it is as wanted. */
async function cardsOf(desk: LiveDesk, wanted: (view: QueueView) => boolean = () => true): Promise<QueueView> {
	return new Promise((resolve) => {
		const end = desk.queue.subscribe((queue) => {
			if (queue.state !== 'ready' || !wanted(queue.value)) return;
			resolve(queue.value);
			queueMicrotask(() => end());
		});
	});
}

describe('the desk', () => {
	it('asks the engine nothing until somebody looks or does something', async () => {
		const { desk, engine, settle } = openDesk();
		desk.changed('raw/new.md');
		desk.noticeStop(false);
		settle();
		expect(engine.asked).toBe(0);
		expect(desk.waitingSources.value).toBe(1);
		expect((await cardsOf(desk)).cards).toEqual([]);
		expect(engine.asked).toBeGreaterThan(0);
	});

	it('asks which of many notes wait, and does not count those that are compiled', async () => {
		const first = openDesk();
		await first.desk.compile();
		const { desk, settle, vault } = openDesk(first.vault.files());
		for (const path of Object.keys(vault.files()).filter((each) => each.startsWith('raw/'))) desk.changed(path);
		settle();
		await expect.poll(() => desk.waitingSources.value).toBe(0);
	});

	it('compiles, tells what came of it, and shows what waits to whoever looks', async () => {
		const { desk, said, vault } = openDesk();
		const shown = cardsOf(desk, ({ cards }) => cards.length > 0);
		await desk.compile();
		const { cards } = await shown;
		const summary = desk.summary.value;
		expect(summary).toMatchObject({ stopped: null, created: 0, updated: 0, passed: cards.filter(({ disposition }) => disposition === 'PASS').length });
		expect(said.at(-1)).toMatch(/^To review: \d+ edits passed/);
		expect(Object.keys(vault.files()).some((path) => path.startsWith('wiki/'))).toBe(false);
		expect(desk.work.value).toEqual({ kind: 'idle' });
		await expect.poll(() => desk.waitingSources.value).toBe(0);
	});

	it('commits what passed without asking only where the user chose that', async () => {
		const { desk, vault } = openDesk(NOTES, { settings: { commitPassed: true } });
		await desk.compile();
		expect(desk.summary.value?.created).toBeGreaterThan(3);
		expect(Object.keys(vault.files()).filter((path) => path.startsWith('wiki/concepts/')).length).toBeGreaterThan(1);
		await desk.compile();
		expect(desk.summary.value).toMatchObject({ created: 0, updated: 0, unchanged: Object.keys(NOTES).length });
	});

	it('asks above the limit, and does nothing on a no', async () => {
		const asked: number[] = [];
		const { desk, vault } = openDesk(NOTES, { settings: { askAboveSources: 3 }, host: { confirmCompile: (estimate) => Promise.resolve(asked.push(estimate.toRead) === 0) } });
		await desk.compile();
		expect(asked).toEqual([4]);
		expect(vault.files()).toEqual(NOTES);
		expect(desk.work.value).toEqual({ kind: 'idle' });
	});

	it('does one thing at a time: a second compile and decisions are refused, with the reason', async () => {
		const { desk, hold, said } = openDesk();
		const release = hold();
		const first = desk.compile();
		await desk.compile();
		expect(said).toEqual([PLUGIN.notices.busy]);
		const { problems } = await desk.approve('passed');
		expect(problems[0]?.message).toBe(PLUGIN.notices.busyCompile);
		release();
		await first;
		expect((await desk.approve('passed')).committed.length).toBeGreaterThan(3);
	});

	it('lets decisions wait for each other', async () => {
		const { desk } = openDesk();
		await desk.compile();
		const { cards } = await cardsOf(desk, ({ cards: shown }) => shown.length > 2);
		const [one, two] = cards;
		const [denied, approved] = await Promise.all([desk.deny([one?.id ?? ''], 'not this'), desk.approve([two?.id ?? ''])]);
		expect(denied.denied).toEqual([one?.path]);
		expect(approved.committed).toEqual([two?.path]);
	});

	it('says plainly that it was stopped', async () => {
		const { desk, hold, engine, said } = openDesk();
		hold();
		const compile = desk.compile();
		await expect.poll(() => desk.work.value.kind).toBe('busy');
		await new Promise((done) => setTimeout(done, 20));
		await desk.stopWork();
		await compile;
		expect(engine.stopped).toBe(1);
		expect(desk.summary.value?.stopped).toBe(PLUGIN.notices.stoppedByYou);
		expect(said).toContain(PLUGIN.notices.stoppedByYou);
	});

	it('raises the emergency stop under a compile, which stops, and lifts it', async () => {
		const { desk, hold, vault } = openDesk();
		hold();
		const compile = desk.compile();
		await expect.poll(() => desk.work.value.kind).toBe('busy');
		await desk.raiseStop('enough');
		await compile;
		expect(desk.emergency.value).toMatchObject({ stopped: true });
		expect(vault.files()['_commonplace/STOP.md']).toContain('enough');
		await desk.compile();
		expect(desk.summary.value?.stopped).toContain('emergency stop');
		await desk.liftStop();
		expect(desk.emergency.value.stopped).toBe(false);
		expect(vault.files()['_commonplace/STOP.md']).toBeUndefined();
	});

	it('picks up what another process queued', async () => {
		const { desk, vault, settle } = openDesk();
		expect((await cardsOf(desk)).cards).toEqual([]);
		await open(vault).app.compile({ approve: 'none' });
		const shown = cardsOf(desk, ({ cards }) => cards.length > 0);
		desk.changed('_commonplace/state/queue/x.jsonl');
		settle();
		expect((await shown).cards.length).toBeGreaterThan(3);
	});

	it('asks before it believes that many notes are gone on purpose', async () => {
		const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`raw/n${index}.md`, `# Note ${index}\n\nThe word number ${index} is a word that stands alone in note ${index}.\n`]));
		const asked: string[] = [];
		const { desk, vault } = openDesk(many, { settings: { askAboveSources: 100, commitPassed: true }, host: { confirmRemovals: (why) => Promise.resolve(asked.push(why) > 1) } });
		await desk.compile();
		for (let index = 0; index < 40; index += 1) vault.edit(`raw/n${index}.md`, null);
		await desk.compile();
		expect(asked.length).toBe(1);
		expect(desk.summary.value?.stopped).not.toBeNull();
		await desk.compile();
		expect(desk.summary.value?.stopped).toBeNull();
	});
});

describe('the sample notes', () => {
	const folder = new URL('../../../src/ui/plugin/sample/', import.meta.url);
	const samples: SampleNote[] = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(encodeURIComponent(name), folder), 'utf8') }));

	it('make a small wiki in which one disagreement waits for a person', async () => {
		const { desk, vault } = openDesk({}, { settings: { commitPassed: true }, host: { samples } });
		await desk.addSamples();
		expect(desk.summary.value).toMatchObject({ stopped: null, blocked: 0 });
		const { cards } = await cardsOf(desk, (view) => view.cards.length > 0);
		expect(new Set(cards.map(({ disposition }) => disposition))).toEqual(new Set(['ESCALATE']));
		expect(cards.every(({ disagreements }) => disagreements === 1)).toBe(true);
		expect(cards.map(({ title }) => title)).toContain('Flashcard');
		const concepts = Object.keys(vault.files()).filter((path) => path.startsWith('wiki/concepts/'));
		expect(concepts.length).toBeGreaterThanOrEqual(5);
	});

	it('leave notes of the same name as they are', async () => {
		const mine = { 'raw/Interleaving.md': '# Interleaving\n\nMine.\n' };
		const { desk, vault } = openDesk(mine, { host: { samples } });
		await desk.addSamples();
		expect(vault.files()['raw/Interleaving.md']).toBe(mine['raw/Interleaving.md']);
		expect(vault.files()['raw/Retrieval practice.md']).toContain('testing effect');
	});
});
