import { problem, type Problem } from '../model/result.js';
import type { WorkerFailure } from '../worker/port.js';

/** Whether the reason says nothing of the work itself, which another run may do. */
export const isParked = (reason: WorkerFailure['reason']): boolean => reason === 'unavailable' || reason === 'stopped' || reason === 'waiting';

/** Work for which nobody could be asked, such as over a cap. What stands in the way of much of it is told once. */
export interface Parked {
	/** `why` is a sentence or two, the same for all that it holds back. */
	add(why: string, path: string, amount: number): void;
	/** `folder` is where more than one path lies. */
	problems(folder: string, say: (amount: number, paths: number) => { readonly what: string; readonly next: string }): Problem[];
}

export function parkedWork(): Parked {
	const held = new Map<string, { readonly path: string; readonly paths: number; readonly amount: number }>();
	return {
		add(why, path, amount) {
			const known = held.get(why) ?? { path, paths: 0, amount: 0 };
			held.set(why, { path: known.path, paths: known.paths + 1, amount: known.amount + amount });
		},
		problems: (folder, say) =>
			[...held].map(([why, { path, paths, amount }]) => {
				const { what, next } = say(amount, paths);
				return problem(paths === 1 ? path : folder, `${what} ${why} ${next}`);
			}),
	};
}
