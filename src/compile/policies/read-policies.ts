import { makeGate } from '../../gate/decide.js';
import { defaultPolicy } from '../../gate/default-policy.js';
import type { Gate } from '../../gate/gate.js';
import { readFrontmatter } from '../../markdown/frontmatter.js';
import { type Problem, problem } from '../../model/result.js';
import type { Fault } from '../../prism/fault.js';
import { DEFAULT_POLICY_NOTE } from '../../prism/default-policy.js';
import { parsePolicy, type PrismPolicy } from '../../prism/profile/policy.js';
import { SHIPPED_POLICY } from '../../prism/profile/shipped-policy.js';
import type { Layout } from '../../vault/layout.js';
import { type Host, VaultError, type VaultReader } from '../../vault/port.js';
import { type Enforced, readEnforcement } from '../enforcement.js';
import { policyFolder, rulesOfNote } from './policy-rules.js';
import { loadPolicyState, type PolicyState } from './policy-state.js';

/** A note of the policies' folder. */
export interface PolicyNote {
	readonly path: string;
	/** Null where it cannot be read. */
	readonly text: string | null;
	/** `off` where its properties say `active: false`; `broken` where it is meant to hold and has errors. */
	readonly state: 'active' | 'off' | 'broken';
	/** Null where it has errors. */
	readonly policy: PrismPolicy | null;
	readonly faults: readonly Fault[];
	/** The version before, which goes on while this one is broken; null where none is known. */
	readonly before: PrismPolicy | null;
}

/** What the gate goes by, as the vault says it now. */
export interface PolicySet {
	/** Sorted by path. */
	readonly notes: readonly PolicyNote[];
	/** True while the built-in default holds: no note is active, or one is broken, or the folder cannot be read. */
	readonly builtIn: boolean;
	readonly gate: Gate;
	/** The rules of workers, which hold whatever the notes say. */
	readonly enforced: Enforced;
	readonly problems: readonly Problem[];
	readonly state: PolicyState;
}

/** Notes right in the folder; one below it is a draft, or put away. */
export const isPolicyNote = (path: string, folder: string): boolean => /^[^/]+\.prism\.md$/i.test(path.slice(folder.length + 1));

const unreadable = (message: string): Fault => ({ code: 'READ_NOTE', message, line: 1, column: 1 });

/** What a policy's note says, whether or not it holds. */
export function readPolicyNote(path: string, text: string | Fault, before: string | undefined): PolicyNote {
	if (text === DEFAULT_POLICY_NOTE) return { path, text, state: 'active', policy: SHIPPED_POLICY, faults: [], before: null };
	const previous = before === undefined ? null : parsePolicy(before);
	const kept = previous?.ok === true ? previous.value : null;
	if (typeof text !== 'string') return { path, text: null, state: 'broken', policy: null, faults: [text], before: kept };
	const active: unknown = readFrontmatter(text).frontmatter?.data?.['active'];
	const parsed = parsePolicy(text);
	if (active === false) return { path, text, state: 'off', policy: parsed.ok ? parsed.value : null, faults: parsed.ok ? [] : parsed.error, before: null };
	// Whoever wrote another word there meant something, and it is not known what.
	const faults: readonly Fault[] = [...(active === undefined || active === true ? [] : [unreadable('The property “active” must be true or false.')]), ...(parsed.ok ? [] : parsed.error)];
	return parsed.ok && faults.length === 0 ? { path, text, state: 'active', policy: parsed.value, faults, before: null } : { path, text, state: 'broken', policy: null, faults, before: kept };
}

/** `path` is where the note stands; the line is the fault's, and the column goes into the words. */
export const faultProblem = (path: string, { code, message, line, column }: Fault, after = ''): Problem => problem(path, `Column ${column}: ${message} (${code})${after}`, line);

const holdsMeanwhile = ({ before }: PolicyNote): string => (before === null ? ' Until it is mended, the built-in default holds as well.' : ' Until it is mended, its last version without errors and the built-in default hold.');

async function readEach(reader: VaultReader, layout: Layout, sound: PolicyState['sound']): Promise<{ readonly notes: readonly PolicyNote[]; readonly problems: readonly Problem[] }> {
	const folder = policyFolder(layout);
	let paths: string[];
	try {
		paths = (await reader.list(folder)).map(({ path }) => path).filter((path) => isPolicyNote(path, folder)).sort();
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		const fault = unreadable(`The folder of the policies cannot be read: ${error.message}`);
		return { notes: Object.keys(sound).sort().map((path) => readPolicyNote(path, fault, sound[path])), problems: [problem(folder, `${fault.message} The built-in default holds.`)] };
	}
	const notes: PolicyNote[] = [];
	for (const path of paths) {
		let text: string | Fault;
		try {
			text = await reader.read(path);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			text = unreadable(`It cannot be read: ${error.message}`);
		}
		notes.push(readPolicyNote(path, text, Object.prototype.hasOwnProperty.call(sound, path) ? sound[path] : undefined));
	}
	return { notes, problems: [] };
}

interface ReadNotes {
	readonly notes: readonly PolicyNote[];
	readonly folderFailed: boolean;
	readonly problems: readonly Problem[];
	readonly state: PolicyState;
}

/** The notes of the policies' folder, and what keeps some of them from holding. Reads only. */
export async function readNotes(reader: VaultReader, layout: Layout): Promise<ReadNotes> {
	const state = await loadPolicyState(reader, layout);
	const { notes, problems } = await readEach(reader, layout, state.sound);
	if (problems.length > 0) return { notes, folderFailed: true, problems, state };
	const broken = notes.filter(({ state: is }) => is === 'broken');
	return { notes, folderFailed: false, problems: broken.flatMap((note) => note.faults.map((fault) => faultProblem(note.path, fault, holdsMeanwhile(note)))), state };
}

/**
 * Reads the policies and makes the gate that they say. All active notes hold together. While one of them has errors the built-in default
 * holds besides, and its own last version without errors, so that a slip of the pen never makes the gate milder. Reads only. What is read
 * to `look` judges nothing: it leaves out what the ledger tells of late.
 */
export async function readPolicies(reader: VaultReader, layout: Layout, host: Host, purpose: 'judge' | 'look' = 'judge'): Promise<PolicySet> {
	const enforced = await readEnforcement(reader, host, layout, purpose);
	const { notes, folderFailed, problems, state } = await readNotes(reader, layout);
	const holding = notes.flatMap((note) => {
		const policy = note.state === 'active' ? note.policy : note.before;
		return policy === null ? [] : [rulesOfNote(note.path, policy, layout)];
	});
	const builtIn = notes.every(({ state: is }) => is === 'off') || folderFailed || notes.some(({ state: is }) => is === 'broken');
	return {
		notes,
		builtIn,
		gate: makeGate([enforced.policy, ...(builtIn ? [defaultPolicy()] : []), ...holding]),
		enforced,
		problems: [...enforced.problems, ...problems],
		state,
	};
}
