import type { JSX } from 'preact';
import type { MergeConflict } from '../../model/proposal.js';
import { TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';

/** Places where a person's edit and the machine's overlap, with both sides. */
export function ConflictList({ conflicts, onTake }: { readonly conflicts: readonly MergeConflict[]; readonly onTake: ((machine: string, yours: string) => void) | null }): JSX.Element | null {
	if (conflicts.length === 0) return null;
	return (
		<section class="commonplace-section">
			<h4>{GATE.conflicts(conflicts.length)}</h4>
			<p class="commonplace-muted">{GATE.conflictHelp}</p>
			{conflicts.map(({ yours, machine }, index) => (
				<div key={index} class="commonplace-conflict">
					<div class="commonplace-side">
						<h5>{GATE.yours}</h5>
						<div class="commonplace-side-text">{yours === '' ? GATE.nothing : yours}</div>
					</div>
					<div class="commonplace-side">
						<h5>{GATE.machine}</h5>
						<div class="commonplace-side-text">{machine === '' ? GATE.nothing : machine}</div>
						{onTake === null ? null : <TextButton text={GATE.takeMachine} onPress={() => { onTake(machine, yours); }} />}
					</div>
				</div>
			))}
		</section>
	);
}
