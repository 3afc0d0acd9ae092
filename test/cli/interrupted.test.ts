import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json } from '../worker/servers/bare-server.js';
import { builtCli } from './built-cli.js';
import { countsOf, ENV, manyNotes, modelServer, modelVault, reader, titleAsked, TRUST, type ModelVault } from './model-vault.js';

const cli = await builtCli();

interface Compiled {
	readonly sources: { readonly new: number; readonly failed: number };
	readonly problems: readonly { readonly message: string }[];
	readonly stopped: string | null;
}

async function compile({ root }: ModelVault, ...more: string[]): Promise<Compiled & { readonly stderr: string; readonly code: number | null }> {
	const { stdout, stderr, code } = await cli.run(['--vault', root, '--json', 'compile', ...more], ENV);
	expect(stdout, stderr).toMatch(/^\{.*\}\n$/);
	return { ...(JSON.parse(stdout) as Compiled), stderr, code };
}

/** A promise and its end. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
	let open: () => void = () => undefined;
	const passed = new Promise<void>((resolve) => (open = resolve));
	return { passed, open };
}

const SOURCES = 12;

/** A server that answers so many times and then keeps every caller waiting, until it is told to go on. */
async function stallingAfter(answers: number) {
	const stalled = gate();
	const state = { stalling: true };
	const waiting: string[] = [];
	let left = answers;
	const server = await modelServer((_request, _response, asked) => {
		if (!state.stalling || asked.kind !== 'extract') return false;
		if (left > 0) {
			left -= 1;
			return false;
		}
		waiting.push(titleAsked(asked));
		stalled.open();
		return true;
	});
	/** The answers are on the disk under their names, and somebody waits. */
	const stalledOver = async (vault: ModelVault): Promise<void> => {
		await stalled.passed;
		const whole = (): number => Object.entries(vault.files()).filter(([path, text]) => /^_commonplace\/transcripts\/.*\/[^./][^/]*$/.test(path) && /^## Answer$/m.test(text) && text.endsWith('```\n')).length;
		while (whole() < answers) await new Promise((resolve) => setTimeout(resolve, 20));
	};
	return { server, stalledOver, waiting, goOn: () => void (state.stalling = false) };
}

describe('a compile by a model that is killed in the middle', () => {
	it('goes on where it was: what was answered is not asked again, what was under way is', async () => {
		const vault = modelVault(manyNotes(SOURCES));
		const { server, stalledOver, waiting, goOn } = await stallingAfter(5);
		vault.operators(`workers:\n  model: ${reader(server.url)}\n${TRUST}`);
		const killed = cli.start(['--vault', vault.root, 'compile'], ENV);
		await stalledOver(vault);
		const ended = new Promise((resolve) => killed.once('exit', resolve));
		killed.kill('SIGKILL');
		await ended;
		goOn();
		// Its answers were on the platter before anybody saw them.
		const answered = server.read.filter((title) => !waiting.includes(title));
		expect(answered).toHaveLength(5);

		expect(await compile(vault)).toMatchObject({ sources: { new: SOURCES, failed: 0 }, problems: [], stopped: null });
		const counts = countsOf(server.read);
		expect(Object.keys(counts)).toHaveLength(SOURCES);
		for (const [title, count] of Object.entries(counts)) expect([title, count]).toEqual([title, waiting.includes(title) ? 2 : 1]);

		await compile(vault);
		expect(countsOf(server.read)).toEqual(counts);
		const report = await cli.run(['--vault', vault.root, '--json', 'cost'], ENV);
		expect(JSON.parse(report.stdout)).toMatchObject({ total: { unknown: { coin_usd: 0 } } });
	});
});

describe('a compile that is stopped while calls are under way', () => {
	it.each<[string, (vault: ModelVault, child: { kill(signal: 'SIGINT' | 'SIGTERM'): unknown }) => void]>([
		['by Ctrl-C', (_, child) => void child.kill('SIGINT')],
		['by SIGTERM', (_, child) => void child.kill('SIGTERM')],
		['by the emergency stop, which anybody may raise with a file', (vault) => { writeFileSync(join(vault.root, '_commonplace/STOP.md'), 'Stop.\n'); }],
	])('%s ends within a second and keeps what was answered', async (_, stop) => {
		const vault = modelVault(manyNotes(SOURCES));
		const { server, stalledOver, waiting, goOn } = await stallingAfter(5);
		vault.operators(`workers:\n  model: ${reader(server.url)}\n${TRUST}`);
		let stoppedAt = 0;
		const finished = await cli.interrupted(['--vault', vault.root, '--json', 'compile'], (child) => {
			void stalledOver(vault).then(() => {
				stoppedAt = performance.now();
				stop(vault, child);
			});
		}, ENV);
		expect(performance.now() - stoppedAt).toBeLessThan(1_000);
		expect(finished.code).toBe(3);
		expect(JSON.parse(finished.stdout)).toMatchObject({ stopped: expect.stringContaining('The run was stopped') as string });
		expect(Object.keys(vault.files()).filter((path) => path.startsWith('wiki/'))).toEqual([]);
		goOn();
		if ('_commonplace/STOP.md' in vault.files()) {
			const asked = server.read.length;
			expect(await compile(vault)).toMatchObject({ stopped: expect.stringContaining('emergency stop') as string });
			expect(server.read).toHaveLength(asked);
			await cli.run(['--vault', vault.root, 'resume'], ENV);
		}
		expect(await compile(vault)).toMatchObject({ sources: { new: SOURCES, failed: 0 }, stopped: null });
		for (const [title, count] of Object.entries(countsOf(server.read))) expect([title, count]).toEqual([title, waiting.includes(title) ? 2 : 1]);
	});
});

describe('a worker whose service does not work', () => {
	it('rests, also after a restart, while another of its tier is asked', async () => {
		const vault = modelVault(manyNotes(6));
		const broken = await modelServer((_, response) => {
			json(response, 401, { error: { message: 'bad key' } });
			return true;
		});
		const sound = await modelServer();
		vault.operators(`workers:\n  first: ${reader(broken.url)}\n  second: ${reader(sound.url)}\n${TRUST}`);
		expect(await compile(vault)).toMatchObject({ sources: { new: 6, failed: 0 }, problems: [] });
		const asked = broken.seen.length;
		// Calls that were under way when it opened may have come through.
		expect(asked).toBeGreaterThanOrEqual(3);
		expect(asked).toBeLessThan(12);
		expect(sound.read).toHaveLength(6);

		vault.put('raw/More.md', '# More\n\nSpaced repetition is a way to learn more.\n');
		expect(await compile(vault)).toMatchObject({ sources: { new: 1, failed: 0 } });
		expect(broken.seen).toHaveLength(asked);
		expect(sound.read).toHaveLength(7);
	});

	it('that is the only one of its tier leaves the work for later, though a dearer tier could do it', async () => {
		const vault = modelVault(manyNotes(6));
		const broken = await modelServer((_, response) => {
			json(response, 401, { error: { message: 'bad key' } });
			return true;
		});
		const dear = await modelServer();
		vault.operators(`workers:\n  first: ${reader(broken.url)}\n  dear: ${reader(dear.url).replace('tier: 1', 'tier: 3')}\n${TRUST}`);
		const first = await compile(vault);
		expect(first).toMatchObject({ sources: { failed: 6 } });
		expect(first.problems.map(({ message }) => message).join('\n')).toMatch(/failed several times in a row\. It is asked again after \d{4}-/);
		const asked = broken.seen.length;
		expect(await compile(vault)).toMatchObject({ sources: { failed: 6 } });
		expect([broken.seen.length, dear.seen.length]).toEqual([asked, 0]);
		// A worker that is set up anew has a clean record.
		vault.operators(`workers:\n  first: ${reader(dear.url)}\n${TRUST}`);
		expect(await compile(vault)).toMatchObject({ sources: { new: 6, failed: 0 } });
	});
});
