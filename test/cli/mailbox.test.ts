import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { builtCli } from './built-cli.js';
import { manyNotes, modelVault, NAMES, type ModelVault } from './model-vault.js';

const cli = await builtCli();
const folder = mkdtempSync(join(tmpdir(), 'commonplace-agents-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const script = join(folder, 'agent.mjs');
await build({ entryPoints: [new URL('mailbox-agent.ts', import.meta.url).pathname], bundle: true, platform: 'node', format: 'esm', outfile: script, banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });

const SOURCES = 6;

interface Compiled {
	readonly sources: { readonly new: number; readonly unchanged: number; readonly failed: number };
	readonly problems: readonly { readonly message: string }[];
}

const json = async <T>(root: string, words: readonly string[], device = 'desk'): Promise<T> => {
	const { stdout, stderr } = await cli.run(['--vault', root, '--json', ...words], { COMMONPLACE_DEVICE: device });
	expect(stdout, stderr).toMatch(/^\{.*\}\n$/);
	return JSON.parse(stdout) as T;
};

interface Listed {
	readonly tasks: readonly { readonly id: string; readonly state: string }[];
	readonly done: number;
	readonly problems: readonly { readonly path: string }[];
}

function vaultWithMailbox(): ModelVault {
	const vault = modelVault(manyNotes(SOURCES));
	vault.operators('workers:\n  people: { use: mailbox, tier: 4 }\ntrust: { extract: 4 }\n');
	return vault;
}

/** Starts agents that answer until `finish` is called, and give the ids of the tasks that they claimed. */
function agents(root: string, who: readonly string[]): { finish(): Promise<string[]> } {
	const log = join(folder, `log-${String(Math.random()).slice(2)}`);
	const stop = `${log}.stop`;
	writeFileSync(log, '');
	const ended = who.map((name) => new Promise<number | null>((resolve) => spawn(process.execPath, [script, root, log, name, stop, ...NAMES], { stdio: ['ignore', 'ignore', 'inherit'] }).once('exit', resolve)));
	return {
		async finish() {
			writeFileSync(stop, '');
			expect(await Promise.all(ended)).toEqual(who.map(() => 0));
			return readFileSync(log, 'utf8').split('\n').filter((line) => line !== '').sort();
		},
	};
}

it('two compiles and two agents on one mailbox at once: every task is answered once, and the next compile reads all of it', async () => {
	const { root } = vaultWithMailbox();
	const working = agents(root, ['ada', 'bob']);
	await Promise.all([json<Compiled>(root, ['compile']), json<Compiled>(root, ['compile'])]);
	const claimed = await working.finish();
	expect(claimed).toHaveLength(SOURCES);
	expect(new Set(claimed).size).toBe(SOURCES);
	expect((await json<Compiled>(root, ['compile'])).sources.failed).toBe(0);
	expect(await json<Compiled>(root, ['compile'])).toMatchObject({ sources: { unchanged: SOURCES, failed: 0 }, problems: [] });
	expect(await json<Listed>(root, ['tasks', 'list'])).toMatchObject({ tasks: [], done: SOURCES, problems: [] });
});

/** Brings each other's files over, one by one. Nothing is removed, and of two that differ each side keeps its own beside a copy of the other. */
function sync(a: string, b: string): void {
	for (const [from, to] of [[a, b], [b, a]] as const) {
		for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile() || entry.name.includes('conflicted copy')) continue;
			const source = join(entry.parentPath, entry.name);
			const target = join(to, source.slice(from.length));
			mkdirSync(dirname(target), { recursive: true });
			if (!existsSync(target)) cpSync(source, target);
			else if (!readFileSync(target).equals(readFileSync(source))) cpSync(source, target.replace(/\.(\w+)$/, ' (conflicted copy).$1'));
		}
	}
}

it('two devices that sync file by file, with conflict copies: nothing is lost, and nothing that is answered is asked again', async () => {
	const desk = vaultWithMailbox();
	expect((await json<Compiled>(desk.root, ['compile'])).problems[0]?.message).toContain('Tasks wait in _commonplace/tasks/open/');
	const laptop = join(folder, 'laptop');
	cpSync(desk.root, laptop, { recursive: true });
	// Half of the tasks are answered here, all of them there: three have two answers that differ in who gave them.
	const held = readdirSync(join(desk.root, '_commonplace/tasks/open')).slice(0, SOURCES / 2);
	for (const name of held) cpSync(join(desk.root, '_commonplace/tasks/open', name), join(folder, name));
	await rm(join(desk.root, '_commonplace/tasks/open'), { recursive: true });
	mkdirSync(join(desk.root, '_commonplace/tasks/open'));
	for (const name of held) cpSync(join(folder, name), join(desk.root, '_commonplace/tasks/open', name));
	const first = await agents(desk.root, ['ada']).finish();
	const second = await agents(laptop, ['bob']).finish();
	expect([first.length, second.length]).toEqual([SOURCES / 2, SOURCES]);

	const tasks = (root: string): string => join(root, '_commonplace/tasks');
	sync(tasks(desk.root), tasks(laptop));
	for (const [root, device] of [[desk.root, 'desk'], [laptop, 'laptop']] as const) {
		expect(await json<Compiled>(root, ['compile'], device)).toMatchObject({ sources: { new: SOURCES, failed: 0 } });
		const listed = await json<Listed>(root, ['tasks', 'list'], device);
		expect(listed).toMatchObject({ tasks: [], done: SOURCES });
		// Copies are named, and nobody runs them.
		expect(listed.problems.length).toBeGreaterThan(0);
		for (const { path } of listed.problems) expect(path).toContain('(conflicted copy)');
	}
	// What one side had put away lies open again on the other: it counts as done.
	sync(tasks(desk.root), tasks(laptop));
	expect(await agents(desk.root, ['ada']).finish()).toEqual([]);
	expect(await json<Listed>(desk.root, ['tasks', 'list'])).toMatchObject({ tasks: [], done: SOURCES });
	expect(await json<Compiled>(desk.root, ['compile'])).toMatchObject({ sources: { unchanged: SOURCES, failed: 0 } });
});

/** Two notes that contradict each other, so that the default policy escalates the page of what they are about. */
const DISPUTED = {
	'raw/Make It Stick.md': '# Make It Stick\n\nSpaced repetition is reviewing material at growing intervals. The first interval of spaced repetition is one day.\n',
	'raw/Ebbinghaus.md': '# Ebbinghaus\n\nSpaced repetition is a method of learning. The first interval of spaced repetition is twenty minutes.\n',
};
const PAGE = 'wiki/concepts/Spaced repetition.md';

interface Proposals {
	readonly proposals: readonly { readonly id: string; readonly path: string; readonly disposition: string }[];
	readonly committed: readonly string[];
	readonly problems: readonly { readonly message: string }[];
}

it('somebody reviews an escalated edit by writing the answer into a file by hand, and the gate decides anew with it', async () => {
	const { root, operators, put, files } = modelVault(DISPUTED);
	operators('workers:\n  expert: { use: mailbox, tier: 2 }\n  other: { use: mailbox, tier: 3 }\ntrust: { review-edit: 2 }\n');
	const pageOf = ({ proposals }: Pick<Proposals, 'proposals'>): Proposals['proposals'][number] | undefined => proposals.find(({ path }) => path === PAGE);
	const openTasks = (): [string, string][] => Object.entries(files()).filter(([path]) => /\/tasks\/open\/review-edit-[0-9a-f]+\.md$/.test(path));

	const first = await json<Proposals>(root, ['compile', '--approve', 'passed']);
	expect(pageOf(first)?.disposition).toBe('ESCALATE');
	expect(first.problems.map(({ message }) => message).join()).toContain('Tasks wait in _commonplace/tasks/open/');
	const task = openTasks().find(([, note]) => note.includes(PAGE));
	// What somebody needs stands in the note: the edit, its claims with their quotes, and what the rules object to.
	expect(task?.[1]).toMatch(/The first interval of spaced repetition is twenty minutes[^]*disagreements between sources|disagreements between sources[^]*The first interval of spaced repetition is twenty minutes/);
	const id = /(review-edit-[0-9a-f]+)\.md$/.exec(task?.[0] ?? '')?.[1] ?? '';
	expect((await json<Listed>(root, ['tasks', 'list'])).tasks.map((each) => each.id)).toContain(id);
	// Nothing came yet: it is neither asked again nor decided.
	expect(pageOf(await json<Proposals>(root, ['compile', '--approve', 'passed']))).toBeUndefined();
	expect(openTasks().filter(([, note]) => note.includes(PAGE))).toHaveLength(1);

	put(`_commonplace/tasks/open/${id}.response.md`, '---\nby: Ada\n---\n{"opinion": "approve", "reason": "Both quotes stand as they are."}\n');
	const second = await json<Proposals>(root, ['compile', '--approve', 'passed']);
	expect(second.committed).toContain(PAGE);
	const events = Object.entries(files()).filter(([path]) => path.includes('/ledger/')).flatMap(([, text]) => text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)).filter(({ path }) => path === PAGE);
	expect(events.map(({ type }) => type)).toEqual(['verdict', 'escalation', 'opinion', 'verdict', 'approve', 'commit']);
	expect(events[2]).toMatchObject({ actor: 'mailbox:expert', tier: 2, opinion: 'approve', reason: 'Both quotes stand as they are.' });
	expect(files()[String(events[2]?.['transcript'])]).toContain('Both quotes stand as they are.');
	expect(files()[`_commonplace/tasks/done/${id}.response.md`]).toContain('by: Ada');
	expect(await cli.run(['--vault', root, 'verify'])).toMatchObject({ code: 0 });
});

it('what nobody can use as a review does not let an edit pass: it goes to the next tier, and then to a person', async () => {
	const { root, operators, put, files } = modelVault(DISPUTED);
	operators('workers:\n  expert: { use: mailbox, tier: 3 }\ntrust: { review-edit: 1 }\n');
	await json<Proposals>(root, ['compile']);
	const open = (): [string, string][] => Object.entries(files()).filter(([path, note]) => /\/tasks\/open\/review-edit-[0-9a-f]+\.md$/.test(path) && note.includes(PAGE));
	const answer = (text: string): void => { for (const [path] of open()) put(path.replace(/\.md$/, '.response.md'), text); };
	answer('Looks good to me!\n');
	await json<Proposals>(root, ['compile']);
	// The repair is asked for, and answered with no reason.
	answer('{"opinion": "approve", "reason": " "}\n');
	await json<Proposals>(root, ['compile']);
	const { proposals } = await json<Proposals>(root, ['review', 'list']);
	const page = proposals.find(({ path }) => path === PAGE);
	expect(page?.disposition).toBe('ESCALATE');
	expect(await json<unknown>(root, ['review', 'show', page?.id ?? ''])).toMatchObject({ verdict: { decider: 4 }, opinions: [{ who: 'mailbox:expert', opinion: 'unsure', binds: true }] });
	expect((await json<Proposals>(root, ['review', 'approve', page?.id ?? ''])).committed).toEqual([PAGE]);
});
