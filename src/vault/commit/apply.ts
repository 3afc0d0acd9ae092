import type { VaultPort } from '../port.js';
import { pathKey } from '../vault-path.js';
import type { JournalEdit } from './journal.js';
import { isVaultError, readOrNull } from './record.js';

/** `unclear` failures leave a file that is neither before nor after; recovery has to look at it again. */
export type Applied =
	| { readonly kind: 'applied'; readonly how: 'already' | 'written' | 'repaired'; readonly overtaken: boolean }
	| { readonly kind: 'stale'; readonly reason: string }
	| { readonly kind: 'failed'; readonly reason: string; readonly unclear: boolean };

type Step = 'already' | 'written' | 'repaired' | { readonly stale: string };

/** Where an edit stands, told from the files alone. */
type Standing = 'before' | 'after' | 'torn' | 'other' | 'unreadable';

/**
 * Whether the text is what a crash leaves of a write of `whole`: nothing, zeros, or a beginning of it, maybe with zeros
 * behind or a character cut in two.
 */
export function isTorn(text: string, whole: string): boolean {
	let end = text.length;
	while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
	for (let cut = 0; cut < 3 && text.charAt(end - 1) === '\ufffd'; cut += 1) end -= 1;
	return text !== whole && whole.startsWith(text.slice(0, end));
}

/** Does one edit, or what is left of it, without ever writing over text that is not known. May be called again at any time. */
export async function applyEdit(port: VaultPort, edit: JournalEdit, recovering: boolean): Promise<Applied> {
	let step: Step | null = null;
	let failure: string | null = null;
	try {
		step = await STEPS[edit.op](port, edit, recovering);
	} catch (error) {
		if (!isVaultError(error)) throw error;
		failure = error.message;
		// What only a person can have put there will not go away by waiting.
		if (recovering && isVaultError(error, 'is-folder', 'not-folder', 'not-text', 'missing', 'exists', 'denied')) step = { stale: failure };
	}
	const standing = await standingOf(port, edit);
	if (standing === 'after') return { kind: 'applied', how: typeof step === 'string' ? step : 'already', overtaken: false };
	if (step === null) return { kind: 'failed', reason: failure ?? '', unclear: standing !== 'before' };
	if (typeof step === 'object') return { kind: 'stale', reason: step.stale };
	if (standing === 'other') return { kind: 'applied', how: step, overtaken: true };
	return { kind: 'failed', reason: `${edit.to ?? edit.path} does not hold what was written to it.`, unclear: true };
}

async function standingOf(port: VaultPort, { op, path, to, before, after }: JournalEdit): Promise<Standing> {
	try {
		const here = await readOrNull(port, path);
		if (op === 'create' || op === 'update' || op === 'capture') {
			return here === after ? 'after' : here === before ? 'before' : here !== null && isTorn(here, after ?? '') ? 'torn' : 'other';
		}
		const there = to === null ? null : await readOrNull(port, to);
		if (op === 'retire' ? here === null && there === before : there === after) return 'after';
		if (op === 'rename' && there !== null && isTorn(there, after ?? '')) return 'torn';
		return here === before && there === null ? 'before' : 'other';
	} catch (error) {
		if (isVaultError(error)) return 'unreadable';
		throw error;
	}
}

type TakeStep = (port: VaultPort, edit: JournalEdit, recovering: boolean) => Promise<Step>;

const create: TakeStep = async (port, { path, after }, recovering) => {
	try {
		await port.create(path, after ?? '');
		return 'written';
	} catch (error) {
		if (!isVaultError(error, 'exists')) throw error;
	}
	return recovering ? swapText(port, path, null, after ?? '', true) : { stale: `A file stands at ${path} since the proposal was made.` };
};

const STEPS: Readonly<Record<JournalEdit['op'], TakeStep>> = {
	create,
	capture: create,

	update: (port, { path, before, after }, recovering) => swapText(port, path, before, after ?? '', recovering),

	async retire(port, { path, to, before }) {
		const target = to ?? '';
		const here = await readOrNull(port, path);
		if (here !== null) {
			if (here !== before) return { stale: `${path} was changed by someone else.` };
			await port.rename(path, target);
		}
		const moved = await readOrNull(port, target);
		if (moved === before) return here === null ? 'already' : 'written';
		if (moved === null) return { stale: `${path} is gone.` };
		// Edited in the instant before the move: it goes back to where its writer looks for it.
		return moveBack(port, target, path);
	},

	async rename(port, { path, to, before, after }, recovering) {
		const target = to ?? '';
		const here = await readOrNull(port, path);
		const there = await readOrNull(port, target);
		// Where case does not count, the two names may be one file.
		const twins = pathKey(path) === pathKey(target);
		const arrived = recovering && there !== null && (there === after || isTorn(there, after ?? '') || (there === before && !twins));
		if (!arrived) {
			if (there !== null && !twins) return { stale: `A file stands at ${target} since the proposal was made.` };
			if (here === null) return { stale: `${path} is gone.` };
			if (here !== before) return { stale: `${path} was changed by someone else.` };
		}
		let moved = false;
		if (here === before) {
			try {
				await port.rename(path, target);
				moved = true;
			} catch (error) {
				if (!isVaultError(error, 'exists')) throw error;
				if (!arrived) return { stale: `A file stands at ${target} since the proposal was made.` };
			}
		}
		const step = await swapText(port, target, before, after ?? '', recovering);
		return typeof step === 'object' && moved ? moveBack(port, target, path) : step;
	},
};

/** Compare and swap on the text itself, inside the step that no other writer can enter. */
async function swapText(port: VaultPort, path: string, before: string | null, after: string, recovering: boolean): Promise<Step> {
	let step: Step = 'already';
	try {
		await port.process(path, (current) => {
			if (current === after) step = 'already';
			else if (current === before) step = 'written';
			else if (recovering && isTorn(current, after)) step = 'repaired';
			else step = { stale: `${path} was changed by someone else.` };
			return typeof step === 'string' ? after : current;
		});
	} catch (error) {
		if (!isVaultError(error, 'missing')) throw error;
		return { stale: `${path} is gone.` };
	}
	return step;
}

async function moveBack(port: VaultPort, from: string, to: string): Promise<Step> {
	try {
		await port.rename(from, to);
		return { stale: `${to} was changed by someone else.` };
	} catch (error) {
		if (!isVaultError(error, 'exists')) throw error;
		return { stale: `${to} was changed by someone else; that text now stands at ${from}.` };
	}
}
