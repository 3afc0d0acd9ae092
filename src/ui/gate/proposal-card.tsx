import type { JSX } from 'preact';
import type { ProposalCard } from '../../compile/proposal-views.js';
import { Icon } from '../shared/icon.js';
import { DISPOSITION_ICON, toneOf } from '../shared/dispositions.js';
import { GATE } from '../strings/gate.js';
import { folderOf } from './rows.js';
import { KIND_ICON, type GateParts } from './parts.js';
import { ProposalBody } from './proposal-body.js';

/** Opens a card, or closes the one that is open. */
export function toggleCard({ state }: GateParts, id: string): void {
	state.opened.value = state.opened.value?.id === id ? null : { id, mode: 'read' };
}

/** One proposal: what, why, which rules, who may decide; opened, all that it takes to decide it. */
export function ProposalCardView({ parts, card, wide }: { readonly parts: GateParts; readonly card: ProposalCard; readonly wide: boolean }): JSX.Element {
	const { state } = parts;
	const isOpen = state.opened.value?.id === card.id;
	const isSelected = state.selected.value === card.id;
	const isPending = parts.decisions.pending.value.has(card.id);
	const id = `commonplace-${card.id}`;
	const toggle = (): void => {
		state.selected.value = card.id;
		toggleCard(parts, card.id);
	};
	return (
		<article class={`commonplace-card${isOpen ? ' is-open' : ''}${isSelected ? ' is-selected' : ''}${isPending ? ' is-pending' : ''}`} aria-busy={isPending} aria-labelledby={`${id}-title`}>
			<div class="commonplace-card-face" onClick={toggle}>
				<div class="commonplace-card-top">
					<button
						type="button"
						class="commonplace-card-head"
						data-row={card.id}
						tabIndex={isSelected ? 0 : -1}
						aria-expanded={isOpen}
						aria-describedby={`${id}-facts`}
					>
						<Icon name={KIND_ICON[card.kind]} />
						<span class="commonplace-card-title" id={`${id}-title`}>
							{card.title}
						</span>
					</button>
					<span class="commonplace-card-kind">{GATE.kind[card.kind]}</span>
				</div>
				<div id={`${id}-facts`}>
					<div class="commonplace-card-path">{card.to === null ? folderOf(card.path) : GATE.movesTo(card.to)}</div>
					<p class="commonplace-card-why">{card.why}</p>
					<ul class="commonplace-rules" aria-label={GATE.rules} hidden={card.rules.length === 0}>
						{card.rules.map(({ rule, reason, line, disposition }) => (
							<li key={`${rule} ${line ?? ''} ${reason}`} class={`commonplace-rule ${toneOf(disposition)}`} title={rule}>
								<Icon name={DISPOSITION_ICON[disposition]} />
								<span class="commonplace-rule-text">
									{reason}
									{line === null || !isOpen ? null : <span class="commonplace-muted"> {GATE.atLine(line)}</span>}
									{isOpen ? <code class="commonplace-rule-name">{rule}</code> : null}
								</span>
							</li>
						))}
					</ul>
					<div class="commonplace-card-foot">
						<span>{GATE.decider(card.decider)}</span>
						{isOpen ? <span>{GATE.madeBy(card.who, card.run)}</span> : null}
					</div>
				</div>
			</div>
			{isOpen ? <ProposalBody parts={parts} card={card} wide={wide} /> : null}
		</article>
	);
}
