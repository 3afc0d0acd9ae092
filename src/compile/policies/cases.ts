import { dayOf, eventsOfType, ledgerFolder } from '../../gate/ledger-event.js';
import { readQueue } from '../../gate/queue.js';
import { hashText } from '../../model/hash.js';
import { isRecord } from '../../model/json.js';
import type { Proposal } from '../../model/proposal.js';
import { type Problem, problem } from '../../model/result.js';
import { type Disposition, DISPOSITIONS, type FiredRule, strictest, type Verdict } from '../../model/verdict.js';
import { POLICY_FIELDS, type PolicyData, policyData } from '../../prism/profile/policy-data.js';
import type { Layout } from '../../vault/layout.js';
import { VaultError, type VaultReader } from '../../vault/port.js';
import { isPolicyRule } from './policy-rules.js';

/** What policies see of a proposal, as far as it is known. Whatever is left out is unknown to them. */
export type Seen = Partial<PolicyData>;

/** A proposal of the past, for asking policies about it. */
export interface PastCase {
	readonly id: string;
	readonly path: string;
	readonly seen: Seen;
	/** The last verdict that was recorded; null where there is none. */
	readonly recorded: Disposition | null;
	/** The strictest of those rules that hold whatever policies say; null where that was not recorded. */
	readonly floor: Disposition | null;
	/** Fields that a policy may ask for and that are not known of it. */
	readonly missing: readonly (keyof PolicyData)[];
}

export interface Past {
	/** Oldest first; each proposal once, as it was last judged. */
	readonly cases: readonly PastCase[];
	readonly problems: readonly Problem[];
}

// Told by the event itself, or too long to be told with every verdict.
const NOT_KEPT: ReadonlySet<string> = new Set<keyof PolicyData>(['kind', 'path', 'folder', 'name', 'who', 'source_paths']);

const floorOf = (rules: readonly FiredRule[]): Disposition => strictest(rules.filter(({ rule }) => !isPolicyRule(rule)).map(({ disposition }) => disposition));

/** What the ledger keeps with a verdict, so that other policies can be asked about the proposal later. */
export const recordOf = (seen: PolicyData, verdict: Verdict): { readonly floor: Disposition; readonly seen: Readonly<Record<string, unknown>> } => ({
	floor: floorOf(verdict.rules),
	seen: Object.fromEntries(Object.entries(seen).filter(([name, value]) => !NOT_KEPT.has(name))),
});

const isDisposition = (value: unknown): value is Disposition => DISPOSITIONS.some((each) => each === value);

const fits = (type: (typeof POLICY_FIELDS)[number]['type'], value: unknown): boolean => (type === 'text' ? typeof value === 'string' : type === 'number' ? typeof value === 'number' : type === 'boolean' && typeof value === 'boolean');

const missingOf = (seen: Seen): readonly (keyof PolicyData)[] => POLICY_FIELDS.flatMap(({ name, optional }) => (optional === true || seen[name] !== undefined ? [] : [name]));

function placeOf(path: string): Pick<PolicyData, 'path' | 'folder' | 'name'> {
	const slash = path.lastIndexOf('/');
	return { path, folder: slash < 0 ? '' : path.slice(0, slash), name: path.slice(slash + 1) };
}

interface Told {
	readonly at: string;
	readonly past: PastCase;
}

function readVerdict(event: Readonly<Record<string, unknown>>): Told | null {
	const { at, actor, proposal, path, kind, disposition, before, floor } = event;
	if (typeof at !== 'string' || typeof actor !== 'string' || typeof proposal !== 'string' || typeof path !== 'string' || !isDisposition(disposition)) return null;
	const kept = isRecord(event.seen) ? event.seen : {};
	const seen: Seen = {
		...(typeof kind === 'string' ? { kind } : {}),
		...placeOf(path),
		who: actor,
		...(before === undefined ? {} : { new_file: before === null }),
		...Object.fromEntries(POLICY_FIELDS.flatMap(({ name, type: field }) => (!NOT_KEPT.has(name) && fits(field, kept[name]) ? [[name, kept[name]]] : []))),
	};
	return { at, past: { id: proposal, path, seen, recorded: disposition, floor: isDisposition(floor) ? floor : null, missing: missingOf(seen) } };
}

/** The fields that tell how many lines change are known only where the file still is what the proposal was made for. */
async function seenNow(reader: VaultReader, proposal: Proposal): Promise<Seen> {
	let current: string | null;
	try {
		current = await reader.read(proposal.path);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		current = null;
	}
	const data = policyData(proposal, { current });
	if ((current === null ? null : hashText(current)) === proposal.baseHash) return data;
	const { current_lines: _current, lines_added: _added, lines_removed: _removed, changed_share: _share, ...rest } = data;
	return { ...rest, new_file: proposal.baseHash === null };
}

/** Every proposal that the ledgers of all devices and the queue still know, with what is known of it. Reads only. */
export async function pastCases(reader: VaultReader, layout: Layout): Promise<Past> {
	const problems: Problem[] = [];
	const last = new Map<string, Told>();
	const days = (await reader.list(ledgerFolder(layout))).map(({ path }) => path).filter((path) => dayOf(path) !== null).sort();
	for (const path of days) {
		let text: string;
		try {
			text = await reader.read(path);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			problems.push(problem(path, `This day of the ledger cannot be read, so what it decided is left out: ${error.message}`));
			continue;
		}
		for (const event of eventsOfType(text, 'verdict')) {
			const told = readVerdict(event);
			if (told === null) continue;
			const before = last.get(told.past.id);
			if (before === undefined || before.at <= told.at) last.set(told.past.id, told);
		}
	}
	const queue = await readQueue(reader, layout);
	problems.push(...queue.problems);
	for (const { proposal, verdict } of queue.open) {
		const told = last.get(proposal.id);
		if (told?.past.missing.length === 0) continue;
		const seen: Seen = { ...(await seenNow(reader, proposal)), ...told?.past.seen };
		last.set(proposal.id, { at: told?.at ?? '~', past: { id: proposal.id, path: proposal.path, seen, recorded: verdict.disposition, floor: floorOf(verdict.rules), missing: missingOf(seen) } });
	}
	for (const { proposal, closure } of queue.denied) {
		const told = last.get(proposal.id);
		if (told?.past.missing.length === 0) continue;
		const seen: Seen = { ...(await seenNow(reader, proposal)), ...told?.past.seen };
		last.set(proposal.id, { at: told?.at ?? closure.at, past: { id: proposal.id, path: proposal.path, seen, recorded: told?.past.recorded ?? null, floor: told?.past.floor ?? null, missing: missingOf(seen) } });
	}
	const cases = [...last.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.past.path < b.past.path ? -1 : a.past.path > b.past.path ? 1 : a.past.id < b.past.id ? -1 : 1)).map(({ past }) => past);
	return { cases, problems };
}
