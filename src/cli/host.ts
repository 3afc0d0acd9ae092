import { hostname } from 'node:os';
import process from 'node:process';
import { err, ok, type Result } from '../model/result.js';
import type { Host } from '../vault/port.js';

/** A name for files: lower-case letters, digits and hyphens, at most 40 of them. */
export function deviceName(name: string): string {
	const plain = name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 40)
		.replace(/^-|-$/g, '');
	return plain === '' ? 'device' : plain;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const localDate = (date: Date): string => `${String(date.getFullYear())}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;

function isAlive(pid: number): boolean | null {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : null;
		// A process of somebody else cannot be signalled, which shows that it is there.
		return code === 'EPERM' ? true : code === 'ESRCH' ? false : null;
	}
}

/**
 * The machine as the core may know it. `COMMONPLACE_DEVICE` names it, else the host's name does; `COMMONPLACE_NOW`, an
 * ISO time, stops the clock so that a run can be repeated byte for byte.
 */
export function nodeHost(env: Readonly<Record<string, string | undefined>>): Result<Host, string> {
	const device = deviceName(env['COMMONPLACE_DEVICE'] ?? hostname());
	const fixed = env['COMMONPLACE_NOW'];
	const rest = { device, isAlive, pid: process.pid, wait: (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds)) };
	if (fixed === undefined || fixed === '') return ok({ ...rest, now: () => Date.now(), today: () => localDate(new Date()) });
	const at = Date.parse(fixed);
	if (Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}/.test(fixed)) return err(`COMMONPLACE_NOW must be an ISO time such as 2026-11-22T09:00:00Z, not "${fixed}".`);
	return ok({ ...rest, now: () => at, today: () => fixed.slice(0, 10) });
}
