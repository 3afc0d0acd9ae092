import { type Problem, problem, type Result } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import type { Worker } from '../../worker/port.js';
import type { Session } from '../session.js';
import { acceptPolicy, switchPolicy } from './change-policies.js';
import type { PolicyDeeds } from './policy-reports.js';
import { draftPolicy } from './write-policy.js';

interface Parts {
	readonly worker: Worker;
	readonly layout: Layout;
	/** A new id of a run that has to do with policies. */
	readonly newRun: () => string;
	readonly working: <T>(run: string, work: (session: Session) => Promise<T>) => Promise<Result<T>>;
	/** Why the worker may be asked nothing; null where it may. */
	readonly whyHalted: () => Promise<string | null>;
}

/** What a person can do with policies, over the sessions in which everything is written. */
export function policyDeeds({ worker, layout, newRun, working, whyHalted }: Parts): PolicyDeeds {
	/** Every work takes up the policies at its beginning, and at its end judges by them what waits. */
	async function applyPolicies(): Promise<readonly Problem[]> {
		const result = await working(newRun(), (session) => Promise.resolve(session.problems));
		return result.ok ? result.value : [result.error];
	}

	return {
		async writePolicy(ask, signal = new AbortController().signal) {
			const halted = await whyHalted();
			if (halted !== null) return { problem: problem(layout.home, halted), template: null };
			const run = newRun();
			await worker.begin?.(run);
			const written = await draftPolicy(worker, layout, ask, signal);
			// What the call cost goes into the ledger now, or with the next work where another process holds the vault.
			if (worker.begin !== undefined) await working(run, () => Promise.resolve());
			return written;
		},
		async acceptPolicy(name, text, active, who) {
			const result = await working(newRun(), (session) => acceptPolicy(session, name, text, active, who));
			if (!result.ok) return { problem: result.error };
			return 'problem' in result.value ? result.value : { path: result.value.path, problems: await applyPolicies() };
		},
		async switchPolicy(path, active, who) {
			const result = await working(newRun(), (session) => switchPolicy(session, path, active, who));
			if (!result.ok) return result.error;
			if (result.value === null) await applyPolicies();
			return result.value;
		},
		applyPolicies,
	};
}
