import type { ReadonlySignal } from '@preact/signals';
import type { LearningReport } from '../compile/learning/learning-reports.js';
import type { NotWritten, PoliciesReport, PolicyCheck, PolicyDraft, PolicySimulation, PolicyWriting } from '../compile/policies/policy-reports.js';
import type { ExemptionView } from '../compile/exempt.js';
import type { ExemptionRequest } from '../gate/enforcer/exemption-file.js';
import type { Problem } from '../model/result.js';
import type { Loaded } from './loaded.js';

/** What a person let workers do in spite of a rule, and which workers they stopped one by one. */
export interface Exceptions {
	readonly exemptions: readonly ExemptionView[];
	readonly stopped: readonly { readonly worker: string; readonly why: string | null }[];
	readonly problems: readonly Problem[];
}

/** What the view of the gate's rules may know and ask. What writes gives null where it is done, and else why it is not. */
export interface PolicyDesk {
	/** Read anew whenever a note of the system's folder changed. */
	readonly report: ReadonlySignal<Loaded<PoliciesReport>>;
	readonly exceptions: ReadonlySignal<Loaded<Exceptions>>;
	/** The policy that the person has opened as a note, or asked to see; a new object each time. */
	readonly inSight: ReadonlySignal<{ readonly path: string } | null>;

	/** A note of the vault, or with a text what that would mean in its place. */
	check(path: string, text?: string): Promise<PolicyCheck | { readonly problem: Problem }>;
	simulate(path: string, text?: string): Promise<PolicySimulation | { readonly problem: Problem }>;
	/** What the second would change in the place of the first. */
	compare(first: PolicyDraft, second: PolicyDraft): Promise<PolicySimulation | { readonly problem: Problem }>;
	write(ask: string): Promise<PolicyWriting | NotWritten>;
	accept(name: string, text: string, active: boolean): Promise<{ readonly path: string; readonly problems: readonly Problem[] } | { readonly problem: Problem }>;
	activate(path: string, active: boolean): Promise<Problem | null>;
	/** What the person's decisions speak for. */
	learn(): Promise<LearningReport>;
	/** Makes a draft of a lesson, which does not hold. */
	takeLesson(id: string): Promise<Problem | null>;
	/** A lesson that is refused does not come back. */
	refuseLesson(id: string, why: string): Promise<Problem | null>;
	/** Judges what waits by the policies as they are now. */
	apply(): Promise<Problem | null>;

	grant(request: ExemptionRequest): Promise<Problem | null>;
	revoke(id: string): Promise<Problem | null>;
	stopWorker(worker: string, why: string): Promise<Problem | null>;
	liftWorker(worker: string): Promise<Problem | null>;

	/** Opens the view on a policy. */
	show(path: string): Promise<void>;
}
