import { VaultError, type VaultReader } from '../../vault/port.js';
import { leasePath, postedPath, responsePath, taskPath, type TaskState } from './names.js';
import { LEASE_MINUTES, MOST_TRIES, triesOf, withTries } from './task-note.js';

/** The writes that a mailbox needs of the store of the system's own files. */
export interface MailboxStore {
	/** Throws `exists` where anything stands; on the platter when it returns. */
	create(path: string, text: string): Promise<void>;
	/** Creates or replaces; on the platter when it returns. */
	writeDurable(path: string, text: string): Promise<void>;
	/** Of several who move one file at once, one succeeds. Throws `missing` where nothing stands, `exists` where anything stands at the target. */
	move(from: string, to: string): Promise<void>;
	/** A file that is gone already is no error. */
	remove(path: string): Promise<void>;
}

export interface Mailbox {
	readonly reader: VaultReader;
	readonly store: MailboxStore;
	/** The system's own folder. */
	readonly home: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

export interface TaskLease {
	readonly who: string;
	/** Milliseconds since the epoch. */
	readonly until: number;
}

/** Where a task stands. `answered`: a response lies beside it and nobody has read it yet. */
export type Standing =
	| { readonly state: 'none' | 'open' | 'dead' }
	| { readonly state: 'claimed'; readonly lease: TaskLease | null; readonly tries: number }
	| { readonly state: 'answered' | 'done'; readonly path: string };

// A person who moves a file by hand writes no lease, and may take a day over it.
const UNNAMED_MINUTES = 24 * 60;
const MINUTE = 60_000;

const isCode = (error: unknown, ...codes: readonly VaultError['code'][]): boolean => error instanceof VaultError && codes.includes(error.code);

export async function readOrNull(reader: VaultReader, path: string): Promise<string | null> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (isCode(error, 'missing', 'not-folder')) return null;
		throw error;
	}
}

/** Moves, or says that somebody else did so before. */
export async function moved(store: MailboxStore, from: string, to: string): Promise<boolean> {
	try {
		await store.move(from, to);
		return true;
	} catch (error) {
		if (isCode(error, 'missing', 'exists')) return false;
		throw error;
	}
}

const stands = async (reader: VaultReader, path: string): Promise<boolean> => {
	const stat = await reader.stat(path);
	return stat !== null && stat !== 'folder';
};

function readLease(text: string): TaskLease | null {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null || !('until' in value)) return null;
		const until = typeof value.until === 'string' ? Date.parse(value.until) : NaN;
		return Number.isNaN(until) ? null : { until, who: 'who' in value && typeof value.who === 'string' ? value.who : 'unknown' };
	} catch {
		return null;
	}
}

const leaseText = (who: string, until: number): string => `${JSON.stringify({ who, until: new Date(until).toISOString() })}\n`;

/**
 * What is known of a task. Two devices that sync may each have it in another place for a while: what is further on counts, so that
 * nothing that was answered is asked again.
 */
export async function standingOf(box: Pick<Mailbox, 'reader' | 'home'>, id: string): Promise<Standing> {
	const found = await lookFor(box, id);
	// Somebody may have moved it on from where it was about to be looked for to where it was not a moment before.
	return found.state === 'none' ? lookFor(box, id) : found;
}

async function lookFor({ reader, home }: Pick<Mailbox, 'reader' | 'home'>, id: string): Promise<Standing> {
	const done = responsePath(home, 'done', id);
	if (await stands(reader, done)) return { state: 'done', path: done };
	for (const state of ['claimed', 'open', 'dead'] as const) {
		const path = responsePath(home, state, id);
		if (await stands(reader, path)) return { state: 'answered', path };
	}
	if (await stands(reader, taskPath(home, 'dead', id))) return { state: 'dead' };
	const claimed = await readOrNull(reader, taskPath(home, 'claimed', id));
	if (claimed !== null) {
		const tries = triesOf(claimed);
		const lease = await readOrNull(reader, leasePath(home, id, tries));
		return { state: 'claimed', tries, lease: lease === null ? null : readLease(lease) };
	}
	return { state: (await stands(reader, taskPath(home, 'open', id))) ? 'open' : 'none' };
}

async function createdOnce(store: Mailbox['store'], path: string, text: string): Promise<boolean> {
	try {
		await store.create(path, text);
		return true;
	} catch (error) {
		if (!isCode(error, 'exists')) throw error;
		return false;
	}
}

// Between its mark and the note a process takes milliseconds; one that takes longer was ended there.
const POSTING = MINUTE;

/**
 * Puts a task up. One that stands already, in whatever state, is left alone. Of several processes who find none at once, the one that makes the mark
 * posts it: else a slow one would put it up again after it was taken.
 */
export async function postTask({ reader, store, home, now }: Mailbox, id: string, note: string): Promise<void> {
	const mark = postedPath(home, id);
	if (!(await createdOnce(store, mark, ''))) {
		const made = await reader.stat(mark);
		const isFresh = made !== null && made !== 'folder' && now() - made.mtime < POSTING;
		if (isFresh || (await standingOf({ reader, home }, id)).state !== 'none') return;
	}
	await createdOnce(store, taskPath(home, 'open', id), note);
}

/** Takes an open task for a while; false where somebody else has it. */
export async function claimTask(box: Mailbox, id: string, who: string): Promise<boolean> {
	const { reader, store, home } = box;
	const claimed = taskPath(home, 'claimed', id);
	if (!(await moved(store, taskPath(home, 'open', id), claimed))) return false;
	// Another device may have had it answered before this one heard of it.
	if (await stands(reader, responsePath(home, 'done', id))) {
		await archiveTask(box, id);
		return false;
	}
	const note = await readOrNull(reader, claimed);
	if (note === null) return false;
	await store.writeDurable(leasePath(home, id, triesOf(note)), leaseText(who, box.now() + LEASE_MINUTES * MINUTE));
	return true;
}

/** The heartbeat of whoever answers a task: false where the task is no longer theirs, and they are to leave it. */
export async function renewClaim(box: Mailbox, id: string, who: string): Promise<boolean> {
	const standing = await standingOf(box, id);
	if (standing.state !== 'claimed' || standing.lease?.who !== who || standing.lease.until <= box.now()) return false;
	await box.store.writeDurable(leasePath(box.home, id, standing.tries), leaseText(who, box.now() + LEASE_MINUTES * MINUTE));
	return true;
}

/** Puts a response beside the task; false where another one lies there already. */
export async function respondTo({ store, home }: Mailbox, id: string, response: string): Promise<boolean> {
	try {
		await store.create(responsePath(home, 'claimed', id), response);
		return true;
	} catch (error) {
		if (!isCode(error, 'exists')) throw error;
		return false;
	}
}

/**
 * Puts a claimed task back whose lease is over; after three tries it is dead. A claim without a lease gets one. Whoever moves the lease
 * aside first does it, so that of several who find it over none ends the claim that comes after.
 */
export async function endClaim(box: Mailbox, id: string, standing: Extract<Standing, { readonly state: 'claimed' }>): Promise<void> {
	const { reader, store, home } = box;
	const { tries, lease } = standing;
	const path = leasePath(home, id, tries);
	if (lease === null || lease.until - box.now() > UNNAMED_MINUTES * MINUTE) {
		if (await stands(reader, `${path}.over`)) return finishEnd(box, id, tries);
		// A lease that cannot be read, or that would never end, counts from now on.
		return store.writeDurable(path, leaseText('unknown', box.now() + UNNAMED_MINUTES * MINUTE));
	}
	if (lease.until > box.now() || !(await moved(store, path, `${path}.over`))) return;
	await finishEnd(box, id, tries);
}

async function finishEnd({ reader, store, home }: Mailbox, id: string, tries: number): Promise<void> {
	const claimed = taskPath(home, 'claimed', id);
	const note = await readOrNull(reader, claimed);
	if (note !== null && triesOf(note) === tries) {
		await store.writeDurable(claimed, withTries(note, tries + 1));
		await moved(store, claimed, taskPath(home, tries + 1 >= MOST_TRIES ? 'dead' : 'open', id));
	}
	await store.remove(`${leasePath(home, id, tries)}.over`);
}

const MOST_COPIES = 100;

/** Puts task and response away once the response was read. A second, different response is kept beside the first. Ends what a crash left. */
export async function archiveTask({ reader, store, home }: Mailbox, id: string): Promise<void> {
	for (const state of ['claimed', 'open', 'dead'] as const) {
		const from = responsePath(home, state, id);
		for (let number = 1; number < MOST_COPIES && (await stands(reader, from)); number += 1) {
			const to = number === 1 ? responsePath(home, 'done', id) : responsePath(home, 'done', id).replace(/\.md$/, `-${String(number)}.md`);
			if ((await readOrNull(reader, to)) === (await readOrNull(reader, from))) await store.remove(from);
			else await moved(store, from, to);
		}
	}
	const done = taskPath(home, 'done', id);
	for (const state of ['claimed', 'open', 'dead'] as const satisfies readonly TaskState[]) {
		const from = taskPath(home, state, id);
		if (!(await stands(reader, from))) continue;
		if (await stands(reader, done)) await store.remove(from);
		else await moved(store, from, done);
	}
	for (let tries = 0; tries < MOST_TRIES; tries += 1) for (const end of ['', '.over']) await store.remove(`${leasePath(home, id, tries)}${end}`);
}
