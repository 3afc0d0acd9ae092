import type { ShownProposal } from '../../src/compile/proposal-views.js';
import type { CompileReport, OpenProposal, SourceCounts } from '../../src/compile/reports.js';
import type { Proposal } from '../../src/model/proposal.js';
import type { Disposition } from '../../src/model/verdict.js';

export const NO_SOURCES: SourceCounts = { total: 0, new: 0, changed: 0, renamed: 0, removed: 0, unchanged: 0, failed: 0 };

export function openProposal(disposition: Disposition, change: Partial<Proposal> = {}): OpenProposal {
	const proposal: Proposal = {
		id: 'p-0123456789ab', run: 'r-1', kind: 'create', path: 'wiki/concepts/Tea.md', to: null, subject: 'c-1', title: 'Tea', pageType: 'concept',
		baseHash: null, text: 'Tea is a drink.\n', machineText: 'Tea is a drink.\n', why: 'Two sources speak of tea.', who: 'offline', tier: 0,
		evidence: { claims: ['k-1'], sources: ['raw/Tea.md'], verified: 1, unverified: 0, disagreements: [] },
		personText: false, conflicts: [], created: '2026-11-22', updated: '2026-11-22', ...change,
	};
	const rules = disposition === 'PASS' ? [] : [{ rule: 'default:human-text', disposition, reason: 'The page holds text of yours.', line: 3 }];
	return { proposal, verdict: { proposalId: proposal.id, disposition, rules, decider: disposition === 'BLOCK' ? null : 4, policyHash: 'h' } };
}

export const shown = (open: OpenProposal, change: Partial<ShownProposal> = {}): ShownProposal => ({
	open, current: null, stakes: { level: 'low', reversible: true, reach: 0, personText: false, evidence: 'strong', reasons: [] }, opinions: [], ...change,
});

export const compileReport = (change: Partial<CompileReport> = {}): CompileReport => ({
	run: 'r-1', sources: NO_SOURCES, claims: 0, concepts: 0, disagreements: 0, proposals: [], committed: [], worker_calls: 0,
	problems: [], stopped: null, clock_ms: 12, coin_usd: 0, carbon_g: 0, ...change,
});
