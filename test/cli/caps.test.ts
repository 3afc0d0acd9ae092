import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { carbonOf, GRID_MIXES, middleOf } from '../../src/budget/carbon.js';
import { json } from '../worker/servers/bare-server.js';
import { completionOf } from '../worker/servers/endpoints.js';
import { builtCli } from './built-cli.js';
import { countsOf, ENV, goodAnswer, manyNotes, modelServer, modelVault, reader, TRUST, type ModelVault } from './model-vault.js';

const cli = await builtCli();
const SOURCES = 8;
const SLOW_MS = 300;

interface Compiled {
	readonly sources: { readonly new: number; readonly failed: number };
	readonly problems: readonly { readonly message: string }[];
}

async function compile({ root }: ModelVault): Promise<Compiled & { readonly stderr: string; readonly code: number | null }> {
	const { stdout, stderr, code } = await cli.run(['--vault', root, '--json', 'compile'], ENV);
	expect(stdout, stderr).toMatch(/^\{.*\}\n$/);
	return { ...(JSON.parse(stdout) as Compiled), stderr, code };
}

const COIN = (1000 * 1 + 100 * 4) / 1e6;
const CARBON = middleOf(carbonOf({ total: 20, active: [20, 20] }, 100, GRID_MIXES['WOR'] ?? NaN));

// Each cap has room for three calls and a part of the fourth, which is under way when it is passed.
it.each([
	['CLOCK', 'run', 'clock_ms', 3.5 * SLOW_MS, /The cap of 1 s \(clock_ms\) a run is reached\. Raise it under “caps” in operators\.yml, or compile again\./],
	['COIN', 'day', 'coin_usd', 3.5 * COIN, /The cap of \$0\.0049\d* \(coin_usd\) a day is reached\. Raise it under “caps” in operators\.yml, or compile again tomorrow \(UTC\)\./],
	['CARBON', 'month', 'carbon_g', 3.5 * CARBON, /The cap of [\d.e-]+ g CO2e \(carbon_g\) a month is reached\. Raise it under “caps” in operators\.yml, or compile again next month \(UTC\)\./],
] as const)('a cap in %s warns, holds, is passed by no more than the call under way, and is raised by a person', async (_, span, currency, cap, held) => {
	const vault = modelVault(manyNotes(SOURCES));
	const server = await modelServer(async (_request, response, asked) => {
		await setTimeout(SLOW_MS);
		json(response, 200, completionOf(JSON.stringify(goodAnswer(asked)), { usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 } }));
		return true;
	});
	const operators = (more: string): void => {
		vault.operators(`workers:\n  model: ${reader(server.url, ', parallel: 1')}\n${TRUST}${more}`);
	};
	operators(`caps: { ${span}: { ${currency}: ${String(cap)} } }\n`);
	const first = await compile(vault);
	expect(first.stderr).toMatch(new RegExp(`(?:8|9|1\\d)\\d % of the cap of .* \\(${currency}\\) a ${span} are spent\\. At 100 % the run holds`));
	expect(first.problems.map(({ message }) => message).join('\n')).toMatch(held);
	expect(first).toMatchObject({ code: 1, sources: { new: server.read.length, failed: SOURCES - server.read.length } });
	// A busy machine makes a call slower, never faster.
	if (currency === 'clock_ms') expect(server.read.length).toBeLessThanOrEqual(4);
	else expect(server.read).toHaveLength(4);
	expect(server.seen).toHaveLength(server.read.length);

	if (span !== 'run') {
		// It is not this run alone that counts.
		expect((await compile(vault)).problems.map(({ message }) => message).join('\n')).toMatch(held);
		expect(server.seen).toHaveLength(server.read.length);
	}
	operators('');
	expect(await compile(vault)).toMatchObject({ sources: { failed: 0 }, problems: [] });
	expect(Object.values(countsOf(server.read))).toEqual(Array<number>(SOURCES).fill(1));
});
