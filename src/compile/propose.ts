import { hashText } from '../model/hash.js';
import type { PageRecord } from '../model/page.js';
import { proposalId, type MergeConflict, type Proposal, type ProposalKind } from '../model/proposal.js';
import { problem, type Problem } from '../model/result.js';
import { mergeThreeWay } from '../vault/merge.js';
import type { VaultReader } from '../vault/port.js';
import type { PageDraft } from './compose.js';
import { pageId } from './moved-pages.js';
import { countWord, plural } from './related.js';
import type { RenderedPage } from './render/page.js';
import type { ConceptEntry } from './state/state.js';
import type { ShardStore } from './state/shard-store.js';

/** What stands in the vault where a page would go. */
export interface Standing {
	/** The page's record; null where the machine never wrote it. */
	readonly record: PageRecord | null;
	/** Where the page stands now: elsewhere than its record when a person moved it. */
	readonly path: string;
	readonly current: string | null;
	/** The machine's own last text; null where that is not known. */
	readonly base: string | null;
}

export interface Proposer {
	readonly run: string;
	readonly who: string;
	readonly tier: number;
	readonly today: string;
}

export type Proposed =
	| { readonly kind: 'proposal'; readonly proposal: Proposal }
	| { readonly kind: 'unchanged' }
	/** The person's decision stands against it: the page was deleted by hand, or this very text was denied. */
	| { readonly kind: 'withheld'; readonly problem: Problem | null };

const FOOTNOTE = /^\[\^([^\]]+)\]: /gm;
const cited = (text: string): Set<string> => new Set([...text.matchAll(FOOTNOTE)].map((match) => match[1] ?? ''));

/** The text without the date that changes whenever anything else does. */
export const undated = (text: string): string => text.replace(/^updated: .*$/m, 'updated:').replace(/^created: .*$/m, 'created:');

function whyUpdate(before: string, after: string): string {
	const old = cited(before);
	const now = cited(after);
	const added = [...now].filter((label) => !old.has(label)).length;
	const withdrawn = [...old].filter((label) => !now.has(label)).length;
	if (added === 0 && withdrawn === 0) return 'Links, related pages or order changed; the cited claims are the same.';
	const parts = [added > 0 ? `${plural(added, 'claim')} added` : '', withdrawn > 0 ? `${plural(withdrawn, 'claim')} withdrawn` : ''].filter((part) => part !== '');
	return `${parts.join(', ')}, because the sources changed.`.replace(/^./, (first) => first.toUpperCase());
}

const whyCreate = (page: RenderedPage): string => `New page from ${plural(page.claims.length, 'verified claim')} of ${plural(page.sources.length, 'source')}.`;

interface Change {
	readonly kind: ProposalKind;
	readonly text: string | null;
	readonly machineText: string | null;
	readonly why: string;
	readonly personText: boolean;
	readonly conflicts: readonly MergeConflict[];
}

function buildProposal(draft: PageDraft, page: RenderedPage | null, standing: Standing, by: Proposer, change: Change, created: string): Proposal {
	const content = {
		...change,
		path: standing.path,
		to: null,
		subject: draft.subject,
		title: draft.title,
		pageType: draft.type,
		baseHash: standing.current === null ? null : hashText(standing.current),
		who: by.who,
		tier: by.tier,
		evidence: {
			claims: page?.claims ?? [],
			sources: page?.sources ?? [],
			verified: page?.claims.length ?? 0,
			unverified: page === null ? 0 : draft.unsupported,
			disagreements: page === null ? [] : draft.disagreements,
		},
		created,
		updated: by.today,
	};
	return { id: proposalId(content), run: by.run, ...content, summary: page?.summary ?? '', links: page?.links ?? [] };
}

/**
 * The machine's text on top of what stands in the vault. Where the two overlap, and all through where the machine's last text is
 * not known, the person's text stays, and both sides are shown to whoever decides.
 */
export function onTop(base: string | null, current: string, machine: string): { readonly text: string; readonly conflicts: readonly MergeConflict[] } {
	const merged = base === null ? null : mergeThreeWay({ base, yours: current, machine });
	if (merged?.kind === 'clean') return { text: merged.text, conflicts: [] };
	if (merged?.kind === 'conflict') return { text: merged.text, conflicts: merged.conflicts };
	return { text: current, conflicts: [{ base: base ?? '', yours: current, machine }] };
}

/** Merges the machine's new text with what a person made of the page, and says what has to be decided. */
export function proposePage(draft: PageDraft, backlinks: readonly ConceptEntry[], standing: Standing, by: Proposer, denied: (path: string, text: string) => boolean): Proposed {
	const { record, current } = standing;
	const created = record?.created ?? by.today;
	const page = draft.render({ created, updated: by.today }, backlinks);
	const { base } = standing;
	const known = base ?? current;
	if (known !== null && undated(known) === undated(page.text)) return { kind: 'unchanged' };
	if (denied(standing.path, page.text)) return { kind: 'withheld', problem: null };
	if (current === null) {
		if (record !== null) {
			return {
				kind: 'withheld',
				problem: problem(record.path, 'You removed this page, so its new text is not proposed. Restore the file to have it kept up again.'),
			};
		}
		const change: Change = { kind: 'create', text: page.text, machineText: page.text, why: whyCreate(page), personText: false, conflicts: [] };
		return { kind: 'proposal', proposal: buildProposal(draft, page, standing, by, change, created) };
	}
	if (base === null && pageId(current) !== draft.subject) {
		return {
			kind: 'withheld',
			problem: problem(standing.path, 'A note of yours stands where a page would go, and stays as it is. Rename or move it to have the page made.'),
		};
	}
	const update = { kind: 'update' as const, machineText: page.text, why: whyUpdate(base ?? '', page.text) };
	if (current === base) {
		return { kind: 'proposal', proposal: buildProposal(draft, page, standing, by, { ...update, text: page.text, personText: false, conflicts: [] }, created) };
	}
	const { text, conflicts } = onTop(base, current, page.text);
	if (conflicts.length === 0 && text === current) return { kind: 'unchanged' };
	return { kind: 'proposal', proposal: buildProposal(draft, page, standing, by, { ...update, text, personText: true, conflicts }, created) };
}

/** A page that no source supports any more is proposed to be retired, never just removed. */
export function proposeRetirement(record: PageRecord, standing: Standing, by: Proposer): Proposal | null {
	if (standing.current === null || record.type === 'catalogue') return null;
	const draft: PageDraft = {
		subject: record.id,
		type: record.type,
		path: record.path,
		title: record.title,
		links: [],
		disagreements: [],
		unsupported: 0,
		render: () => ({ text: '', claims: [], sources: [], links: [], summary: '' }),
	};
	const personText = standing.base === null || standing.current !== standing.base;
	const change: Change = {
		kind: 'retire',
		text: null,
		machineText: null,
		why: `No source supports this page any more: its ${record.sources === 0 ? '' : `${countWord(record.sources)} `}sources were removed, or no longer say anything of it.`,
		personText,
		conflicts: [],
	};
	return buildProposal(draft, null, standing, by, change, record.created);
}

/** Finds what stands where a page would go; `moved` tells where a page with this id stands that has left its place. */
export async function findStanding(
	record: PageRecord | null,
	subject: string,
	path: string,
	bases: ShardStore<string>,
	reader: VaultReader,
	exists: (path: string) => boolean,
	moved: (subject: string) => Promise<string | null>,
): Promise<Standing> {
	const expected = record?.path ?? path;
	const place = exists(expected) ? expected : await moved(subject);
	const current = place === null ? null : await reader.read(place);
	const kept = await bases.get(expected);
	// A base that was lost is the file itself, as long as nobody changed it.
	const base = kept ?? (current !== null && record !== null && hashText(current) === record.baseHash ? current : null);
	return { record, path: place ?? expected, current, base };
}
