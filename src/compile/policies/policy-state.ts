import { canonicalJson } from '../../model/hash.js';
import type { Layout } from '../../vault/layout.js';
import { VaultError, type VaultReader } from '../../vault/port.js';

/** What is remembered of the policies between two runs. */
export interface PolicyState {
	/** The default policy was put there once, or the folder had policies of its own: what people do with it since is theirs. */
	readonly installed: boolean;
	/** Hash of the policies that the ledger last told of; null before. */
	readonly hash: string | null;
	/** Hash under which the queue was last judged. */
	readonly judged: string | null;
	/** The last text of each active note that was free of errors, by path: it goes on while the note has some. */
	readonly sound: Readonly<Record<string, string>>;
}

const NOTHING: PolicyState = { installed: false, hash: null, judged: null, sound: {} };

export const policyStateFile = (layout: Layout): string => `${layout.home}/state/policies.json`;

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function decode(text: string): PolicyState {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null) return NOTHING;
		const fields = new Map<string, unknown>(Object.entries(value));
		const sound = fields.get('sound');
		return {
			installed: fields.get('installed') === true,
			hash: textOrNull(fields.get('hash')),
			judged: textOrNull(fields.get('judged')),
			sound: typeof sound === 'object' && sound !== null ? Object.fromEntries(Object.entries(sound).flatMap(([path, text]) => (typeof text === 'string' ? [[path, text]] : []))) : {},
		};
	} catch {
		return NOTHING;
	}
}

/** A state that is missing or damaged knows nothing: then the notes and the built-in default decide alone. */
export async function loadPolicyState(reader: VaultReader, layout: Layout): Promise<PolicyState> {
	try {
		return decode(await reader.read(policyStateFile(layout)));
	} catch (error) {
		if (error instanceof VaultError) return NOTHING;
		throw error;
	}
}

export const encodePolicyState = (state: PolicyState): string => canonicalJson(state);
