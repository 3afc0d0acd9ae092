import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimateTokenCount } from 'tokenx';
import { chooseWorker } from '../src/cli/choose-worker.js';
import { createCommonplace } from '../src/compile/commonplace.js';
import { DEFAULT_LAYOUT } from '../src/vault/layout.js';
import { memoryVault } from '../src/vault/memory.js';
import { extract } from '../src/worker/offline/extract.js';
import { goodReader, type Asked } from '../test/worker/servers/scripted-model.js';
import { slowModel } from '../test/worker/servers/slow-model.js';

/** What models were asked for some sources. */
export interface Calls {
	readonly name: string;
	readonly sources: number;
	/** Tokens of the sources themselves. */
	readonly own: number;
	/** Calls by kind of task. */
	readonly calls: Readonly<Record<string, number>>;
	/** Tokens that were sent: instructions, form of the answer and input. */
	readonly sent: number;
	/** Of these, instructions and forms that an earlier call had already, so that a provider with a cache takes them from there. */
	readonly repeated: number;
	readonly answered: number;
}

// Sources of about 7 KB, for which the targets are set.
const [SMALLEST, LARGEST] = [6_000, 8_500];
const KEY = 'a-key-of-nobody';

interface Sent {
	readonly messages: readonly { readonly role: string; readonly content: string }[];
	readonly response_format?: unknown;
}

// What somebody who answered by hand took from the notes of the example vault: three to five claims a kilobyte, most of them reworded, and few names.
const CLAIMS_PER_KB = 4;
const NAMES = 8;

/** A quarter as it stands, half with a name before its second half, a quarter with its halves exchanged: statements written by hand share about as much with their quotes. */
function reworded(quote: string, name: string, index: number): string {
	const words = quote.split(' ');
	const [first, second] = [words.slice(0, words.length >> 1), words.slice(words.length >> 1)].map((half) => half.join(' '));
	return index % 4 === 0 ? quote : index % 4 === 3 ? `${second ?? ''} ${first ?? ''}` : `${name} ${second ?? ''}`;
}

/** Reads with the rules of the offline worker, which takes almost every sentence, and keeps the strongest; writes each claim as one sentence. */
function reader({ kind, part }: Asked): unknown {
	if (kind !== 'extract') return goodReader([])({ kind, part });
	const { title, aliases, headings, tags, language } = JSON.parse(part('The note that the passage is from')) as { title: string; aliases: string[]; headings: string[]; tags: string[]; language: string };
	const text = part('The passage');
	const found = extract({ passage: { id: 's-0.0', sourceId: 's-0', headings, start: 0, end: text.length, text }, title, aliases, tags, language });
	const mentions = found.mentions.slice(0, NAMES);
	const named = new Set(mentions.map(({ name }) => name));
	const strongest = [...found.claims].sort((a, b) => b.weight - a.weight).slice(0, Math.ceil((text.length / 1000) * CLAIMS_PER_KB));
	const claims = strongest.map(({ weight, about, ...claim }, index) => {
		const names = about.filter((name) => named.has(name));
		return { ...claim, text: reworded(claim.quote, names[0] ?? title, index), about: names, weight: weight >= 0.7 ? 'core' : weight >= 0.5 ? 'useful' : 'detail' };
	});
	return { claims, mentions: mentions.map(({ name, aliases: others, kind: sort }) => ({ name, aliases: others, kind: sort })) };
}

function essays(root: string): readonly (readonly [path: string, text: string])[] {
	const folder = join(root, 'examples/vault/raw/federalist');
	return readdirSync(folder)
		.sort()
		.map((name) => [`raw/${name}`, readFileSync(join(folder, name), 'utf8')] as const)
		.filter(([, text]) => text.length >= SMALLEST && text.length <= LARGEST);
}

/**
 * Compiles essays of about 7 KB with a model of OpenAI's protocol on this machine, whose answers are scripted. Tokens are counted in the requests and the answers
 * themselves, by tokenx, which over ordinary notes is within some percent of what OpenAI's models count.
 */
export async function measureCalls(root: string): Promise<readonly Calls[]> {
	const server = await slowModel(reader);
	const sources = essays(root);
	const operators = `workers:\n  model: { use: openai, tier: 2, model: gpt-5-mini, base_url: "${server.url}/v1", key: bench }\ntrust: { extract: 2, identify: 2, weave: 2, adjudicate: 2 }\n`;
	const host = { now: () => Date.now(), today: () => '2026-11-22', device: 'bench', isAlive: () => null, pid: 1, wait: (ms: number) => new Promise<void>((done) => void setTimeout(done, ms)) };

	const open = async (files: Readonly<Record<string, string>>) => {
		const vault = memoryVault({ ...files, '_commonplace/operators.yml': operators, '_commonplace/rules/openai.yml': 'inherit: default\n' });
		const compile = async (): Promise<void> => {
			const { worker, problems } = await chooseWorker(vault, DEFAULT_LAYOUT, host, { env: { COMMONPLACE_KEY_BENCH: KEY }, worker: null, tell: () => undefined });
			const report = await createCommonplace({ vault, host, worker }).compile({ approve: 'passed' });
			if (report.stopped !== null || report.sources.failed > 0 || problems.length > 0) throw new Error(`The essays did not compile: ${[report.stopped ?? '', ...[...problems, ...report.problems].map(({ message }) => message)].join(' ')}`);
		};
		return { vault, compile };
	};
	const since = (name: string, many: number, own: number, from: number): Calls => {
		const calls: Record<string, number> = {};
		const before = new Set<string>();
		let [sent, repeated, answered] = [0, 0, 0];
		server.seen.forEach(({ body }, index) => {
			const { messages, response_format: form } = body as Sent;
			const asked = server.asked[index];
			const prefix = `${messages.filter(({ role }) => role === 'system').map(({ content }) => content).join('\n')}${JSON.stringify(form ?? '')}`;
			const fixed = estimateTokenCount(prefix);
			if (index >= from && asked !== undefined) {
				calls[asked.kind] = (calls[asked.kind] ?? 0) + 1;
				sent += fixed + messages.filter(({ role }) => role !== 'system').reduce((sum, { content }) => sum + estimateTokenCount(content), 0);
				if (before.has(prefix)) repeated += fixed;
				answered += estimateTokenCount(JSON.stringify(reader(asked)));
			}
			before.add(prefix);
		});
		return { name, sources: many, own, calls, sent, repeated, answered };
	};

	try {
		const own = sources.reduce((sum, [, text]) => sum + estimateTokenCount(text), 0);
		const growing = await open({});
		for (const [path, text] of sources) {
			growing.vault.edit(path, text);
			await growing.compile();
		}
		const each = since('each by itself, into the vault of those before it', sources.length, own, 0);
		let from = server.seen.length;
		await growing.compile();
		const unchanged = since('nothing changed since', sources.length, own, from);
		from = server.seen.length;
		const whole = await open(Object.fromEntries(sources));
		await whole.compile();
		return [each, since('all in one compile', sources.length, own, from), unchanged];
	} finally {
		await server.close();
	}
}

const total = ({ calls }: Calls): number => Object.values(calls).reduce((sum, count) => sum + count, 0);

/** Calls a source, and tokens that had to be sent anew as a multiple of the sources' own. */
export const callsPerSource = (calls: Calls): number => total(calls) / calls.sources;
export const timesOwnTokens = ({ sent, repeated, own }: Calls): number => (sent - repeated) / own;

/** The counts as a table, and how they came about. */
export function callsNote(all: readonly Calls[]): string {
	const [{ sources, own } = { sources: 0, own: 0 }] = all;
	const times = (tokens: number): string => `${(tokens / own).toFixed(2)}`;
	const rows = all.map((calls) => {
		const kinds = Object.entries(calls.calls).map(([kind, count]) => `${String(count)} ${kind}`).join(', ');
		return [calls.name, kinds === '' ? 'none' : kinds, callsPerSource(calls).toFixed(2), times(calls.sent - calls.repeated), times(calls.sent), times(calls.answered)];
	});
	const head = ['Compiled', 'Calls', 'Calls a source', 'Sent uncached', 'Sent in all', 'Answered'];
	return `${String(sources)} essays of about 7 KB, ${String(own)} tokens, read and written by a scripted model. Tokens are multiples of the essays' own; “uncached” is without the instructions and forms that an earlier call sent already.

${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
}
