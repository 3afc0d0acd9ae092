import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ProposalCard, ProposalDetail } from '../../compile/proposal-views.js';
import { hunksOf, takeHunks } from '../../vault/hunks.js';
import type { Loaded } from '../loaded.js';
import { TextButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { TranscriptList } from '../shared/transcript-list.js';
import { GATE } from '../strings/gate.js';
import { ConflictList } from './conflict-list.js';
import { DecisionBar, DenyBar } from './decision-bar.js';
import { DiffView, WholeText } from './diff-view.js';
import { EvidenceList } from './evidence-list.js';
import { keepDraft, NO_DRAFT } from './gate-state.js';
import { OpinionList } from './opinion-list.js';
import type { GateParts } from './parts.js';

/** Reads a proposal as it stands now, again whenever the queue was read anew; shows the old one until the new one is there. */
function useDetail({ desk }: GateParts, id: string): { readonly detail: Loaded<ProposalDetail>; readonly readAgain: () => Promise<void> } {
	const [detail, setDetail] = useState<Loaded<ProposalDetail>>({ state: 'loading' });
	const queue = desk.queue.value;
	const read = async (isWanted: () => boolean): Promise<void> => {
		try {
			const found = await desk.detail(id);
			if (!isWanted()) return;
			if ('problem' in found) setDetail({ state: 'failed', message: found.problem.message });
			else setDetail({ state: 'ready', value: found });
		} catch (error) {
			if (isWanted()) setDetail({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
		}
	};
	useEffect(() => {
		let wanted = true;
		void read(() => wanted);
		return () => {
			wanted = false;
		};
	}, [id, queue]);
	return { detail, readAgain: () => read(() => true) };
}

/** What an opened card shows below its head: all that a person needs to decide it. */
export function ProposalBody({ parts, card, wide }: { readonly parts: GateParts; readonly card: ProposalCard; readonly wide: boolean }): JSX.Element {
	const { detail, readAgain } = useDetail(parts, card.id);
	const body = useRef<HTMLDivElement>(null);
	return (
		<div class="commonplace-body" ref={body}>
			{detail.state === 'loading' ? (
				<p class="commonplace-muted">{GATE.loading}</p>
			) : detail.state === 'failed' ? (
				<>
					<p class="commonplace-warning">
						<Icon name="triangle-alert" /> {detail.message}
					</p>
					<TextButton text={GATE.retry} icon="refresh-cw" onPress={() => void readAgain()} />
				</>
			) : (
				<ReadyBody parts={parts} detail={detail.value} wide={wide} body={body} judge={() => void parts.decisions.judgeAnew(card.id)} />
			)}
			{parts.state.opened.value?.mode === 'deny' ? <DenyBar parts={parts} id={card.id} /> : null}
		</div>
	);
}

function ReadyBody(props: { readonly parts: GateParts; readonly detail: ProposalDetail; readonly wide: boolean; readonly body: RefObject<HTMLDivElement | null>; readonly judge: () => void }): JSX.Element {
	const { parts, detail, wide, body, judge } = props;
	const { state } = parts;
	const { card, current, text, conflicts, stale } = detail;
	const hunks = useMemo(() => (current === null || text === null ? [] : hunksOf(current, text)), [current, text]);
	const draft = state.drafts.value.get(card.id) ?? NO_DRAFT;
	const written = draft.text;
	const writtenHunks = useMemo(() => (current === null || written === null ? null : hunksOf(current, written)), [current, written]);
	const mode = state.opened.value?.mode ?? 'read';
	const mayChange = text !== null && card.disposition !== 'BLOCK' && !stale;
	const toggle = (index: number): void => {
		const left = new Set(draft.left);
		if (!left.delete(index)) left.add(index);
		keepDraft(state, card.id, { ...draft, left });
	};
	const takenText = text !== null && current !== null && draft.left.size > 0 ? takeHunks(current, text, new Set([...hunks.keys()].filter((index) => !draft.left.has(index)))) : text;
	const hunkBoxes = (): readonly HTMLInputElement[] => [...(body.current?.querySelectorAll<HTMLInputElement>('input[data-hunk]') ?? [])];
	const focusedHunk = (): number => hunkBoxes().findIndex((box) => box === body.current?.ownerDocument.activeElement);

	return (
		<>
			{stale ? (
				<div class="commonplace-notice mod-warning" role="status">
					<Icon name="triangle-alert" />
					<span class="commonplace-notice-text">{GATE.stale}</span>
					<TextButton text={GATE.judgeAnew} icon="refresh-cw" onPress={judge} />
				</div>
			) : null}
			{mode === 'edit' && mayChange ? (
				<EditForm parts={parts} card={card} text={draft.text ?? takenText ?? ''} onInput={(written) => { keepDraft(state, card.id, { ...draft, text: written === takenText ? null : written }); }} />
			) : (
				<>
					<ConflictList conflicts={conflicts} onTake={mayChange ? (machine, yours) => {
						const standing = draft.text ?? takenText ?? '';
						const at = standing.indexOf(yours);
						// Said once, it is clear which place is meant; else the person edits by hand.
						if (yours.trim() !== '' && at !== -1 && !standing.includes(yours, at + 1)) keepDraft(state, card.id, { ...draft, text: standing.slice(0, at) + machine + standing.slice(at + yours.length) });
						state.opened.value = { id: card.id, mode: 'edit' };
					} : null} />
					<section class="commonplace-section">
						<h4>{text === null ? GATE.retired : current === null ? GATE.newText : GATE.changes}</h4>
						{text !== null && current !== null ? <DiffView hunks={writtenHunks ?? hunks} left={writtenHunks === null ? draft.left : NO_DRAFT.left} onToggle={mayChange && writtenHunks === null ? toggle : null} sideBySide={wide} /> : <WholeText text={written ?? text ?? current ?? ''} />}
					</section>
					<OpinionList parts={parts} detail={detail} />
					<EvidenceList parts={parts} evidence={detail.evidence} />
					<TranscriptList desk={parts.desk} path={card.path} />
				</>
			)}
			<DecisionBar
				parts={parts}
				detail={detail}
				taken={{ count: hunks.length - draft.left.size, all: hunks.length, text: takenText }}
				written={written}
				moveHunk={(by) => {
					const boxes = hunkBoxes();
					const at = focusedHunk();
					boxes[at === -1 ? (by === 1 ? 0 : boxes.length - 1) : Math.min(boxes.length - 1, Math.max(0, at + by))]?.focus();
				}}
				toggleHunk={() => {
					hunkBoxes()[focusedHunk()]?.click();
				}}
			/>
		</>
	);
}

function EditForm({ parts, card, text, onInput }: { readonly parts: GateParts; readonly card: ProposalCard; readonly text: string; readonly onInput: (text: string) => void }): JSX.Element {
	const field = useRef<HTMLTextAreaElement>(null);
	useLayoutEffect(() => {
		field.current?.focus();
		field.current?.setSelectionRange(0, 0);
	}, []);
	return (
		<section class="commonplace-section commonplace-edit">
			<textarea ref={field} class="commonplace-edit-text" spellcheck rows={16} aria-label={GATE.editLabel(card.path)} value={text} onInput={(event) => { onInput(event.currentTarget.value); }} />
			<div class="commonplace-edit-actions">
				<TextButton text={GATE.editDone} onPress={() => { parts.state.opened.value = { id: card.id, mode: 'read' }; parts.focusSelected(); }} />
				{(parts.state.drafts.value.get(card.id)?.text ?? null) === null ? null : (
					<TextButton text={GATE.editReset} onPress={() => { keepDraft(parts.state, card.id, { ...(parts.state.drafts.value.get(card.id) ?? NO_DRAFT), text: null }); }} />
				)}
			</div>
		</section>
	);
}
