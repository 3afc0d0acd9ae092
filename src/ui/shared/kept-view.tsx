import { signal, type Signal } from '@preact/signals';
import { ItemView, type ViewStateResult, type WorkspaceLeaf } from 'obsidian';
import { render, type ComponentChild } from 'preact';

/** What sets one view apart from another. */
export interface ViewKind<S extends object> {
	readonly type: string;
	readonly title: string;
	readonly icon: string;
	/** True where a link may be followed in its place. */
	readonly navigation: boolean;
	readonly first: S;
	/** What the app kept of an earlier session, laid over what there is. */
	readonly read: (kept: unknown, before: S) => S;
	readonly draw: (state: Signal<S>) => ComponentChild;
}

/** A view whose small state the app keeps with its layout. */
export class KeptView<S extends object> extends ItemView {
	private readonly kind: ViewKind<S>;
	private readonly kept: Signal<S>;

	constructor(leaf: WorkspaceLeaf, kind: ViewKind<S>) {
		super(leaf);
		this.kind = kind;
		this.kept = signal(kind.first);
		this.icon = kind.icon;
		this.navigation = kind.navigation;
	}

	override getViewType(): string {
		return this.kind.type;
	}

	override getDisplayText(): string {
		return this.kind.title;
	}

	override getState(): Record<string, unknown> {
		return { ...super.getState(), ...this.kept.peek() };
	}

	override async setState(state: unknown, result: ViewStateResult): Promise<void> {
		this.kept.value = this.kind.read(state, this.kept.peek());
		await super.setState(state, result);
	}

	protected override async onOpen(): Promise<void> {
		this.contentEl.addClass('commonplace-view');
		render(this.kind.draw(this.kept), this.contentEl);
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
