import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { ProposalDetail } from '../../compile/proposal-views.js';
import { IconButton, TextButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';
import { DenyForm } from './deny-form.js';
import { keepDraft } from './gate-state.js';
import { isBusy, type CardCommands, type GateParts } from './parts.js';

/** Approve, deny, edit: what a person does with the opened proposal. It also answers to the keys, while `DenyBar` takes its place, too. */
export function DecisionBar(props: {
	readonly parts: GateParts;
	readonly detail: ProposalDetail;
	/** What the chosen hunks give. */
	readonly taken: { readonly count: number; readonly all: number; readonly text: string | null };
	/** A person's own text, where they wrote one. */
	readonly written: string | null;
	readonly moveHunk: CardCommands['moveHunk'];
	readonly toggleHunk: CardCommands['toggleHunk'];
}): JSX.Element | null {
	const { parts, detail, taken, written, moveHunk, toggleHunk } = props;
	const { state, decisions, desk, commands } = parts;
	const { card, stale } = detail;
	const busy = isBusy(parts);
	const isEdited = written !== null && written !== detail.text;
	const isPart = !isEdited && taken.count < taken.all;
	const mayApprove = card.disposition !== 'BLOCK' && !stale;

	const approve = async (): Promise<void> => {
		if (card.disposition === 'BLOCK') {
			decisions.say(GATE.cannotApprove, 'bad');
			return;
		}
		if (stale) {
			decisions.say(GATE.stale, 'bad');
			return;
		}
		if (isPart && taken.count === 0) {
			decisions.say(GATE.nothingTaken, 'bad');
			return;
		}
		if (busy) {
			decisions.say(GATE.busy, 'bad');
			return;
		}
		parts.moveOn(card.id);
		const text = isEdited ? written : isPart ? taken.text : null;
		const done = text === null ? await decisions.approve([card.id]) : await decisions.approveText(card.id, text);
		if (done) keepDraft(state, card.id, null);
	};
	useLayoutEffect(() => {
		commands.current = { approve: () => void approve(), moveHunk, toggleHunk };
		return () => {
			commands.current = null;
		};
	});

	const setMode = (mode: 'read' | 'edit' | 'deny'): void => {
		state.opened.value = { id: card.id, mode };
	};
	const mode = state.opened.value?.mode;
	if (mode === 'deny') return null;
	return (
		<div class="commonplace-decide">
			{mayApprove ? (
				<TextButton look="cta" icon="check" text={isEdited ? GATE.approveEdited : isPart ? GATE.approveSome(taken.count, taken.all) : GATE.approve} off={busy || (isPart && taken.count === 0)} onPress={() => void approve()} />
			) : card.disposition === 'BLOCK' ? (
				<span class="commonplace-muted commonplace-decide-note">{GATE.cannotApprove}</span>
			) : null}
			<TextButton icon="x" text={GATE.deny} off={busy} onPress={() => { setMode('deny'); }} />
			<span class="commonplace-spacer" />
			{mayApprove && detail.text !== null && mode !== 'edit' ? <IconButton icon="pencil" label={GATE.edit} onPress={() => { setMode('edit'); }} /> : null}
			{detail.current === null ? null : <IconButton icon="file-text" label={GATE.openNote} onPress={() => void desk.open(card.path)} />}
		</div>
	);
}

/** Asks why not. It needs nothing of the proposal but its id, so that what is typed right after the key finds the field. */
export function DenyBar({ parts, id }: { readonly parts: GateParts; readonly id: string }): JSX.Element {
	const { state, decisions } = parts;
	return (
		<div class="commonplace-decide">
			<DenyForm
				question={GATE.denyWhy}
				action={GATE.deny}
				off={isBusy(parts)}
				onDeny={(why) => {
					parts.moveOn(id);
					void decisions.deny([id], why).then((done) => {
						if (done) keepDraft(state, id, null);
					});
				}}
				onCancel={() => {
					state.opened.value = { id, mode: 'read' };
					parts.focusSelected();
				}}
			/>
		</div>
	);
}
