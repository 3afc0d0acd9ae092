import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Hunk, HunkLine } from '../../vault/hunks.js';
import { TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';

// What is drawn of one hunk at first, and of one line at all: a person reads no more, and a phone draws no more in time.
const FIRST_LINES = 120;
const MORE_LINES = 500;
const LINE_CHARACTERS = 3000;

/** The hunks of a change; where there are several, each can be taken or left. */
export function DiffView(props: {
	readonly hunks: readonly Hunk[];
	/** Hunks that are not taken, counted from 0. */
	readonly left: ReadonlySet<number>;
	/** Null where a person cannot choose. */
	readonly onToggle: ((index: number) => void) | null;
	readonly sideBySide: boolean;
}): JSX.Element {
	const { hunks, left, onToggle, sideBySide } = props;
	if (hunks.length === 0) return <p class="commonplace-muted">{GATE.sameText}</p>;
	return (
		<div class="commonplace-diff">
			{hunks[0]?.whole === true ? <p class="commonplace-muted">{GATE.whole}</p> : null}
			{hunks.map((hunk, index) => (
				<section key={index} class={`commonplace-hunk${left.has(index) ? ' is-left' : ''}`} aria-label={GATE.hunk(index + 1, hunks.length)}>
					<div class="commonplace-hunk-head">
						{onToggle === null || hunks.length === 1 ? null : (
							<label class="commonplace-hunk-take">
								<input type="checkbox" data-hunk={index} checked={!left.has(index)} aria-label={GATE.take(index + 1, hunks.length)} onChange={() => { onToggle(index); }} />
								<span>{left.has(index) ? GATE.left : GATE.hunk(index + 1, hunks.length)}</span>
							</label>
						)}
						<span class="commonplace-hunk-place">{GATE.atLine(hunk.newLine)}</span>
					</div>
					<HunkLines hunk={hunk} sideBySide={sideBySide} />
				</section>
			))}
		</div>
	);
}

function HunkLines({ hunk, sideBySide }: { readonly hunk: Hunk; readonly sideBySide: boolean }): JSX.Element {
	const [limit, setLimit] = useState(FIRST_LINES);
	const { removed, added, before, after } = hunk;
	const paired = sideBySide && removed.length > 0 && added.length > 0;
	const rows = paired ? Math.max(removed.length, added.length) : removed.length + added.length;
	const hidden = rows - limit;
	const cells: ComponentChildren[] = [];
	const same = (text: string, key: string): void => {
		cells.push(<Line key={key} kind="same" line={{ text, marks: [], lineBreak: 'lf' }} />);
		if (paired) cells.push(<Line key={`${key}r`} kind="same" line={{ text, marks: [], lineBreak: 'lf' }} twin />);
	};
	before.forEach((text, at) => { same(text, `b${at}`); });
	if (paired) {
		for (let at = 0; at < Math.min(rows, limit); at += 1) {
			cells.push(<Line key={`o${at}`} kind="removed" line={removed[at] ?? null} />, <Line key={`n${at}`} kind="added" line={added[at] ?? null} />);
		}
	} else {
		removed.slice(0, limit).forEach((line, at) => cells.push(<Line key={`o${at}`} kind="removed" line={line} />));
		added.slice(0, Math.max(0, limit - removed.length)).forEach((line, at) => cells.push(<Line key={`n${at}`} kind="added" line={line} />));
	}
	if (hidden <= 0) after.forEach((text, at) => { same(text, `a${at}`); });
	return (
		<>
			<div class={`commonplace-lines${paired ? ' mod-paired' : ''}`}>{cells}</div>
			{hidden > 0 ? <TextButton text={GATE.moreLines(hidden)} onPress={() => { setLimit(limit + MORE_LINES); }} /> : null}
		</>
	);
}

const SAID = { same: '', removed: GATE.removed, added: GATE.added } as const;

/** One line of a diff; null is the gap beside a longer other side. What stands on both sides is read out once. */
function Line({ kind, line, twin }: { readonly kind: 'same' | 'removed' | 'added'; readonly line: HunkLine | null; readonly twin?: boolean }): JSX.Element {
	if (line === null) return <div class="commonplace-line mod-gap" aria-hidden="true" />;
	return (
		<div class={`commonplace-line mod-${kind}`} aria-hidden={twin === true ? 'true' : undefined}>
			{kind === 'same' ? null : <span class="commonplace-visually-hidden">{SAID[kind]}</span>}
			<MarkedText line={line} />
			{kind !== 'same' && line.lineBreak === 'none' ? <span class="commonplace-line-end">{GATE.noBreak}</span> : null}
		</div>
	);
}

function MarkedText({ line: { text, marks } }: { readonly line: HunkLine }): JSX.Element {
	const isLong = text.length > LINE_CHARACTERS;
	const from = isLong ? Math.max(0, (marks[0]?.start ?? 0) - 200) : 0;
	const until = Math.min(text.length, from + LINE_CHARACTERS);
	const parts: ComponentChildren[] = from > 0 ? ['… '] : [];
	let at = from;
	for (const { start, end } of marks) {
		if (start >= until) break;
		parts.push(text.slice(at, start), <mark>{text.slice(start, Math.min(end, until))}</mark>);
		at = Math.min(end, until);
	}
	parts.push(text.slice(at, until));
	return (
		<span class="commonplace-line-text">
			{parts}
			{until < text.length ? <span class="commonplace-line-end">{GATE.cut(text.length - until)}</span> : null}
		</span>
	);
}

/** A text that is wholly new or wholly gone, without the marks of a diff. */
export function WholeText({ text }: { readonly text: string }): JSX.Element {
	const [limit, setLimit] = useState(FIRST_LINES);
	const lines = text.replace(/\n$/, '').split('\n');
	const hidden = lines.length - limit;
	return (
		<div class="commonplace-hunk">
			<div class="commonplace-lines mod-whole">
				{lines.slice(0, limit).map((line, at) => (
					<Line key={at} kind="same" line={{ text: line, marks: [], lineBreak: 'lf' }} />
				))}
			</div>
			{hidden > 0 ? <TextButton text={GATE.moreLines(hidden)} onPress={() => { setLimit(limit + MORE_LINES); }} /> : null}
		</div>
	);
}
