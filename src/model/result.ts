/** What a step that may fail for an expected reason returns: a value or an error, never an exception. */
export type Result<T, E = Problem> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** Something the user should know, with the place and, in the message, what to do. `line` counts from 1. */
export interface Problem {
	readonly path: string;
	readonly line: number | null;
	readonly message: string;
}

export const problem = (path: string, message: string, line: number | null = null): Problem => ({ path, line, message });
