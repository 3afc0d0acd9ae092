import { signal, type ReadonlySignal } from '@preact/signals';
import type { SourceCounts } from '../../compile/reports.js';

/** How many sources wait: the last count, and what was touched since. */
export interface WaitingSources {
	readonly count: ReadonlySignal<number>;
	touched(path: string): void;
	/** Whether several were touched since the last count, as by a copy or a sync: those may well say what they said before. */
	readonly inDoubt: boolean;
	counted(sources: SourceCounts): void;
}

export function waitingSources(): WaitingSources {
	const count = signal(0);
	let known = 0;
	const since = new Set<string>();
	return {
		count,
		touched(path) {
			since.add(path);
			count.value = known + since.size;
		},
		get inDoubt() {
			return since.size > 1;
		},
		counted(sources) {
			known = sources.new + sources.changed + sources.renamed + sources.removed;
			since.clear();
			count.value = known;
		},
	};
}
