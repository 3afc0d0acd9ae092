import type { ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import type { Desk } from '../desk.js';
import type { Decisions } from './decisions.js';
import type { GateState } from './gate-state.js';
import type { ProposalKind } from '../../model/proposal.js';

/** What the opened card can be told by a key. */
export interface CardCommands {
	approve(): void;
	/** Moves the focus between hunks. */
	moveHunk(by: 1 | -1): void;
	/** Takes or leaves the hunk that has the focus. */
	toggleHunk(): void;
}

/** What every piece of the panel is given. */
export interface GateParts {
	readonly desk: Desk;
	readonly state: GateState;
	readonly decisions: Decisions;
	/** Of the opened card; null while none is open or it is still being read. */
	readonly commands: RefObject<CardCommands | null>;
	/** Gives the focus to the selected row once it is drawn. */
	focusSelected(): void;
	/** How often that was asked for. */
	readonly focusAsked: ReadonlySignal<number>;
	/** Closes a card that was decided and gives the focus to the next one. */
	moveOn(id: string): void;
}

export const KIND_ICON: Readonly<Record<ProposalKind, string>> = {
	create: 'file-plus',
	update: 'file-pen-line',
	rename: 'file-symlink',
	merge: 'git-merge',
	retire: 'archive',
};

/** Whether no decision can be taken now. Decisions themselves queue up behind one another. */
export function isBusy({ desk }: GateParts): boolean {
	const work = desk.work.value;
	return work.kind === 'busy' && work.what !== 'review';
}
