import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import * as v from 'valibot';
import { GRID_MIXES } from '../../budget/carbon.js';
import { problem, type Problem } from '../../model/result.js';
import type { Tier } from '../../model/verdict.js';
import type { TaskKind } from '../port.js';
import type { Operators, WorkerEntry } from './operators.js';

const TASKS: readonly TaskKind[] = ['extract', 'identify', 'weave', 'adjudicate', 'review-edit', 'write-policy'];

const tier = v.pipe(v.number('is a tier from 0 to 4'), v.picklist([0, 1, 2, 3, 4] as const, 'is a tier from 0 to 4'));
const amount = v.pipe(v.number('is a number'), v.minValue(0, 'is not below zero'));
const count = (least: number, most: number) => v.pipe(v.number('is a whole number'), v.integer('is a whole number'), v.minValue(least, `is at least ${least}`), v.maxValue(most, `is at most ${most}`));
const text = v.pipe(v.string('is a text'), v.nonEmpty('is not empty'));
const address = v.pipe(text, v.url('is an address such as http://localhost:11434/v1'), v.regex(/^https?:/i, 'begins with http:// or https://'));

const spending = v.strictObject({ clock_ms: v.optional(amount), coin_usd: v.optional(amount), carbon_g: v.optional(amount) });

const worker = v.strictObject({
	use: v.picklist(['offline', 'anthropic', 'openai', 'mailbox'] as const, 'is one of offline, anthropic, openai, mailbox'),
	tier,
	model: v.optional(text),
	base_url: v.optional(address),
	// A name that a keychain takes. A key pasted here would be synced with the vault, so its shape is refused.
	key: v.optional(v.pipe(text, v.regex(/^(?!sk-)[a-z0-9][a-z0-9-]{0,63}$/, 'is the name of a secret (small letters, digits, hyphens), never the key itself'))),
	max_tokens: v.optional(count(256, 128_000), 8_000),
	parallel: v.optional(count(1, 32), 4),
	batch: v.optional(v.union([v.boolean(), count(1, 100_000)], 'is true, false or a number of orders'), false),
	price: v.optional(v.strictObject({ input: amount, output: amount, cache_read: v.optional(amount), cache_write: v.optional(amount) })),
	size: v.optional(v.strictObject({ total: amount, active: v.union([v.tuple([amount, amount]), v.pipe(amount, v.transform((each): [number, number] => [each, each]))], 'is a number of billions or a pair of them') })),
});

const file = v.strictObject({
	workers: v.optional(v.record(v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is named in small letters, digits and hyphens')), worker), {}),
	trust: v.optional(v.strictObject({ extract: v.optional(tier), identify: v.optional(tier), weave: v.optional(tier), adjudicate: v.optional(tier), 'review-edit': v.optional(tier), 'write-policy': v.optional(tier) }), {}),
	tribunal: v.optional(v.boolean('is true or false'), false),
	caps: v.optional(v.strictObject({ run: v.optional(spending), day: v.optional(spending), month: v.optional(spending) }), {}),
	grid: v.optional(v.union([v.picklist(Object.keys(GRID_MIXES)), amount], `is a country such as ${Object.keys(GRID_MIXES).slice(0, 4).join(', ')}, or grams of CO2 equivalent a kilowatt-hour`), 'WOR'),
});

// Fewer are answered one by one before a batch would be, and the half of what they cost is little.
const WORTH_A_BATCH = 100;

const OFFLINE: WorkerEntry = { name: 'offline', use: 'offline', tier: 0, model: null, baseUrl: null, key: null, maxTokens: 0, parallel: 1, batch: null, price: null, size: null };

// Second opinions are for an advanced model, unless the file trusts a lower tier with them.
const REVIEW_TIER: Tier = 3;

/** What holds without a file: no model, no network, nothing to pay. */
export const OFFLINE_OPERATORS: Operators = {
	workers: [OFFLINE],
	trust: { extract: 0, identify: 0, weave: 0, adjudicate: 0, 'review-edit': REVIEW_TIER, 'write-policy': 0 },
	tribunal: false,
	caps: {},
	grid: GRID_MIXES['WOR'] ?? 0,
};

/** The line of the innermost part of the document that the path leads to. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
	for (let length = path.length; length > 0; length -= 1) {
		const keys = path.slice(0, length);
		const parent: unknown = length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
		const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(keys.at(-1))) : undefined;
		const node: unknown = pair === undefined ? document.getIn(keys, true) : pair.key;
		if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
	}
	return null;
}

const said = (value: unknown): string => {
	const written = JSON.stringify(value) as string | undefined;
	return written === undefined ? '' : written.length > 60 ? `${written.slice(0, 60)}…` : written;
};

function describe(issue: v.BaseIssue<unknown>, path: readonly PropertyKey[]): string {
	const where = path.map(String).join('.');
	if (issue.expected === 'never') return `There is no setting “${where}”. Remove it, or see docs/workers.md for those there are.`;
	if (issue.received === 'undefined') return `“${where}” is missing.`;
	// What stands where a secret's name belongs may be the secret.
	const shown = path.at(-1) === 'key' ? '' : `, not ${said(issue.input)}`;
	return `“${where}” ${issue.message}${shown}.`;
}

/**
 * Reads `operators.yml`. A file with a fault is not used in part: what it would spend, and where it would send notes, is then unknown,
 * so that nothing but the offline worker is left.
 */
export function readOperators(path: string, source: string): { readonly operators: Operators; readonly problems: readonly Problem[] } {
	const lines = new LineCounter();
	const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, merge: false, version: '1.2', prettyErrors: false });
	const refuse = (problems: readonly Problem[]): ReturnType<typeof readOperators> => ({ operators: OFFLINE_OPERATORS, problems: [...problems, problem(path, 'Until this file is mended, only the offline worker is asked.')] });
	if (document.errors.length > 0) return refuse(document.errors.map((error) => problem(path, `This is not valid YAML: ${error.message}`, lines.linePos(error.pos[0]).line)));
	let data: unknown;
	try {
		data = document.toJS({ maxAliasCount: 0 }) ?? {};
	} catch {
		return refuse([problem(path, 'Aliases and anchors of YAML are not read here. Write the value out.')]);
	}
	if (typeof data !== 'object' || Array.isArray(data)) return refuse([problem(path, 'Settings stand here by name, such as “workers:” and “caps:”. See docs/workers.md.')]);
	const parsed = v.safeParse(file, data);
	if (!parsed.success) {
		return refuse(
			parsed.issues.map((issue) => {
				const keys = (issue.path ?? []).map(({ key }) => key as PropertyKey);
				return problem(path, describe(issue, keys), lineOf(document, lines, keys));
			}),
		);
	}
	const { workers, trust, tribunal, caps, grid } = parsed.output;
	const problems: Problem[] = [];
	const entries: WorkerEntry[] = [];
	for (const [name, entry] of Object.entries(workers)) {
		const at = (key: string): number | null => lineOf(document, lines, ['workers', name, key]);
		const needsModel = entry.use === 'anthropic' || entry.use === 'openai';
		if (needsModel && entry.model === undefined) problems.push(problem(path, `“workers.${name}” uses ${entry.use} and needs a “model”.`, at('use')));
		if (needsModel && entry.tier === 0) problems.push(problem(path, `“workers.${name}” is a model, and tier 0 is for code alone. Give it tier 1, 2 or 3.`, at('tier')));
		if (needsModel && entry.tier === 4) problems.push(problem(path, `“workers.${name}” is a model, and tier 4 is for people alone. Give it tier 1, 2 or 3.`, at('tier')));
		entries.push({
			name,
			use: entry.use,
			tier: entry.tier,
			model: entry.model ?? null,
			baseUrl: entry.base_url ?? null,
			key: entry.key ?? null,
			maxTokens: entry.max_tokens,
			parallel: entry.parallel,
			batch: entry.batch === true ? WORTH_A_BATCH : entry.batch === false ? null : entry.batch,
			price: entry.price === undefined ? null : { input: entry.price.input, output: entry.price.output, cacheRead: entry.price.cache_read ?? null, cacheWrite: entry.price.cache_write ?? null, upTo: null },
			size: entry.size ?? null,
		});
	}
	if (!entries.some(({ use }) => use === 'offline')) entries.unshift(OFFLINE);
	const highest = Math.max(...entries.map((entry) => entry.tier));
	for (const kind of TASKS) {
		const wanted = trust[kind];
		if (wanted !== undefined && wanted > highest) problems.push(problem(path, `“trust.${kind}” is tier ${wanted}, and no worker is of that tier or a higher one.`, lineOf(document, lines, ['trust', kind])));
	}
	if (problems.length > 0) return refuse(problems);
	const least = (kind: TaskKind): Tier => trust[kind] ?? OFFLINE_OPERATORS.trust[kind];
	return {
		operators: {
			workers: entries,
			trust: { extract: least('extract'), identify: least('identify'), weave: least('weave'), adjudicate: least('adjudicate'), 'review-edit': least('review-edit'), 'write-policy': least('write-policy') },
			tribunal,
			caps: withoutUndefined(caps),
			grid: typeof grid === 'number' ? grid : (GRID_MIXES[grid] ?? 0),
		},
		problems: [],
	};
}

function withoutUndefined(caps: v.InferOutput<typeof file>['caps']): Operators['caps'] {
	const kept: Record<string, Record<string, number>> = {};
	for (const [span, amounts] of Object.entries(caps)) {
		const known = Object.entries(amounts ?? {}).filter((entry): entry is [string, number] => entry[1] !== undefined);
		if (known.length > 0) kept[span] = Object.fromEntries(known);
	}
	return kept;
}
