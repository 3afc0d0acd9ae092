import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { callsNote, callsPerSource, measureCalls, timesOwnTokens } from './calls.js';
import { latencyNote, measureGate } from './latency.js';
import { goldNote, judgeGold } from './gold.js';
import { median, runNode, type Run } from './measure.js';
import { megabytes, resultsNote, time, type BenchResults, type Series, type Target } from './report.js';
import { copyVault, footprint, writeVault } from './vaults.js';

const [, , root = '.', ...options] = process.argv;
const work = join(root, 'bench/work');
const cli = join(work, 'cli.js');
const noop = join(work, 'noop.mjs');
const peak = resolve(root, 'bench/peak.cjs');
const quick = options.includes('--quick');
const SIZES = quick ? [100, 1000] : [1000, 10_000];

if (options.includes('--gold')) {
	process.stdout.write(`${goldNote(await judgeGold(root))}\n`);
	process.exit(0);
}

if (options.includes('--gate')) {
	process.stdout.write(`${latencyNote(measureGate(join(work, 'gate.mjs')))}\n`);
	process.exit(0);
}

if (options.includes('--calls')) {
	process.stdout.write(`${callsNote(await measureCalls(root))}\n`);
	process.exit(0);
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const compile = (folder: string, approve: 'none' | 'passed'): Run => runNode(peak, [cli, '--vault', folder, '--json', 'compile', '--approve', approve]);
const listOf = (run: Run, member: string): readonly unknown[] => (Array.isArray(run.answer[member]) ? run.answer[member] : []);

function series(name: string, notes: number, runs: readonly { readonly ms: number; readonly peak?: number }[], perNote: boolean): Series {
	const ms = runs.map((run) => run.ms);
	const peaks = runs.flatMap((run) => (run.peak === undefined ? [] : [run.peak]));
	const middle = median(ms);
	say(`${String(notes).padStart(6)} notes  ${name.padEnd(48)} ${time(middle).padStart(9)}${peaks.length > 0 ? `  ${megabytes(Math.max(...peaks))}` : ''}`);
	return { name, notes, ms, median_ms: middle, notes_per_second: perNote ? (notes / middle) * 1000 : null, peak_rss: peaks.length > 0 ? Math.max(...peaks) : null };
}

function repeat<T>(times: number, run: (index: number) => T): T[] {
	return Array.from({ length: times }, (_, index) => run(index));
}

const results: { vaults: BenchResults['vaults'][number][]; series: Series[] } = { vaults: [], series: [] };
const faults: string[] = [];
mkdirSync(work, { recursive: true });

for (const notes of SIZES) {
	const { folder, bytes } = writeVault(root, work, notes);
	const copy = join(work, 'copy');
	const first = (approve: 'none' | 'passed'): Run[] => repeat(3, () => compile(copyVault(folder, copy), approve));

	results.series.push(series('first compile, nothing approved', notes, first('none'), true));
	const approved = first('passed');
	results.series.push(series('first compile, passed proposals committed', notes, approved, true));
	const [one] = approved;
	if (one !== undefined) results.vaults.push({ notes, bytes, pages: listOf(one, 'committed').length, proposals: listOf(one, 'proposals').length });

	// The vault has settled: a file as young as its listing would be read again, for its time cannot be trusted yet.
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2100);
	compile(copy, 'passed');
	const before = footprint(copy, statSync);
	const idle = repeat(5, () => compile(copy, 'passed'));
	results.series.push(series('nothing to do, whole command', notes, idle, true));
	if (idle.some((run) => run.answer['worker_calls'] !== 0 || listOf(run, 'committed').length > 0)) faults.push(`${String(notes)} notes: a compile with nothing to do called the worker or committed`);
	const inside = runNode(peak, [noop, copy, '7']);
	const times = Array.isArray(inside.answer['times']) ? inside.answer['times'].map(Number) : [];
	results.series.push(series('nothing to do, in the process, first', notes, times.slice(0, 1).map((ms) => ({ ms })), true));
	results.series.push(series('nothing to do, in the process', notes, times.map((ms) => ({ ms })), true));
	if (inside.answer['calls'] !== 0) faults.push(`${String(notes)} notes: a compile with nothing to do called the worker`);
	if (footprint(copy, statSync) !== before) faults.push(`${String(notes)} notes: a compile with nothing to do wrote a file`);

	const files = readdirSync(join(copy, 'raw'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
	const changed = repeat(3, (index) => {
		const file = files[Math.floor(((index + 1) * files.length) / 4)];
		if (file !== undefined) appendFileSync(file, `\nThe lighthouse at Cape ${'ABC'.charAt(index)} was built in 18${String(40 + index)}. The lighthouse is 31 metres tall.\n`);
		return compile(copy, 'passed');
	});
	results.series.push(series('one changed source', notes, changed, false));
	if (changed.some((run) => Number((run.answer['sources'] as Record<string, unknown> | undefined)?.['changed']) !== 1)) faults.push(`${String(notes)} notes: one changed source was not seen as one`);
	rmSync(copy, { recursive: true, force: true });
}

const [small = 0, large = 0] = SIZES;
const of = (name: string, notes: number): Series | undefined => results.series.find((entry) => entry.name === name && entry.notes === notes);
const growth = [...new Set(results.series.map(({ name }) => name))].map((name) => ({ name, ratio: (of(name, large)?.median_ms ?? Number.NaN) / (of(name, small)?.median_ms ?? Number.NaN), of: large / small }));

const within = (name: string, series_: string, limit: number): Target => {
	const reached = of(series_, large)?.median_ms ?? Number.NaN;
	return { name, limit: time(limit), reached: time(reached), passed: reached <= limit };
};
// A compile is done when its pages stand; without approval it works all of them out and writes none.
const FIRST = 'first compile, passed proposals committed';
const rss = of(FIRST, large)?.peak_rss ?? Number.NaN;
const firstGrowth = growth.find(({ name }) => name === FIRST)?.ratio ?? Number.NaN;
const targets: Target[] = [
	within('nothing to do, in the process, given the file stats', 'nothing to do, in the process', 60),
	within('nothing to do, whole command', 'nothing to do, whole command', 500),
	{ name: 'nothing to do: no worker call, no write', limit: '0', reached: faults.length === 0 ? '0' : faults.join('; '), passed: faults.length === 0 },
	within('one changed source', 'one changed source', 1000),
	within(FIRST, FIRST, 45_000),
	within('first compile, nothing approved', 'first compile, nothing approved', 45_000),
	{ name: 'first compile, peak memory', limit: '1024 MB', reached: megabytes(rss), passed: rss <= 1 << 30 },
	{ name: `first compile, growth from ${String(small)} to ${String(large)}`, limit: 'at most 12 times', reached: `${firstGrowth.toFixed(1)} times`, passed: firstGrowth <= 12 },
];

const latencies = measureGate(join(work, 'gate.mjs'));
for (const { name, p99, cpu_p99 } of latencies) targets.push({ name: `${name}, 99 of 100`, limit: '1.0 ms of the processor', reached: `${cpu_p99.toFixed(2)} ms (${p99.toFixed(2)} ms by the clock)`, passed: cpu_p99 < 1 });

const calls = await measureCalls(root);
const [byItself, , unchanged] = calls;
if (byItself !== undefined && unchanged !== undefined) {
	targets.push({ name: 'calls of a model for a source of 7 KB', limit: '2.0 on average', reached: callsPerSource(byItself).toFixed(2), passed: callsPerSource(byItself) <= 2 });
	targets.push({ name: 'tokens sent uncached for it', limit: '4.0 times its own', reached: `${timesOwnTokens(byItself).toFixed(2)} times`, passed: timesOwnTokens(byItself) <= 4 });
	targets.push({ name: 'calls of a model for sources that did not change', limit: '0', reached: callsPerSource(unchanged).toFixed(0), passed: callsPerSource(unchanged) === 0 });
}

const gold = await judgeGold(root);
const { precision } = gold.scores.disagreements;
targets.push({ name: 'gold set: precision of disagreements', limit: 'at least 0.90', reached: precision.toFixed(2), passed: precision >= 0.9 });

const [cpu] = cpus();
const report: BenchResults = {
	date: new Date().toISOString().slice(0, 10),
	machine: { cpu: cpu?.model.trim() ?? 'unknown processor', cores: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30), os: `${platform()} ${release()} ${arch()}`, node: process.versions.node },
	...results, growth, calls, targets, gold: gold.scores,
};
if (!quick) {
	writeFileSync(join(root, 'bench/results.md'), resultsNote(report, goldNote(gold)));
	writeFileSync(join(root, 'bench/results.json'), `${JSON.stringify(report, null, '\t')}\n`);
}
process.stdout.write(resultsNote(report, goldNote(gold)));
