import { err, ok, problem, type Problem, type Result } from '../../model/result.js';
import type { Layout } from '../layout.js';
import type { Host, VaultPort } from '../port.js';
import { leaseFolder } from './places.js';
import { isVaultError, readOrNull, recordStore } from './record.js';

export interface LeaseHolder {
	/** `<start in base 36>-<pid>-<count>`; also the file's name, so that a torn file still tells whose it is. */
	readonly token: string;
	readonly pid: number;
	readonly run: string;
	/** Milliseconds since the epoch. */
	readonly expires: number;
}

/** The right to commit on this device. */
export interface Lease {
	readonly token: string;
	readonly run: string;
	/** True if a holder that never released it was found: recovery has work to do. */
	readonly tookOver: boolean;
	/** To be asked before every write: renews when half of the term is gone; false when the lease ran out and may be another's. */
	hold(): Promise<boolean>;
	release(): Promise<void>;
}

const TERM = 60_000;
// A lease further in the future than this was written under another clock.
const LONGEST = 3_600_000;
const PATIENCE = 20;
const PAUSE = 10;
const RETRY = 100;

let count = 0;
// Tokens of this process: one with this process's number that is not among them was left by an earlier process.
const active = new Set<string>();

/**
 * Takes the lease of this device for `term` milliseconds, or says who holds it until when.
 *
 * Each process writes only its own file, then looks whether any other live one stands there. Of two that come at once, at
 * least one sees the other, so that two never both hold it; the smaller token waits a little, the other one gives way. Since
 * nobody replaces another's file, taking over from the dead needs no step that could hit the living. Whoever gives way tries
 * `retries` times more, a tenth of a second apart: most holders are done by then.
 */
export async function acquireLease(
	port: VaultPort,
	host: Host,
	layout: Layout,
	options: { readonly run: string; readonly term?: number; readonly retries?: number },
): Promise<Result<Lease>> {
	const { run, term = TERM, retries = 0 } = options;
	const folder = leaseFolder(layout, host.device);
	const store = recordStore(port, layout);
	const isLive = ({ token: other, pid, expires: end }: LeaseHolder): boolean => {
		const left = end - host.now();
		if (left <= 0 || left > Math.max(LONGEST, term)) return false;
		return pid === host.pid ? active.has(other) : host.isAlive(pid) !== false;
	};

	count += 1;
	const token = `${host.now().toString(36)}-${host.pid}-${count}`;
	const file = `${folder}/${token}.json`;
	let expires = host.now() + term;
	const body = (): string => `${JSON.stringify({ token, pid: host.pid, run, expires } satisfies LeaseHolder)}\n`;
	const others = async (): Promise<LeaseHolder[]> => (await leaseHolders(port, host, layout)).filter((holder) => holder.token !== token);
	const giveUp = async (): Promise<void> => {
		active.delete(token);
		try {
			await store.remove(file);
		} catch (error) {
			// It ends by itself.
			if (!isVaultError(error)) throw error;
		}
	};

	active.add(token);
	try {
		await store.create(file, body());
		for (let turn = 0; ; turn += 1) {
			const standing = await others();
			const live = standing.filter(isLive);
			const [first] = live;
			if (first === undefined) {
				for (const holder of standing) await store.remove(`${folder}/${holder.token}.json`);
				return ok(leaseOf(standing.length > 0));
			}
			if (turn === PATIENCE || live.some((holder) => holder.token < token)) {
				await giveUp();
				if (retries === 0) return err(heldBy(first, layout));
				let left = retries;
				// Without a file of its own, so that it is in nobody's way meanwhile.
				do {
					await host.wait(RETRY);
					left -= 1;
				} while (left > 0 && (await others()).some(isLive));
				return await acquireLease(port, host, layout, { ...options, retries: left });
			}
			await host.wait(PAUSE);
		}
	} catch (error) {
		if (!isVaultError(error)) throw error;
		await giveUp();
		return err(problem(error.path, `Nothing can be written to this vault: ${error.message}`));
	}

	function leaseOf(tookOver: boolean): Lease {
		let lost = false;
		return {
			token,
			run,
			tookOver,
			async hold() {
				if (lost || host.now() >= expires) {
					lost = true;
					return false;
				}
				if (expires - host.now() > term / 2) return true;
				const ends = expires;
				try {
					expires = host.now() + term;
					await store.write(file, body());
					// The old term may have ended while this was written.
					lost = (await others()).some(isLive);
				} catch (error) {
					if (!isVaultError(error)) throw error;
					expires = ends;
				}
				if (lost) await giveUp();
				return !lost && host.now() < expires;
			},
			async release() {
				lost = true;
				await giveUp();
			},
		};
	}
}

/** Everyone who asked for the lease of this device and did not give it back, dead or alive, sorted by token. */
export async function leaseHolders(port: VaultPort, host: Host, layout: Layout): Promise<LeaseHolder[]> {
	const holders: LeaseHolder[] = [];
	for (const { path } of await port.list(leaseFolder(layout, host.device))) {
		const named = /([0-9a-z]+)-(\d+)-\d+(?=\.json$)/.exec(path);
		if (!named) continue;
		const text = await readOrNull(port, path);
		if (text === null) continue;
		// A torn file holds at least for a term from its start.
		const fallback: LeaseHolder = { token: named[0], pid: Number(named[2]), run: 'unknown', expires: parseInt(named[1] ?? '', 36) + TERM };
		holders.push(parseHolder(text, fallback));
	}
	return holders.sort((a, b) => (a.token < b.token ? -1 : a.token > b.token ? 1 : 0));
}

function parseHolder(text: string, fallback: LeaseHolder): LeaseHolder {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null || !('run' in value) || !('expires' in value)) return fallback;
		return typeof value.run === 'string' && typeof value.expires === 'number' ? { ...fallback, run: value.run, expires: value.expires } : fallback;
	} catch {
		return fallback;
	}
}

const heldBy = (holder: LeaseHolder, layout: Layout): Problem =>
	problem(
		layout.home,
		`Another process (${holder.pid}) is writing to this vault: run ${holder.run}, at the latest until ${new Date(holder.expires).toISOString()}. Wait until it ends, or end it, and try again.`,
	);

/** Does the work under the lease that the caller holds, or under one of its own. */
export async function underLease<T>(
	port: VaultPort,
	host: Host,
	layout: Layout,
	run: string,
	held: Lease | undefined,
	work: (lease: Lease) => Promise<Result<T>>,
): Promise<Result<T>> {
	if (held) return work(held);
	const acquired = await acquireLease(port, host, layout, { run });
	if (!acquired.ok) return acquired;
	try {
		return await work(acquired.value);
	} finally {
		await acquired.value.release();
	}
}
