import type { FileStat } from '../../vault/port.js';

/** A listing on its way between threads: tens of thousands of objects would hold the app up while they are copied. */
export interface PackedListing {
	/** One after the other, with a character between them that no path holds. */
	readonly paths: string;
	/** Time and size of each file, in the order of the paths. */
	readonly numbers: Float64Array;
}

const BETWEEN = '\0';

export function packed(files: readonly FileStat[]): PackedListing {
	const numbers = new Float64Array(files.length * 2);
	files.forEach(({ mtime, size }, index) => {
		numbers[index * 2] = mtime;
		numbers[index * 2 + 1] = size;
	});
	return { paths: files.map(({ path }) => path).join(BETWEEN), numbers };
}

export const unpacked = ({ paths, numbers }: PackedListing): FileStat[] =>
	paths === '' ? [] : paths.split(BETWEEN).map((path, index) => ({ path, mtime: numbers[index * 2] ?? 0, size: numbers[index * 2 + 1] ?? 0 }));
