import { signal } from '@preact/signals';
import type { PolicyLearning } from '../../compile/learning/learning-reports.js';
import type { PolicyDeeds, PolicyQuestions } from '../../compile/policies/policy-reports.js';
import { problem, type Problem } from '../../model/result.js';
import { isInside } from '../../vault/vault-path.js';
import type { Exceptions, PolicyDesk } from '../policy-desk.js';
import { PLUGIN } from '../strings/plugin.js';
import { kept, messageOf } from './kept.js';
import type { DeskEngine, DeskHost } from './ports.js';

/** What the rules' part of the desk asks of the core. */
export type RulesCore = Pick<DeskEngine['core'], keyof PolicyQuestions | keyof PolicyDeeds | keyof PolicyLearning | 'exemptions' | 'grantExemption' | 'revokeExemption' | 'stoppedWorkers' | 'stopWorker' | 'liftWorkerStop'>;

interface Parts {
	readonly engine: { readonly core: RulesCore };
	readonly host: Pick<DeskHost, 'settings' | 'show' | 'who'>;
	/** Does one work at a time. */
	readonly during: <T>(task: () => Promise<T>) => Promise<T>;
	readonly isCompiling: () => boolean;
	/** Asks the person first where what they ask for would go to somebody new. */
	readonly maySend: () => Promise<boolean>;
}

export interface LivePolicyDesk extends PolicyDesk {
	/** Whatever is in sight is read anew. */
	lookAgain(): void;
	/** Whether a note of the policies' folder stands at the path. */
	isPolicy(path: string): boolean;
	/** The person opened this note. */
	noticeNote(path: string): void;
}

export function livePolicyDesk({ engine: { core }, host, during, isCompiling, maySend }: Parts): LivePolicyDesk {
	const { who } = host;
	const report = kept(() => core.policies());
	const exceptions = kept(async (): Promise<Exceptions> => {
		const [granted, stopped] = [await core.exemptions(), await core.stoppedWorkers()];
		return { exemptions: granted.exemptions, stopped: stopped.workers, problems: [...granted.problems, ...(stopped.problem === null ? [] : [stopped.problem])] };
	});
	const inSight = signal<{ readonly path: string } | null>(null);

	/** A deed, or why it is not done: no deed waits for a compile, which may take minutes. */
	async function deed<T>(task: () => Promise<T>): Promise<T | { readonly problem: Problem }> {
		if (isCompiling()) return { problem: problem('', PLUGIN.notices.busyCompile) };
		try {
			return await during(task);
		} catch (error) {
			return { problem: problem('', messageOf(error)) };
		}
	}
	async function done(task: () => Promise<Problem | null>): Promise<Problem | null> {
		const fault = await deed(task);
		return fault !== null && 'problem' in fault ? fault.problem : fault;
	}

	const isPolicy = (path: string): boolean => isInside(path, `${host.settings().layout.home}/policies`) && path.toLowerCase().endsWith('.prism.md');

	return {
		report: report.signal,
		exceptions: exceptions.signal,
		inSight,

		check: (path, text) => core.checkPolicy(path, text),
		simulate: (path, text) => core.simulatePolicy(path, text),
		compare: (first, second) => core.comparePolicies(first, second),
		async write(ask) {
			const written = await deed(async () => ((await maySend()) ? core.writePolicy(ask) : { problem: problem('', PLUGIN.notices.notSent) }));
			return 'problem' in written && !('template' in written) ? { ...written, template: null } : written;
		},
		accept: (name, text, active) => deed(() => core.acceptPolicy(name, text, active, who)),
		activate: (path, active) => done(() => core.switchPolicy(path, active, who)),
		learn: () => core.learnPolicies(),
		takeLesson: (id) =>
			done(async () => {
				const taken = await core.takeLesson(id, who);
				return 'problem' in taken ? taken.problem : null;
			}),
		refuseLesson: (id, why) => done(() => core.refuseLesson(id, why, who)),
		apply: () => done(async () => (await core.applyPolicies()).find(({ path }) => path === '') ?? null),

		grant: (request) =>
			done(async () => {
				const granted = await core.grantExemption(request, who);
				return 'problem' in granted ? granted.problem : null;
			}),
		revoke: (id) => done(() => core.revokeExemption(id, who)),
		// Works while a compile is under way: that is when it is needed.
		async stopWorker(worker, why) {
			const fault = await core.stopWorker(worker, who, why);
			exceptions.stale();
			return fault;
		},
		async liftWorker(worker) {
			await core.liftWorkerStop(worker, who);
			exceptions.stale();
			return null;
		},

		async show(path) {
			inSight.value = { path };
			await host.show('policy');
		},
		isPolicy,
		noticeNote(path) {
			if (isPolicy(path)) inSight.value = { path };
		},
		lookAgain() {
			report.stale();
			exceptions.stale();
		},
	};
}
