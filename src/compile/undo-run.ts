import { CODE_COST, UNKNOWN_COST } from '../model/currencies.js';
import { problem } from '../model/result.js';
import { undo } from '../vault/commit/undo.js';
import { keepBooks } from './bookkeeping.js';
import { runsToUndo } from './last-run.js';
import { applyPageState, readPageState } from './page-state.js';
import { plural } from './related.js';
import type { UndoReport } from './reports.js';
import { isCapture } from './run-names.js';
import type { Session } from './session.js';
import { loadManifest, saveManifest } from './state/state.js';

/** Takes back a whole run, keeps what people did since, and marks its pages to be proposed anew by the next compile. */
export async function undoRun(session: Session, wanted: string | null, who: string, stopped: boolean): Promise<UndoReport> {
	const { vault, host, settings, ledger, book } = session;
	const { layout } = settings;
	const run = wanted ?? (await runsToUndo(vault, host, layout))[0];
	if (run === undefined) return { run: null, restored: [], kept: [], problems: [problem(layout.home, 'The journal of this device knows no run, so there is nothing to undo.')] };

	if (isCapture(run)) return { run, restored: [], kept: [], problems: [problem(layout.raw, `Run ${run} captured sources. They are yours now, and no source is ever taken away: delete them yourself.`)] };

	await ledger.append([{ type: 'undo', actor: who, run: session.run, undoes: run, why: wanted === null ? 'The last run was asked to be undone.' : 'This run was asked to be undone.', policy: session.gate.policyHash, ...UNKNOWN_COST }]);
	const undone = await undo(vault, host, layout, run, { as: session.run, lease: session.lease });
	if (!undone.ok) return { run, restored: [], kept: [], problems: [undone.error] };
	const { restored, kept, edits, problems } = undone.value;
	const stale = new Set<string>();
	for (const { request, outcome } of edits) {
		if (outcome.kind !== 'committed') continue;
		const before = readPageState(request.state?.before);
		const after = readPageState(request.state?.after);
		if (after !== undefined) await applyPageState(book, request.path, after, before?.record.path ?? null);
		for (const state of [before, after]) if (state) stale.add(state.record.id);
	}
	await ledger.append(
		edits.flatMap(({ request, outcome }) => (outcome.kind === 'committed' ? [{ type: 'commit' as const, actor: 'system', run: session.run, proposal: outcome.proposal, path: outcome.path, hash: outcome.hash, before: request.baseHash, after: outcome.hash, policy: session.gate.policyHash, undoes: run, ...CODE_COST }] : [])),
	);
	const { manifest } = await loadManifest(vault, layout);
	await saveManifest(session.record, layout, { ...manifest, stale: [...new Set([...manifest.stale, ...stale])].sort() });
	await keepBooks(
		session,
		{
			date: host.today(),
			operation: 'undo',
			run: session.run,
			summary: `took back ${run}: ${plural(restored.length, 'page')} as before, ${kept.length} kept`,
			pages: restored.map((path) => ({ verb: 'restored', path })),
		},
		stopped,
	);
	await session.save();
	return { run, restored, kept, problems: [...problems, ...session.problems] };
}
