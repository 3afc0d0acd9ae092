import { LINK_CASES } from './link-cases.js';
import { PART_CASES } from './part-cases.js';
import { VAULT_CASES } from './vault-cases.js';
import type { Case } from './world.js';

/** How the app behaves, as far as a plugin for notes relies on it. */
export const CASES: readonly Case[] = [...VAULT_CASES, ...LINK_CASES, ...PART_CASES];
