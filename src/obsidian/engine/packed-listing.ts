import type { FileStat } from '../../vault/port.js';

/** A listing on its way between threads: tens of thousands of objects would hold the app up while they are copied. */
export interface PackedListing {
	/** One after the other, with a character between them that no path holds. */
	readonly paths: string;
	/** Time and size of each file, in the order of the paths. */
	readonly numbers: Float64Array<ArrayBuffer>;
}

const BETWEEN = '\0';

export async function packed(slices: AsyncIterable<readonly FileStat[]>): Promise<PackedListing> {
	const paths: string[] = [];
	const numbers: number[] = [];
	for await (const files of slices) {
		if (files.length > 0) paths.push(files.map(({ path }) => path).join(BETWEEN));
		for (const { mtime, size } of files) numbers.push(mtime, size);
	}
	return { paths: paths.join(BETWEEN), numbers: new Float64Array(numbers) };
}

export const unpacked = ({ paths, numbers }: PackedListing): FileStat[] =>
	paths === '' ? [] : paths.split(BETWEEN).map((path, index) => ({ path, mtime: numbers[index * 2] ?? 0, size: numbers[index * 2 + 1] ?? 0 }));
