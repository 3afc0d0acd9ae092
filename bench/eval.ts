import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openVault } from '../src/cli/open.js';
import { nodeHost } from '../src/cli/host.js';
import type { CostLine } from '../src/compile/cost-report.js';
import { nodeVault } from '../src/vault/node-disk/node-vault.js';
import { offlineGold, judgeGold, type GoldReport } from './gold.js';

const [, , root = '.', ...options] = process.argv;
const { env } = process;

// What a person with a key and nothing else gets: a fast model, and a cap that the set stays well under.
const WITH_A_KEY = (use: string, model: string): string => `workers:\n  model:\n    use: ${use}\n    tier: 1\n    model: ${model}\ntrust: { extract: 1, identify: 1, weave: 1, adjudicate: 1 }\ncaps:\n  run: { coin_usd: 2 }\n`;

/** The `operators.yml` to judge: a file that the user names, else one for the key that is there; null without either. */
function operators(): string | null {
	const at = options.indexOf('--operators');
	const file = at === -1 ? undefined : options[at + 1];
	if (at !== -1 && file === undefined) throw new Error('--operators needs a file, written as _commonplace/operators.yml is.');
	if (file !== undefined) return readFileSync(file, 'utf8');
	if (env['ANTHROPIC_API_KEY']) return WITH_A_KEY('anthropic', 'claude-haiku-4-5');
	if (env['OPENAI_API_KEY']) return WITH_A_KEY('openai', 'gpt-5-mini');
	return null;
}

interface Row {
	readonly who: string;
	readonly report: GoldReport;
	/** Null for code on this machine. */
	readonly cost: CostLine | null;
}

const share = (part: number, whole: number): string => (whole === 0 ? 'none' : (part / whole).toFixed(2));
const known = (value: number | null, show: (value: number) => string): string => (value === null ? 'unknown' : show(value));

function line({ who, report: { scores, claims, borneOut, seconds }, cost }: Row): string {
	const cells = [
		who,
		`${share(borneOut, claims)} of ${String(claims)}`,
		`${scores.extraction.precision.toFixed(2)} / ${scores.extraction.recall.toFixed(2)}`,
		`${scores.identity.precision.toFixed(2)} / ${scores.identity.recall.toFixed(2)}`,
		`${scores.disagreements.precision.toFixed(2)} / ${scores.disagreements.recall.toFixed(2)}`,
		cost === null ? '0' : String(cost.calls),
		cost === null ? '$0' : known(cost.coin_usd, (usd) => `$${usd.toFixed(4)}`),
		cost === null ? '0' : cost.carbon_low_g === null || cost.carbon_high_g === null ? 'unknown' : `${cost.carbon_low_g.toPrecision(2)}–${cost.carbon_high_g.toPrecision(2)}`,
		`${seconds.toFixed(1)} s`,
	];
	return `| ${cells.join(' | ')} |`;
}

const HEAD = ['| Worker | Claims borne out by their quotes | Concepts P / R | Identity P / R | Disagreements P / R | Calls | COIN | CARBON g (estimate) | Time |', '| --- | --- | --- | --- | --- | --: | --: | --: | --: |'];

/** The set as a vault on disk, read by whom the file names. Its transcripts stay there to be read. */
async function judgeModel(file: string): Promise<Row> {
	const folder = join(root, 'bench/work/eval');
	rmSync(folder, { recursive: true, force: true });
	const put = (path: string, text: string): void => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	};
	put('_commonplace/operators.yml', file);
	for (const worker of ['anthropic', 'openai', 'mailbox']) put(`_commonplace/rules/${worker}.yml`, 'inherit: default\n');
	const host = nodeHost(env);
	if (!host.ok) throw new Error(host.error);
	const tell = ({ path, message }: { readonly path: string; readonly message: string }): void => void process.stderr.write(`${path}: ${message}\n`);
	let cost: CostLine | null = null;
	let who = 'model';
	const report = await judgeGold(root, async (gold) => {
		for (const [path, text] of gold.notes) put(`raw/${path}`, text);
		const { app, problems, unusable } = await openVault(folder, host.value, { env, worker: null, tell });
		problems.forEach(tell);
		if (unusable !== null) throw new Error(`${unusable.path}: ${unusable.message}`);
		return {
			vault: nodeVault(folder),
			app: {
				...app,
				async compile(asked) {
					const done = await app.compile(asked);
					done.problems.slice(0, 10).forEach(tell);
					const costs = await app.costs();
					cost = costs.total;
					who = costs.by_model.map(({ name }) => name).join(', ') || 'no model answered';
					return done;
				},
			},
		};
	});
	return { who, report, cost };
}

const file = operators();
const rows: Row[] = [{ who: 'offline', report: await judgeGold(root, offlineGold), cost: null }];
if (file !== null) rows.push(await judgeModel(file));
process.stdout.write(`${[...HEAD, ...rows.map(line)].join('\n')}\n\n`);
process.stdout.write(`P is precision, R recall, on the gold set in test/gold. “Borne out” asks of each claim whether all its numbers, limiting words and names stand in its quote: an approximation, for meaning is not judged.\n`);
if (file === null) {
	process.stdout.write(
		'\nNo model was asked: there is neither ANTHROPIC_API_KEY nor OPENAI_API_KEY in the environment. With one of them a fast model of that provider reads the set, for at most $2. A local server, or other models:\n\n  npm run eval -- --operators FILE     FILE as _commonplace/operators.yml, docs/workers.md\n',
	);
}
