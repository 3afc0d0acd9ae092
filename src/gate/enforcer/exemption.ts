import type { Proposal, ProposalKind } from '../../model/proposal.js';
import { type Problem, problem } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import { shown } from '../rule.js';
import { KINDS } from './read-rules.js';
import { readTarget, type Target } from './target.js';
import { isLiftable, LIFTABLE, type LiftableViolation } from './violation.js';
import { isWorkerName, workerName } from './worker-name.js';
import { type LinedMap, readLined } from './yaml-lines.js';

/** A person's leave to do once or a few times what a rule of a worker forbids. */
export interface Exemption {
	readonly id: string;
	/** A worker's id, or the part of it before the colon. */
	readonly worker: string;
	readonly action: ProposalKind;
	readonly target: Target;
	/** The one checkpoint whose rules it lifts. */
	readonly lifts: LiftableViolation;
	/** How often it may be used in all. */
	readonly uses: number;
	/** Milliseconds since the epoch. */
	readonly expires: number;
	readonly reason: string;
	/** When it was granted; null where the file does not say. Milliseconds since the epoch. */
	readonly granted: number | null;
	readonly by: string | null;
	readonly line: number;
}

export const exemptionsPath = (layout: Layout): string => `${layout.home}/exemptions.yml`;

export const MOST_USES = 1_000;
const ID = /^x-[a-z0-9]{4,24}$/;
const MOST_EXEMPTIONS = 200;
const KEYS = ['id', 'worker', 'action', 'target', 'lifts', 'uses', 'expires', 'reason', 'granted', 'by'];

const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds of an ISO date, which begins at midnight UTC, or of a date and time with its zone; null for all else. */
export function readTime(text: unknown): number | null {
	if (typeof text !== 'string' || !DATE.test(text)) return null;
	const day = Date.parse(text.slice(0, 10));
	const at = Date.parse(text);
	// A thirtieth of February is read as a day of March by some.
	return Number.isFinite(at) && Number.isFinite(day) && new Date(day).toISOString().startsWith(text.slice(0, 10)) ? at : null;
}

export const isExemptionWorker = (worker: string): boolean => isWorkerName(worker) || workerName(worker) !== null;

function readOne(map: LinedMap, wrong: (line: number, message: string) => void): Exemption | null {
	const refuse = (line: number, message: string): null => {
		wrong(line, message);
		return null;
	};
	for (const [key, { line }] of map.entries) if (!KEYS.includes(key)) refuse(line, `There is no “${shown(key)}” in an exemption. Known are ${KEYS.join(', ')}.`);
	const value = (key: string): { readonly value: unknown; readonly line: number } => {
		const entry = map.entries.get(key);
		return { value: entry?.value.kind === 'plain' ? entry.value.value : undefined, line: entry?.line ?? map.line };
	};
	function read<T>(key: string, as: (found: unknown) => T | null, allowed: string): T | null {
		const found = value(key);
		return as(found.value) ?? refuse(found.line, `“${key}” must be ${allowed}.`);
	}
	const text = (found: unknown): string | null => (typeof found === 'string' && found.trim() !== '' && found.length <= 1_000 ? found.trim() : null);
	const id = read('id', (found) => (typeof found === 'string' && ID.test(found) ? found : null), 'a name such as x-7f3k2m, “x-” and 4 to 24 small letters or digits');
	const worker = read('worker', (found) => (typeof found === 'string' && isExemptionWorker(found) ? found : null), 'a worker, such as offline');
	const action = read('action', (found) => KINDS.find((kind) => kind === found) ?? null, `one of ${KINDS.join(', ')}`);
	const target = read(
		'target',
		(found) => {
			const target = typeof found === 'string' ? readTarget(found) : null;
			return target?.ok === true ? target.value : null;
		},
		'a path or a glob such as wiki/concepts/A*.md',
	);
	const lifts = read('lifts', (found) => (isLiftable(found) ? found : null), `one of ${LIFTABLE.join(', ')}`);
	const uses = read('uses', (found) => (typeof found === 'number' && Number.isInteger(found) && found >= 1 && found <= MOST_USES ? found : null), `a whole number from 1 to ${MOST_USES}`);
	const expires = read('expires', readTime, 'a date such as 2026-12-01, or a time with its zone such as 2026-12-01T09:00:00Z');
	const reason = read('reason', text, 'a reason, in words');
	const granted = map.entries.has('granted') ? read('granted', readTime, 'a time such as 2026-12-01T09:00:00Z') : null;
	const by = map.entries.has('by') ? read('by', text, 'who granted it') : null;
	if (id === null || worker === null || action === null || target === null || lifts === null || uses === null || expires === null || reason === null) return null;
	return { id, worker, action, target, lifts, uses, expires, reason, granted, by, line: map.line };
}

/** Reads the file of exemptions. One fault voids all of it: an exemption that cannot be relied on opens nothing. */
export function readExemptions(path: string, text: string): { readonly exemptions: readonly Exemption[]; readonly problems: readonly Problem[] } {
	const none = (problems: readonly Problem[]): ReturnType<typeof readExemptions> => ({ exemptions: [], problems: [...problems, problem(path, 'Until this file is mended, no exemption holds.')] });
	const read = readLined(path, text);
	if (!read.ok) return none(read.problems);
	const problems: Problem[] = [];
	const wrong = (line: number, message: string): void => void problems.push(problem(path, message, line));
	for (const [key, { line }] of read.value.entries) if (key !== 'exemptions') wrong(line, `There is no “${shown(key)}” here; the file holds “exemptions”.`);
	const list = read.value.entries.get('exemptions');
	if (list === undefined || (list.value.kind !== 'list' && !(list.value.kind === 'plain' && list.value.value === null))) wrong(list?.line ?? 1, '“exemptions” must be a list.');
	const items = list?.value.kind === 'list' ? list.value.items : [];
	if (items.length > MOST_EXEMPTIONS) wrong(list?.line ?? 1, `The file holds more than ${MOST_EXEMPTIONS} exemptions. Remove those that are used up.`);
	const ids = new Set<string>();
	const exemptions = items.slice(0, MOST_EXEMPTIONS).flatMap((item) => {
		if (item.kind !== 'map') {
			wrong(item.line, 'An exemption must have its parts by name.');
			return [];
		}
		const exemption = readOne(item, wrong);
		if (exemption === null) return [];
		if (ids.has(exemption.id)) wrong(item.line, `The id ${exemption.id} stands twice, so that nobody could say which was used.`);
		ids.add(exemption.id);
		return [exemption];
	});
	return problems.length > 0 ? none(problems) : { exemptions, problems: [] };
}

/** What the ledgers of all devices tell of exemptions. */
export interface ExemptionRecord {
	readonly used: ReadonlyMap<string, number>;
	readonly revoked: ReadonlySet<string>;
}

export const NO_RECORD: ExemptionRecord = { used: new Map(), revoked: new Set() };

export const usesLeft = ({ id, uses }: Exemption, { used, revoked }: ExemptionRecord): number => (revoked.has(id) ? 0 : Math.max(0, uses - (used.get(id) ?? 0)));

export const isLive = (exemption: Exemption, record: ExemptionRecord, now: number): boolean => exemption.expires > now && usesLeft(exemption, record) > 0;

/** Whether it speaks of this very proposal. A renamed page must be covered in both places. */
export function covers({ worker, action, target }: Exemption, { who, kind, path, to }: Proposal): boolean {
	const name = workerName(who);
	return name !== null && (worker === who || worker === name) && action === kind && target.covers(path) && (to === null || target.covers(to));
}

const RULE = 'exemption:';

export const exemptionRule = (id: string): string => `${RULE}${id}`;

/** Ids of the exemptions that a verdict rests on, each once. */
export const exemptionsIn = (rules: readonly { readonly rule: string }[]): readonly string[] => [...new Set(rules.flatMap(({ rule }) => (rule.startsWith(RULE) ? [rule.slice(RULE.length)] : [])))];
