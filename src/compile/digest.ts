import type { Proposal } from '../model/proposal.js';
import type { Disposition } from '../model/verdict.js';
import type { CompileReport } from './reports.js';

/** What a compile did, without the texts that it proposed: those of a large vault are more than a thread should send another. */
export interface CompileDigest extends Omit<CompileReport, 'proposals'> {
	readonly proposals: readonly { readonly path: string; readonly kind: Proposal['kind']; readonly disposition: Disposition }[];
}

export const digest = (report: CompileReport): CompileDigest => ({
	...report,
	proposals: report.proposals.map(({ proposal: { path, kind }, verdict: { disposition } }) => ({ path, kind, disposition })),
});
