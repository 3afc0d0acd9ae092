import type { Progress } from '../compile/reports.js';

interface Terminal {
	readonly isTTY?: boolean;
	readonly columns?: number;
	write(text: string): unknown;
}

const WIDTH = 24;
/** Redrawn this often at most: a terminal that is asked more slows the run down. */
const EVERY_MS = 80;

export interface ProgressDisplay {
	readonly report: Progress;
	/** Takes the bar away before anything else is printed. */
	clear(): void;
}

/** One line with a bar on a terminal; elsewhere one line for each stage, so that a log stays readable. */
export function progressDisplay(stream: Terminal, now: () => number): ProgressDisplay {
	const live = stream.isTTY === true;
	let drawn = false;
	let last = -Infinity;
	let stage = '';
	return {
		report(current, done, total) {
			const changed = current !== stage;
			stage = current;
			if (!live) {
				if (changed) stream.write(total > 1 ? `${current}: ${String(total)}\n` : `${current}\n`);
				return;
			}
			if (!changed && done < total && now() - last < EVERY_MS) return;
			last = now();
			drawn = true;
			const share = total > 0 ? Math.min(1, done / total) : 0;
			const filled = Math.round(share * WIDTH);
			const line = `${current.padEnd(10)} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(done)}/${String(total)}`;
			stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
		},
		clear() {
			if (drawn) stream.write('\r\u001b[2K');
			drawn = false;
		},
	};
}
