import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PolicyCard, PolicyDraft, PolicySimulation } from '../../compile/policies/policy-reports.js';
import type { Loaded } from '../loaded.js';
import { TextButton } from '../shared/buttons.js';
import { POLICY } from '../strings/policy.js';
import { messageOf, nameOf, problemText, type PolicyParts } from './parts.js';
import { SimulationTable } from './simulation-table.js';

/** Names the default that holds where no note does, to whoever compares. */
const BUILT_IN = 'built-in';

interface Props {
	readonly parts: PolicyParts;
	readonly draft: PolicyDraft;
	/** Changes when what the policy says does: then what is in sight is asked again. */
	readonly hash: string | null;
	readonly others: readonly PolicyCard[];
}

/** What a policy would have decided about the past and would decide about what waits, alone or in the place of another one. */
export function WhatIf({ parts, draft, hash, others }: Props): JSX.Element {
	const { desk } = parts;
	const [answer, setAnswer] = useState<Loaded<PolicySimulation> | null>(null);
	const [against, setAgainst] = useState<string>(BUILT_IN);
	/** What is in sight: null for a simulation, else what it was compared with. */
	const shown = useRef<{ readonly against: string | null } | null>(null);
	const round = useRef(0);
	const comparable = others.filter(({ path, hash: sound }) => path !== draft.path && sound !== null);

	const ask = (other: string | null): void => {
		shown.current = { against: other };
		round.current += 1;
		const mine = round.current;
		// What was there stays in sight until the new answer is there, so that nothing jumps while somebody types.
		setAnswer((before) => (before?.state === 'ready' ? before : { state: 'loading' }));
		const asked = other === null ? desk.policies.simulate(draft.path, draft.text) : desk.policies.compare({ path: other }, draft);
		asked.then(
			(found) => {
				if (mine === round.current) setAnswer('problem' in found ? { state: 'failed', message: problemText(found.problem) } : { state: 'ready', value: found });
			},
			(error: unknown) => {
				if (mine === round.current) setAnswer({ state: 'failed', message: messageOf(error) });
			},
		);
	};
	useEffect(() => {
		if (shown.current !== null && hash !== null) ask(shown.current.against);
		return () => {
			round.current += 1;
		};
	}, [hash]);
	return (
		<section class="commonplace-policy-whatif" aria-label={POLICY.ask}>
			<h3>{POLICY.ask}</h3>
			<p class="commonplace-policy-quiet">{POLICY.simulateHelp}</p>
			<div class="commonplace-policy-actions">
				<TextButton text={POLICY.simulate} icon="rewind" onPress={() => { ask(null); }} />
				<span class="commonplace-policy-compare">
					<select class="dropdown" aria-label={POLICY.compareWith} value={against} onChange={(event) => { setAgainst(event.currentTarget.value); }}>
						<option value={BUILT_IN}>{POLICY.builtIn}</option>
						{comparable.map((other) => (
							<option key={other.path} value={other.path}>
								{nameOf(other)}
							</option>
						))}
					</select>
					<TextButton text={POLICY.compare} icon="git-compare" onPress={() => { ask(against); }} />
				</span>
			</div>
			<div aria-live="polite">
				{answer === null ? null : answer.state === 'loading' ? (
					<p class="commonplace-policy-quiet">{POLICY.simulating}</p>
				) : answer.state === 'failed' ? (
					<p class="commonplace-policy-failed">{answer.message}</p>
				) : (
					<SimulationTable parts={parts} simulation={answer.value} />
				)}
			</div>
		</section>
	);
}
