import type { ProxyMarked } from 'comlink';
import type { CompileDigest } from '../../compile/digest.js';
import type { Finding, LintReport } from '../../lint/finding.js';
import type { Commonplace } from '../../compile/port.js';
import type { ProposalCard } from '../../compile/proposal-views.js';
import type { WikiCatalogue, WikiPage } from '../../compile/wiki-views.js';
import type { Settings } from '../../compile/settings.js';
import type { Problem } from '../../model/result.js';
import type { Asking } from '../../worker/asking.js';
import type { ModelQuestions } from '../../worker/operators/model-questions.js';
import type { FileStat, VaultErrorCode } from '../../vault/port.js';
import type { PlainRequest, PlainResponse } from '../request-fetch.js';
import type { Part } from './in-parts.js';
import type { PackedListing } from './packed-listing.js';

/** A value or an error of the vault. Classes do not cross between threads, so errors travel as their parts. */
export type Crossed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: VaultErrorCode; readonly path: string; readonly message: string };

/** What the engine's thread asks of the main thread, which alone can reach the vault. */
export interface VaultCalls {
	list(folder: string): Promise<Crossed<PackedListing>>;
	stat(path: string): Promise<Crossed<FileStat | 'folder' | null>>;
	/** The bytes of the file: the thread makes the text of them. */
	read(path: string): Promise<Crossed<ArrayBuffer>>;
	create(path: string, text: string): Promise<Crossed<void>>;
	append(path: string, text: string): Promise<Crossed<void>>;
	replace(path: string, text: string): Promise<Crossed<void>>;
	rename(from: string, to: string): Promise<Crossed<void>>;
	remove(path: string): Promise<Crossed<void>>;
	sweep(folder: string): Promise<Crossed<number>>;
	/** Writes the text if the file holds `expect` to the letter, in one step of the app; false where it holds something else. */
	swap(path: string, expect: string, text: string): Promise<Crossed<boolean>>;
	progress(stage: string, done: number, total: number): void;
}

/** The same of models: the main thread alone has the keys and a way past CORS. */
export interface ModelHost {
	/** The key of a secret, for calls to this address; null where there is none, or where nobody agreed that it goes there. */
	key(secret: string, address: string): string | null;
	/** Rejects where nobody agreed that anything goes to this address. */
	request(request: PlainRequest): Promise<PlainResponse>;
	asking(asking: Asking): void;
}

export type HostCalls = VaultCalls & ModelHost;

/** What a thread must know to start. */
export interface ThreadConfig {
	readonly settings: Partial<Settings>;
	/** This device's name: lower-case letters, digits and hyphens. */
	readonly device: string;
	/** Counts the threads of this session, so that one can tell its own lease from that of a thread that was ended. */
	readonly generation: number;
}

export interface CompileOptions {
	readonly approve: 'none' | 'passed';
	readonly acceptRemovals?: boolean;
}

/** The core as it is asked from another thread: signals and callbacks do not cross. */
export type CoreCalls = Omit<Commonplace, 'compile'> & ModelQuestions & { compile(options: CompileOptions): Promise<CompileDigest> };

/** The same between the threads, where long lists come in parts. */
export type CrossingCalls = Omit<CoreCalls, 'lint' | 'cards' | 'catalogue'> & {
	lint(next: number | null): Promise<Part<Finding, Omit<LintReport, 'findings'>>>;
	cards(next: number | null): Promise<Part<ProposalCard, readonly Problem[]>>;
	catalogue(next: number | null): Promise<Part<WikiPage, Omit<WikiCatalogue, 'pages'>>>;
};

/** What the engine's thread answers. */
export interface ThreadCalls {
	/** Once, before anything else. The port leads to `HostCalls`. */
	open(config: ThreadConfig, port: MessagePort): void;
	/** Asks the compile that is running to end early. */
	stop(): void;
	readonly core: CrossingCalls & ProxyMarked;
}
