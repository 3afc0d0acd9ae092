import { problem, type Problem } from '../model/result.js';
import { recordStore } from '../vault/commit/record.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type VaultPort } from '../vault/port.js';
import { editOperators, type OperatorsChange } from '../worker/operators/edit-operators.js';
import { operatorsPath } from '../worker/operators/operators.js';
import { rulesFolder } from './enforcement.js';

/** Enough for a worker to propose pages: all of what the default allows, and no more. */
const RULES = '# What this worker may do. “inherit: default” takes over all of the default; what is written below may only tighten it.\ninherit: default\n';

/**
 * A person's change to `operators.yml`. A worker that is set up gets rules if it has none, for without them it may propose nothing. Returns
 * what kept the change from being made; nothing where it is made. A change that somebody makes meanwhile is never written over.
 */
export async function changeOperators(vault: VaultPort, layout: Layout, change: OperatorsChange): Promise<readonly Problem[]> {
	const path = operatorsPath(layout.home);
	const record = recordStore(vault, layout);
	try {
		for (let written = false; !written; ) {
			const standing = await record.read(path);
			const edited = editOperators(path, standing ?? '', change);
			if (!edited.ok) return edited.error;
			if (standing !== null) written = await record.swap(path, standing, edited.value);
			else {
				await record.create(path, edited.value);
				written = true;
			}
		}
		if (change.kind !== 'worker' || change.settings.use === 'offline') return [];
		await record.create(`${rulesFolder(layout)}/${change.settings.use}.yml`, RULES);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		// Rules that stand there already are the person's own.
		if (error.code !== 'exists' || error.path === path) return [problem(error.path, error.message)];
	}
	return [];
}
