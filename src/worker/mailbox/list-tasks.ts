import { problem, type Problem } from '../../model/result.js';
import type { VaultReader } from '../../vault/port.js';
import { readOrNull, standingOf } from './box.js';
import { batchesFolder, postedFolder, taskFile, taskPath, tasksFolder, type TaskState } from './names.js';
import { readTask } from './task-note.js';

export interface ListedTask {
	readonly id: string;
	readonly state: Exclude<TaskState, 'done'> | 'answered';
	readonly path: string;
	readonly kind: string;
	readonly task: string;
	/** ISO date and time. */
	readonly posted: string;
	readonly tries: number;
	/** Who has claimed it, and until when (ISO date and time); null where nobody has. */
	readonly claim: { readonly who: string; readonly until: string } | null;
}

export interface TaskList {
	/** Oldest first. */
	readonly tasks: readonly ListedTask[];
	/** How many were answered and read. */
	readonly done: number;
	readonly problems: readonly Problem[];
}

const STATES = ['claimed', 'open', 'dead'] as const;

/** What lies in the mailbox. Reads only. */
export async function listTasks(reader: VaultReader, home: string): Promise<TaskList> {
	const problems: Problem[] = [];
	const ids = new Set<string>();
	const done = new Set<string>();
	for (const { path } of await reader.list(tasksFolder(home))) {
		if (path.startsWith(`${batchesFolder(home)}/`) || path.startsWith(`${postedFolder(home)}/`)) continue;
		const file = taskFile(home, path.replace(/\.over$/, ''));
		if (file === null) problems.push(problem(path, 'This is no task and no response, but perhaps a copy that a sync program left. Nobody reads it: merge it by hand, or remove it.'));
		else if (file.state === 'done') done.add(file.id);
		else if (file.part !== 'lease') ids.add(file.id);
	}
	const tasks: ListedTask[] = [];
	for (const id of [...ids].filter((each) => !done.has(each))) {
		const standing = await standingOf({ reader, home }, id);
		for (const place of STATES) {
			const path = taskPath(home, place, id);
			const note = await readOrNull(reader, path);
			if (note === null) continue;
			const read = readTask(note);
			if (!read.ok) {
				problems.push(problem(path, `This task cannot be read: ${read.error} The next compile that needs it asks anew once it is removed.`));
				break;
			}
			const lease = standing.state === 'claimed' ? standing.lease : null;
			const { kind, task, posted, tries } = read.value;
			tasks.push({ id, path, kind, task, posted, tries, state: standing.state === 'answered' ? 'answered' : place, claim: lease === null ? null : { who: lease.who, until: new Date(lease.until).toISOString() } });
			break;
		}
	}
	return {
		tasks: tasks.sort((a, b) => (a.posted === b.posted ? (a.id < b.id ? -1 : 1) : a.posted < b.posted ? -1 : 1)),
		done: done.size,
		problems: problems.sort((a, b) => (a.path < b.path ? -1 : 1)),
	};
}
