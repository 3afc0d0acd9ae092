import type { HistoryEntry } from '../../../src/compile/ledger/history.js';

export const ME = 'person:test';

export interface Past {
	readonly kind?: string;
	readonly rules?: readonly string[];
	readonly maker?: string;
	readonly personText?: boolean;
	readonly pageType?: string;
	readonly decision?: 'approve' | 'deny' | 'undo' | 'none';
	readonly who?: string;
	/** Runs of the same name were one go. */
	readonly go?: string;
	readonly verdict?: boolean;
}

/** The ledger of these edits, each judged, decided and perhaps taken back. */
export function ledgerOf(edits: readonly Past[]): readonly HistoryEntry[] {
	const entries: HistoryEntry[] = [];
	const tell = (type: string, actor: string, run: string, data: Readonly<Record<string, unknown>>): void => void entries.push({ device: 'desk', seq: entries.length + 1, at: '2026-11-22T00:00:00.000Z', type, actor, run, data });
	for (const [index, { kind = 'update', rules = [], maker = 'offline', personText = false, pageType = 'concept', decision = 'approve', who = ME, go = `r-${String(index)}`, verdict = true }] of edits.entries()) {
		const proposal = `p-${String(index)}`;
		if (verdict) tell('verdict', maker, 'r-compile', { proposal, path: `wiki/${proposal}.md`, kind, disposition: rules.length === 0 ? 'PASS' : 'HOLD', rules, seen: { person_text: personText, page_type: pageType } });
		if (decision === 'none') continue;
		tell(decision === 'deny' ? 'deny' : 'approve', who, go, { proposal, path: `wiki/${proposal}.md` });
		if (decision === 'undo') tell('undo', who, `${go}-undo`, { undoes: go });
	}
	return entries;
}

export const times = (count: number, past: Past): readonly Past[] => Array.from({ length: count }, () => past);
