import { isAlias, isNode, isScalar, parseDocument, visit } from 'yaml';
import { isRecord } from '../model/json.js';
import type { FiredRule } from '../model/verdict.js';
import { textRules } from './content-check.js';
import { destination } from './destination.js';
import type { Check } from './rule.js';
import { fired, shown } from './rule.js';
import { citedFacts } from './source-facts.js';

const CANVAS_KEYS = new Set('nodes edges metadata'.split(' '));
const NODE_KEYS = new Set('id type x y width height color text file subpath label'.split(' '));
const EDGE_KEYS = new Set('id fromNode fromSide fromEnd toNode toSide toEnd color label'.split(' '));
const BASE_KEYS = new Set('filters formulas properties summaries views'.split(' '));

const rule = (disposition: 'HOLD' | 'BLOCK', reason: string): FiredRule => fired('constitution:data-file', disposition, reason);

function partRules(part: unknown, keys: ReadonlySet<string>, what: string, cards: string[]): FiredRule[] {
	if (!isRecord(part)) return [rule('HOLD', `A ${what} of the canvas is not an object.`)];
	const rules: FiredRule[] = [];
	for (const [key, value] of Object.entries(part)) {
		if (!keys.has(key)) rules.push(rule('BLOCK', `A ${what} of the canvas has “${shown(key)}”, which maps of this wiki do not have.`));
		if (typeof value === 'string') {
			if ((key === 'text' || key === 'label') && value !== '') cards.push(value);
			if (key === 'file' && (destination(value).kind !== 'local' || /^[/\\]|(?:^|[/\\])\.\.?(?:[/\\]|$)/.test(value))) rules.push(rule('BLOCK', `A card names a file outside the vault: “${shown(value)}”.`));
		} else if (typeof value !== 'number') rules.push(rule('HOLD', `“${shown(key)}” of a ${what} is neither text nor a number.`));
	}
	if (what === 'card' && part.type !== 'file' && part.type !== 'text' && part.type !== 'group') {
		rules.push(rule('BLOCK', `A card of the canvas is of the kind “${shown(String(part.type))}”; only notes, text and groups are allowed.`));
	}
	return rules;
}

function canvasRules(text: string, cards: string[]): FiredRule[] {
	let canvas: unknown;
	try {
		canvas = JSON.parse(text);
	} catch {
		return [rule('HOLD', 'The canvas is not JSON.')];
	}
	if (!isRecord(canvas)) return [rule('HOLD', 'The canvas is not an object with nodes and edges.')];
	const rules = Object.keys(canvas)
		.filter((key) => !CANVAS_KEYS.has(key))
		.map((key) => rule('BLOCK', `The canvas has “${shown(key)}”, which maps of this wiki do not have.`));
	for (const [list, keys, what] of [
		[canvas.nodes, NODE_KEYS, 'card'],
		[canvas.edges, EDGE_KEYS, 'line'],
	] as const) {
		if (list !== undefined && !Array.isArray(list)) rules.push(rule('HOLD', `The canvas's ${what}s are not a list.`));
		else for (const part of list ?? []) rules.push(...partRules(part, keys, what, cards));
	}
	return rules;
}

function baseRules(text: string, strings: string[]): FiredRule[] {
	const document = parseDocument(text, { uniqueKeys: true, merge: false });
	const rules: FiredRule[] = [];
	if (document.errors.length > 0) {
		const twice = document.errors.some(({ code }) => code === 'DUPLICATE_KEY');
		rules.push(rule(twice ? 'BLOCK' : 'HOLD', twice ? 'The base has the same key twice.' : 'The base is not plain YAML.'));
	}
	let oddities = 0;
	visit(document, (_, node) => {
		if (isAlias(node)) oddities++;
		if (!isNode(node) || isAlias(node)) return;
		if (node.anchor !== undefined || (node.tag !== undefined && !/^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/.test(node.tag))) oddities++;
		if (isScalar(node) && typeof node.value === 'string') strings.push(node.value);
	});
	const odd = oddities > 0;
	if (odd) rules.push(rule('BLOCK', 'The base uses anchors, aliases or tags of YAML.'));
	const data: unknown = document.errors.length > 0 || odd ? {} : document.toJS();
	for (const key of isRecord(data) ? Object.keys(data) : []) if (!BASE_KEYS.has(key)) rules.push(rule('BLOCK', `The base has “${shown(key)}”, which bases do not have.`));
	for (const value of strings) {
		if (/\b(?:html|image|icon|link|file)\s*\(\s*["'`]?\s*(?:[a-z][a-z0-9+.-]*:|\/\/|<)/i.test(value) || /\bhtml\s*\(/i.test(value)) rules.push(rule('BLOCK', 'A formula of the base loads or renders something from elsewhere.'));
	}
	return rules;
}

/** Maps and tables: their form is known, and what their texts hold is judged as on a page. */
export const dataFileCheck: Check = (proposal, context) => {
	const { text, path } = proposal;
	if (text === null || text === context.current) return [];
	const strings: string[] = [];
	let rules: FiredRule[];
	if (path.endsWith('.canvas')) rules = canvasRules(text, strings);
	else if (path.endsWith('.base')) rules = baseRules(text, strings);
	else return [];
	const inside = textRules(strings.join('\n\n'), null, () => citedFacts(proposal, context));
	return [...rules, ...inside.map((found) => ({ ...found, line: null }))];
};
