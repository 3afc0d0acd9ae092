import { effect } from '@preact/signals';
import { ItemView, type ViewStateResult, type WorkspaceLeaf } from 'obsidian';
import { render } from 'preact';
import type { Desk } from '../desk.js';
import { GATE } from '../strings/gate.js';
import { GatePanel } from './gate-panel.js';
import { createGateState, restoreState, savedState } from './gate-state.js';

export const GATE_VIEW = 'commonplace-gate';

/** The gate as a view of the app. */
export class GateView extends ItemView {
	private readonly state = createGateState();

	constructor(
		leaf: WorkspaceLeaf,
		private readonly desk: Desk,
	) {
		super(leaf);
		this.navigation = false;
	}

	override getViewType(): string {
		return GATE_VIEW;
	}

	override getDisplayText(): string {
		return GATE.title;
	}

	override getIcon(): string {
		return 'shield-check';
	}

	override getState(): Record<string, unknown> {
		return { ...super.getState(), ...savedState(this.state) };
	}

	override async setState(state: unknown, result: ViewStateResult): Promise<void> {
		restoreState(this.state, state);
		await super.setState(state, result);
	}

	protected override async onOpen(): Promise<void> {
		this.contentEl.addClass('commonplace-view');
		render(<GatePanel desk={this.desk} state={this.state} />, this.contentEl);
		// Whoever opens the panel goes on by keyboard: the keys are heard inside of it alone.
		this.registerEvent(
			this.app.workspace.on('active-leaf-change', (leaf) => {
				if (leaf === this.leaf) this.takeFocus();
			}),
		);
		let isFirst = true;
		this.register(
			effect(() => {
				savedState(this.state);
				if (!isFirst) void this.app.workspace.requestSaveLayout();
				isFirst = false;
			}),
		);
	}

	override setEphemeralState(state: unknown): void {
		super.setEphemeralState(state);
		if (typeof state === 'object' && state !== null && 'focus' in state && state.focus === true) this.takeFocus();
	}

	private takeFocus(): void {
		const { contentEl } = this;
		if (contentEl.contains(contentEl.ownerDocument.activeElement)) return;
		(contentEl.querySelector<HTMLElement>('[data-row][tabindex="0"]') ?? contentEl.querySelector<HTMLElement>('.commonplace-gate'))?.focus({ preventScroll: true });
	}

	protected override async onClose(): Promise<void> {
		render(null, this.contentEl);
	}
}
