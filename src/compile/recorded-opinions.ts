import { noOpinionEver } from '../gate/ledger.js';
import { dayOf, ledgerFolder } from '../gate/ledger-event.js';
import { opinionsIn } from '../gate/opinion-event.js';
import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type VaultReader } from '../vault/port.js';

/** The opinions that were recorded on a proposal, whether or not they still bind. */
export type OpinionsOf = (proposal: Proposal) => Promise<readonly Opinion[]>;

// Clocks of devices differ, and a day begins at another time elsewhere.
const MARGIN = 2 * 86_400_000;

/** When a proposal can have been made at the earliest, as a day; empty where it does not say. */
function firstDay({ updated }: Proposal): string {
	const at = Date.parse(updated);
	return Number.isNaN(at) ? '' : new Date(at - MARGIN).toISOString().slice(0, 10);
}

/**
 * Reads the ledgers of all devices when first asked, from the proposal's own day on, and what is before only for an older proposal. The
 * ledgers alone say what was reviewed: a day that cannot be read takes its opinions away, and so holds.
 */
export function recordedOpinions(reader: VaultReader, layout: Layout): OpinionsOf {
	const known = new Map<string, Opinion[]>();
	const read = new Set<string>();
	let from = '~';
	let reading: Promise<void> = Promise.resolve();
	const folder = ledgerFolder(layout);
	const silent = new Map<string, boolean>();

	/** Whether the ledger that a file belongs to tells of no opinion, so that a large vault's day need not be read to find none. */
	async function isSilent(path: string): Promise<boolean> {
		const device = path.slice(folder.length + 1, path.lastIndexOf('/'));
		const answer = silent.get(device) ?? (await noOpinionEver(reader, layout, device));
		silent.set(device, answer);
		return answer;
	}

	async function readFrom(day: string): Promise<void> {
		if (day >= from) return;
		from = day;
		for (const { path } of await reader.list(folder)) {
			const at = dayOf(path);
			if (at === null || at < day || read.has(path)) continue;
			read.add(path);
			try {
				if (await isSilent(path)) continue;
				for (const opinion of opinionsIn(await reader.read(path))) {
					const others = known.get(opinion.proposal);
					if (others === undefined) known.set(opinion.proposal, [opinion]);
					else others.push(opinion);
				}
			} catch (error) {
				if (!(error instanceof VaultError)) throw error;
			}
		}
	}

	return async (proposal) => {
		reading = reading.then(() => readFrom(firstDay(proposal)));
		await reading;
		return known.get(proposal.id) ?? [];
	};
}
