import type { EditorPosition, EditorRange, EditorSelection } from 'obsidian';
import { refuseUnknown } from '../core/not-implemented.js';

/** The app's editor interface over a plain text area: no CodeMirror, no folding, one selection. */
export class Editor {
	constructor(private readonly area: HTMLTextAreaElement) {}

	getDoc(): this {
		return this;
	}

	getValue(): string {
		return this.area.value;
	}

	setValue(content: string): void {
		this.area.value = content;
		this.changed();
	}

	lineCount(): number {
		return this.lines().length;
	}

	lastLine(): number {
		return this.lineCount() - 1;
	}

	getLine(line: number): string {
		return this.lines()[line] ?? '';
	}

	getSelection(): string {
		return this.area.value.slice(this.area.selectionStart, this.area.selectionEnd);
	}

	somethingSelected(): boolean {
		return this.area.selectionStart !== this.area.selectionEnd;
	}

	getRange(from: EditorPosition, to: EditorPosition): string {
		return this.area.value.slice(this.posToOffset(from), this.posToOffset(to));
	}

	replaceSelection(replacement: string): void {
		this.area.setRangeText(replacement, this.area.selectionStart, this.area.selectionEnd, 'end');
		this.changed();
	}

	replaceRange(replacement: string, from: EditorPosition, to: EditorPosition = from): void {
		this.area.setRangeText(replacement, this.posToOffset(from), this.posToOffset(to), 'preserve');
		this.changed();
	}

	getCursor(side: 'from' | 'to' | 'head' | 'anchor' = 'head'): EditorPosition {
		const backward = this.area.selectionDirection === 'backward';
		const atStart = side === 'from' || (side === 'head' && backward) || (side === 'anchor' && !backward);
		return this.offsetToPos(atStart ? this.area.selectionStart : this.area.selectionEnd);
	}

	listSelections(): EditorSelection[] {
		return [{ anchor: this.getCursor('anchor'), head: this.getCursor('head') }];
	}

	setCursor(pos: EditorPosition | number, ch = 0): void {
		const at = typeof pos === 'number' ? { line: pos, ch } : pos;
		this.setSelection(at, at);
	}

	setSelection(anchor: EditorPosition, head: EditorPosition = anchor): void {
		const [start, end] = [this.posToOffset(anchor), this.posToOffset(head)];
		this.area.setSelectionRange(Math.min(start, end), Math.max(start, end), start > end ? 'backward' : 'forward');
	}

	focus(): void {
		this.area.focus();
	}

	blur(): void {
		this.area.blur();
	}

	hasFocus(): boolean {
		return document.activeElement === this.area;
	}

	getScrollInfo(): { top: number; left: number } {
		return { top: this.area.scrollTop, left: this.area.scrollLeft };
	}

	scrollTo(x?: number | null, y?: number | null): void {
		this.area.scrollTo({ ...(typeof x === 'number' ? { left: x } : {}), ...(typeof y === 'number' ? { top: y } : {}) });
	}

	/** The line's height on screen is measured, since long lines wrap. */
	scrollIntoView({ from }: EditorRange, center = false): void {
		const top = this.topOf(from.line);
		const visible = top >= this.area.scrollTop && top < this.area.scrollTop + this.area.clientHeight - 24;
		if (!visible || center) this.area.scrollTop = Math.max(0, top - (center ? this.area.clientHeight / 2 : 0));
	}

	posToOffset({ line, ch }: EditorPosition): number {
		const lines = this.lines();
		const before = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
		return Math.min(this.area.value.length, before + Math.min(ch, lines[line]?.length ?? 0));
	}

	offsetToPos(offset: number): EditorPosition {
		const before = this.area.value.slice(0, Math.max(0, offset)).split('\n');
		return { line: before.length - 1, ch: before.at(-1)?.length ?? 0 };
	}

	/** Pixels from the top of the text to a line. */
	topOf(line: number): number {
		const mirror = this.area.parentElement?.createDiv({ cls: 'editor-mirror', text: this.lines().slice(0, line).join('\n') });
		if (mirror === undefined) return 0;
		mirror.setCssProps({ width: `${this.area.clientWidth}px` });
		const top = line === 0 ? 0 : mirror.scrollHeight - parseFloat(getComputedStyle(mirror).paddingBottom);
		mirror.remove();
		return top;
	}

	private lines(): string[] {
		return this.area.value.split('\n');
	}

	private changed(): void {
		this.area.dispatchEvent(new Event('input', { bubbles: true }));
	}
}

refuseUnknown(Editor);
