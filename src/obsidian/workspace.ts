import { MarkdownView, type App, type WorkspaceLeaf } from 'obsidian';

/** A line counted from 1, or UTF-16 offsets into the note. */
export type Place = { readonly line: number } | { readonly start: number; readonly end: number };

/** Opens a note at a place; false where there is no such note. */
export async function openNote({ vault, workspace }: App, path: string, at: Place | null, how: 'here' | 'tab'): Promise<boolean> {
	const file = vault.getFileByPath(path);
	if (file === null) return false;
	const leaf = workspace.getLeaf(how === 'tab' ? 'tab' : false);
	await leaf.openFile(file, { active: true, ...(at !== null && 'line' in at ? { eState: { line: at.line - 1 } } : {}) });
	if (at !== null && 'start' in at) select(leaf, at);
	return true;
}

function select({ view }: WorkspaceLeaf, { start, end }: { readonly start: number; readonly end: number }): void {
	if (!(view instanceof MarkdownView)) return;
	const { editor } = view;
	const range = { from: editor.offsetToPos(start), to: editor.offsetToPos(end) };
	// Where the note is shown for reading, only the line can be brought into sight.
	if (view.getMode() === 'preview') view.setEphemeralState({ line: range.from.line });
	else {
		editor.setSelection(range.from, range.to);
		editor.scrollIntoView(range, true);
	}
}

/** Brings a view to the front, opening it first if it is not open: beside the notes, or among them. */
export async function showView({ workspace }: App, type: string, where: 'side' | 'main'): Promise<void> {
	if (where === 'side') {
		await workspace.ensureSideLeaf(type, 'right', { active: true, reveal: true });
		return;
	}
	let [leaf] = workspace.getLeavesOfType(type);
	if (leaf === undefined) {
		leaf = workspace.getLeaf('tab');
		await leaf.setViewState({ type, active: true });
	}
	await workspace.revealLeaf(leaf);
}
