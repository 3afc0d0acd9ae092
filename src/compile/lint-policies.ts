import type { Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import type { VaultReader } from '../vault/port.js';
import { isInside } from '../vault/vault-path.js';
import { seenAs, type LintCache } from './lint-cache.js';
import type { Reread } from './lint-read.js';
import { policyFolder } from './policies/policy-rules.js';
import { policyStateFile } from './policies/policy-state.js';
import { readNotes } from './policies/read-policies.js';

/** Errors in what the gate goes by. The policies are read again only when one of their files changed, or other files are there. */
export async function policyFaults(cache: LintCache, reader: VaultReader, layout: Layout, { touched }: Reread, now: number): Promise<readonly Problem[]> {
	const isPolicy = (path: string): boolean => path === policyStateFile(layout) || isInside(path, policyFolder(layout));
	if (cache.policies !== null && touched !== null && !touched.some(isPolicy)) return cache.policies;
	const { problems } = await readNotes(reader, layout);
	cache.policies = cache.listing.every((file) => !isPolicy(file.path) || seenAs(file, now).trusted) ? problems : null;
	return problems;
}
