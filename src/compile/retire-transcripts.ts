import { problem } from '../model/result.js';
import { VaultError } from '../vault/port.js';
import { transcriptsFolder } from '../worker/transcripts/recorded.js';
import { daysBefore, planRetirement } from '../worker/transcripts/retire.js';
import type { Session } from './session.js';

const DAY = 24 * 3600 * 1000;
// What piled up over years is retired over several runs, so that none of them takes long.
const DAYS_A_RUN = 31;

/**
 * Makes one line a call of transcripts that are older than the user keeps them. The day's digest is on the platter before any note of it goes,
 * so that what a crash cuts off is ended by the next run.
 */
export async function retireTranscripts({ vault, host, settings: { layout, transcriptDays }, record, problems }: Session): Promise<void> {
	if (transcriptDays === 0) return;
	const before = new Date(host.now() - transcriptDays * DAY).toISOString().slice(0, 10);
	const paths = (await vault.list(transcriptsFolder(layout.home))).map(({ path }) => path);
	for (const day of daysBefore(layout.home, paths, before).slice(0, DAYS_A_RUN)) {
		try {
			const notes: { path: string; text: string }[] = [];
			for (const path of day.paths) notes.push({ path, text: await vault.read(path) });
			const plan = planRetirement(day, notes, await record.read(day.digest));
			problems.push(...plan.problems);
			if (plan.remove.length === 0) continue;
			await record.writeDurable(plan.digest, plan.text);
			for (const path of plan.remove) await record.remove(path);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			problems.push(problem(error.path, `The transcripts of ${day.day} were not retired: ${error.message}`));
		}
	}
}
