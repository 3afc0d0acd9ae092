import { hashText } from '../model/hash.js';
import { problem, type Problem } from '../model/result.js';
import { verifyLedger } from '../gate/ledger.js';
import { quoteFinder } from '../markdown/quote.js';
import { openJournal } from '../vault/commit/journal.js';
import { VaultError } from '../vault/port.js';
import type { VerifyReport } from './reports.js';
import { noteOfLink } from './render/link.js';
import type { Surroundings } from './session.js';
import { loadPages } from './state/page-table.js';
import { baseStore, loadManifest } from './state/state.js';

type Check = VerifyReport['checks'][number];

const FOOTNOTE = /^\[\^([^\]\s]+)\]: (\[\[[^\]]+\]\]|\[[^\]]*\]\([^)]*\)) “(.*)”$/;

async function readOrNull(around: Surroundings, path: string): Promise<string | null> {
	try {
		return await around.vault.read(path);
	} catch (error) {
		if (error instanceof VaultError) return null;
		throw error;
	}
}

async function checkJournal(around: Surroundings): Promise<Check> {
	const entries = await openJournal(around.vault, around.host, around.settings.layout).entries();
	const failures = entries
		.filter(({ finished }) => !finished)
		.map(({ txid }) => problem(around.settings.layout.home, `Batch ${txid} was cut off and is not recovered. Any command that writes recovers it first.`));
	return { name: 'journal', checked: entries.length, failures };
}

/** Looks every footnote's quote up in the source that it names, as both stand now. */
async function checkQuotes(around: Surroundings, pages: readonly { readonly path: string; readonly text: string }[]): Promise<Check> {
	const finders = new Map<string, ReturnType<typeof quoteFinder> | null>();
	const failures: Problem[] = [];
	let checked = 0;
	for (const { path, text } of pages) {
		for (const [index, line] of text.split(/\r?\n/).entries()) {
			if (!line.startsWith('[^')) continue;
			const match = FOOTNOTE.exec(line);
			if (!match) continue;
			const [, label = '', link = '', quote = ''] = match;
			checked++;
			const source = noteOfLink(link);
			if (!finders.has(source)) {
				const sourceText = await readOrNull(around, source);
				finders.set(source, sourceText === null ? null : quoteFinder(sourceText));
			}
			const finder = finders.get(source);
			if (!finder) failures.push(problem(path, `Footnote ${label} cites ${source}, which cannot be read.`, index + 1));
			else if (finder.find(quote) === null) failures.push(problem(path, `The quote of footnote ${label} does not stand in ${source}. Compile to have the page follow its source.`, index + 1));
		}
	}
	return { name: 'quotes', checked, failures };
}

/** Proves what can be proved of the vault, and names what fails. Reads only. */
export async function checkVault(around: Surroundings): Promise<VerifyReport> {
	const { vault, settings } = around;
	const { layout } = settings;
	const stateProblems: Problem[] = [];
	const { manifest, problems } = await loadManifest(vault, layout);
	stateProblems.push(...problems);
	const { pages } = await loadPages(vault, layout, stateProblems);
	const bases = baseStore(vault, layout);
	const texts: { path: string; text: string }[] = [];
	const pageFailures: Problem[] = [];
	const edited: string[] = [];
	for (const record of [...pages.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
		const text = await readOrNull(around, record.path);
		const base = await bases.get(record.path);
		if (base === null || hashText(base) !== record.baseHash) stateProblems.push(problem(record.path, 'The machine’s own text of this page is missing from the state; the next change of the page asks a person.'));
		if (text === null) {
			pageFailures.push(problem(record.path, 'This page is gone or cannot be read. Undo what removed it, or compile again to be asked about it.'));
			continue;
		}
		texts.push({ path: record.path, text });
		if (hashText(text) !== record.committedHash) edited.push(record.path);
		// A difference is a person's edit: expected, and kept. Emptied or cut-off files are not what people leave.
		if (text !== base && base !== null && (text.trim() === '' || text.includes('\0') || (base.startsWith(text) && text.length < base.length))) {
			pageFailures.push(problem(record.path, 'This page looks cut off: it holds only a beginning of what was written. Undo, or restore it from the journal.'));
		}
	}
	const ledger = await verifyLedger(vault, layout);
	return {
		checks: [
			{ name: 'ledger', checked: ledger.events, failures: ledger.problems },
			await checkJournal(around),
			await checkQuotes(around, texts),
			{ name: 'pages', checked: pages.size, failures: pageFailures },
			{ name: 'state', checked: manifest.sources.size, failures: [...stateProblems, ...bases.problems] },
		],
		edited,
	};
}
