import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { IconButton, TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';
import { isBusy, type GateParts } from './parts.js';
import { UndoQuestion } from './undo-question.js';

/** How much waits, and what is always at hand: undo the last run, the keys, stop everything. */
export function GateTop({ parts, count, onKeys }: { readonly parts: GateParts; readonly count: string; readonly onKeys: () => void }): JSX.Element {
	const { desk, decisions } = parts;
	const [isUndoing, setUndoing] = useState(false);
	const busy = isBusy(parts);
	const isStopped = desk.emergency.value.stopped;
	return (
		<>
			<div class="commonplace-gate-top">
				<span class="commonplace-gate-count">{count}</span>
				<span class="commonplace-spacer" />
				<IconButton icon="undo-2" label={GATE.undo} off={busy} expanded={isUndoing} onPress={() => { setUndoing(!isUndoing); }} />
				<span class="commonplace-keys-button">
					<IconButton icon="keyboard" label={GATE.keys} onPress={onKeys} />
				</span>
				{isStopped ? null : (
					<span class="commonplace-stop">
						<TextButton look="danger" icon="octagon-x" text={GATE.stop} onPress={() => void decisions.raiseStop()} />
					</span>
				)}
			</div>
			{isUndoing ? <UndoQuestion parts={parts} onDone={() => { setUndoing(false); }} /> : null}
		</>
	);
}
