import type { Ledger } from '../../gate/ledger.js';
import { isStopped } from '../../gate/stop.js';
import { CODE_COST } from '../../model/currencies.js';
import { type Problem, problem } from '../../model/result.js';
import { DEFAULT_POLICY_NOTE } from '../../prism/default-policy.js';
import type { RecordStore } from '../../vault/commit/record.js';
import type { Layout } from '../../vault/layout.js';
import { type Host, VaultError, type VaultReader } from '../../vault/port.js';
import { policyFolder } from './policy-rules.js';
import { encodePolicyState, loadPolicyState, policyStateFile, type PolicyState } from './policy-state.js';
import { type PolicySet, readPolicies } from './read-policies.js';

interface Parts {
	readonly vault: VaultReader;
	readonly layout: Layout;
	readonly host: Host;
	readonly record: RecordStore;
	readonly ledger: Ledger;
	readonly run: string;
}

export const defaultPolicyFile = (layout: Layout): string => `${policyFolder(layout)}/default.prism.md`;

/** On the platter when it returns. */
export const savePolicyState = (record: RecordStore, layout: Layout, state: PolicyState): Promise<void> => record.writeDurable(policyStateFile(layout), encodePolicyState(state));

/** Puts the default policy into the vault, once: where the folder holds policies, or held this one, nothing is written. */
async function install({ vault, layout, record }: Parts): Promise<Problem | null> {
	const state = await loadPolicyState(vault, layout);
	if (state.installed || (await isStopped(vault, layout))) return null;
	const path = defaultPolicyFile(layout);
	try {
		if ((await vault.list(policyFolder(layout))).length === 0) await record.create(path, DEFAULT_POLICY_NOTE);
		await savePolicyState(record, layout, { ...state, installed: true });
		return null;
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		return problem(path, `The default policy could not be put there, so the built-in one holds: ${error.message}`);
	}
}

const sameTexts = (a: PolicyState['sound'], b: PolicyState['sound']): boolean => Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([path, text]) => b[path] === text);

/**
 * What the gate goes by in this session. Policies that are others than the last run's are told in the ledger before anything is judged by
 * them. Nothing is written where they are the same.
 */
export async function takeUpPolicies(parts: Parts): Promise<PolicySet> {
	const { vault, layout, host, record, ledger, run } = parts;
	const failed = await install(parts);
	const found = await readPolicies(vault, layout, host);
	const { notes, builtIn, gate, state } = found;
	const hash = gate.policyHash;
	if (state.hash !== hash) {
		await ledger.append([
			{
				type: 'policy',
				actor: 'system',
				run,
				policy: hash,
				before: state.hash,
				after: hash,
				why: state.hash === null ? 'These are the first policies that hold here.' : 'The notes, or the rules of workers, are others than before.',
				...CODE_COST,
				built_in: builtIn,
				policies: notes.map(({ path, state: is, policy, before }) => ({ path, state: is, hash: (is === 'broken' ? before : policy)?.hash ?? null })),
			},
		]);
	}
	const sound = Object.fromEntries(
		notes.flatMap(({ path, state: is, text }): [string, string][] => {
			const before = state.sound[path];
			return is === 'active' && text !== null ? [[path, text]] : is === 'broken' && before !== undefined ? [[path, before]] : [];
		}),
	);
	// What waits from before this was remembered is judged anew when somebody decides on it.
	const now = { ...state, hash, judged: state.hash === null ? hash : state.judged, sound };
	if (state.hash !== hash || !sameTexts(state.sound, sound)) await savePolicyState(record, layout, now);
	return { ...found, problems: [...(failed === null ? [] : [failed]), ...found.problems], state: now };
}

/** True where the policies are others than those by which the queue was judged. */
export const isLapsed = ({ gate, state }: PolicySet): boolean => state.judged !== null && state.judged !== gate.policyHash;
