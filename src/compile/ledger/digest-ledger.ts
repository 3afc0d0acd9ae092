import { dayOf, ledgerFolder } from '../../gate/ledger-event.js';
import { digestDay, readDigest, type SignedDay } from '../../gate/ledger-digest.js';
import { verifyLedger } from '../../gate/ledger.js';
import { problem, type Problem } from '../../model/result.js';
import type { LedgerDigestReport } from '../reports.js';
import type { Session } from '../session.js';

const DAY = 24 * 3600 * 1000;
// Cooling down, caps of a month and the pace of runs are read from the last weeks.
const YOUNGEST = 31;

const nothing = (fault: Problem): LedgerDigestReport => ({ days: [], before: 0, after: 0, problems: [fault] });

/**
 * Makes digests of this device's days before a date: one line in the place of a day's verdicts and commits, signed off by a person in an event of
 * the same chain, which is told first. A ledger that is not whole stays as it is, so that nobody signs off what was tampered with.
 */
export async function digestLedger({ vault, host, settings: { layout }, record, ledger, run }: Session, before: string, who: string): Promise<LedgerDigestReport> {
	const folder = `${ledgerFolder(layout)}/${host.device}`;
	const latest = new Date(Date.parse(host.today()) - YOUNGEST * DAY).toISOString().slice(0, 10);
	if (!/^\d{4}-\d{2}-\d{2}$/.test(before) || Number.isNaN(Date.parse(before))) return nothing(problem(folder, `“${before}” is no date such as ${latest}.`));
	if (before > latest) return nothing(problem(folder, `Days are kept whole for ${YOUNGEST} days. Give ${latest} or an earlier date.`));
	const { problems } = await verifyLedger(vault, layout);
	const [broken] = problems.filter(({ path }) => path.startsWith(`${folder}/`));
	if (broken !== undefined) return nothing({ ...broken, message: `Nothing was made a digest, for the ledger is not whole: ${broken.message}` });

	const files = (await vault.list(folder)).map(({ path }) => path).filter((path) => dayOf(path) !== null).sort();
	const digests: { path: string; text: string; before: number; signed: SignedDay }[] = [];
	const faults: Problem[] = [];
	for (const path of files.slice(0, -1)) {
		const day = dayOf(path) ?? '';
		if (day >= before) continue;
		const text = await vault.read(path);
		if (readDigest(text) !== null) continue;
		const digest = digestDay(host.device, day, text);
		if (digest.ok) digests.push({ path, text: digest.value.text, before: text.length, signed: digest.value.signed });
		else faults.push(problem(path, `This day was not made a digest: ${digest.error}`));
	}
	if (digests.length > 0) {
		await ledger.append([{ type: 'digest', actor: who, run, days: digests.map(({ signed }) => signed) }]);
		for (const { path, text } of digests) await record.writeDurable(path, text);
	}
	const sum = (size: (each: (typeof digests)[number]) => number): number => digests.reduce((total, each) => total + size(each), 0);
	return { days: digests.map(({ signed }) => signed.day), before: sum((each) => each.before), after: sum(({ text }) => text.length), problems: faults };
}
