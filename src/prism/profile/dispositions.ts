import { type Disposition, DISPOSITIONS } from '../../model/verdict.js';
import { type Fault, fault } from '../fault.js';
import type { Action, Flow, FlowNode } from '../flow.js';

/** The event by which an end says what becomes of the proposal. */
export const DISPOSITION_EVENT = 'disposition';

type Emission = Extract<Action, { readonly type: 'emit' }>;

const isDisposition = (value: unknown): value is Disposition => DISPOSITIONS.some((known) => known === value);

const emissions = (node: FlowNode): readonly Emission[] => node.actions.flatMap((action) => (action.type === 'emit' && action.event.value === DISPOSITION_EVENT ? [action] : []));

/** The disposition that an end emits; null where it emits none, several, or one that is no plain word. */
export function dispositionOf(node: FlowNode): Disposition | null {
	const [only, second] = emissions(node);
	const content = only?.payload.find(([name]) => name === 'disposition')?.[1];
	return second === undefined && content?.kind === 'data' && isDisposition(content.data) ? content.data : null;
}

/** What keeps a valid flow from being a policy, each with its place. */
export function profileFaults(flow: Flow, conformance: string): readonly Fault[] {
	const faults: Fault[] = [];
	if (conformance !== 'level-0') faults.push(fault('PROFILE', flow, `The note asks for conformance ${conformance}; policies are executed at level-0.`));
	const event = flow.events.find(({ id }) => id === DISPOSITION_EVENT);
	if (event === undefined) faults.push(fault('PROFILE', flow, 'A policy must declare the event “disposition” with type: persistent, by which its ends say what becomes of a proposal.'));
	else if (event.type?.value !== 'persistent') faults.push(fault('PROFILE', event, 'The event “disposition” must have type: persistent.'));
	for (const node of flow.nodes) {
		if (node.type.value === 'end') {
			if (dispositionOf(node) === null) faults.push(fault('PROFILE', node, `The end “${node.id}” must emit “disposition” once, with disposition: ${DISPOSITIONS.slice(0, -1).join(', ')} or ${DISPOSITIONS[DISPOSITIONS.length - 1] ?? ''}.`));
			continue;
		}
		// Whatever ends other branches could silence the one that objects.
		if (node.type.value === 'cancel') faults.push(fault('PROFILE', node, `“${node.id}” is a cancel, which a policy may not have: it could silence another rule.`));
		if (node.join?.cancelOthers === true || (node.join?.onSatisfied ?? null) !== null) faults.push(fault('PROFILE', node.join ?? node, `The join “${node.id}” may not cancel other branches in a policy: it could silence another rule.`));
		for (const emission of emissions(node)) faults.push(fault('PROFILE', emission, `“${node.id}” is no end, so it may not emit “disposition”.`));
	}
	return faults;
}
