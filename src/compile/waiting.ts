import { foldName } from '../model/fold.js';
import type { Proposal } from '../model/proposal.js';
import type { Problem } from '../model/result.js';
import { readQueue } from '../gate/queue.js';
import type { VaultReader } from '../vault/port.js';
import type { Layout } from '../vault/layout.js';
import type { Waiting } from './compile-input.js';
import { undated } from './propose.js';
import type { OpenProposal } from './reports.js';

/** The queue as a compile and a review see it. */
export interface Queue extends Waiting {
	/** Strictest first, then by path. */
	readonly items: readonly OpenProposal[];
	readonly problems: readonly Problem[];
}

const textKey = (path: string, text: string | null): string => `${path}\n${text === null ? '' : undated(text)}`;

export async function loadQueue(reader: VaultReader, layout: Layout): Promise<Queue> {
	const queue = await readQueue(reader, layout);
	const open = new Map<string, Proposal>(queue.open.map(({ proposal }) => [proposal.subject, proposal]));
	const deniedTexts = new Set(queue.denied.map(({ proposal }) => textKey(proposal.path, proposal.machineText ?? proposal.text)));
	const deniedTitles = new Set(queue.denied.flatMap(({ proposal }) => (proposal.kind === 'create' && proposal.pageType !== 'source' ? [foldName(proposal.title)] : [])));
	return {
		items: queue.open,
		problems: queue.problems,
		open,
		denied: (path, text) => deniedTexts.has(textKey(path, text)),
		deniedTitles,
	};
}
