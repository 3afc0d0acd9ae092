import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import process from 'node:process';
import { freshVault, seal } from './scratch-vault.mjs';
import { build, install, ROOT } from './set-up.mjs';

/** @typedef {{ id: string, path: string, kind: string, disposition: string, why: string, rules: { rule: string, reason: string }[] }} Proposal */

install();
build();

const vault = freshVault(`${ROOT}examples/vault`, `${ROOT}demo`);
const shown = relative(process.cwd(), vault);
const command = `node ${relative(process.cwd(), `${ROOT}dist/cli.js`)} --vault ${shown}`;

/** @param {string[]} args */
function commonplace(args) {
	const { stdout, status } = spawnSync(process.execPath, [`${ROOT}dist/cli.js`, '--vault', vault, '--json', ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
		encoding: 'utf8',
		maxBuffer: 1 << 30,
	});
	const answer = stdout.trim() === '' ? { error: { message: `"commonplace ${args.join(' ')}" gave no answer.` } } : JSON.parse(stdout);
	if (answer.error !== undefined || (status ?? 3) > 1) {
		process.stderr.write(`${answer.error?.message ?? `"commonplace ${args.join(' ')}" failed.`}\n`);
		process.exit(3);
	}
	return answer;
}

const say = (/** @type {string[]} */ ...lines) => void process.stdout.write(`${lines.join('\n')}\n`);

/** @template T @param {readonly T[]} items @param {(item: T) => string} keyOf @returns {[string, number][]} */
function tally(items, keyOf) {
	/** @type {Map<string, number>} */
	const counts = new Map();
	for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
	return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The folder says what a page is: wiki/concepts/Tea.md is one of the concepts. @param {string} path */
const kindOf = (path) => (path.split('/').length > 2 ? (path.split('/')[1] ?? '') : 'catalogue');

/** What stands in a page's Disagreements: a question and its sides. @param {string} text */
function disagreementsIn(text) {
	const section = text.split(/^## Disagreements$/m)[1]?.split(/^## /m)[0] ?? '';
	return [...section.matchAll(/^> \[!\w+\][+-]? *(.*)\n((?:> .*\n?)*)/gm)].map(([, question = '', sides = '']) => ({
		question,
		sides: sides.split('\n').map((line) => line.replace(/^> (?:- )?/, '').replace(/\[\^[^\]]+\]/g, '').trim()).filter((line) => line !== ''),
	}));
}

say('', `Compiling a copy of examples/vault in ${shown}/ …`, '');
const report = commonplace(['compile', '--approve', 'passed']);
/** @type {Proposal[]} */
const proposals = report.proposals;
const held = proposals.filter(({ disposition }) => disposition !== 'PASS');

say(
	`Sources      ${report.sources.total} notes under raw/, ${report.sources.failed} of them could not be read`,
	`Claims       ${report.claims}, each with a quote that stands word for word in its source`,
	`Concepts     ${report.concepts}`,
	`Committed    ${report.committed.length} files: ${tally(report.committed, kindOf).map(([kind, count]) => `${count} ${kind}`).join(', ')}`,
	'',
	'What the gate said',
	...tally(proposals, ({ disposition }) => disposition).map(([disposition, count]) => `  ${disposition.padEnd(13)} ${count}`),
);

/** @type {Map<string, string[]>} */
const found = new Map();
for (const { id } of held) {
	const { proposal } = commonplace(['review', 'show', id]);
	for (const { question, sides } of disagreementsIn(proposal.text ?? '')) found.set([question, ...sides].join('\n'), [`  ${question}`, ...sides.map((side) => `    – ${side}`)]);
}
if (found.size > 0) say('', `Where your sources do not agree (${report.disagreements})`, ...[...found.values()].flat());

if (held.length > 0) {
	say('', 'What waits for you');
	for (const { disposition, path, id, rules } of held.slice(0, 8)) say(`  ${disposition}  ${path}  (${id})`, ...rules.map(({ reason }) => `    ${reason}`));
	if (held.length > 8) say(`  … and ${held.length - 8} more`);
}
if (report.problems.length > 0) {
	/** @type {Map<string, string[]>} */
	const places = new Map();
	for (const { path, line, message } of report.problems) places.set(message, [...(places.get(message) ?? []), line === null ? path : `${path}:${line}`]);
	say('', 'What the compile stumbled over');
	for (const [message, [first, ...more]] of places) say(`  ${message}`, `    ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`);
}

const amount = (/** @type {number | null} */ value, /** @type {(value: number) => string} */ show) => (value === null ? 'unknown' : show(value));
const first = held[0];
say(
	'',
	`CLOCK ${amount(report.clock_ms, (ms) => `${(ms / 1000).toFixed(1)} s`)}   COIN ${amount(report.coin_usd, (usd) => `$${usd}`)}   CARBON ${amount(report.carbon_g, (grams) => `${grams} g`)}   no network, no key`,
	'',
	`Look at      ${shown}/wiki/index.md, or open ${shown}/ as a vault in Obsidian`,
	'Then type',
	...(first === undefined ? [] : [`  ${command} review show ${first.id}`, `  ${command} review approve ${first.id}`]),
	`  ${command} verify`,
	`  ${command} undo`,
	'',
);
seal(vault);
