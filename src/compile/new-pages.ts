import type { Proposal } from '../model/proposal.js';
import type { Worker } from '../worker/port.js';
import { composePage, pageToWeave, sourceSubject, type ComposeContext, type Subject, type Workshop } from './compose.js';
import { makeMatcher, type KnownNames } from './match-sources.js';
import { proposePage, type Proposer } from './propose.js';
import type { Settings } from './settings.js';
import type { SourceEntry } from './state/manifest.js';

/** What is known of the vault as far as the pages of sources need it: what it takes to write them elsewhere. */
export interface NewPageContext {
	readonly known: KnownNames;
	/** The targets of links to the concepts that have a page, by concept id. */
	readonly linkPaths: ReadonlyMap<string, string>;
	readonly settings: Pick<Settings, 'claimsPerPage'>;
	readonly by: Proposer;
}

/** A source whose page was never written, and where nothing stands in its place. */
export interface NewPageSubject extends Omit<Subject, 'related' | 'disagreements'> {
	/** The source's own path. */
	readonly source: string;
	readonly related: ReturnType<Subject['related']>;
}

export interface NewPage {
	/** The source's id. */
	readonly subject: string;
	/** Null where the source says nothing. */
	readonly proposal: Proposal | null;
	readonly calls: number;
}

/**
 * Has the first pages of sources written by several at once, in order; none of the sources has a part in a disagreement. Pages that it leaves out the caller writes.
 * For workers that cost nothing.
 */
export type WriteNewPages = (shop: Workshop, known: KnownNames, sources: readonly SourceEntry[], by: Proposer) => AsyncIterable<NewPage>;

export const newPageContext = ({ knowledge, settings }: Workshop, known: KnownNames, by: Proposer): NewPageContext => ({
	known,
	linkPaths: new Map([...knowledge.concepts.values()].flatMap(({ id, paged, linkPath }) => (paged ? [[id, linkPath]] : []))),
	settings: { claimsPerPage: settings.claimsPerPage },
	by,
});

export async function newPageSubject(shop: Workshop, entry: SourceEntry): Promise<NewPageSubject> {
	const subject = await sourceSubject(shop, entry);
	const { id, type, title, aliases, path, claims, relatedHeading } = subject;
	return { id, type, title, aliases, path, claims, relatedHeading, source: entry.path, related: subject.related({ lead: [], facets: [] }, new Map()) };
}

const NOTHING_STANDS = { record: null, current: null, base: null };
const none = (): Promise<null> => Promise.resolve(null);

/** Writes first pages of sources, each the same as if it were written with all others. */
export function newPageWriter({ known, linkPaths, settings, by }: NewPageContext, worker: Worker): (sent: NewPageSubject) => Promise<NewPage> {
	const { findNames } = makeMatcher(known);
	const concepts = new Map([...linkPaths].map(([id, linkPath]) => [id, { paged: true, linkPath }]));
	const never = new AbortController().signal;
	return async (sent) => {
		const { id, path, title, source } = sent;
		if (sent.claims.length === 0) return { subject: id, proposal: null, calls: 0 };
		const subject: Subject = { ...sent, disagreements: [], related: () => sent.related };
		const context: ComposeContext = { knowledge: { concepts, claims: { get: none } }, sources: new Map([[id, { path: source, title, page: path }]]), findNames };
		const response = await worker.perform({ id: `weave:${path}`, kind: 'weave', input: { pages: [pageToWeave({ ...context, settings }, subject)] } }, never);
		const woven = response.ok ? response.output.pages[0] : null;
		if (!woven) throw new Error(`The page ${path} was not woven.`);
		const draft = await composePage(context, subject, woven);
		const proposed = proposePage(draft, [], { ...NOTHING_STANDS, path }, by, () => false);
		if (proposed.kind !== 'proposal') throw new Error(`The page ${path} was not proposed.`);
		return { subject: id, proposal: proposed.proposal, calls: 1 };
	};
}
