import type { Order } from '../clerk.js';
import { NAMED, orderHash } from '../transcripts/order-hash.js';

/** Where a task's file lies is its state. */
export const TASK_STATES = ['open', 'claimed', 'done', 'dead'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** The same question is the same task, so that nothing is asked twice. */
export const taskId = (order: Order): string => `${order.kind}-${orderHash(order).slice(0, NAMED)}`;

export const tasksFolder = (home: string): string => `${home}/tasks`;
/** Orders that a provider's batch service has, which nobody else answers. */
export const batchesFolder = (home: string): string => `${tasksFolder(home)}/batches`;
/** Marks of tasks that were put up, so that each is put up by one process. */
export const postedFolder = (home: string): string => `${tasksFolder(home)}/posted`;
export const postedPath = (home: string, id: string): string => `${postedFolder(home)}/${id}`;
export const taskPath = (home: string, state: TaskState, id: string): string => `${tasksFolder(home)}/${state}/${id}.md`;
export const responsePath = (home: string, state: TaskState, id: string): string => `${tasksFolder(home)}/${state}/${id}.response.md`;
/** Each try has a lease of its own, so that nobody can end the lease of the next one. */
export const leasePath = (home: string, id: string, tries: number): string => `${tasksFolder(home)}/claimed/${id}.lease-${String(tries)}.json`;

export interface TaskFile {
	readonly state: TaskState;
	readonly id: string;
	readonly part: 'task' | 'response' | 'lease';
}

const FILE = new RegExp(`^(open|claimed|done|dead)/([a-z][a-z-]*-[0-9a-f]{${String(NAMED)}})(\\.md|\\.response(?:-\\d+)?\\.md|\\.lease-\\d+\\.json)$`);

/** What a file below the folder of tasks is; null for one that is no part of a task, such as a copy that a sync program left. */
export function taskFile(home: string, path: string): TaskFile | null {
	const folder = `${tasksFolder(home)}/`;
	const [, place, id, end] = path.startsWith(folder) ? (FILE.exec(path.slice(folder.length)) ?? []) : [];
	const state = TASK_STATES.find((each) => each === place);
	if (state === undefined || id === undefined || end === undefined) return null;
	return { state, id, part: end === '.md' ? 'task' : end.startsWith('.response') ? 'response' : 'lease' };
}
