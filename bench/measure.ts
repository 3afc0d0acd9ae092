import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** One run of a command: wall time in milliseconds, peak resident memory in bytes, its JSON answer. */
export interface Run {
	readonly ms: number;
	readonly peak: number;
	readonly answer: Readonly<Record<string, unknown>>;
}

/** Runs a script of Node in its own process and reads one JSON object from its stdout. */
export function runNode(peakScript: string, args: readonly string[]): Run {
	const start = performance.now();
	const { stdout, stderr, status, output, error } = spawnSync(process.execPath, ['--require', peakScript, ...args], {
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
		encoding: 'utf8',
		maxBuffer: 1 << 30,
	});
	const ms = performance.now() - start;
	if (error !== undefined || status === null || status > 1) throw new Error(`node ${args.join(' ')} ended with ${String(status)}: ${error?.message ?? ''}${stderr.slice(-2000)}${stdout.slice(0, 500)}`);
	return { ms, peak: Number(output[3] ?? 0), answer: JSON.parse(stdout) as Record<string, unknown> };
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
