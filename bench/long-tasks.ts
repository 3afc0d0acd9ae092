import type { Browser, Page } from 'playwright-core';

/** A task of the page's main thread. */
export interface Task {
	/** Milliseconds that it took by the clock. */
	readonly ms: number;
	/**
	 * Milliseconds of processor time that the plugin's code took in it: of the samples, as much as the thread ran and did not wait for its turn on the
	 * machine. What the host does in it, such as its index and its file tree, would be the app's.
	 */
	readonly own: number;
	/** The plugin's functions that took most of it, as they are called in the bundle. */
	readonly where: string;
}

interface Profile {
	/** Microseconds of a clock that never goes back; that of the trace as well. */
	readonly startTime: number;
	readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number; readonly columnNumber: number }; readonly children?: readonly number[] }[];
	/** Ids of nodes, and microseconds since the one before. */
	readonly samples?: readonly number[];
	readonly timeDeltas?: readonly number[];
}

interface TraceEvent {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	/** Microseconds. */
	readonly ts: number;
	readonly dur?: number;
	/** Of it, what the thread ran. */
	readonly tdur?: number;
	readonly args?: { readonly name?: string };
}

const OFTEN = 200;

/** What the page's main thread does until `stop`, which tells its tasks of so many milliseconds or more in which the plugin had a part. */
export async function watchTasks(browser: Browser, page: Page): Promise<{ stop(atLeast: number): Promise<readonly Task[]> }> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Profiler.enable');
	await devtools.send('Profiler.setSamplingInterval', { interval: OFTEN });
	await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
	await devtools.send('Profiler.start');
	return {
		async stop(atLeast) {
			const { profile } = await devtools.send('Profiler.stop');
			const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { readonly traceEvents: readonly TraceEvent[] };
			return tasksOf(traceEvents, profile, atLeast);
		},
	};
}

/** A task as the trace has it: microseconds, and how much of it the thread ran, 0 to 1. */
interface Traced {
	readonly start: number;
	readonly end: number;
	readonly ran: number;
}

/** The tasks of the page's main thread: of all such threads that of the page ran most. */
function mainTasks(events: readonly TraceEvent[]): readonly Traced[] {
	const thread = ({ pid, tid }: TraceEvent): string => `${String(pid)}:${String(tid)}`;
	const mains = new Set(events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(thread));
	const byThread = new Map<string, Traced[]>();
	for (const event of events) {
		if (!event.name.endsWith('RunTask') || event.dur === undefined || !mains.has(thread(event))) continue;
		const tasks = byThread.get(thread(event)) ?? [];
		byThread.set(thread(event), tasks);
		tasks.push({ start: event.ts, end: event.ts + event.dur, ran: event.dur === 0 ? 1 : Math.min(1, (event.tdur ?? event.dur) / event.dur) });
	}
	const spent = (tasks: readonly Traced[]): number => tasks.reduce((sum, { start, end }) => sum + end - start, 0);
	return [...byThread.values()].sort((a, b) => spent(b) - spent(a))[0]?.sort((a, b) => a.start - b.start) ?? [];
}

function tasksOf(events: readonly TraceEvent[], { startTime, nodes, samples = [], timeDeltas = [] }: Profile, atLeast: number): readonly Task[] {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child): [number, number] => [child, id])));
	/** The plugin's function that is innermost; null where the nearest code is another's. */
	const pluginAt = (id: number): string | null => {
		for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
			const { url = '', functionName = '', lineNumber = 0, columnNumber = 0 } = byId.get(at)?.callFrame ?? {};
			if (url !== '') return url.endsWith('plugin/main.js') ? `${functionName}:${String(lineNumber)}:${String(columnNumber)}` : null;
		}
		return null;
	};
	const tasks = mainTasks(events);
	const found: Task[] = [];
	let sample = 0;
	let now = startTime + (timeDeltas[0] ?? 0);
	for (const { start, end, ran } of tasks) {
		let own = 0;
		const places = new Map<string, number>();
		for (; sample < samples.length && now <= end; sample += 1, now += timeDeltas[sample] ?? 0) {
			if (now < start) continue;
			const place = pluginAt(samples[sample] ?? 0);
			const until = Math.min(end, now + (timeDeltas[sample + 1] ?? 0));
			if (place === null) continue;
			own += until - now;
			places.set(place, (places.get(place) ?? 0) + until - now);
		}
		if (own === 0 || end - start < atLeast * 1000) continue;
		const where = [...places].sort(([, a], [, b]) => b - a).slice(0, 3).map(([place, spent]) => `${place} ${(spent / 1000).toFixed(1)}`).join(', ');
		found.push({ ms: (end - start) / 1000, own: (own / 1000) * ran, where });
	}
	return found;
}
