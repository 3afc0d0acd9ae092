import { beforeAll, describe, expect, it } from 'vitest';
import { hashText } from '../../../src/model/hash.js';
import { commitBatch, type EditRequest } from '../../../src/vault/commit/commit.js';
import { recover } from '../../../src/vault/commit/recover.js';
import { DEFAULT_LAYOUT as layout } from '../../../src/vault/layout.js';
import { memoryVault, type FaultHook, type MemoryVault, type PortOperation } from '../../../src/vault/memory.js';
import { testHost } from './hosts.js';

// Crash before, after, and in the middle of every write, again inside the recovery, with a person's edit at every step.
// The disk played here has no atomic replace: a write that is cut off leaves anything between nothing and the whole.

class Crash extends Error {}

const WRITES: readonly PortOperation[] = ['create', 'process', 'append', 'replace', 'rename', 'remove'];
type Mode = 'before' | 'after' | 'empty' | 'prefix' | 'zeros' | 'prefix-and-zeros';
// A crash before the next write leaves the same vault as one after the last: `before` is needed for the first write alone.
const MODES: readonly Mode[] = ['after', 'empty', 'prefix', 'zeros', 'prefix-and-zeros'];
const MODES_AGAIN: readonly Mode[] = ['after', 'prefix'];

interface CrashAt {
	/** Counts writes from 1. */
	readonly write: number;
	readonly mode: Mode;
}
interface PersonAt {
	/** Counts operations from 1. */
	readonly operation: number;
	readonly path: string;
	readonly kind: 'add' | 'rewrite';
}

const MARK = 'WRITTEN BY A PERSON';

function tear(mode: Mode, text: string): string {
	const half = text.slice(0, Math.ceil(text.length / 2));
	if (mode === 'empty') return '';
	if (mode === 'prefix') return half;
	if (mode === 'zeros') return '\0'.repeat(text.length);
	if (mode === 'prefix-and-zeros') return half + '\0'.repeat(text.length - half.length);
	return text;
}

/** One life of a process on the vault: its plan of faults, and how many steps it took. */
interface Life {
	readonly crash: CrashAt | null;
	readonly person: PersonAt | null;
	operations: number;
	writes: number;
	dead: boolean;
	edited: boolean;
}
const life = (crash: CrashAt | null, person: PersonAt | null): Life => ({ crash, person, operations: 0, writes: 0, dead: false, edited: false });

function stage(files: Readonly<Record<string, string>>, now: { life: Life }): MemoryVault {
	const hook: FaultHook = {
		before(operation) {
			const current = now.life;
			if (current.dead) throw new Crash();
			current.operations += 1;
			if (current.person?.operation === current.operations) {
				const { path, kind } = current.person;
				const standing = vault.files()[path];
				// A person edits what they see, and sees no file that is half written.
				vault.edit(path, kind === 'add' && standing !== undefined ? `${standing}\n${MARK}` : MARK);
				current.edited = true;
			}
			if (!WRITES.includes(operation)) return;
			current.writes += 1;
			if (current.crash?.write === current.writes && current.crash.mode === 'before') die(current);
		},
		tear: (_operation, _path, text) => (now.life.crash?.write === now.life.writes ? tear(now.life.crash.mode, text) : text),
		after() {
			if (now.life.crash?.write === now.life.writes) die(now.life);
		},
	};
	const vault = memoryVault(files, hook);
	return vault;
}
function die(current: Life): never {
	current.dead = true;
	throw new Crash();
}

const BEFORE: Readonly<Record<string, string>> = {
	'wiki/a.md': '# A\n\nwhat stood there before, and rather long, so that it is no beginning of the new text\n',
	'wiki/b.md': '# B\n\nold\n',
};
const PLANS: Readonly<Record<string, { edits: readonly EditRequest[]; after: Readonly<Record<string, string>> }>> = {
	'update, update, create': plan([
		{ proposal: 'p-a', op: 'update', path: 'wiki/a.md', to: null, baseHash: base('wiki/a.md'), after: '# A\n\nthe new text of A\nand more of it\n' },
		{ proposal: 'p-b', op: 'update', path: 'wiki/b.md', to: null, baseHash: base('wiki/b.md'), after: '# B\n\nold\nand new below the old\n' },
		{ proposal: 'p-c', op: 'create', path: 'wiki/c.md', to: null, baseHash: null, after: '# C\n\na new page\n' },
	]),
	'create, rename, retire': plan([
		{ proposal: 'p-c', op: 'create', path: 'wiki/c.md', to: null, baseHash: null, after: '# C\n\na new page\n' },
		{ proposal: 'p-a', op: 'rename', path: 'wiki/a.md', to: 'wiki/d.md', baseHash: base('wiki/a.md'), after: '# D\n\nthe text under its new name\n' },
		{ proposal: 'p-b', op: 'retire', path: 'wiki/b.md', to: null, baseHash: base('wiki/b.md'), after: null },
	]),
	'capture, capture': plan([
		{ proposal: 'n-e', op: 'capture', path: 'raw/e.md', to: null, baseHash: null, after: '# E\n\na new source\n' },
		{ proposal: 'n-f', op: 'capture', path: 'raw/f.md', to: null, baseHash: null, after: '# F\n\nanother one\n' },
	]),
};
function base(path: string): string {
	return hashText(BEFORE[path] ?? '');
}
function plan(edits: readonly EditRequest[]): { edits: readonly EditRequest[]; after: Readonly<Record<string, string>> } {
	const after: Record<string, string> = { ...BEFORE };
	for (const { op, path, to, after: text } of edits) {
		if (op === 'retire' || op === 'rename') delete after[path];
		if (text !== null) after[to ?? path] = text;
	}
	return { edits, after };
}

const pagesOf = (files: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('_commonplace/')));

interface Tally {
	states: number;
	torn: number;
	lost: number;
	half: number;
	unfinished: number;
	recoveredCopies: number;
}

/** Runs the lives one after the other on one vault, ends with a recovery that nothing disturbs, and judges what stands there. */
async function explore(edits: readonly EditRequest[], after: Readonly<Record<string, string>>, lives: readonly Life[], tally: Tally): Promise<void> {
	const running = new Set<number>();
	const now = { life: lives[0] ?? life(null, null) };
	const vault = stage(BEFORE, now);
	for (const [index, each] of [...lives, life(null, null)].entries()) {
		now.life = each;
		const host = testHost(index + 1, running);
		running.clear();
		running.add(host.pid);
		host.time += index;
		try {
			const result = index === 0 ? await commitBatch(vault, host, layout, { run: 'r1', edits }) : await recover(vault, host, layout);
			if (!result.ok) tally.unfinished += 1;
		} catch (error) {
			if (!(error instanceof Crash)) throw error;
		}
	}
	tally.states += 1;
	const files = vault.files();
	const pages = pagesOf(files);
	const edited = lives.some((each) => each.edited);
	if (Object.keys(files).some((path) => path.includes('/recovered/'))) tally.recoveredCopies += 1;

	const known = new Set([...Object.values(BEFORE), ...Object.values(after)]);
	for (const text of Object.values(pages)) if (!known.has(text) && !text.includes(MARK)) tally.torn += 1;
	if (edited && !Object.values(pages).some((text) => text.includes(MARK))) tally.lost += 1;

	// What a person touched, and what it was to become or had been, is theirs to decide; all else is before or after as one.
	const theirs = new Set(lives.flatMap(({ person, edited: did }) => (person && did ? [person.path] : [])));
	for (const { path, to } of edits) if (to !== null && (theirs.has(path) || theirs.has(to))) for (const each of [path, to]) theirs.add(each);
	const sides = new Set<string>();
	for (const path of new Set([...Object.keys(BEFORE), ...Object.keys(after)])) {
		if (theirs.has(path) || BEFORE[path] === after[path]) continue;
		sides.add(pages[path] === after[path] ? 'after' : pages[path] === BEFORE[path] ? 'before' : 'neither');
	}
	if (sides.size > 1) tally.half += 1;
	if (Object.keys(files).some((path) => path.includes('/lease/'))) tally.unfinished += 1;
	if (intents(files).some((txid) => files[`${txid}.done`] === undefined)) tally.unfinished += 1;
}

const intents = (files: Readonly<Record<string, string>>): string[] => Object.keys(files).filter((path) => path.endsWith('.intent')).map((path) => path.replace(/\.intent$/, ''));

/** How many operations and writes each life takes if nothing goes wrong after the crashes given. */
async function measure(edits: readonly EditRequest[], crashes: readonly (CrashAt | null)[]): Promise<Life[]> {
	const lives = [...crashes, null].map((crash) => life(crash, null));
	await explore(edits, {}, lives, { states: 0, torn: 0, lost: 0, half: 0, unfinished: 0, recoveredCopies: 0 });
	return lives;
}

// Hundreds of thousands of errors are thrown here and nobody reads where.
beforeAll(() => {
	Error.stackTraceLimit = 0;
});

describe.each(Object.entries(PLANS))('a batch of %s', (_name, { edits, after }) => {
	it('is whole, before or after, whatever the crash; and no edit of a person is lost', async () => {
		const tally: Tally = { states: 0, torn: 0, lost: 0, half: 0, unfinished: 0, recoveredCopies: 0 };
		const paths = [...new Set(edits.flatMap(({ path, to }) => (to === null ? [path] : [path, to])))];
		const [quiet] = await measure(edits, []);
		const crashesOf = (writes: number, modes: readonly Mode[]): CrashAt[] => [
			{ write: 1, mode: 'before' },
			...Array.from({ length: writes }, (_, index) => modes.map((mode) => ({ write: index + 1, mode }))).flat(),
		];

		// No crash, a person's edit at every step.
		for (let operation = 1; operation <= (quiet?.operations ?? 0); operation += 1) {
			for (const path of paths) for (const kind of ['add', 'rewrite'] as const) await explore(edits, after, [life(null, { operation, path, kind })], tally);
		}
		for (const first of crashesOf(quiet?.writes ?? 0, MODES)) {
			const [committing, recovering] = await measure(edits, [first]);
			const persons = function* (steps: number, all: boolean): Generator<PersonAt> {
				for (let operation = 1; operation <= steps; operation += 1) {
					const chosen = all ? paths : paths.filter((_, index) => index === operation % paths.length);
					for (const path of chosen) yield { operation, path, kind: operation % 2 === 0 ? 'add' : 'rewrite' };
				}
			};
			// One crash; the person before it, or after it while the recovery runs.
			await explore(edits, after, [life(first, null)], tally);
			for (const person of persons(committing?.operations ?? 0, true)) await explore(edits, after, [life(first, person)], tally);
			for (const person of persons(recovering?.operations ?? 0, true)) await explore(edits, after, [life(first, null), life(null, person)], tally);

			// A second crash inside the recovery.
			for (const second of crashesOf(recovering?.writes ?? 0, MODES_AGAIN)) {
				const [, cut, last] = await measure(edits, [first, second]);
				await explore(edits, after, [life(first, null), life(second, null)], tally);
				for (const person of persons(committing?.operations ?? 0, false)) await explore(edits, after, [life(first, person), life(second, null)], tally);
				for (const person of persons(cut?.operations ?? 0, false)) await explore(edits, after, [life(first, null), life(second, person)], tally);
				for (const person of persons(last?.operations ?? 0, false)) await explore(edits, after, [life(first, null), life(second, null), life(null, person)], tally);
			}
		}
		console.log(JSON.stringify(tally));
		expect(tally).toMatchObject({ torn: 0, lost: 0, half: 0, unfinished: 0 });
		expect(tally.states).toBeGreaterThan(10_000);
		expect(tally.recoveredCopies).toBeGreaterThan(100);
	});
});
