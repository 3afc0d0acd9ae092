import { signal } from '@preact/signals';
import { ItemView, type ViewStateResult, type WorkspaceLeaf } from 'obsidian';
import { render } from 'preact';
import type { Desk } from '../desk.js';
import { LINT } from '../strings/lint.js';
import { FIRST_LINT_STATE, readLintState } from './lint-state.js';
import { Lint } from './lint.js';

export const LINT_VIEW = 'commonplace-lint';

export class LintView extends ItemView {
	override icon = 'list-checks';
	private readonly desk: Desk;
	private readonly kept = signal(FIRST_LINT_STATE);

	constructor(leaf: WorkspaceLeaf, desk: Desk) {
		super(leaf);
		this.desk = desk;
	}

	override getViewType(): string {
		return LINT_VIEW;
	}

	override getDisplayText(): string {
		return LINT.title;
	}

	override getState(): Record<string, unknown> {
		return { ...super.getState(), ...this.kept.peek() };
	}

	override async setState(state: unknown, result: ViewStateResult): Promise<void> {
		this.kept.value = readLintState(state, this.kept.peek());
		await super.setState(state, result);
	}

	protected override async onOpen(): Promise<void> {
		this.contentEl.addClass('commonplace-view');
		render(<Lint desk={this.desk} state={this.kept} />, this.contentEl);
		const { workspace } = this.app;
		this.register(
			this.kept.subscribe(() => {
				workspace.requestSaveLayout();
			}),
		);
	}

	protected override async onClose(): Promise<void> {
		render(null, this.contentEl);
	}
}
