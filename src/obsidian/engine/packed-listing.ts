import type { FileStat } from '../../vault/port.js';

/** A listing on its way between threads: buffers are handed over, where tens of thousands of objects would hold the app up while they are copied. */
export interface PackedListing {
	/** UTF-8, one after the other, each with a character behind it that no path holds. */
	readonly paths: ArrayBuffer;
	/** Time and size of each file, in the order of the paths. */
	readonly numbers: Float64Array<ArrayBuffer>;
}

const END = '\0';

export async function packed(slices: AsyncIterable<readonly FileStat[]>): Promise<PackedListing> {
	const encoder = new TextEncoder();
	const parts: Uint8Array[] = [];
	const numbers: number[] = [];
	let length = 0;
	for await (const files of slices) {
		const part = encoder.encode(files.map(({ path }) => path + END).join(''));
		parts.push(part);
		length += part.length;
		for (const { mtime, size } of files) numbers.push(mtime, size);
	}
	const paths = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		paths.set(part, at);
		at += part.length;
	}
	return { paths: paths.buffer, numbers: new Float64Array(numbers) };
}

export const unpacked = ({ paths, numbers }: PackedListing): FileStat[] =>
	new TextDecoder('utf-8', { ignoreBOM: true }).decode(paths).split(END).slice(0, -1).map((path, index) => ({ path, mtime: numbers[index * 2] ?? 0, size: numbers[index * 2 + 1] ?? 0 }));
