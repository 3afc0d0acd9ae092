import type { NewEvent } from '../gate/ledger-event.js';
import { escalatedBy, isOfReviews, questionsIn } from '../gate/opinions.js';
import { coolingOf } from '../gate/enforcer/grace.js';
import { CODE_COST } from '../model/currencies.js';
import { hashText } from '../model/hash.js';
import type { PageRecord } from '../model/page.js';
import { proposalId, type Proposal } from '../model/proposal.js';
import { problem, type Problem } from '../model/result.js';
import type { FiredRule } from '../model/verdict.js';
import { mergeThreeWay } from '../vault/merge.js';
import { VaultError } from '../vault/port.js';
import { renderCanvas } from './render/canvas.js';
import { renderBase, renderIndex } from './render/catalogue.js';
import { appendLog, type LogEntry } from './render/log.js';
import { makeJudge, type Judged } from './judge.js';
import { land, type Landing } from './land.js';
import { recordOf } from './policies/cases.js';
import { plural } from './related.js';
import type { OpenProposal } from './reports.js';
import { booksOf, operationOf } from './run-names.js';
import type { Session } from './session.js';

interface Catalogue {
	readonly id: string;
	readonly file: string;
	readonly title: string;
	/** The file's new machine text, from the pages and what the machine last wrote there. */
	text(pages: readonly PageRecord[], base: string | null): string;
}

const logFile = (wiki: string, entry: LogEntry): Catalogue => ({ id: 'log', file: `${wiki}/log.md`, title: 'Log', text: (_, base) => appendLog(base, entry) });

/** The files that follow from all pages: told anew after every commit, through the same gate. */
const catalogues = (wiki: string): readonly Catalogue[] => [
	{ id: 'index', file: `${wiki}/index.md`, title: 'Index', text: (pages) => renderIndex(pages, wiki) },
	{ id: 'base', file: `${wiki}/Wiki.base`, title: 'Wiki', text: () => renderBase(wiki) },
	{
		id: 'map',
		file: `${wiki}/Map.canvas`,
		title: 'Map',
		text: (pages) =>
			renderCanvas(
				pages.flatMap((page) =>
					page.type === 'concept' || page.type === 'entity' ? [{ id: page.id, path: page.path, kind: page.type, sources: page.sources, links: page.links }] : [],
				),
			),
	},
];

async function readOrNull(session: Session, path: string): Promise<string | null> {
	try {
		return await session.vault.read(path);
	} catch (error) {
		if (error instanceof VaultError && error.code === 'missing') return null;
		throw error;
	}
}

async function proposeCatalogue(session: Session, run: string, catalogue: Catalogue, pages: readonly PageRecord[]): Promise<Proposal | Problem | null> {
	const { file, id, title } = catalogue;
	const record = session.book.pages.get(file) ?? null;
	const current = await readOrNull(session, file);
	const kept = record === null ? null : await session.book.bases.get(file);
	const base = kept ?? (current !== null && record !== null && hashText(current) === record.baseHash ? current : null);
	// Only the log adds to what it finds; the others would replace it.
	if (base === null && current !== null && id !== 'log') {
		return problem(file, 'What stands there was not written by this program, as far as it knows, so it is left alone. Rename or move it to have the file made anew.');
	}
	const machineText = catalogue.text(pages, id === 'log' ? (base ?? current) : base);
	if (machineText === base && current !== null) return null;
	// A catalogue holds lines, not one argument: a person's own lines stay where they are, and only an overlap asks for them.
	const merged = current === null || current === base ? { kind: 'clean' as const, text: machineText } : mergeThreeWay({ base: base ?? current, yours: current, machine: machineText });
	if (merged.kind === 'clean' && merged.text === current) return null;
	const today = session.host.today();
	const content = {
		kind: current === null ? ('create' as const) : ('update' as const),
		path: file,
		to: null,
		subject: id,
		title,
		pageType: 'catalogue',
		baseHash: current === null ? null : hashText(current),
		text: merged.kind === 'clean' ? merged.text : current,
		machineText,
		why: 'Follows from the pages that were committed.',
		who: 'system',
		tier: 0,
		evidence: { claims: [], sources: [], verified: 0, unverified: 0, disagreements: [] },
		personText: merged.kind !== 'clean',
		conflicts: merged.kind === 'clean' ? [] : merged.kind === 'conflict' ? merged.conflicts : [{ base: '', yours: current ?? '', machine: machineText }],
		created: record?.created ?? today,
		updated: today,
	};
	return { id: proposalId(content), run, ...content };
}

const subjectPages = ({ book }: Session): PageRecord[] => [...book.pages.values()].filter(({ type }) => type !== 'catalogue');

/** A proposal that brings one of these files up to the pages as they are; null where the machine would change nothing in it. */
export async function proposeCatalogueAt(session: Session, path: string): Promise<Proposal | Problem | null> {
	const catalogue = catalogues(session.settings.layout.wiki).find(({ file }) => file === path);
	return catalogue === undefined ? null : proposeCatalogue(session, session.run, catalogue, subjectPages(session));
}

export interface Bookkept {
	readonly landing: Landing;
	/** Catalogue changes that the gate did not let through; they wait with the rest. */
	readonly held: readonly OpenProposal[];
}

/** Brings index, log, base and map up to the pages as they now are. Its commits bear a run of their own, so that undo leaves the log whole. */
export async function keepBooks(session: Session, entry: LogEntry, stopped: boolean): Promise<Bookkept> {
	const run = booksOf(entry.run);
	const pages = subjectPages(session);
	const judge = makeJudge(session.vault, session.settings.layout, session.gate, await session.occupied(), stopped);
	const judged: OpenProposal[] = [];
	const problems: Problem[] = [];
	const { wiki } = session.settings.layout;
	for (const catalogue of [...catalogues(wiki), logFile(wiki, entry)]) {
		try {
			const proposed = await proposeCatalogue(session, run, catalogue, pages);
			if (proposed === null) continue;
			if ('message' in proposed) problems.push(proposed);
			else judged.push(await judge.judge(proposed));
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			problems.push(problem(catalogue.file, `It was not brought up to date: ${error.message}`));
		}
	}
	await session.ledger.append(verdictEvents(judged, run));
	const passed = judged.filter(({ verdict }) => verdict.disposition === 'PASS');
	const landing = await land(session, run, passed, 'system', () => undefined);
	return { landing: { ...landing, problems: [...problems, ...landing.problems] }, held: judged.filter(({ verdict }) => verdict.disposition !== 'PASS') };
}

const VERBS = { create: 'created', update: 'updated', rename: 'renamed', retire: 'retired' } as const;

/** Tells index and log of what an earlier run committed before it was cut off. */
export async function settleBooks(session: Session, stopped: boolean): Promise<void> {
	const { owed, host, problems } = session;
	if (owed === null || stopped) return;
	const operation = operationOf(owed.run);
	const { landing } = await keepBooks(
		session,
		{
			date: host.today(),
			operation,
			run: owed.run,
			summary: `ended after it was cut off: ${plural(owed.pages.length, 'page')}`,
			pages: owed.pages.map(({ op, path }) => ({ verb: operation === 'undo' ? 'restored' : VERBS[op], path })),
		},
		stopped,
	);
	problems.push(...landing.problems);
	await session.save();
}

/** What makes the worker cool down; most verdicts tell of nothing. */
function coolingData(rules: readonly FiredRule[]): { readonly violations?: readonly string[] } {
	const violations = coolingOf(rules);
	return violations.length === 0 ? {} : { violations };
}

// What a rule says is told with the verdict, for the rule may read otherwise later; what a bomb of findings says is not.
const MOST_REASONS = 12;
const MOST_REASON = 240;

/** The ledger's record of what the gate said, written before anything follows from it. */
const verdictEvent = ({ proposal, verdict, seen }: OpenProposal & Partial<Judged>, run: string): { readonly type: 'verdict'; readonly actor: string; readonly run: string } & Record<string, unknown> => ({
	type: 'verdict',
	actor: proposal.who,
	run,
	proposal: proposal.id,
	path: proposal.path,
	kind: proposal.kind,
	subject: proposal.subject,
	disposition: verdict.disposition,
	rules: verdict.rules.map(({ rule }) => rule),
	reasons: verdict.rules.slice(0, MOST_REASONS).map(({ reason }) => reason.slice(0, MOST_REASON)),
	...coolingData(verdict.rules),
	policy: verdict.policyHash,
	...(verdict.flows === undefined ? {} : { flows: Object.fromEntries(verdict.flows.map(({ policy, steps }) => [policy, steps])) }),
	before: proposal.baseHash,
	after: proposal.text === null ? null : hashText(proposal.text),
	...CODE_COST,
	...(seen === undefined ? {} : recordOf(seen, verdict)),
});

/** Whom the gate sends an escalated proposal to, and why. */
const escalationEvent = ({ proposal, verdict }: OpenProposal, run: string): NewEvent => ({
	type: 'escalation',
	actor: 'system',
	run,
	proposal: proposal.id,
	path: proposal.path,
	from: proposal.tier,
	to: verdict.decider,
	rules: [...escalatedBy(verdict.rules), ...questionsIn(verdict.rules).map(({ rule }) => rule)],
	why: verdict.rules.filter(({ rule }) => isOfReviews(rule)).map(({ reason }) => reason),
	policy: verdict.policyHash,
	before: proposal.baseHash,
	after: proposal.text === null ? null : hashText(proposal.text),
	...CODE_COST,
});

/** What the ledger is told of verdicts, written before anything follows from them. */
export const verdictEvents = (items: readonly (OpenProposal & Partial<Judged>)[], run: string): readonly NewEvent[] =>
	items.flatMap((item) => [verdictEvent(item, run), ...(item.verdict.disposition === 'ESCALATE' ? [escalationEvent(item, run)] : [])]);
