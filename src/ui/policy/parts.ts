import type { Signal } from '@preact/signals';
import type { PolicyCard } from '../../compile/policies/policy-reports.js';
import type { Problem } from '../../model/result.js';
import type { Desk } from '../desk.js';
import type { PolicyViewState } from './policy-state.js';

/** What came of a deed, in words. */
export interface Told {
	readonly text: string;
	readonly failed: boolean;
}

/** What every piece of the view is given. */
export interface PolicyParts {
	readonly desk: Desk;
	readonly state: Signal<PolicyViewState>;
	readonly change: (patch: Partial<PolicyViewState>) => void;
	/** Says what came of a deed; null takes it away. */
	readonly tell: (told: Told | null) => void;
	/** Does a deed and says what came of it: `done`, or why it is not done. True where it is done. */
	readonly act: (deed: () => Promise<Problem | null>, done: string) => Promise<boolean>;
	readonly open: (path: string, line: number | null) => void;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const problemText = ({ path, line, message }: Problem): string => (path === '' || message.includes(path) ? message : `${path}${line === null ? '' : `:${String(line)}`}: ${message}`);

/** Whether something is under way beside which no deed is done. */
export const isBusy = ({ desk }: PolicyParts): boolean => desk.work.value.kind === 'busy';

/** A policy's own name, or its file's. */
export const nameOf = ({ name, path }: Pick<PolicyCard, 'name' | 'path'>): string => name ?? path.slice(path.lastIndexOf('/') + 1).replace(/\.prism\.md$/i, '');
