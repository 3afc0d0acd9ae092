import type { WorkspaceLeaf } from 'obsidian';
import type { Desk } from '../desk.js';
import { KeptView } from '../shared/kept-view.js';
import { POLICY } from '../strings/policy.js';
import { FIRST_POLICY_STATE, readPolicyState, type PolicyViewState } from './policy-state.js';
import { Policies } from './policies.js';

export const POLICY_VIEW = 'commonplace-policies';

/** The gate's rules: policies, exemptions, stopped workers. */
export class PolicyView extends KeptView<PolicyViewState> {
	constructor(leaf: WorkspaceLeaf, desk: Desk) {
		super(leaf, {
			type: POLICY_VIEW,
			title: POLICY.title,
			icon: 'scale',
			navigation: false,
			first: FIRST_POLICY_STATE,
			read: readPolicyState,
			draw: (state) => <Policies desk={desk} state={state} />,
		});
	}
}
