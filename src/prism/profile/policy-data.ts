import type { Proposal } from '../../model/proposal.js';

/**
 * What a policy sees of a proposal, as `entity`. Plain data. A member that is left out is unknown to the policy: conditions that need it
 * hold the proposal.
 */
export type PolicyData = {
	readonly kind: string;
	readonly path: string;
	readonly folder: string;
	readonly name: string;
	readonly to?: string;
	readonly title: string;
	readonly page_type: string;
	readonly subject: string;
	readonly why: string;
	readonly who: string;
	readonly tier: number;
	readonly new_file: boolean;
	readonly person_text: boolean;
	readonly claims: number;
	readonly verified_claims: number;
	readonly unverified_claims: number;
	readonly sources: number;
	readonly source_paths: readonly string[];
	readonly disagreements: number;
	readonly conflicts: number;
	readonly current_lines: number;
	readonly new_lines: number;
	readonly lines_added: number;
	readonly lines_removed: number;
	readonly changed_share: number;
	readonly inbound_links?: number;
	readonly reversible?: boolean;
	readonly stakes?: string;
};

export type FieldType = 'text' | 'number' | 'boolean' | 'list';

/** One field with what it means, for the documentation, the explanations and the check of policies. */
export interface PolicyField {
	readonly name: keyof PolicyData;
	readonly type: FieldType;
	/** Completes “…” in an explanation: a noun for values, a clause for what is true or false. */
	readonly says: string;
	/** Of a text that can only be one of these. */
	readonly values?: readonly string[];
	/** True where it may be unknown. */
	readonly optional?: true;
}

export const POLICY_FIELDS: readonly PolicyField[] = [
	{ name: 'kind', type: 'text', says: 'the kind of change', values: ['create', 'update', 'rename', 'merge', 'retire'] },
	{ name: 'path', type: 'text', says: 'the file’s path' },
	{ name: 'folder', type: 'text', says: 'the file’s folder' },
	{ name: 'name', type: 'text', says: 'the file’s name' },
	{ name: 'to', type: 'text', says: 'the path that it is renamed to', optional: true },
	{ name: 'title', type: 'text', says: 'the page’s title' },
	{ name: 'page_type', type: 'text', says: 'the type of page' },
	{ name: 'subject', type: 'text', says: 'the id of what the page is about' },
	{ name: 'why', type: 'text', says: 'the reason that the worker gives' },
	{ name: 'who', type: 'text', says: 'the worker' },
	{ name: 'tier', type: 'number', says: 'the worker’s tier' },
	{ name: 'new_file', type: 'boolean', says: 'no file stands there yet' },
	{ name: 'person_text', type: 'boolean', says: 'the file holds text that the machine did not write' },
	{ name: 'claims', type: 'number', says: 'the number of claims cited' },
	{ name: 'verified_claims', type: 'number', says: 'the number of claims whose quote was found' },
	{ name: 'unverified_claims', type: 'number', says: 'the number of claims whose quote was not found' },
	{ name: 'sources', type: 'number', says: 'the number of sources cited' },
	{ name: 'source_paths', type: 'list', says: 'the paths of the sources cited' },
	{ name: 'disagreements', type: 'number', says: 'the number of disagreements between sources' },
	{ name: 'conflicts', type: 'number', says: 'the number of places where a person’s edit and the machine’s overlap' },
	{ name: 'current_lines', type: 'number', says: 'the number of lines that stand there now' },
	{ name: 'new_lines', type: 'number', says: 'the number of lines that would stand there' },
	{ name: 'lines_added', type: 'number', says: 'the number of lines that are new' },
	{ name: 'lines_removed', type: 'number', says: 'the number of lines that go' },
	{ name: 'changed_share', type: 'number', says: 'the share of the file that changes' },
	{ name: 'inbound_links', type: 'number', says: 'the number of notes that link to the page', optional: true },
	{ name: 'reversible', type: 'boolean', says: 'the change can be undone', optional: true },
	{ name: 'stakes', type: 'text', says: 'what is at stake', values: ['low', 'medium', 'high'], optional: true },
];

/** What is known besides the proposal. Whatever is left out, a policy does not know. */
export interface PolicyFacts {
	/** What stands at the path now; null where nothing does. */
	readonly current: string | null;
	readonly inboundLinks?: number;
	readonly reversible?: boolean;
	readonly stakes?: 'low' | 'medium' | 'high';
}

/** The proposal as a policy sees it. Linear in the two texts: lines are counted wherever they stand, so a moved line is no change. */
export function policyData(proposal: Proposal, { current, inboundLinks, reversible, stakes }: PolicyFacts): PolicyData {
	const { kind, path, to, title, pageType, subject, why, who, tier, personText, evidence, conflicts } = proposal;
	const slash = path.lastIndexOf('/');
	const { before, after, added, removed } = lineChange(current ?? '', proposal.text ?? '');
	return {
		kind,
		path,
		folder: slash < 0 ? '' : path.slice(0, slash),
		name: path.slice(slash + 1),
		...(to === null ? {} : { to }),
		title,
		page_type: pageType,
		subject,
		why,
		who,
		tier,
		new_file: current === null,
		person_text: personText,
		claims: evidence.verified + evidence.unverified,
		verified_claims: evidence.verified,
		unverified_claims: evidence.unverified,
		sources: evidence.sources.length,
		source_paths: evidence.sources,
		disagreements: evidence.disagreements.length,
		conflicts: conflicts.length,
		current_lines: before,
		new_lines: after,
		lines_added: added,
		lines_removed: removed,
		changed_share: before + after === 0 ? 0 : (added + removed) / (before + after),
		...(inboundLinks === undefined ? {} : { inbound_links: inboundLinks }),
		...(reversible === undefined ? {} : { reversible }),
		...(stakes === undefined ? {} : { stakes }),
	};
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/));

function lineChange(current: string, text: string): { readonly before: number; readonly after: number; readonly added: number; readonly removed: number } {
	const old = linesOf(current);
	const fresh = linesOf(text);
	const counts = new Map<string, number>();
	for (const line of old) counts.set(line, (counts.get(line) ?? 0) + 1);
	let kept = 0;
	for (const line of fresh) {
		const left = counts.get(line) ?? 0;
		if (left === 0) continue;
		counts.set(line, left - 1);
		kept += 1;
	}
	return { before: old.length, after: fresh.length, added: fresh.length - kept, removed: old.length - kept };
}
