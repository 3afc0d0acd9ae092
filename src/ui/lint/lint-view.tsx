import type { WorkspaceLeaf } from 'obsidian';
import type { Desk } from '../desk.js';
import { KeptView } from '../shared/kept-view.js';
import { LINT } from '../strings/lint.js';
import { FIRST_LINT_STATE, readLintState, type LintState } from './lint-state.js';
import { Lint } from './lint.js';

export const LINT_VIEW = 'commonplace-lint';

export class LintView extends KeptView<LintState> {
	constructor(leaf: WorkspaceLeaf, desk: Desk) {
		super(leaf, {
			type: LINT_VIEW,
			title: LINT.title,
			icon: 'list-checks',
			navigation: false,
			first: FIRST_LINT_STATE,
			read: readLintState,
			draw: (state) => <Lint desk={desk} state={state} />,
		});
	}
}
