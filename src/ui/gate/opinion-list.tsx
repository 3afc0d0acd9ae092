import type { JSX } from 'preact';
import type { OpinionView, ProposalDetail } from '../../compile/proposal-views.js';
import { Icon } from '../shared/icon.js';
import { GATE } from '../strings/gate.js';
import type { GateParts } from './parts.js';

const ICONS = { approve: 'circle-check', deny: 'circle-x', unsure: 'circle-help' } as const satisfies Record<OpinionView['opinion'], string>;

/** What is at stake, and what reviewers said of an escalated edit; the note of the call behind each opinion opens from it. */
export function OpinionList({ parts: { desk }, detail: { stakes, opinions } }: { readonly parts: GateParts; readonly detail: ProposalDetail }): JSX.Element {
	return (
		<section class="commonplace-section">
			<p class="commonplace-muted commonplace-stakes">{GATE.stakes(stakes.level, stakes.reasons)}</p>
			{opinions.length === 0 ? null : (
				<>
					<h4>{GATE.opinions(opinions.length)}</h4>
					<ul class="commonplace-opinions">
						{opinions.map(({ who, tier, seat, seats, question, opinion, reason, transcript, binds }) => (
							<li key={`${who} ${tier} ${seat} ${question ?? 0} ${reason}`}>
								<p class="commonplace-claim">
									<Icon name={ICONS[opinion]} /> <strong>{GATE.opinion[opinion]}</strong> {reason}
								</p>
								<p class="commonplace-muted">
									{GATE.reviewer(who, tier, seat, seats)}
									{binds ? null : ` · ${GATE.opinionVoid}`}
									{transcript === null ? null : (
										<>
											{' · '}
											<button type="button" class="commonplace-opinion-call" onClick={() => void desk.open(transcript, null)}>
												{GATE.openCall}
											</button>
										</>
									)}
								</p>
							</li>
						))}
					</ul>
				</>
			)}
		</section>
	);
}
