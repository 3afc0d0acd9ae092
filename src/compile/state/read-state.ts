import { problem, type Problem } from '../../model/result.js';
import { VaultError, type VaultReader } from '../../vault/port.js';

export const damaged = (path: string): Problem => problem(path, 'This state file is damaged. What it held is worked out again from the sources; the pages are not touched without a verdict.');

/** What a state file holds; `empty` where there is none. One that cannot be read or decoded is told of, and counts as empty. */
export async function readState<T>(reader: VaultReader, path: string, decode: (text: string) => T | null, empty: T, problems: Problem[]): Promise<T> {
	let text: string;
	try {
		text = await reader.read(path);
	} catch (error) {
		if (error instanceof VaultError && error.code === 'missing') return empty;
		problems.push(problem(path, `This state file cannot be read (${error instanceof Error ? error.message : String(error)}). What it held is worked out again.`));
		return empty;
	}
	const value = decode(text);
	if (value !== null) return value;
	problems.push(damaged(path));
	return empty;
}
