import type { CompileDigest } from '../../compile/digest.js';
import type { Commonplace } from '../../compile/port.js';
import type { Estimate } from '../../compile/reports.js';
import type { Problem } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import type { ModelQuestions } from '../../worker/operators/model-questions.js';
import type { Recipient } from '../../worker/operators/view.js';
import type { Desk } from '../desk.js';

/** What the desk needs of the engine: the core, running elsewhere. */
export interface DeskEngine {
	readonly core: Omit<Commonplace, 'compile'> & ModelQuestions & { compile(options: { readonly approve: 'none' | 'passed'; readonly acceptRemovals?: boolean }): Promise<CompileDigest> };
	/** False while asking it something would have to start it first. */
	readonly started: boolean;
	/** Ends what is under way, cleanly; resolves with what there is to tell of it. */
	stop(): Promise<readonly Problem[]>;
}

/** What the desk needs of the user's settings, as they are now. */
export interface DeskSettings {
	readonly layout: Layout;
	/** Whether a compile commits what the gate passes without asking. */
	readonly commitPassed: boolean;
	/** A compile that would read more sources than this asks first. */
	readonly askAboveSources: number;
	/** A compile that may cost more US dollars than this, or nobody knows how many, asks first. */
	readonly askAboveDollars: number;
}

export interface SampleNote {
	/** The file's name without folder, with its extension. */
	readonly name: string;
	readonly text: string;
}

/** What the desk needs of the app around it. */
export interface DeskHost extends Pick<Desk, 'open' | 'show'> {
	settings(): DeskSettings;
	/** Shows what a compile would take, and resolves with whether to go on. */
	confirmCompile(estimate: Estimate): Promise<boolean>;
	/** Shows why a compile stopped before many sources that are gone, and resolves with whether they are gone on purpose. */
	confirmRemovals(why: string): Promise<boolean>;
	/** Whether the person agreed on this device that notes go there, with that key. */
	agreed(recipient: Recipient): boolean;
	/** Shows what would be sent to whom, and resolves with whether the person agrees; keeps that they did. */
	confirmSending(recipients: readonly Recipient[]): Promise<boolean>;
	/** A short message that goes away by itself. */
	notify(message: string): void;
	/** Runs it after so many milliseconds; returns a way to call it off. */
	after(milliseconds: number, run: () => void): () => void;
	/** Who decides, for the ledger. */
	readonly who: string;
	readonly samples: readonly SampleNote[];
}
