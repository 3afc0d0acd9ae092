import type { CostLine, CostReport } from '../compile/cost-report.js';
import type { Problem } from '../model/result.js';
import type { ListedTask, TaskList } from '../worker/mailbox/list-tasks.js';
import { batchPrice } from '../worker/batches/batch-file.js';
import { visible, type Style } from './style.js';

const SHOWN = 10;

const tokens = (amount: number): string => (amount < 10_000 ? String(amount) : `${(amount / 1000).toFixed(0)}k`);
/** A sum with an unknown part is at least what is known of it. */
const atLeast = (unknown: number, text: string): string => (unknown > 0 ? `≥ ${text}` : text);

function coin({ coin_usd, unknown }: CostLine): string {
	return coin_usd === null ? 'unknown' : atLeast(unknown.coin_usd, `$${coin_usd.toFixed(coin_usd === 0 ? 0 : 4)}`);
}

function carbon({ carbon_low_g, carbon_high_g, unknown }: CostLine): string {
	if (carbon_low_g === null || carbon_high_g === null) return 'unknown';
	const range = carbon_low_g === carbon_high_g ? carbon_low_g.toFixed(2) : `${carbon_low_g.toFixed(2)}–${carbon_high_g.toFixed(2)}`;
	return atLeast(unknown.carbon_g, `${range} g`);
}

const clock = ({ clock_ms, unknown }: CostLine): string => (clock_ms === null ? 'unknown' : atLeast(unknown.clock_ms, `${(clock_ms / 1000).toFixed(1)} s`));

const HEAD = ['orders', 'tokens in', 'out', 'CLOCK', 'COIN', 'CARBON'];

const cells = (line: CostLine): readonly string[] => [
	String(line.orders),
	line.unknown.tokens === line.orders ? 'unknown' : atLeast(line.unknown.tokens, `${tokens(line.tokens_in)}${line.tokens_cached > 0 ? ` (${tokens(line.tokens_cached)} cached)` : ''}`),
	line.unknown.tokens === line.orders ? 'unknown' : atLeast(line.unknown.tokens, tokens(line.tokens_out)),
	clock(line), coin(line), carbon(line),
];

function table(heading: string, lines: readonly CostLine[], style: Style): string[] {
	if (lines.length === 0) return [];
	const shown = lines.slice(0, SHOWN);
	const rows = shown.map(cells);
	const widths = HEAD.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
	const row = (values: readonly string[], name: string): string => `  ${values.map((value, column) => value.padStart(widths[column] ?? 0)).join('  ')}  ${name}`;
	const more = lines.length - SHOWN;
	return [style.bold(heading), style.dim(row(HEAD, '')).trimEnd(), ...rows.map((values, index) => row(values, visible(shown[index]?.name ?? ''))), ...(more > 0 ? [`  … and ${String(more)} more; --json has them all`] : []), ''];
}

const problemLines = (problems: readonly Problem[], style: Style): string[] => (problems.length === 0 ? [] : [style.bold(`Problems (${String(problems.length)})`), ...problems.map(({ path, message }) => `  ${visible(path)}  ${visible(message)}`), '']);

const text = (lines: readonly string[]): string => `${lines.join('\n').replace(/\n+$/, '')}\n`;

const waitingLines = (waiting: CostReport['waiting'], style: Style): string[] =>
	waiting.length === 0
		? []
		: [style.bold('Waiting for a batch, not counted above'), ...waiting.map((batch) => `  ${String(batch.orders)} orders for ${visible(batch.worker)} since ${batch.since}, about ${batchPrice(batch)}`), ''];

export function costText(report: CostReport, style: Style): string {
	if (report.total.orders + report.waiting.length === 0) return text(['No model was asked yet, so that nothing was spent.', '', ...problemLines(report.problems, style)]);
	return text([
		...table('Total', [report.total], style),
		...table('By day (UTC)', report.by_day, style),
		...table('By run', report.by_run, style),
		...table('By kind of task', report.by_kind, style),
		...table('By model', report.by_model, style),
		...table('By source', report.by_source, style),
		...table('By page', report.by_page, style),
		...waitingLines(report.waiting, style),
		...problemLines(report.problems, style),
		'CARBON is an estimate, always a range; “unknown” is not nothing, and ≥ says that some of it is unknown.',
	]);
}

const STATES: readonly (readonly [ListedTask['state'], string])[] = [['open', 'Open: anybody may answer'], ['claimed', 'Claimed'], ['answered', 'Answered: read by the next compile'], ['dead', 'Dead: given up three times; move them back to open/ to have them tried again']];

export function tasksText({ tasks, done, problems }: TaskList, style: Style): string {
	const blocks = STATES.flatMap(([state, heading]) => {
		const those = tasks.filter((task) => task.state === state);
		if (those.length === 0) return [];
		return [style.bold(`${heading} (${String(those.length)})`), ...those.map(({ path, task, claim }) => `  ${visible(path)}  ${style.dim(visible(task))}${claim === null ? '' : `  ${visible(claim.who)} until ${claim.until}`}`), ''];
	});
	return text([...(tasks.length === 0 ? ['No task waits.', ''] : blocks), ...(done > 0 ? [`${String(done)} done.`, ''] : []), ...problemLines(problems, style)]);
}
