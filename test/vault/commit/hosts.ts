import { setTimeout } from 'node:timers/promises';
import type { Host } from '../../../src/vault/port.js';

/** A host with a clock that the test moves, and a list of processes that run. */
export interface TestHost extends Host {
	time: number;
	readonly running: Set<number> | null;
}

/** `running` null: the host cannot tell who runs, as on a phone. */
export function testHost(pid = 1, running: Set<number> | null = new Set([pid]), device = 'desk'): TestHost {
	const host: TestHost = {
		time: 1_700_000_000_000,
		running,
		now: () => host.time,
		today: () => '2026-11-22',
		device,
		pid,
		isAlive: (other) => (running === null ? null : running.has(other)),
		wait: (milliseconds) => setTimeout(milliseconds),
	};
	return host;
}
