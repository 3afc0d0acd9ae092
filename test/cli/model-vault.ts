import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { bareServer, json, type BareServer, type SeenRequest } from '../worker/servers/bare-server.js';
import { completionOf, KEY } from '../worker/servers/endpoints.js';
import { askedIn, goodReader, type Asked } from '../worker/servers/scripted-model.js';

/** Names that the notes below are about, for `goodReader`. */
export const NAMES = ['Spaced repetition', 'Forgetting curve', 'Retrieval practice'];

/** So many notes of one passage each, which share their subjects. */
export const manyNotes = (amount: number): Record<string, string> =>
	Object.fromEntries(
		Array.from({ length: amount }, (_, index) => [`raw/Note ${String(index)}.md`, `# Note ${String(index)}\n\n${NAMES[index % 3] ?? ''} is a way to learn that book ${String(index)} tells of. Note ${String(index)} praises ${NAMES[(index + 1) % 3] ?? ''} for its effect.\n`]),
	);

export const ENV = { COMMONPLACE_KEY_MY_KEY: KEY };

export interface ModelVault {
	readonly root: string;
	put(path: string, text: string): void;
	/** Every file's bytes by its path. */
	files(): Record<string, string>;
	/** `operators.yml` with this text, and rules for all who may write pages. */
	operators(text: string): void;
}

const roots: string[] = [];
const servers: BareServer[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) await server.close();
	for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

export function modelVault(notes: Readonly<Record<string, string>>): ModelVault {
	const root = mkdtempSync(join(tmpdir(), 'commonplace-models-'));
	roots.push(root);
	const put: ModelVault['put'] = (path, text) => {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	};
	for (const [path, text] of Object.entries(notes)) put(path, text);
	return {
		root,
		put,
		files() {
			const found: Record<string, string> = {};
			for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) if (entry.isFile()) found[join(entry.parentPath, entry.name).slice(root.length + 1)] = readFileSync(join(entry.parentPath, entry.name), 'utf8');
			return found;
		},
		operators(text) {
			for (const worker of ['anthropic', 'openai', 'mailbox']) put(`_commonplace/rules/${worker}.yml`, 'inherit: default\n');
			put('_commonplace/operators.yml', text);
		},
	};
}

/** What comes before the answer; true where it has answered by itself. */
type Before = (request: SeenRequest, response: ServerResponse, asked: Asked) => boolean | Promise<boolean>;

export interface ModelServer {
	readonly url: string;
	readonly seen: readonly SeenRequest[];
	/** Titles of the notes whose passages were asked about, in order. */
	readonly read: readonly string[];
}

interface ChatBody {
	readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
}

export const titleAsked = ({ part }: Asked): string => (JSON.parse(part('The note that the passage is from')) as { title: string }).title;

/** What a good reader answers. */
export const goodAnswer: (asked: Asked) => unknown = goodReader(NAMES);

/** A completion as a good reader would give it, with the tokens that it took. */
export function goodCompletion(body: ChatBody): object {
	const text = JSON.stringify(goodAnswer(askedIn(body.messages)));
	const [into, out] = [JSON.stringify(body.messages).length, text.length].map((length) => Math.ceil(length / 4)) as [number, number];
	return completionOf(text, { usage: { prompt_tokens: into, completion_tokens: out, total_tokens: into + out } });
}

/** A model behind OpenAI's protocol, in this process, so that a test can count what other processes ask. */
export async function modelServer(before: Before = () => false): Promise<ModelServer> {
	const read: string[] = [];
	const server = await bareServer(async (request, response) => {
		const body = request.body as ChatBody;
		const asked = askedIn(body.messages);
		if (asked.kind === 'extract') read.push(titleAsked(asked));
		if (await before(request, response, asked)) return;
		json(response, 200, goodCompletion(body));
	});
	servers.push(server);
	return { url: server.url, seen: server.seen, read };
}

/** Closes the server with the test. */
export const closing = (server: BareServer): BareServer => {
	servers.push(server);
	return server;
};

export const countsOf = (names: readonly string[]): Record<string, number> => {
	const counts: Record<string, number> = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
};

/** One worker at this address that reads and writes, as a flow of YAML. */
export const reader = (url: string, more = ''): string => `{ use: openai, tier: 1, model: gpt-5-mini, base_url: "${url}/v1", key: my-key, price: { input: 1, output: 4 }, size: { total: 20, active: 20 }${more} }`;

/** Nobody but a model is trusted with anything. */
export const TRUST = 'trust: { extract: 1, identify: 1, weave: 1, adjudicate: 1 }\n';
