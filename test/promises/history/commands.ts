import fc from 'fast-check';
import { createCommonplace } from '../../../src/compile/commonplace.js';
import type { Commonplace } from '../../../src/compile/port.js';
import type { OpenProposal } from '../../../src/compile/reports.js';
import { hashText } from '../../../src/model/hash.js';
import { memoryVault, type MemoryVault, type PortOperation } from '../../../src/vault/memory.js';
import { VaultError } from '../../../src/vault/port.js';
import { offlineWorker } from '../../../src/worker/offline/worker.js';
import type { Response, Task, TaskKind, Worker } from '../../../src/worker/port.js';
import { fixtureHost, startingWith, type FixtureHost } from '../vault-fixture.js';
import { broughtBack, byItself, byPerson, type Change, frozen, type Law, note, POLICY_PLACES, type Reference, RULES, type RuleName, RULES_FILE, rulesOf, takenBack, TEA } from './reference.js';

export const ME = 'person:test';
const OPINIONS = ['approve', 'deny', 'unsure', 'nothing'] as const;
const SOURCES = ['Tea is a drink of leaves. Tea calms the drinker.\n', 'Tea is a hot drink that people make from leaves. Tea wakes the drinker at once.\n', 'Coffee is a drink of beans. Coffee wakes.\n'] as const;
const EXEMPTIONS_FILE = '_commonplace/exemptions.yml';
const WRITES: readonly PortOperation[] = ['create', 'process', 'append', 'replace', 'rename', 'remove'];

/** The system under test, and what the world around it does. */
export interface Real {
	readonly vault: MemoryVault;
	readonly clock: FixtureHost;
	app: Commonplace;
	/** Writes until the power goes; an append may be cut in its middle. */
	left: number;
	tears: boolean;
	opinion: (typeof OPINIONS)[number];
	/** The file as it stood after the last one was granted. */
	oldExemptions: string | null;
	/** How often something was allowed, by what allowed it. */
	readonly seen: Map<string, number>;
}

const wikiOf = ({ vault }: Real): Record<string, string> => startingWith(vault.files(), 'wiki/');

function changesBetween(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly Change[] {
	const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
	return [...paths].map((path) => ({ path, before: before[path] ?? null, after: after[path] ?? null })).filter((change) => change.before !== change.after);
}

/** Says of each edit what the world wants to hear, and writes down what it approved. */
function reviewer(real: Real, reference: Reference): Worker {
	return {
		id: 'scripted:reviewer',
		tier: 2,
		async perform<K extends TaskKind>(task: Task<K>): Promise<Response<K>> {
			const cost = { clock_ms: 1, coin_usd: 0, carbon_g: 0, model: 'scripted', tokens: null, transcripts: [] };
			if (task.kind !== 'review-edit' || real.opinion === 'nothing') return { ...cost, ok: false, failure: { reason: 'unavailable', message: 'Not now.' } };
			const { path } = (task as Task<'review-edit'>).input;
			if (real.opinion === 'approve') reference.reviewed.set(task.id.slice('review-edit:'.length), { path, rules: rulesOf(reference) });
			return { ...cost, ok: true, output: { opinion: real.opinion, reason: 'It was looked at.' } };
		},
	};
}

function start(real: Real, reference: Reference): void {
	real.clock.time += 1_000;
	const pid = real.clock.pid + 1;
	const host = { ...fixtureHost({ pid }), now: () => real.clock.now() };
	Object.assign(real.clock, { pid });
	real.app = createCommonplace({ vault: real.vault, host, worker: { ...offlineWorker(), panel: { reviewers: [reviewer(real, reference)], tribunal: false } } });
}

export function setUp(reference: Reference, seen: Map<string, number>): Real {
	const power: { real: Real | null } = { real: null };
	const vault = memoryVault(
		{ 'raw/Tea.md': SOURCES[0], 'raw/Other.md': SOURCES[1], [POLICY_PLACES[0]]: RULES.pass.text, '_commonplace/rules/scripted.yml': 'inherit: default\n' },
		{
			before(operation, path) {
				const { real } = power;
				if (real === null || !WRITES.includes(operation)) return dieWithout(real, path);
				real.left -= 1;
				if (!(real.left === 0 && real.tears && operation === 'append')) dieWithout(real, path);
			},
			tear: (operation, _, text) => (power.real?.left === 0 && operation === 'append' ? text.slice(0, -20) : text),
			after: (_, path) => dieWithout(power.real, path),
		},
	);
	const clock = fixtureHost({ pid: 0 });
	const real: Real = { vault, clock, app: createCommonplace({ vault, host: clock, worker: offlineWorker() }), left: Infinity, tears: false, opinion: 'approve', oldExemptions: null, seen };
	power.real = real;
	start(real, reference);
	return real;
}

function dieWithout(real: Real | null, path: string): void {
	if (real !== null && real.left <= 0) throw new VaultError('io', path, 'The power is gone.');
}

/** Does the work, and holds that each page which changed by it was allowed to, before it or by what a crash cut off. */
async function watched(reference: Reference, real: Real, law: Law, lawIfCut: (then: Reference) => Law, work: (app: Commonplace) => Promise<unknown>): Promise<void> {
	const before = wikiOf(real);
	const then = frozen(reference);
	let failed = false;
	try {
		await work(real.app);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		failed = true;
	}
	const died = real.left <= 0;
	for (const change of changesBetween(before, wikiOf(real))) {
		const cut = reference.cutOff.some((each) => each(change) !== null);
		const allowed = law(change) ?? (died ? lawIfCut(then)(change) : null) ?? (cut ? 'it was cut off' : null);
		if (allowed === null) throw new Error(`Nothing allows ${change.path} to become ${JSON.stringify(change.after)} from ${JSON.stringify(change.before)} under ${rulesOf(reference)}${reference.stopped ? ', stopped' : ''}.`);
		real.seen.set(allowed, (real.seen.get(allowed) ?? 0) + 1);
		note(reference, change);
	}
	if (died) {
		// Index and log follow what is brought to its end.
		const ended = lawIfCut(then);
		reference.unseen.push(ended);
		reference.cutOff.push(ended, (change) => (isCatalogue(change) ? byItself(reference, anyId)(change) : null));
		real.left = Infinity;
		start(real, reference);
	} else if (!failed && !reference.stopped && !reference.workerStopped) reference.cutOff = [];
	for (const { proposal, verdict } of (await real.app.list()).open) {
		const said = JSON.stringify(verdict);
		if (reference.judged.get(proposal.id)?.verdict !== said) reference.judged.set(proposal.id, { verdict: said, rules: rulesOf(reference) });
	}
}

const anyId = (): null => null;
const isCatalogue = ({ path }: Change): boolean => path.split('/').length === 2;
const NOTHING: Law = () => null;
const quietly = (reference: Reference, real: Real, work: (app: Commonplace) => Promise<unknown>): Promise<void> => watched(reference, real, NOTHING, () => NOTHING, work);

type Command = fc.AsyncCommand<Reference, Real>;

function command(name: string, run: (reference: Reference, real: Real) => Promise<void> | void, check: (reference: Readonly<Reference>) => boolean = () => true): Command {
	return { check, run: async (reference, real) => run(reference, real), toString: () => name };
}

/** The proposals that this work tells of, by their text and place. */
function idsBy(items: readonly OpenProposal[]): (change: Change) => string | null {
	const ids = new Map(items.map(({ proposal }) => [`${proposal.path}\n${proposal.text ?? ''}`, proposal.id]));
	// What followed from pages that were just committed was in no list; its text is then no reviewer's.
	return ({ path, after }) => ids.get(`${path}\n${after ?? ''}`) ?? '';
}

export const compileCommand = (approve: 'none' | 'passed'): Command =>
	command(`compile, ${approve}`, async (reference, real) => {
		let told: readonly OpenProposal[] = (await real.app.list()).open;
		const law: Law = approve === 'none' ? NOTHING : (change) => byItself(reference, idsBy(told))(change);
		await watched(reference, real, law, (then) => (approve === 'none' ? NOTHING : byItself({ ...then, reviewed: reference.reviewed }, anyId)), async (app) => {
			told = [...told, ...(await app.compile({ approve })).proposals];
		});
	});

const approvePassed = (): Command =>
	command('approve what passed', async (reference, real) => {
		const { open } = await real.app.list();
		await watched(reference, real, byItself(reference, idsBy(open)), (then) => byItself(then, anyId), (app) => app.approve('passed', ME));
	});

/** Where the base of a proposal is not what was last seen there, there is no such text: nothing may follow. */
function textBefore({ vault }: Real, { path, baseHash }: OpenProposal['proposal']): string | null {
	const current = vault.files()[path] ?? null;
	return (current === null ? null : hashText(current)) === baseHash ? current : '\u0000';
}

const decide = (which: number, how: 'approve' | 'deny' | 'own' | 'anew'): Command =>
	command(`${how} ${String(which)}`, async (reference, real) => {
		const item = (await real.app.list()).open[which];
		if (item === undefined) return;
		const { proposal } = item;
		const { id, path } = proposal;
		if (how === 'deny') return quietly(reference, real, (app) => app.deny([id], 'Not this.', ME));
		if (how === 'anew') return quietly(reference, real, (app) => app.judgeAnew([id], ME));
		const own = how === 'own';
		if (own && proposal.text === null) return;
		const after = own ? `${proposal.text ?? ''}\nMine.\n` : proposal.text;
		const decision = { id, path, before: textBefore(real, proposal), after, own };
		// Index and log follow, where they pass.
		const lawOf = (then: Reference, cut: boolean): Law => (change) => byPerson(then, decision)(change) ?? (isCatalogue(change) ? byItself(then, cut ? anyId : () => '')(change) : null);
		return watched(reference, real, lawOf(reference, false), (then) => lawOf(then, true), (app) => (own ? app.approveText(id, after ?? '', ME) : app.approve([id], ME)));
	});

const policy = (path: string, name: RuleName | null): Command =>
	command(`policy ${path.split('/').at(-1) ?? ''}: ${name ?? 'none'}`, (reference, real) => {
		real.vault.edit(path, name === null ? null : RULES[name].text);
		if (name === null) reference.notes.delete(path);
		else reference.notes.set(path, name);
	});

const forbid = (forbidden: boolean): Command =>
	command(forbidden ? 'forbid Tea' : 'forbid nothing', (reference, real) => {
		real.vault.edit(RULES_FILE, forbidden ? `forbidden_targets: [${TEA}]\n` : null);
		reference.forbidden = forbidden;
	});

const source = (path: string, text: string): Command => command(`source ${path}`, (_, real) => real.vault.edit(path, text));

const edit = (which: number, text: string | null): Command =>
	command(`a person edits page ${String(which)}`, (reference, real) => {
		const path = Object.keys(wikiOf(real))[which];
		if (path === undefined) return;
		const before = real.vault.files()[path] ?? null;
		real.vault.edit(path, text);
		reference.mine.add(path);
		reference.stood.set(path, (reference.stood.get(path) ?? new Set<string | null>([before])).add(text));
	});

const stop = (raised: boolean, worker: boolean): Command =>
	command(`${raised ? 'stop' : 'resume'}${worker ? ' the worker' : ''}`, async (reference, real) => {
		// Whether a stop that the power cut off stands, its file tells.
		const { cutOff } = reference;
		await quietly(reference, real, (app) => (worker ? (raised ? app.stopWorker('offline', ME, 'test') : app.liftWorkerStop('offline', ME)) : raised ? app.raiseStop(ME, 'test') : app.liftStop(ME)));
		// Nobody waits for what was cut off to stop something.
		reference.cutOff = [...new Set([...cutOff, ...reference.cutOff])];
		const files = real.vault.files();
		reference.stopped = files['_commonplace/STOP.md'] !== undefined;
		reference.workerStopped = files['_commonplace/stops/offline.md'] !== undefined;
	});

const grant = (action: 'create' | 'update', uses: number): Command =>
	command(`exempt ${action}, ${String(uses)} uses`, async (reference, real) => {
		await quietly(reference, real, async (app) => {
			const granted = await app.grantExemption({ worker: 'offline', action, target: TEA, lifts: 'forbidden-target', uses, expires: '2026-12-01', reason: 'I asked for it.' }, ME);
			if ('id' in granted) reference.exemptions.set(granted.id, { action, left: uses });
		});
		real.oldExemptions = real.vault.files()[EXEMPTIONS_FILE] ?? null;
		// One that the power cut off may stand all the same.
		for (const { id, left } of (await real.app.exemptions()).exemptions) if (!reference.exemptions.has(id)) reference.exemptions.set(id, { action, left });
	});

const revoke = (which: number): Command =>
	command(`revoke ${String(which)}`, async (reference, real) => {
		const id = [...reference.exemptions.keys()][which];
		if (id === undefined) return;
		await quietly(reference, real, async (app) => {
			if ((await app.revokeExemption(id, ME)) === null) reference.exemptions.delete(id);
		});
	});

/** An old file comes back by sync. What was revoked, and the uses that were taken, stand in the ledger. */
const bringBack = (): Command =>
	command('an old file of exemptions comes back', (_, real) => {
		if (real.oldExemptions !== null) real.vault.edit(EXEMPTIONS_FILE, real.oldExemptions);
	});

const undo = (): Command =>
	command('undo', (reference, real) => {
		const back = takenBack(reference);
		const law: Law = (change) => back(change) ?? broughtBack(reference)(change) ?? (isCatalogue(change) ? byItself(reference, () => '')(change) : null);
		return watched(reference, real, law, (then) => (change) => back(change) ?? byItself(then, anyId)(change), (app) => app.undo(null, ME));
	});

const restart = (): Command =>
	command('restart', async (reference, real) => {
		start(real, reference);
		await quietly(reference, real, (app) => app.recover());
	});

const say = (opinion: Real['opinion']): Command => command(`the reviewer says ${opinion}`, (_, real) => void (real.opinion = opinion));
const wait = (): Command => command('ten minutes pass', (_, real) => void (real.clock.time += 600_000));
const crash = (writes: number, tears: boolean): Command =>
	command(`the power goes ${tears ? 'in' : 'before'} write ${String(writes)} from here`, (_, real) => {
		real.left = writes;
		real.tears = tears;
	});

/** Ends what is open as an owner would who comes back: the stop lifted, everything allowed, what passes committed. */
export async function settle(reference: Reference, real: Real): Promise<void> {
	real.left = Infinity;
	const allowed = [stop(false, false), stop(false, true), ...POLICY_PLACES.map((path) => policy(path, 'pass')), forbid(false), wait(), restart()];
	for (const each of allowed) await each.run(reference, real);
	// The first has what waits judged by the rules as they are now, the second commits what passes by them, and catalogues follow.
	for (let runs = 0; runs < 2 || (runs < 5 && (await real.app.list()).open.some(({ verdict }) => verdict.disposition === 'PASS')); runs += 1) await compileCommand('passed').run(reference, real);
}

const [DEFAULT, OTHER] = POLICY_PLACES;

/** Histories that are always tried: what must come through, and for each thing that keeps an edit out one in which it does. */
export const EXAMPLES: readonly (readonly Command[])[] = [
	[policy(DEFAULT, 'escalate'), compileCommand('passed'), undo()],
	[policy(DEFAULT, 'ask'), compileCommand('passed'), decide(0, 'approve'), decide(0, 'own')],
	...[4, 6, 8, 10, 12].map((writes) => [compileCommand('none'), crash(writes, false), approvePassed(), restart()]),
	[forbid(true), grant('create', 1), compileCommand('passed'), undo(), wait(), compileCommand('passed'), wait(), compileCommand('passed')],
	[forbid(true), grant('create', 2), revoke(0), compileCommand('passed'), wait(), compileCommand('passed')],
	[forbid(true), grant('create', 1), revoke(0), bringBack(), compileCommand('passed'), wait(), compileCommand('passed')],
	[compileCommand('none'), stop(true, false), decide(0, 'approve'), decide(0, 'own'), approvePassed(), compileCommand('passed')],
	[compileCommand('none'), stop(true, true), decide(0, 'approve'), approvePassed(), compileCommand('passed')],
	[compileCommand('none'), policy(OTHER, 'concepts'), decide(0, 'approve'), decide(0, 'own')],
	[compileCommand('none'), policy(DEFAULT, 'hold'), approvePassed()],
	[policy(DEFAULT, 'block'), compileCommand('none'), decide(0, 'approve'), decide(0, 'own')],
	[policy(DEFAULT, 'escalate'), compileCommand('none'), say('unsure'), policy(OTHER, 'pass'), compileCommand('passed'), approvePassed()],
	...(['deny', 'unsure', 'nothing'] as const).map((opinion) => [policy(DEFAULT, 'escalate'), say(opinion), compileCommand('passed')]),
	[compileCommand('passed'), source('raw/Tea.md', SOURCES[1]), compileCommand('none'), edit(2, 'Mine alone.\n'), decide(0, 'approve'), approvePassed()],
];

const which = fc.nat({ max: 4 });

export const COMMANDS: fc.Arbitrary<Command>[] = [
	fc.tuple(fc.constantFrom('raw/Tea.md', 'raw/Other.md'), fc.constantFrom(...SOURCES)).map(([path, text]) => source(path, text)),
	fc.constantFrom('passed' as const, 'passed' as const, 'none' as const).map(compileCommand),
	fc.constantFrom('passed' as const, 'none' as const).map(compileCommand),
	fc.tuple(fc.constantFrom(...POLICY_PLACES), fc.constantFrom<RuleName | null>('pass', 'escalate', 'escalate', 'ask', 'hold', 'block', 'concepts', 'off', 'broken', null)).map(([path, name]) => policy(path, name)),
	fc.tuple(which, fc.constantFrom('approve' as const, 'approve' as const, 'deny' as const, 'own' as const, 'anew' as const)).map(([at, how]) => decide(at, how)),
	fc.tuple(which, fc.constantFrom('approve' as const, 'own' as const)).map(([at, how]) => decide(at, how)),
	fc.tuple(which, fc.constantFrom(null, 'Mine alone.\n', '')).map(([at, text]) => edit(at, text)),
	fc.tuple(fc.boolean(), fc.boolean()).map(([raised, worker]) => stop(raised, worker)),
	fc.boolean().map(forbid),
	fc.tuple(fc.constantFrom('create' as const, 'update' as const), fc.integer({ min: 1, max: 2 })).map(([action, uses]) => grant(action, uses)),
	fc.nat({ max: 1 }).map(revoke),
	fc.constant(undefined).map(bringBack),
	fc.constantFrom(...OPINIONS, 'approve' as const).map(say),
	fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean()).map(([writes, tears]) => crash(writes, tears)),
	fc.constant(undefined).map(approvePassed),
	fc.constant(undefined).map(undo),
	fc.constant(undefined).map(restart),
	fc.constant(undefined).map(wait),
];
