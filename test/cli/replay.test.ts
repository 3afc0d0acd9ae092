import { describe, expect, it } from 'vitest';
import { builtCli } from './built-cli.js';
import { ENV, manyNotes, modelServer, modelVault, reader, TRUST, type ModelServer, type ModelVault } from './model-vault.js';

const cli = await builtCli();
const NOW = { COMMONPLACE_NOW: '2026-11-22T09:00:00Z' };
const NOTES = manyNotes(6);

async function json<T>({ root }: ModelVault, ...args: string[]): Promise<T & { readonly stderr: string }> {
	const { stdout, stderr } = await cli.run(['--vault', root, '--json', ...args], { ...ENV, ...NOW });
	expect(stdout, stderr).toMatch(/^\{.*\}\n$/);
	return { ...(JSON.parse(stdout) as T), stderr };
}

interface Compiled {
	readonly run: string;
	readonly sources: { readonly new: number; readonly failed: number };
	readonly problems: readonly { readonly path: string; readonly message: string }[];
	readonly coin_usd: number | null;
}

/** Compiles, and has a person approve all of it. */
async function compiled(vault: ModelVault, ...more: string[]): Promise<Compiled> {
	const report = await json<Compiled>(vault, 'compile', '--approve', 'passed', ...more);
	const { proposals } = await json<{ proposals: { id: string }[] }>(vault, 'review', 'list');
	if (proposals.length > 0) await cli.run(['--vault', vault.root, 'review', 'approve', ...proposals.map(({ id }) => id)], { ...ENV, ...NOW });
	return report;
}

const below = (vault: ModelVault, folder: string): Record<string, string> => Object.fromEntries(Object.entries(vault.files()).filter(([path]) => path.startsWith(folder)));
/** Runs are named after the process that does them. */
const wiki = (vault: ModelVault): Record<string, string> => Object.fromEntries(Object.entries(below(vault, 'wiki/')).map(([path, text]) => [path, text.replace(/r-\d{8}-\d{6}-[a-z]+-[0-9a-z]{4}/g, 'RUN')]));

/** A run by a model, as it lies in the vault afterwards. */
interface Recorded {
	readonly transcripts: Record<string, string>;
	readonly wiki: Record<string, string>;
	readonly server: ModelServer;
	readonly operators: string;
	readonly run: string;
}

let known: Promise<Recorded> | null = null;
const recorded = (): Promise<Recorded> => (known ??= record());

async function record(): Promise<Recorded> {
	const vault = modelVault({ ...NOTES, '_commonplace/schema.md': 'Write plainly.\n' });
	const server = await modelServer();
	const operators = `workers:\n  model: ${reader(server.url)}\n${TRUST}`;
	vault.operators(operators);
	const report = await compiled(vault);
	expect(report).toMatchObject({ sources: { new: 6, failed: 0 }, problems: [] });
	return { transcripts: below(vault, '_commonplace/transcripts/'), wiki: wiki(vault), server, operators, run: report.run };
}

function repeating(operators: string, ...files: readonly Record<string, string>[]): ModelVault {
	const vault = modelVault(Object.assign({}, NOTES, { '_commonplace/schema.md': 'Write plainly.\n' }, ...files) as Record<string, string>);
	vault.operators(operators);
	return vault;
}

describe('a compile by replay', () => {
	it('gives the pages of the recorded run to the byte, asks nobody and costs nothing', async () => {
		const { transcripts, server, operators, run, wiki: pages } = await recorded();
		const asked = server.seen.length;
		const again = repeating(operators, transcripts);
		const repeated = await compiled(again, '--worker', 'replay', '--run', run);
		expect(repeated).toMatchObject({ sources: { new: 6, failed: 0 }, problems: [], coin_usd: 0 });
		expect(server.seen).toHaveLength(asked);
		expect(Object.keys(wiki(again)).length).toBeGreaterThan(8);
		expect(wiki(again)).toEqual(pages);
		expect(below(again, '_commonplace/transcripts/')).toEqual(transcripts);
	});

	it.each<[string, Record<string, string>, RegExp]>([
		['a source that changed', { 'raw/Note 1.md': '# Note 1\n\nRetrieval practice is something else now.\n' }, /Drift from the recorded run: extract:\S+ is asked with another input than in _commonplace\/transcripts\//],
		['the vault’s schema', { '_commonplace/schema.md': 'Write at length.\n' }, /another instructions than in/],
		['a note that was not there', { 'raw/New.md': '# New\n\nSpaced repetition is new here.\n' }, /Drift from the recorded run: extract:\S+ was never asked/],
	])('names a drift: %s', async (_, change, said) => {
		const { transcripts, server, operators } = await recorded();
		const asked = server.seen.length;
		const report = await compiled(repeating(operators, transcripts, change), '--worker', 'replay');
		expect(report.problems.map(({ message }) => message).join('\n')).toMatch(said);
		expect(report.sources.failed).toBeGreaterThan(0);
		expect(server.seen).toHaveLength(asked);
	});

	it('of a run that left no transcripts says that nothing of it was asked', async () => {
		const { transcripts, operators } = await recorded();
		const report = await compiled(repeating(operators, transcripts), '--worker', 'replay', '--run', 'r-20200101-000000-compile-none');
		expect(report.sources.failed).toBe(6);
		expect(report.problems[0]?.message).toContain('was never asked');
	});

	it('has nothing to do where code alone works', async () => {
		const { stdout, code } = await cli.run(['--vault', modelVault(NOTES).root, '--json', 'compile', '--worker', 'replay']);
		expect([code, stdout]).toEqual([3, expect.stringContaining('There is nothing to replay')]);
	});
});
