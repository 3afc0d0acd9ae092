import { spawnSync } from 'node:child_process';

/** How long decisions of the gate take, in milliseconds. */
export interface GateLatency {
	readonly name: string;
	readonly p50: number;
	readonly p99: number;
	readonly longest: number;
	/** Of the processor: what other programs take meanwhile does not count. */
	readonly cpu_p99: number;
}

/** Measures in a process of its own, so that nothing that was measured before weighs on it. */
export function measureGate(script: string): readonly GateLatency[] {
	const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${script} ended with ${String(status)}: ${stderr}`);
	return (JSON.parse(stdout) as { readonly latencies: readonly GateLatency[] }).latencies;
}

export const latencyNote = (latencies: readonly GateLatency[]): string =>
	latencies.map(({ name, p50, p99, longest, cpu_p99 }) => `${name}: p50 ${p50.toFixed(3)}, p99 ${p99.toFixed(3)}, longest ${longest.toFixed(1)} ms by the clock; p99 ${cpu_p99.toFixed(3)} ms of the processor`).join('\n');
