import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ProposalCard } from '../../compile/proposal-views.js';
import type { Problem } from '../../model/result.js';
import type { Desk } from '../desk.js';
import { TextButton } from '../shared/buttons.js';
import { useNumbers } from '../shared/currencies.js';
import { Icon } from '../shared/icon.js';
import { ProblemList } from '../shared/problem-list.js';
import type { VirtualListHandle } from '../shared/virtual-list.js';
import { useIsWide } from '../shared/width.js';
import { GATE } from '../strings/gate.js';
import { BulkBar } from './bulk-bar.js';
import { createDecisions } from './decisions.js';
import { FilterBar } from './filter-bar.js';
import type { GateState } from './gate-state.js';
import { GateTop } from './gate-top.js';
import { pressKey, type KeyActions } from './keyboard.js';
import { KeysHelp } from './keys-help.js';
import { Notices, stageText } from './notices.js';
import { isBusy, type CardCommands, type GateParts } from './parts.js';
import { toggleCard } from './proposal-card.js';
import { ProposalList, toggleGroup } from './proposal-list.js';
import { isFiltered, matching, mustBeOpened, neighbourOf, NO_FILTER, rowsOf, type Row } from './rows.js';

// From this width on, the old text and the new one have room side by side.
const WIDE = 720;
const NONE: readonly ProposalCard[] = [];
/** What somebody asked to see and was shown: a panel that is opened anew does not show it again. */
const followed = new WeakSet();

/** The gate: every edit that waits, and what a person may do with it. */
export function GatePanel({ desk, state }: { readonly desk: Desk; readonly state: GateState }): JSX.Element {
	useNumbers();
	const root = useRef<HTMLDivElement>(null);
	const list = useRef<VirtualListHandle | null>(null);
	const commands = useRef<CardCommands | null>(null);
	const [isHelp, setHelp] = useState(false);
	const wide = useIsWide(root, WIDE);
	const decisions = useMemo(() => createDecisions(desk), [desk]);
	const rowsNow = useRef<readonly Row[]>([]);
	const parts: GateParts = useMemo(() => {
		const focusAsked = signal(0);
		const focusSelected = (): void => {
			focusAsked.value += 1;
		};
		return {
			desk,
			state,
			decisions,
			commands,
			focusSelected,
			focusAsked,
			moveOn(id) {
				if (state.opened.value?.id === id) state.opened.value = null;
				const rows = rowsNow.current;
				const waiting = rows.filter((row) => row.key !== id && !decisions.pending.value.has(row.key));
				state.selected.value = neighbourOf(id, rows, waiting);
				focusSelected();
			},
		};
	}, [desk, state, decisions]);

	const queue = desk.queue.value;
	const cards = queue.state === 'ready' ? queue.value.cards : NONE;
	const filter = state.filter.value;
	const collapsed = state.collapsed.value;
	const shown = useMemo(() => matching(cards, filter), [cards, filter]);
	const rows = useMemo(() => rowsOf(shown, collapsed), [shown, collapsed]);
	rowsNow.current = rows;
	const inSight = desk.proposalInSight.value;
	useEffect(() => {
		if (inSight === null || followed.has(inSight)) return;
		const card = cards.find(({ id }) => id === inSight.id);
		// The queue may still be on its way.
		if (card === undefined) return;
		followed.add(inSight);
		state.filter.value = NO_FILTER;
		state.collapsed.value = new Set([...collapsed].filter((disposition) => disposition !== card.disposition));
		state.selected.value = card.id;
		state.opened.value = { id: card.id, mode: 'read' };
		const index = rowsOf(cards, state.collapsed.value).findIndex(({ key }) => key === card.id);
		list.current?.reveal(index, 'start');
		parts.focusSelected();
	}, [inSight, cards]);
	const searchField = (): HTMLInputElement | null => root.current?.querySelector<HTMLInputElement>('input[type="search"]') ?? null;
	const actions = keyActions(parts, rows, {
		reveal: (index) => list.current?.reveal(index),
		filter: () => searchField()?.focus(),
		isHelp,
		setHelp,
		isInField: () => searchField() !== null && searchField() === root.current?.ownerDocument.activeElement,
	});

	return (
		<div ref={root} class={`commonplace-gate${wide ? ' is-wide' : ''}`} tabIndex={-1} onKeyDown={(event) => { pressKey(event, actions); }}>
			<GateTop parts={parts} count={queue.state === 'ready' && cards.length > 0 ? GATE.shown(shown.length, cards.length) : ''} onKeys={() => { setHelp(!isHelp); }} />
			<Notices parts={parts} />
			<div class="commonplace-visually-hidden" aria-live="polite">
				{decisions.outcome.value?.text ?? stageText(desk.work.value)}
			</div>
			{isHelp ? <KeysHelp onClose={() => { setHelp(false); parts.focusSelected(); }} /> : null}
			{queue.state === 'loading' ? (
				<div class="commonplace-empty" role="status">
					{GATE.loading}
				</div>
			) : queue.state === 'failed' ? (
				<div class="commonplace-empty" role="alert">
					<Icon name="triangle-alert" />
					<strong>{GATE.failed}</strong>
					<p>{queue.message}</p>
					<TextButton text={GATE.retry} icon="refresh-cw" onPress={() => { desk.refresh(); }} />
				</div>
			) : cards.length === 0 ? (
				<div class="commonplace-empty">
					<Icon name="shield-check" />
					<strong>{GATE.empty}</strong>
					<p>{GATE.emptyHelp}</p>
					<TextButton text={GATE.compile} off={isBusy(parts)} onPress={() => void decisions.compile()} />
				</div>
			) : (
				<>
					<FilterBar parts={parts} cards={cards} />
					<BulkBar parts={parts} cards={cards} shown={shown} />
					{shown.length === 0 && isFiltered(filter) ? (
						<div class="commonplace-empty">
							<strong>{GATE.noMatch}</strong>
							<TextButton text={GATE.clearFilter} onPress={() => { state.filter.value = NO_FILTER; }} />
						</div>
					) : (
						<ProposalList parts={parts} rows={rows} wide={wide} list={list} />
					)}
				</>
			)}
			{queue.state === 'ready' && queue.value.problems.length > 0 ? <QueueProblems desk={desk} problems={queue.value.problems} /> : null}
		</div>
	);
}

const isPolicy = (path: string): boolean => /\.prism\.md$/i.test(path);

/** What is wrong with the queue or with the rules; a policy leads to what its view says of it. */
function QueueProblems({ desk, problems }: { readonly desk: Desk; readonly problems: readonly Problem[] }): JSX.Element {
	return (
		<div class="commonplace-gate-problems">
			<ProblemList
				problems={problems}
				label={GATE.problems(problems.length)}
				onOpen={(path, line) => void (isPolicy(path) ? desk.policies.show(path) : desk.open(path, line === null ? null : { line }))}
			/>
		</div>
	);
}

interface Around {
	reveal(index: number): void;
	filter(): void;
	isInField(): boolean;
	readonly isHelp: boolean;
	setHelp(on: boolean): void;
}

function keyActions(parts: GateParts, rows: readonly Row[], around: Around): KeyActions {
	const { state, decisions, commands } = parts;
	const { selected, opened } = state;
	const at = rows.findIndex(({ key }) => key === selected.value);
	const row = rows[at];
	const card = row?.kind === 'card' ? row.card : null;
	const isOpen = card !== null && opened.value?.id === card.id;
	// What is typed while the field for it is on its way is no command.
	const isComing = (): boolean => isOpen && opened.value?.mode !== 'read' && commands.current === null;
	const open = (mode: 'read' | 'edit' | 'deny'): void => {
		if (card !== null) opened.value = { id: card.id, mode };
	};
	return {
		move(by) {
			if (isComing()) return;
			const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
			if (!next) return;
			selected.value = next.key;
			around.reveal(rows.indexOf(next));
			parts.focusSelected();
		},
		toggle() {
			if (isComing()) return;
			if (card) toggleCard(parts, card.id);
			else if (row?.kind === 'group') toggleGroup(parts, row.disposition);
		},
		approve() {
			if (card === null || isComing() || decisions.pending.value.has(card.id)) return;
			if (card.disposition === 'BLOCK') decisions.say(GATE.cannotApprove, 'bad');
			else if (isOpen) commands.current?.approve();
			else if (mustBeOpened(card)) {
				open('read');
				decisions.say(GATE.openFirst);
			} else if (isBusy(parts)) decisions.say(GATE.busy, 'bad');
			else {
				parts.moveOn(card.id);
				void decisions.approve([card.id]);
			}
		},
		deny() {
			if (!isComing()) open('deny');
		},
		edit() {
			if (card?.disposition === 'BLOCK') decisions.say(GATE.cannotApprove, 'bad');
			else if (card?.kind !== 'retire') open('edit');
		},
		moveHunk(by) {
			if (isOpen) commands.current?.moveHunk(by);
		},
		toggleHunk() {
			if (isOpen) commands.current?.toggleHunk();
		},
		filter() {
			around.filter();
		},
		toList() {
			parts.focusSelected();
		},
		close() {
			if (around.isInField()) parts.focusSelected();
			else if (around.isHelp) {
				around.setHelp(false);
				parts.focusSelected();
			} else if (opened.value === null) return false;
			else {
				opened.value = opened.value.mode === 'read' ? null : { ...opened.value, mode: 'read' };
				parts.focusSelected();
			}
			return true;
		},
		help() {
			around.setHelp(!around.isHelp);
		},
	};
}
