import { performance } from 'node:perf_hooks';
import { rulesOfNote } from '../src/compile/policies/policy-rules.js';
import { makeGate } from '../src/gate/decide.js';
import { defaultPolicy } from '../src/gate/default-policy.js';
import { makeBook } from '../src/gate/enforcer/book.js';
import { bareEnforcement, enforcer } from '../src/gate/enforcer/enforcer.js';
import type { GateContext, Policy } from '../src/gate/gate.js';
import type { Proposal } from '../src/model/proposal.js';
import { DEFAULT_POLICY_NOTE } from '../src/prism/default-policy.js';
import { parsePolicy } from '../src/prism/profile/policy.js';
import { DEFAULT_LAYOUT } from '../src/vault/layout.js';

// How long one decision takes, without a model: over many proposals, with several sets of rules. Prints one JSON object.
const PROPOSALS = 10_000;
const RULES = 50;

/** Milliseconds that a share of the decisions stay below, by the clock and of the processor: other programs count in the first alone. */
interface Latency {
	readonly name: string;
	readonly p50: number;
	readonly p99: number;
	readonly longest: number;
	readonly cpu_p99: number;
}

function policyOf(text: string): Policy {
	const parsed = parsePolicy(text);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return rulesOfNote('_commonplace/policies/bench.prism.md', parsed.value, DEFAULT_LAYOUT);
}

/** A policy with so many conditions, none of which holds. */
function policyNote(count: number): string {
	const each = (line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('');
	const end = (id: string, disposition: string): string => `  - { id: ${id}, t: end, a: [{ type: emit, event: disposition, payload: { disposition: ${disposition} } }] }\n`;
	const yaml = `v: "1.0"\nid: bench\nname: Bench\nintention: "Measure decisions"\nevents: [{ id: disposition, type: persistent }]\nnodes:\n  - { id: start, t: start }\n  - { id: rules, t: decision, mode: multi }\n${each((index) => end(`r${String(index)}`, 'HOLD'))}${end('pass', 'PASS')}edges:\n  - { s: start, t: rules }\n${each((index) => `  - { s: rules, t: r${String(index)}, c: "entity.inbound_links > ${String(100 + index)} and starts_with(entity.folder, 'wiki/x${String(index)}')" }\n`)}  - { s: rules, t: pass }\n`;
	return `---\nprism: bench\nversion: 1.0.0\n---\n\n\`\`\`yaml\n${yaml}\`\`\`\n`;
}

function workerRules(): Policy {
	const list = (count: number, item: (index: number) => string): string => Array.from({ length: count }, (_, index) => `  - ${item(index)}\n`).join('');
	const half = (RULES - 10) / 2;
	const text = `domains:\n  - wiki\nforbidden_targets:\n${list(half, (index) => `"wiki/private-${String(index)}/**/Draft*.md"`)}escalation_triggers:\n${list(half, (index) => `matter${String(index)} of law`)}require_human:\n${['rename', 'merge', 'retire', 'person-text', 'conflict', 'many-inbound-links'].map((name) => `  - ${name}\n`).join('')}requires_rationale: true\nmax_tier: 2\n`;
	return enforcer(bareEnforcement(makeBook([{ path: '_commonplace/rules/default.yml', name: 'default.yml', text, fault: null }])));
}

const sentence = 'Spaced repetition is reviewing material at growing intervals, and it counters forgetting.';
const source = `${sentence}\n`.repeat(40);
const page = (number: number): string =>
	`---\ntitle: Page ${String(number)}\ntype: concept\ntags: [wiki/concept]\nsources: ["[[raw/Essay]]"]\ncreated: 2026-11-22\nupdated: 2026-11-22\ncommonplace-id: c-${String(number)}\n---\n${sentence}[^k1]\n\n## Mechanism\n${`- ${sentence}[^k1]\n`.repeat(4 + (number % 12))}\n## Related\n- [[Forgetting curve]]\n\n[^k1]: [[raw/Essay]] “${sentence}”\n`;
const context: GateContext = { layout: DEFAULT_LAYOUT, current: null, occupied: new Map(), sourceText: () => source, stopped: false, inboundLinks: 3 };
const proposals = (): Proposal[] =>
	Array.from({ length: PROPOSALS }, (_, number) => ({
		id: `p-${String(number)}`, run: 'r', kind: 'create', path: `wiki/concepts/Page ${String(number)}.md`, to: null, subject: `c-${String(number)}`, title: `Page ${String(number)}`, pageType: 'concept', baseHash: null, text: page(number), machineText: page(number),
		why: 'A new source speaks of it.', who: 'offline', tier: 0, evidence: { claims: ['k-1'], sources: ['raw/Essay.md'], verified: 1, unverified: 0, disagreements: [] }, personText: false, conflicts: [], created: '2026-11-22', updated: '2026-11-22',
	}));

const below = (times: readonly number[], share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;

// The collector and the compiler work beside, and count as the processor's time: one round tells more of them than of the gate.
const ROUNDS = 5;

const middle = (values: readonly number[]): number => below([...values].sort((a, b) => a - b), 0.5);

function measure(name: string, policies: readonly Policy[]): Latency {
	const gate = makeGate(policies);
	for (const proposal of proposals().slice(0, 500)) gate.decide(proposal, context);
	const rounds = Array.from({ length: ROUNDS }, () => {
		const wall: number[] = [];
		const cpu: number[] = [];
		for (const proposal of proposals()) {
			const used = process.cpuUsage();
			const start = performance.now();
			const { disposition } = gate.decide(proposal, context);
			wall.push(performance.now() - start);
			const { user, system } = process.cpuUsage(used);
			cpu.push((user + system) / 1000);
			if (disposition !== 'PASS') throw new Error(`${name}: ${disposition}`);
		}
		wall.sort((a, b) => a - b);
		cpu.sort((a, b) => a - b);
		return { p50: below(wall, 0.5), p99: below(wall, 0.99), longest: below(wall, 1), cpu_p99: below(cpu, 0.99) };
	});
	return {
		name,
		p50: middle(rounds.map(({ p50 }) => p50)),
		p99: middle(rounds.map(({ p99 }) => p99)),
		longest: Math.max(...rounds.map(({ longest }) => longest)),
		cpu_p99: middle(rounds.map(({ cpu_p99 }) => cpu_p99)),
	};
}

const latencies = [
	measure('one decision, default policy', [policyOf(DEFAULT_POLICY_NOTE)]),
	measure(`one decision, default policy, ${String(RULES)} rules of workers and a policy of ${String(RULES)}`, [workerRules(), defaultPolicy(), policyOf(DEFAULT_POLICY_NOTE), policyOf(policyNote(RULES))]),
];
process.stdout.write(`${JSON.stringify({ decisions: PROPOSALS, latencies })}\n`);
