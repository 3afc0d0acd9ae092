import { createTwoFilesPatch } from 'diff';

const LIMITS = { context: 3, maxEditLength: 4_000, timeout: 2_000 } as const;

/** A unified diff; null where the two differ so much that it would take too long and help nobody. */
export function unifiedDiff(path: string, current: string | null, proposed: string | null): string | null {
	const from = current === null ? '/dev/null' : path;
	const to = proposed === null ? '/dev/null' : path;
	const patch = createTwoFilesPatch(from, to, current ?? '', proposed ?? '', undefined, undefined, LIMITS);
	return patch?.replace(/^=+\n/, '') ?? null;
}
