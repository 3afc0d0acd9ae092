import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Finding } from '../../lint/finding.js';
import { VirtualList, type VirtualListHandle } from '../shared/virtual-list.js';
import { LINT as words } from '../strings/lint.js';
import { LintRowView } from './finding-row.js';
import { lintRows, type Grouping, type LintRow } from './lint-rows.js';

const GROUP_HEIGHT = 36;
const FINDING_HEIGHT = 64;
const PAGE_STEP = 10;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_STEP, PageUp: -PAGE_STEP, Home: -Infinity, End: Infinity };

/** Where the focus was: the row, and its place for when the row is gone. */
interface Spot {
	readonly key: string | null;
	readonly index: number;
}

function placeOf(rows: readonly LintRow[], { key, index }: Spot): number {
	const found = rows.findIndex((row) => row.key === key);
	return found >= 0 ? found : Math.max(0, Math.min(rows.length - 1, index));
}

/** The findings below their groups. Arrow keys move, left and right close and open, Enter jumps, F proposes the fix. */
export function FindingList(props: {
	readonly findings: readonly Finding[];
	readonly grouping: Grouping;
	readonly selected: string | null;
	readonly sent: ReadonlySet<string>;
	readonly busy: boolean;
	readonly onSelect: (key: string) => void;
	readonly onJump: (path: string, line: number | null, how: 'here' | 'tab') => void;
	readonly onFix: (finding: Finding) => void;
}): JSX.Element {
	const { findings, grouping, selected, sent, busy, onSelect, onJump, onFix } = props;
	const handle = useRef<VirtualListHandle>(null);
	const frame = useRef<HTMLDivElement>(null);
	const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
	const rows = useMemo(() => lintRows(findings, grouping, closed), [findings, grouping, closed]);
	const lastIndex = useRef(0);
	const focused = useRef(false);
	const active = placeOf(rows, { key: selected, index: lastIndex.current });
	lastIndex.current = active;

	useLayoutEffect(() => {
		if (selected !== null) handle.current?.reveal(active);
	}, []);
	useLayoutEffect(() => {
		if (!focused.current) return;
		const row = frame.current?.querySelector<HTMLElement>('[data-lint-focus][tabindex="0"]');
		const holder = row?.ownerDocument.activeElement;
		// A button inside the same row keeps the focus that it has.
		if (row && !row.closest('[role="listitem"]')?.contains(holder ?? null)) row.focus({ preventScroll: true });
	});

	const toggle = (key: string, open: boolean): void => {
		const next = new Set(closed);
		if (open) next.delete(key);
		else next.add(key);
		setClosed(next);
		onSelect(key);
	};
	const move = (to: number): void => {
		const index = Math.max(0, Math.min(rows.length - 1, to));
		const row = rows[index];
		if (row === undefined) return;
		focused.current = true;
		handle.current?.reveal(index);
		onSelect(row.key);
	};
	const parentOf = (index: number): number => {
		const level = rows[index]?.level ?? 1;
		let above = index;
		while (above > 0 && (rows[above]?.level ?? 1) >= level) above -= 1;
		return above;
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		const row = rows[active];
		if (row === undefined || event.altKey || event.isComposing) return;
		const step = STEPS[event.key];
		if (event.metaKey || event.ctrlKey) return;
		if (step !== undefined) move(active + step);
		else if (event.key === 'ArrowLeft') {
			if (row.kind !== 'finding' && row.open) toggle(row.key, false);
			else move(parentOf(active));
		} else if (event.key === 'ArrowRight') {
			if (row.kind === 'finding') return;
			if (row.open) move(active + 1);
			else toggle(row.key, true);
		} else if (event.key.toLowerCase() === 'f' && row.kind === 'finding' && row.finding.fixable && !sent.has(row.finding.id) && !busy) onFix(row.finding);
		else return;
		event.preventDefault();
	};
	return (
		<div
			ref={frame}
			class="commonplace-lint-rows"
			onKeyDown={onKeyDown}
			onFocusIn={() => {
				focused.current = true;
			}}
			onFocusOut={(event) => {
				// A row that is taken away loses the focus to nothing; one that is left loses it to another element.
				if (event.relatedTarget !== null) focused.current = false;
			}}
		>
			<VirtualList
				items={rows}
				keyOf={(row) => row.key}
				estimate={(row) => (row.kind === 'finding' ? FINDING_HEIGHT : GROUP_HEIGHT)}
				keep={rows.length === 0 ? null : active}
				label={words.findings}
				handle={handle}
				render={(row, index) => (
					<LintRowView
						row={row}
						reachable={index === active}
						sent={row.kind === 'finding' && sent.has(row.finding.id)}
						busy={busy}
						grouped={grouping}
						onReached={() => {
							if (row.key !== selected) onSelect(row.key);
						}}
						onToggle={() => {
							if (row.kind !== 'finding') toggle(row.key, !row.open);
						}}
						onJump={(path, line, how) => {
							onSelect(row.key);
							onJump(path, line, how);
						}}
						onFix={(finding) => {
							onSelect(row.key);
							onFix(finding);
						}}
					/>
				)}
			/>
		</div>
	);
}
