import type { Proposal } from '../model/proposal.js';
import type { VaultReader } from '../vault/port.js';
import type { Worker } from '../worker/port.js';
import type { ExtractSources } from './extract-sources.js';
import type { Progress } from './reports.js';
import type { Settings } from './settings.js';
import type { Manifest } from './state/manifest.js';
import type { PageMemory } from './state/page-table.js';

/** What a person has already said of earlier proposals, and what still waits for them. */
export interface Waiting {
	/** Open proposals by the id of the page's subject. */
	readonly open: ReadonlyMap<string, Proposal>;
	/** Whether a person denied this text for this path; dates do not count. */
	readonly denied: (path: string, text: string) => boolean;
	/** Folded titles of pages whose creation a person denied. */
	readonly deniedTitles: ReadonlySet<string>;
}

export interface CompileInput {
	readonly reader: VaultReader;
	readonly worker: Worker;
	readonly extractSources: ExtractSources;
	readonly settings: Settings;
	readonly manifest: Manifest;
	/** Where the pages stay that were read for the plan. */
	readonly pages: PageMemory;
	readonly waiting: () => Promise<Waiting>;
	readonly run: string;
	readonly today: string;
	/** Milliseconds since the epoch, when the run began. */
	readonly now: number;
	/** True where the person said that many sources are gone on purpose. */
	readonly acceptRemovals: boolean;
	readonly signal: AbortSignal;
	readonly progress: Progress;
}
