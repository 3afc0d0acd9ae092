import { callsNote, type Calls } from './calls.js';
import type { GoldReport } from './gold.js';

/** A measured series: the median is what counts, the spread tells how far to trust it. */
export interface Series {
	readonly name: string;
	readonly notes: number;
	readonly ms: readonly number[];
	readonly median_ms: number;
	/** Sources per second; null where that says nothing. */
	readonly notes_per_second: number | null;
	/** Bytes; null where it was not measured. */
	readonly peak_rss: number | null;
}

export interface Target {
	readonly name: string;
	readonly limit: string;
	readonly reached: string;
	readonly passed: boolean;
}

export interface Machine {
	readonly cpu: string;
	readonly cores: number;
	readonly memory_gb: number;
	readonly os: string;
	readonly node: string;
}

export interface BenchResults {
	readonly date: string;
	readonly machine: Machine;
	readonly vaults: readonly { readonly notes: number; readonly bytes: number; readonly pages: number; readonly proposals: number }[];
	readonly series: readonly Series[];
	readonly growth: readonly { readonly name: string; readonly ratio: number; readonly of: number }[];
	readonly calls: readonly Calls[];
	readonly targets: readonly Target[];
	readonly gold: GoldReport['scores'];
}

export const time = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(2)} s`);
export const megabytes = (bytes: number): string => `${String(Math.round(bytes / 1_048_576))} MB`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The results as a note. */
export function resultsNote(results: BenchResults, goldNote: string): string {
	const { machine, vaults, series, growth, calls, targets } = results;
	return `# Bench, ${results.date}

${machine.cpu}, ${String(machine.cores)} cores, ${String(machine.memory_gb)} GB, ${machine.os}, Node ${machine.node}.
${vaults.map(({ notes, bytes, pages, proposals }) => `${String(notes)} notes: ${megabytes(bytes)}, ${String(proposals)} proposals, ${String(pages)} pages committed.`).join('\n')}

## Targets

${table(['Target', 'Limit', 'Reached', ''], targets.map(({ name, limit, reached, passed }) => [name, limit, reached, passed ? 'passed' : '**missed**']))}

## Times

${table(
		['What', 'Notes', 'Median', 'Runs', 'Lowest to highest', 'Notes a second', 'Peak memory'],
		series.map(({ name, notes, ms, median_ms, notes_per_second, peak_rss }) => [
			name, String(notes), time(median_ms), String(ms.length), `${time(Math.min(...ms))} to ${time(Math.max(...ms))}`,
			notes_per_second === null ? '' : String(Math.round(notes_per_second)), peak_rss === null ? '' : megabytes(peak_rss),
		]),
	)}

## Growth

Ten times the notes take so many times the time; 10 is linear.

${table(['What', 'Times'], growth.map(({ name, ratio }) => [name, ratio.toFixed(1)]))}

## Calls of a model

${callsNote(calls)}

## Gold set

${goldNote}
`;
}
