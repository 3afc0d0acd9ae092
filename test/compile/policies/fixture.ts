import { policyNote, type RuleText } from '../../prism/profile/fixture.js';
import type { MemoryVault } from '../../../src/vault/memory.js';
import { startingWith } from '../../promises/vault-fixture.js';

export const FOLDER = '_commonplace/policies';
export const DEFAULT_FILE = `${FOLDER}/default.prism.md`;
export const STATE_FILE = '_commonplace/state/policies.json';

export const noteOf = (name: string): string => `${FOLDER}/${name}.prism.md`;

export const PASS_ALL = policyNote([['pass', null, 'PASS']]);
export const HOLD_ALL = policyNote([['all', 'true', 'HOLD']]);
export const ASK_ALL = policyNote([['all', 'true', 'REQUIRE_HUMAN']]);
export const BLOCK_ALL = policyNote([['all', 'true', 'BLOCK']]);
export const BROKEN = PASS_ALL.replace('intention: "Test rules"\n', '');

/** Rules beside the way that passes whatever none of them holds for. */
export const rulesNote = (...rules: readonly RuleText[]): string => policyNote([...rules, ['pass', null, 'PASS']]);

export const off = (note: string): string => note.replace('prism: test\n', 'prism: test\nactive: false\n');

export interface Told {
	readonly type: string;
	readonly [member: string]: unknown;
}

/** Every event of the ledger, in order. */
export const eventsOf = (vault: MemoryVault): Told[] =>
	Object.values(startingWith(vault.files(), '_commonplace/ledger/')).flatMap((text) => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Told));
