import type { OpinionView } from '../../src/compile/proposal-views.js';
import { json as reply } from '../worker/servers/bare-server.js';
import { completionOf } from '../worker/servers/endpoints.js';
import type { Asked } from '../worker/servers/scripted-model.js';
import { builtCli } from './built-cli.js';
import { ENV, modelServer, modelVault, type ModelServer, type ModelVault } from './model-vault.js';

const cli = await builtCli();
export const AT = { ...ENV, COMMONPLACE_NOW: '2026-11-22T09:00:00Z' };

/** Two notes that contradict each other, so that the default policy escalates the page of what they are about. */
export const NOTES = {
	'raw/Make It Stick.md': '# Make It Stick\n\nSpaced repetition is reviewing material at growing intervals. The first interval of spaced repetition is one day.\n',
	'raw/Ebbinghaus.md': '# Ebbinghaus\n\nSpaced repetition is a method of learning. The first interval of spaced repetition is twenty minutes.\n',
};
export const PAGE = 'wiki/concepts/Spaced repetition.md';

export interface Row {
	readonly id: string;
	readonly path: string;
	readonly disposition: string;
	readonly rules: readonly { readonly rule: string; readonly reason: string; readonly disposition: string }[];
}
export interface Compiled {
	readonly run: string;
	readonly proposals: readonly Row[];
	readonly committed: readonly string[];
	readonly worker_calls: number;
	readonly problems: readonly { readonly message: string }[];
}
export interface Shown {
	readonly verdict: { readonly disposition: string; readonly decider: number | null; readonly rules: Row['rules'] };
	readonly opinions: readonly OpinionView[];
	readonly stakes: { readonly level: string };
}
export type Event = Readonly<Record<string, unknown>> & { readonly type: string };

export async function run<T>(vault: ModelVault, ...args: string[]): Promise<T> {
	const { stdout, stderr } = await cli.run(['--vault', vault.root, '--json', ...args], AT);
	if (stdout === '') throw new Error(stderr);
	return JSON.parse(stdout) as T;
}

export const eventsOf = (vault: ModelVault): Event[] =>
	Object.entries(vault.files()).filter(([path]) => /\/ledger\/.*\.jsonl$/.test(path)).flatMap(([, text]) => text.trim().split('\n').map((line) => JSON.parse(line) as Event));

export interface Question {
	readonly model: string;
	readonly asked: Asked;
	/** As the model sees it: all of the order's input. */
	readonly input: string;
}

export interface Reviews {
	readonly server: ModelServer;
	readonly questions: Question[];
}

/** A service whose models give these opinions on edits; a status is a failure. */
export async function reviews(opinionOf: (model: string, question: Question) => readonly [opinion: string, reason: string] | number): Promise<Reviews> {
	const questions: Question[] = [];
	const server = await modelServer(({ body }, response, asked) => {
		if (asked.kind !== 'review-edit') throw new Error(`Nobody but the offline worker is trusted with ${asked.kind}.`);
		const { model, messages } = body as { readonly model: string; readonly messages: readonly { readonly role: string; readonly content: string }[] };
		const question = { model, asked, input: messages.find(({ role }) => role === 'user')?.content ?? '' };
		questions.push(question);
		const said = opinionOf(model, question);
		if (typeof said === 'number') reply(response, said, { error: { message: 'no' } });
		else reply(response, 200, completionOf(JSON.stringify({ opinion: said[0], reason: said[1] }), { usage: { prompt_tokens: 2_000, completion_tokens: 20, total_tokens: 2_020 } }));
		return true;
	});
	return { server, questions };
}

const worker = (url: string, name: string, tier: number): string => `  ${name}: { use: openai, tier: ${tier}, model: ${name}, base_url: "${url}/v1", key: my-key, price: { input: 1, output: 4 }, size: { total: 20, active: 20 } }\n`;

export function vaultWith(url: string, workers: Readonly<Record<string, number>>, more = ''): ModelVault {
	const vault = modelVault(NOTES);
	vault.operators(`workers:\n${Object.entries(workers).map(([name, tier]) => worker(url, name, tier)).join('')}trust: { review-edit: 1 }\n${more}`);
	return vault;
}

export const pageOf = (rows: readonly Row[]): Row => {
	const row = rows.find(({ path }) => path === PAGE);
	if (row === undefined) throw new Error('The page is not proposed.');
	return row;
};
