import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ProposalCard } from '../../compile/proposal-views.js';
import { TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';
import { DenyForm } from './deny-form.js';
import { isBusy, type GateParts } from './parts.js';
import { bulkOf, type Bulk } from './rows.js';

/** Decisions on many at once: on what passed, or on all that is shown. Each names the number that it takes and what it leaves. */
export function BulkBar({ parts, cards, shown }: { readonly parts: GateParts; readonly cards: readonly ProposalCard[]; readonly shown: readonly ProposalCard[] }): JSX.Element {
	// What was asked about is what is done, whatever comes into the list meanwhile.
	const [asking, setAsking] = useState<{ readonly decision: 'approve' | 'deny'; readonly bulk: Bulk } | null>(null);
	const busy = isBusy(parts);
	const { decisions } = parts;
	const passed = cards.filter(({ disposition }) => disposition === 'PASS').length;
	const done = (): void => {
		setAsking(null);
		parts.focusSelected();
	};
	if (asking === null) {
		const ask = (decision: 'approve' | 'deny'): void => {
			setAsking({ decision, bulk: bulkOf(shown.filter(({ id }) => !decisions.pending.value.has(id)), decision) });
		};
		return (
			<div class="commonplace-bulk">
				{passed === 0 ? null : <TextButton look="cta" text={GATE.commitPassed(passed)} off={busy || parts.desk.emergency.value.stopped} onPress={() => void decisions.approve('passed')} />}
				<span class="commonplace-spacer" />
				{shown.length < 2 ? null : (
					<>
						<button type="button" class="commonplace-quiet" onClick={() => { ask('approve'); }}>
							{GATE.approveShown}
						</button>
						<button type="button" class="commonplace-quiet" onClick={() => { ask('deny'); }}>
							{GATE.denyShown}
						</button>
					</>
				)}
			</div>
		);
	}
	const { decision, bulk } = asking;
	const left = [...(bulk.blocked > 0 ? [GATE.leftBlocked(bulk.blocked)] : []), ...(bulk.toOpen > 0 ? [GATE.leftToOpen(bulk.toOpen)] : [])].join(' ');
	return (
		<div class="commonplace-bulk-ask" role="group" aria-label={decision === 'approve' ? GATE.approveShown : GATE.denyShown}>
			{left === '' ? null : <p class="commonplace-muted">{left}</p>}
			{decision === 'deny' && bulk.ids.length > 0 ? (
				<DenyForm
					question={`${GATE.denyAsk(bulk.ids.length)} ${GATE.denyWhy}`}
					action={GATE.denyCount(bulk.ids.length)}
					off={busy}
					onDeny={(why) => {
						void decisions.deny(bulk.ids, why);
						done();
					}}
					onCancel={done}
				/>
			) : (
				<>
					<p>{decision === 'approve' ? GATE.approveAsk(bulk.ids.length) : GATE.denyAsk(bulk.ids.length)}</p>
					<div class="commonplace-deny-actions">
						{bulk.ids.length === 0 ? null : (
							<TextButton
								look="cta"
								text={GATE.approveCount(bulk.ids.length)}
								off={busy}
								onPress={() => {
									void decisions.approve(bulk.ids);
									done();
								}}
							/>
						)}
						<TextButton text={GATE.cancel} onPress={done} />
					</div>
				</>
			)}
		</div>
	);
}
