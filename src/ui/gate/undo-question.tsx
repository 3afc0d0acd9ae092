import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LastRun } from '../../compile/reports.js';
import { TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';
import { isBusy, type GateParts } from './parts.js';

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');

/** Says what an undo takes back, and does that one when it is pressed, whatever ran meanwhile. */
export function UndoQuestion({ parts, onDone }: { readonly parts: GateParts; readonly onDone: () => void }): JSX.Element {
	const { desk, decisions } = parts;
	const [last, setLast] = useState<LastRun | null | 'looking'>('looking');
	useEffect(() => {
		let shown = true;
		void desk.lastRun().then((run) => {
			if (shown) setLast(run);
		});
		return () => {
			shown = false;
		};
	}, [desk]);
	const cancel = (): void => {
		onDone();
		parts.focusSelected();
	};
	const names = last === 'looking' || last === null ? [] : last.paths.map(nameOf);
	return (
		<div class="commonplace-bulk-ask" role="group" aria-label={GATE.undo}>
			<p>{last === 'looking' ? GATE.undoLooks : last === null ? GATE.nothingToUndo : GATE.undoAsk(last.operation, names)}</p>
			<div class="commonplace-deny-actions">
				{last === 'looking' || last === null ? null : (
					<TextButton
						look="danger"
						text={GATE.undoDo(last.operation, names)}
						off={isBusy(parts)}
						onPress={() => {
							cancel();
							void decisions.undo(last.run);
						}}
					/>
				)}
				<TextButton text={GATE.cancel} onPress={cancel} />
			</div>
		</div>
	);
}
