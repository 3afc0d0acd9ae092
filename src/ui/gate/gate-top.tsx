import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ProposalCard } from '../../compile/reports.js';
import { IconButton, TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';
import { isBusy, type GateParts } from './parts.js';

/** What is done with the queue as a whole: commit what passed, undo the last run, stop everything. */
export function GateTop({ parts, cards, onKeys }: { readonly parts: GateParts; readonly cards: readonly ProposalCard[]; readonly onKeys: () => void }): JSX.Element {
	const { desk, decisions } = parts;
	const [isUndoing, setUndoing] = useState(false);
	const busy = isBusy(parts);
	const passed = cards.filter(({ disposition }) => disposition === 'PASS').length;
	const isStopped = desk.emergency.value.stopped;
	return (
		<>
			<div class="commonplace-gate-top">
				{passed === 0 ? null : <TextButton look="cta" icon="copy-check" text={GATE.commitPassed(passed)} off={busy || isStopped} onPress={() => void decisions.approve('passed')} />}
				<span class="commonplace-spacer" />
				<IconButton icon="undo-2" label={GATE.undo} off={busy} expanded={isUndoing} onPress={() => { setUndoing(!isUndoing); }} />
				<IconButton icon="keyboard" label={GATE.keys} onPress={onKeys} />
				{isStopped ? null : (
					<span class="commonplace-stop">
						<TextButton look="danger" icon="octagon-x" text={GATE.stop} onPress={() => void decisions.raiseStop()} />
					</span>
				)}
			</div>
			{isUndoing ? (
				<div class="commonplace-bulk-ask" role="group" aria-label={GATE.undo}>
					<p>{GATE.undoAsk}</p>
					<div class="commonplace-deny-actions">
						<TextButton
							look="danger"
							text={GATE.undoDo}
							off={busy}
							onPress={() => {
								setUndoing(false);
								void decisions.undo();
							}}
						/>
						<TextButton text={GATE.cancel} onPress={() => { setUndoing(false); }} />
					</div>
				</div>
			) : null}
		</>
	);
}
