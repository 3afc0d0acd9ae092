import { shortHash } from '../../model/hash.js';

/** Parts of an input that stand between lines which the parts themselves cannot write. */
export interface Fence {
	/** The line that opens and the line that closes each part. */
	readonly mark: string;
	/** A part under its name. */
	part(name: string, text: string): string;
}

/**
 * A fence for texts that nobody vouches for. Its mark is made from the texts, so that it is the same for the same task, and it is
 * none that stands in one of them: whatever a source says, it cannot end its own part.
 */
export function fenceFor(texts: readonly string[]): Fence {
	const all = texts.join('\n');
	let mark = '';
	for (let round = 0; mark === '' || all.includes(mark); round += 1) mark = `untrusted-${shortHash(`${round}\n${all}`, 12)}`;
	return { mark, part: (name, text) => `${name}:\n<<<${mark}\n${text}\n${mark}>>>` };
}
