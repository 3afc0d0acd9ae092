import type { ProposalKind } from '../../model/proposal.js';
import { type Problem, problem } from '../../model/result.js';
import type { Tier } from '../../model/verdict.js';
import { vaultPath } from '../../vault/vault-path.js';
import { shown } from '../rule.js';
import { CONDITION_NAMES, isCondition } from './conditions.js';
import { readDuration } from './durations.js';
import { type Domain, type GraceTimes, NO_GRACE, NO_RULES, type RulesLayer, type Written } from './rules.js';
import { readTarget } from './target.js';
import { MOST_PHRASE, readTrigger } from './trigger.js';
import { COOLING, type CoolingViolation, isCooling } from './violation.js';
import { type Entry, type Lined, type LinedMap, readLined } from './yaml-lines.js';

export const KINDS: readonly ProposalKind[] = ['create', 'update', 'rename', 'merge', 'retire'];
const PAGE_TYPE = /^[a-z][a-z0-9-]{0,39}$/;
const MOST_ENTRIES = 500;
const MOST_PROBLEMS = 20;

/** A file of rules that can be relied on. */
export interface RulesFile {
	/** False where the file says `inherit: null`. */
	readonly inherits: boolean;
	readonly layer: RulesLayer;
}

type Read = { readonly ok: true; readonly file: RulesFile } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the values of one file and gathers everything that is wrong with it. */
interface Reading {
	readonly problems: Problem[];
	/** Where a rule of this line is written. */
	at(line: number): string;
	wrong(line: number, message: string): null;
	/** The entries of a list that must hold some; a single text counts as a list of one. What is read of an entry is no text, or one that completes a sentence about what is wrong with it. */
	list<T>(key: string, entry: Entry | undefined, read: (text: string) => T | string): readonly Written<T>[];
	/** Milliseconds. */
	duration(key: string, entry: Entry): number | null;
}

/** `path` is the file's in the vault; `name` the one under which its rules are listed. */
function startReading(path: string, name: string): Reading {
	const problems: Problem[] = [];
	const at = (line: number): string => `${name}:${line}`;
	const wrong = (line: number, message: string): null => {
		if (problems.length < MOST_PROBLEMS) problems.push(problem(path, message, line));
		return null;
	};

	function texts(key: string, { value, line }: Entry): readonly { readonly text: string; readonly line: number }[] {
		const items: readonly Lined[] = value.kind === 'list' ? value.items : value.kind === 'plain' && value.value !== null ? [value] : [];
		if (items.length === 0) wrong(line, `“${key}” must be a list of texts that holds at least one. Where it should say nothing, leave the line out.`);
		if (items.length > MOST_ENTRIES) wrong(line, `“${key}” has more than ${MOST_ENTRIES} entries.`);
		return items.slice(0, MOST_ENTRIES).flatMap((item) => {
			if (item.kind === 'plain' && typeof item.value === 'string') return [{ text: item.value, line: item.line }];
			wrong(item.line, `An entry of “${key}” is no text. Put it in quotes.`);
			return [];
		});
	}

	return {
		problems,
		at,
		wrong,
		list: (key, entry, read) => {
			if (entry === undefined) return [];
			return texts(key, entry).flatMap(({ text, line }) => {
				const value = read(text);
				if (typeof value !== 'string') return [{ value, at: at(line) }];
				wrong(line, `“${shown(text)}” in “${key}” ${value}.`);
				return [];
			});
		},
		duration: (key, { value, line }) => {
			const time = value.kind === 'plain' ? readDuration(value.value) : null;
			return time ?? wrong(line, `“${key}” must be a time of at most 30 days, such as 90s, 5m, 2h or 1d.`);
		},
	};
}

function readDomain(text: string): Domain | string {
	if (text.startsWith('type:')) {
		const type = text.slice('type:'.length).trim();
		return PAGE_TYPE.test(type) ? { kind: 'page-type', type } : 'names no type of page, such as type:concept';
	}
	const folder = text.replace(/\/$/, '');
	if (/[*?[\]{}]/.test(folder)) return 'is a glob; name the folder itself, such as wiki/concepts';
	const checked = vaultPath(folder);
	return checked.ok ? { kind: 'folder', folder } : `is no folder of the vault: ${checked.error.replace(/\.$/, '')}`;
}

const KEYS = ['inherit', 'domains', 'forbidden_actions', 'forbidden_targets', 'escalation_triggers', 'max_tier', 'requires_rationale', 'require_human', 'grace'];

function readGrace(reading: Reading, entry: Entry | undefined, own: boolean): GraceTimes {
	if (entry === undefined) return NO_GRACE;
	if (entry.value.kind !== 'map') {
		const time = reading.duration('grace', entry);
		return own ? { ...NO_GRACE, worker: time } : { ...NO_GRACE, otherwise: time };
	}
	const byViolation = new Map<CoolingViolation, number>();
	const byDisposition = new Map<'BLOCK' | 'HOLD', number>();
	let otherwise: number | null = null;
	for (const [key, part] of entry.value.entries) {
		if (key === 'default') otherwise = reading.duration('grace.default', part);
		else if (key === 'by_violation' || key === 'by_disposition') {
			if (part.value.kind !== 'map') {
				reading.wrong(part.line, `“grace.${key}” must give times by name.`);
				continue;
			}
			for (const [name, each] of part.value.entries) {
				const time = reading.duration(`grace.${key}.${name}`, each);
				if (key === 'by_violation' && isCooling(name)) byViolation.set(name, time ?? 0);
				else if (key === 'by_disposition' && (name === 'BLOCK' || name === 'HOLD')) byDisposition.set(name, time ?? 0);
				else reading.wrong(each.line, `There is no cooling down after “${shown(name)}”. After these there is: ${key === 'by_violation' ? COOLING.join(', ') : 'BLOCK, HOLD'}.`);
			}
		} else reading.wrong(part.line, `There is no “grace.${shown(key)}”. Known are default, by_violation and by_disposition.`);
	}
	return { worker: null, byViolation, byDisposition, otherwise };
}

function readTier(reading: Reading, entry: Entry | undefined): Written<Tier> | null {
	if (entry === undefined) return null;
	const value = entry.value.kind === 'plain' ? entry.value.value : null;
	const tier = ([0, 1, 2, 3, 4] as const).find((each) => each === value);
	return tier === undefined ? reading.wrong(entry.line, '“max_tier” must be a tier from 0 to 4.') : { value: tier, at: reading.at(entry.line) };
}

function readRationale(reading: Reading, entry: Entry | undefined): Written<Tier> | null {
	if (entry === undefined) return null;
	const value = entry.value.kind === 'plain' ? entry.value.value : null;
	if (typeof value !== 'boolean') return reading.wrong(entry.line, '“requires_rationale” must be true or false.');
	return value ? { value: 0, at: reading.at(entry.line) } : null;
}

function readDomains(reading: Reading, entry: Entry | undefined): RulesLayer['domains'] {
	const domains = reading.list('domains', entry, readDomain);
	return entry === undefined ? null : { value: domains.map(({ value }) => value), at: reading.at(entry.line) };
}

function readInherit(reading: Reading, entry: Entry | undefined, isDefault: boolean): boolean {
	if (entry === undefined) return !isDefault;
	const value = entry.value.kind === 'plain' ? entry.value.value : undefined;
	if (value === null && entry.value.kind === 'plain') return false;
	if (value === 'default' && !isDefault) return true;
	reading.wrong(entry.line, isDefault ? 'default.yml inherits nothing; leave “inherit” out.' : '“inherit” must be default or null.');
	return true;
}

function readLayer(reading: Reading, { entries }: LinedMap, isDefault: boolean): RulesLayer {
	const of = (key: string): Entry | undefined => entries.get(key);
	return {
		...NO_RULES,
		domains: readDomains(reading, of('domains')),
		forbiddenActions: reading.list('forbidden_actions', of('forbidden_actions'), (text) => {
			const kind = KINDS.find((known) => known === text);
			return kind === undefined ? `is no action; there are ${KINDS.join(', ')}` : { kind };
		}).map(({ value, at }) => ({ value: value.kind, at })),
		forbiddenTargets: reading.list('forbidden_targets', of('forbidden_targets'), (text) => {
			const target = readTarget(text);
			return target.ok ? target.value : target.error;
		}),
		triggers: reading.list('escalation_triggers', of('escalation_triggers'), (text) => readTrigger(text) ?? `is no word or phrase of at most ${MOST_PHRASE} characters`),
		maxTier: readTier(reading, of('max_tier')),
		rationaleFrom: readRationale(reading, of('requires_rationale')),
		requireHuman: reading.list('require_human', of('require_human'), (text) => (isCondition(text) ? { name: text } : `is no condition; there are ${CONDITION_NAMES.join(', ')}`)).map(({ value, at }) => ({ value: value.name, at })),
		grace: readGrace(reading, of('grace'), !isDefault),
	};
}

/**
 * Reads a file of rules. A file with a fault is not used in part: what it should have forbidden is unknown then. `name` is how its rules
 * are listed, such as `rules/default.yml`.
 */
export function readRules(path: string, name: string, text: string): Read {
	const read = readLined(path, text);
	if (!read.ok) return read;
	const isDefault = name === 'rules/default.yml';
	const reading = startReading(path, name);
	if (read.value.entries.size === 0) reading.wrong(1, 'The file says nothing. If the vault is still syncing, wait for it.');
	for (const [key, { line }] of read.value.entries) if (!KEYS.includes(key)) reading.wrong(line, `There is no “${shown(key)}” among rules. Known are ${KEYS.join(', ')}.`);
	const inherits = readInherit(reading, read.value.entries.get('inherit'), isDefault);
	const layer = readLayer(reading, read.value, isDefault);
	return reading.problems.length > 0 ? { ok: false, problems: reading.problems } : { ok: true, file: { inherits, layer } };
}
