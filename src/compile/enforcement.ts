import { EMPTY_BOOK, type FoundFile, makeBook, type RulesBook, rulesFor, unreadableBook } from '../gate/enforcer/book.js';
import { enforcer } from '../gate/enforcer/enforcer.js';
import { type Exemption, exemptionsIn, exemptionsPath, type ExemptionRecord, isLive, readExemptions, usesLeft } from '../gate/enforcer/exemption.js';
import { longestGrace, type PastViolation } from '../gate/enforcer/grace.js';
import { countExemptions, emptyRecord, violationsSince } from '../gate/enforcer/past.js';
import { FLOOR } from '../gate/enforcer/built-in.js';
import { MOST_YAML } from '../gate/enforcer/yaml-lines.js';
import type { Policy } from '../gate/gate.js';
import { noViolationSince } from '../gate/ledger.js';
import { dayOf, ledgerFolder } from '../gate/ledger-event.js';
import { stoppedWorkers } from '../gate/stop.js';
import { problem, type Problem } from '../model/result.js';
import type { Verdict } from '../model/verdict.js';
import type { Layout } from '../vault/layout.js';
import { type Host, VaultError, type VaultReader } from '../vault/port.js';

/** The exemptions of a vault while one process may write: each use is counted before the deed. */
export interface ExemptionBook {
	readonly exemptions: readonly Exemption[];
	readonly record: ExemptionRecord;
	/** False where the file has a fault, so that nothing may be added to it. */
	readonly sound: boolean;
	/**
	 * Takes one use of each exemption that the verdict rests on and tells their ids; a sentence where one of them is gone, and none is taken.
	 * Whoever takes them writes that into the ledger before anything follows from it.
	 */
	take(verdict: Verdict, now: number): readonly string[] | string;
}

export interface Enforced {
	readonly policy: Policy;
	readonly exemptions: ExemptionBook;
	readonly problems: readonly Problem[];
}

export const rulesFolder = (layout: Layout): string => `${layout.home}/rules`;
/** Whose rules hold without a file, so that a file which no listing shows must not be missed. */
const LOOKED_FOR = ['default', 'offline', 'lint', 'system', 'person'];

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function readBook(reader: VaultReader, layout: Layout): Promise<RulesBook> {
	const folder = rulesFolder(layout);
	try {
		const standing = await statOrNull(reader, folder);
		if (standing === null) return EMPTY_BOOK;
		if (standing !== 'folder') return unreadableBook(`${folder} is a file, and should be a folder with the rules of workers.`);
		const listed = (await reader.list(folder)).filter(({ path }) => !path.slice(folder.length + 1).includes('/'));
		const known = new Set(listed.map(({ path }) => path));
		for (const name of LOOKED_FOR) {
			const path = `${folder}/${name}.yml`;
			const stat = known.has(path) ? null : await statOrNull(reader, path);
			if (stat !== null && stat !== 'folder') listed.push(stat);
		}
		const found: FoundFile[] = [];
		for (const { path, size } of listed) {
			const name = path.slice(folder.length + 1);
			const file = !/\.ya?ml\s*$/i.test(name) ? { text: null, fault: null } : size > MOST_YAML * 4 ? { text: null, fault: 'The file is far too large for rules.' } : await readFound(reader, path);
			found.push({ path, name, ...file });
		}
		return makeBook(found);
	} catch (error) {
		return unreadableBook(message(error));
	}
}

async function statOrNull(reader: VaultReader, path: string): ReturnType<VaultReader['stat']> {
	try {
		return await reader.stat(path);
	} catch (error) {
		if (error instanceof VaultError && (error.code === 'missing' || error.code === 'not-folder')) return null;
		throw error;
	}
}

async function readFound(reader: VaultReader, path: string): Promise<Pick<FoundFile, 'text' | 'fault'>> {
	try {
		return { text: await reader.read(path), fault: null };
	} catch (error) {
		return { text: null, fault: `The file cannot be read: ${message(error)}` };
	}
}

/** What this device's ledger tells of violations in the time that any worker may have to cool down. */
async function readPast(reader: VaultReader, host: Host, layout: Layout, since: number): Promise<readonly PastViolation[]> {
	if (await noViolationSince(reader, host, layout, since)) return [];
	const days = (await reader.list(`${ledgerFolder(layout)}/${host.device}`)).map(({ path }) => path).filter((path) => dayOf(path) !== null);
	const past: PastViolation[] = [];
	for (const path of days.sort().reverse()) {
		const found = violationsSince(await reader.read(path), since);
		past.push(...found.past);
		if (found.whole) break;
	}
	return past;
}

// Clocks of devices differ, and a day begins at another time elsewhere.
const MARGIN = 2 * 86_400_000;

/** What the ledgers of all devices that are here tell of these exemptions. */
async function readRecord(reader: VaultReader, layout: Layout, exemptions: readonly Exemption[]): Promise<ExemptionRecord> {
	const record = emptyRecord();
	const since = Math.min(...exemptions.map(({ granted }) => granted ?? 0)) - MARGIN;
	for (const { path } of await reader.list(ledgerFolder(layout))) {
		const day = dayOf(path);
		if (day !== null && Date.parse(day) >= since) countExemptions(await reader.read(path), record);
	}
	return record;
}

interface FoundExemptions {
	readonly exemptions: readonly Exemption[];
	readonly record: ExemptionRecord;
	readonly sound: boolean;
	readonly problems: readonly Problem[];
}

/** Whatever goes wrong here leaves no exemption, and says so. */
async function readExemptionFile(reader: VaultReader, layout: Layout): Promise<FoundExemptions> {
	const path = exemptionsPath(layout);
	try {
		const stat = await statOrNull(reader, path);
		if (stat === null) return { exemptions: [], record: emptyRecord(), sound: true, problems: [] };
		if (stat !== 'folder' && stat.size > MOST_YAML * 4) throw new VaultError('io', path, 'The file is far too large.');
		const { exemptions, problems } = readExemptions(path, await reader.read(path));
		const record = exemptions.length === 0 ? emptyRecord() : await readRecord(reader, layout, exemptions);
		return { exemptions, record, sound: problems.length === 0, problems };
	} catch (error) {
		return { exemptions: [], record: emptyRecord(), sound: false, problems: [problem(path, `No exemption holds, for they cannot be read: ${message(error)}`)] };
	}
}

function exemptionBook({ exemptions, record, sound }: FoundExemptions): ExemptionBook {
	const used = new Map(record.used);
	const counted: ExemptionRecord = { used, revoked: record.revoked };
	const byId = new Map(exemptions.map((exemption) => [exemption.id, exemption]));
	return {
		exemptions,
		record: counted,
		sound,
		take: (verdict, now) => {
			const ids = exemptionsIn(verdict.rules);
			for (const id of ids) {
				const exemption = byId.get(id);
				if (exemption === undefined || !isLive(exemption, counted, now)) return `The exemption ${id} is used up, expired or revoked${exemption === undefined ? '' : ` (${usesLeft(exemption, counted)} of ${exemption.uses} left)`}. Nothing was written.`;
			}
			for (const id of ids) used.set(id, (used.get(id) ?? 0) + 1);
			return ids;
		},
	};
}

/** Why a worker may propose nothing, whatever it would propose; null where it has rules. */
export async function whyUnruled(reader: VaultReader, layout: Layout, who: string): Promise<string | null> {
	const found = rulesFor(await readBook(reader, layout), who);
	return found.ok ? null : found.rule.reason;
}

/**
 * Reads everything that the enforcer goes by and makes a policy of it. Total: what cannot be read blocks, and says why. Who only looks at
 * the rules, and has nothing judged by the policy, is spared the ledger.
 */
export async function readEnforcement(reader: VaultReader, host: Host, layout: Layout, purpose: 'judge' | 'look' = 'judge'): Promise<Enforced> {
	const book = await readBook(reader, layout);
	const stopped = await stoppedWorkers(reader, layout);
	const found = await readExemptionFile(reader, layout);
	const exemptions = exemptionBook(found);
	const now = host.now();
	const layers = [FLOOR, ...[...book.files.values()].flatMap((file) => (file.ok ? [file.file.layer] : []))];
	const past = purpose === 'look' ? [] : await readPast(reader, host, layout, now - longestGrace(layers));
	const policy = enforcer({ book, stopped: stopped === null ? null : new Set(stopped.map(({ worker }) => worker)), past, exemptions: exemptions.exemptions, record: exemptions.record, now });
	const problems = faultsOf(book, found, layout);
	return { policy, exemptions, problems };
}

function faultsOf(book: RulesBook, found: FoundExemptions, layout: Layout): readonly Problem[] {
	const unreadable = book.unreadable === null ? [] : [problem(rulesFolder(layout), `The rules of workers cannot be read, so that everything is blocked: ${book.unreadable}`)];
	return [...book.problems, ...found.problems, ...unreadable];
}

/** What is wrong with the rules of workers and the exemptions. Reads only. */
export const enforcementFaults = async (reader: VaultReader, layout: Layout): Promise<readonly Problem[]> => faultsOf(await readBook(reader, layout), await readExemptionFile(reader, layout), layout);
