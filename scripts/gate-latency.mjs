import process from 'node:process';
import { build } from 'esbuild';
import { ROOT } from './set-up.mjs';

// How long one decision takes: the default policy and fifty rules of workers over ten thousand proposals, without a model.
const PROPOSALS = 10_000;
const entry = `
	export { makeGate } from './src/gate/decide.ts';
	export { defaultPolicy } from './src/gate/default-policy.ts';
	export { makeBook } from './src/gate/enforcer/book.ts';
	export { bareEnforcement, enforcer } from './src/gate/enforcer/enforcer.ts';
	export { DEFAULT_LAYOUT } from './src/vault/layout.ts';
`;
const result = await build({ stdin: { contents: entry, resolveDir: ROOT, loader: 'ts' }, bundle: true, write: false, format: 'esm', platform: 'browser', target: 'es2018', logLevel: 'error' });
const code = result.outputFiles[0]?.contents ?? new Uint8Array();
const { makeGate, defaultPolicy, makeBook, bareEnforcement, enforcer, DEFAULT_LAYOUT } = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);

const list = (/** @type {number} */ count, /** @type {(index: number) => string} */ item) => Array.from({ length: count }, (_, index) => `  - ${item(index)}`).join('\n');
const rules = `domains:\n  - wiki\nforbidden_targets:\n${list(20, (index) => `"wiki/private-${index}/**/Draft*.md"`)}\nescalation_triggers:\n${list(20, (index) => `matter${index} of law`)}\nrequire_human:\n  - rename\n  - merge\n  - retire\n  - person-text\n  - conflict\n  - many-inbound-links\nrequires_rationale: true\nmax_tier: 2\n`;
const gate = makeGate([enforcer(bareEnforcement(makeBook([{ path: '_commonplace/rules/default.yml', name: 'default.yml', text: rules, fault: null }]))), defaultPolicy()]);

const sentence = 'Spaced repetition is reviewing material at growing intervals, and it counters forgetting.';
const source = `${sentence}\n`.repeat(40);
const page = (/** @type {number} */ number) => `---\ntitle: Page ${number}\ntype: concept\ntags: [wiki/concept]\nsources: ["[[raw/Essay]]"]\ncreated: 2026-11-22\nupdated: 2026-11-22\ncommonplace-id: c-${number}\n---\n${sentence}[^k1]\n\n## Mechanism\n${`- ${sentence}[^k1]\n`.repeat(4 + (number % 12))}\n## Related\n- [[Forgetting curve]]\n\n[^k1]: [[raw/Essay]] “${sentence}”\n`;
const context = { layout: DEFAULT_LAYOUT, current: null, occupied: new Map(), sourceText: () => source, stopped: false, inboundLinks: 3 };
const proposals = Array.from({ length: PROPOSALS }, (_, number) => ({
	id: `p-${number}`, run: 'r', kind: 'create', path: `wiki/concepts/Page ${number}.md`, to: null, subject: `c-${number}`, title: `Page ${number}`, pageType: 'concept', baseHash: null, text: page(number), machineText: page(number),
	why: 'A new source speaks of it.', who: 'offline', tier: 0, evidence: { claims: ['k-1'], sources: ['raw/Essay.md'], verified: 1, unverified: 0, disagreements: [] }, personText: false, conflicts: [], created: '2026-11-22', updated: '2026-11-22',
}));

for (const proposal of proposals.slice(0, 500)) gate.decide(proposal, context);
/** @type {number[]} */
const wall = [];
/** @type {number[]} */
const cpu = [];
for (const proposal of proposals) {
	const used = process.cpuUsage();
	const start = performance.now();
	gate.decide(proposal, context);
	wall.push(performance.now() - start);
	const { user, system } = process.cpuUsage(used);
	cpu.push((user + system) / 1000);
}
const told = (/** @type {number[]} */ times) => {
	times.sort((a, b) => a - b);
	const at = (/** @type {number} */ share) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(3);
	return `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, longest ${at(1)} ms`;
};
const verdict = gate.decide(proposals[7], context);
process.stdout.write(`${PROPOSALS} decisions (${verdict.disposition})\n  by the clock     ${told(wall)}\n  of the processor ${told(cpu)} (other programs do not count)\n`);
