import { isMap, parseDocument, type Document } from 'yaml';
import type { Currency, Span } from '../../budget/caps.js';
import { err, ok, problem, type Problem, type Result } from '../../model/result.js';
import type { Tier } from '../../model/verdict.js';
import type { TaskKind } from '../port.js';
import type { WorkerEntry } from './operators.js';
import { readOperators } from './read-operators.js';

/** What a person sets of a worker in a form; what else the file says of it stays. */
export type WorkerSettings = Pick<WorkerEntry, 'use' | 'tier' | 'model' | 'baseUrl' | 'key'> & {
	/** It runs on a machine of the user's own, so that a call costs no money. */
	readonly free: boolean;
};

/** One change that a person makes. */
export type OperatorsChange =
	/** `trusted`: it is asked before any worker of a lower tier, whatever the task. */
	| { readonly kind: 'worker'; readonly name: string; readonly settings: WorkerSettings; readonly trusted: boolean }
	| { readonly kind: 'remove'; readonly name: string }
	| { readonly kind: 'trust'; readonly task: TaskKind; readonly tier: Tier }
	/** Null takes the cap away. */
	| { readonly kind: 'cap'; readonly span: Span; readonly currency: Currency; readonly amount: number | null };

const HEAD = '# Whom to ask, and how much may be spent. The documentation of workers tells what each line means.\n';
const TASKS: readonly TaskKind[] = ['extract', 'identify', 'weave', 'adjudicate'];

/** Sets a value below maps that are made where they are missing; null takes it away, and maps that it leaves empty. */
function put(document: Document, path: readonly [string, ...string[]], value: string | number | null): void {
	for (let length = 1; length < path.length; length += 1) {
		const above = path.slice(0, length);
		if (isMap(document.getIn(above, true))) continue;
		if (value === null) return;
		document.setIn(above, document.createNode({}));
	}
	if (value !== null) {
		document.setIn(path, value);
		return;
	}
	document.deleteIn(path);
	for (let length = path.length - 1; length > 0; length -= 1) {
		const map = document.getIn(path.slice(0, length), true);
		if (isMap(map) && map.items.length === 0) document.deleteIn(path.slice(0, length));
	}
}

/** No task may be trusted to a tier that no worker has: the file would hold no more. */
function fitTrust(document: Document): void {
	const workers: unknown = document.get('workers');
	const tiers = isMap(workers) ? workers.items.map(({ value }) => (isMap(value) ? Number(value.get('tier')) : 0)) : [];
	const highest = Math.max(0, ...tiers);
	for (const task of TASKS) if (Number(document.getIn(['trust', task]) ?? 0) > highest) put(document, ['trust', task], highest === 0 ? null : highest);
}

function setWorker(document: Document, name: string, { use, tier, model, baseUrl, key, free }: WorkerSettings): void {
	const at = (member: string): [string, ...string[]] => ['workers', name, member];
	put(document, at('use'), use);
	put(document, at('tier'), tier);
	put(document, at('model'), model);
	put(document, at('base_url'), baseUrl);
	put(document, at('key'), key);
	if (free && !document.hasIn(at('price'))) {
		put(document, [...at('price'), 'input'], 0);
		put(document, [...at('price'), 'output'], 0);
	}
}

/** The file with one change in it; comments, order and all that is not meant stay. `source` is empty where no file stands. */
export function editOperators(path: string, source: string, change: OperatorsChange): Result<string, readonly Problem[]> {
	const before = readOperators(path, source);
	if (before.problems.length > 0) return err(before.problems);
	const document: Document = parseDocument(source.trim() === '' ? HEAD : source, { merge: false, version: '1.2' });
	if (!isMap(document.contents)) {
		// A file of comments alone keeps them.
		const { comment, commentBefore } = document;
		document.contents = document.createNode({});
		document.commentBefore = [commentBefore, comment].filter((each) => typeof each === 'string' && each !== '').join('\n') || null;
		document.comment = null;
	}
	switch (change.kind) {
		case 'worker':
			setWorker(document, change.name, change.settings);
			if (change.trusted) for (const task of TASKS) put(document, ['trust', task], change.settings.tier);
			break;
		case 'remove':
			document.deleteIn(['workers', change.name]);
			break;
		case 'trust':
			put(document, ['trust', change.task], change.tier === 0 ? null : change.tier);
			break;
		case 'cap':
			put(document, ['caps', change.span, change.currency], change.amount);
	}
	if (change.kind !== 'trust') fitTrust(document);
	const text = document.toString({ lineWidth: 0 });
	const { problems } = readOperators(path, text);
	return problems.length > 0 ? err(problems.map((each) => problem(path, each.message))) : ok(text);
}
