import { setFlagsFromString } from 'node:v8';
import type { Progress } from '../compile/reports.js';

/** So many notes to read at once make the heap large. */
const MANY = 2_000;

/**
 * Has the heap tidied before it is half as large again as what is in use, once a run turns out to be a large one. Node lets it grow
 * to two or three times that, which is quicker for small runs and too much memory for ten thousand notes.
 */
export const sparingMemory =
	(report: Progress): Progress =>
	(stage, done, total) => {
		if (stage === 'extract' && done === 0 && total > MANY) setFlagsFromString('--heap-growing-percent=40');
		report(stage, done, total);
	};
