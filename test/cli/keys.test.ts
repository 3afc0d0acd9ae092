import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { bareServer, json, type SeenRequest } from '../worker/servers/bare-server.js';
import { batchProvider } from '../worker/servers/batch-provider.js';
import { completionOf, messageOf } from '../worker/servers/endpoints.js';
import { askedIn, type Asked } from '../worker/servers/scripted-model.js';
import { builtCli, type Finished } from './built-cli.js';
import { closing, goodAnswer, manyNotes, modelVault, TRUST, type ModelVault } from './model-vault.js';

const cli = await builtCli();

// It looks like a key to nobody but its owner, so that no pattern takes it out.
const KEY = 'house-key-of-17-old-elms';
type Protocol = 'openai' | 'anthropic';

interface Turns {
	readonly system?: readonly { readonly text: string }[];
	readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
}

const askedOf = ({ body }: SeenRequest): Asked => {
	const { system, messages } = body as Turns;
	return askedIn(system === undefined ? messages : [{ role: 'system', content: system.map(({ text }) => text).join('') }, ...messages]);
};

/** What a careless server makes of the headers that it was sent. */
const headersOf = ({ headers }: SeenRequest): string => `Authorization: ${headers.authorization ?? ''} x-api-key: ${String(headers['x-api-key'] ?? '')}`;

const answer = (protocol: Protocol, text: string): object => (protocol === 'openai' ? completionOf(text) : messageOf(text));

/** A good answer in which the statement of each claim, though not its proof, is the header. */
function echoing(asked: Asked, headers: string): string {
	const good = goodAnswer(asked) as { claims?: readonly object[]; mentions?: readonly object[]; lead?: readonly object[] };
	return JSON.stringify({ ...good, ...(good.claims === undefined ? {} : { claims: good.claims.map((claim) => ({ ...claim, text: headers, qualifiers: [headers], about: [headers] })) }) });
}

const CARELESS: Readonly<Record<string, (protocol: Protocol, request: SeenRequest, response: ServerResponse) => void>> = {
	'refuses it and quotes it': (_, request, response) => { json(response, 401, { error: { type: 'authentication_error', message: `No such key. ${headersOf(request)}` } }); },
	'breaks and prints what it was sent': (_, request, response) => { json(response, 500, `Traceback: ${headersOf(request)}`, { 'content-type': 'text/plain' }); },
	'is busy and quotes it': (_, request, response) => { json(response, 429, { error: { message: headersOf(request) } }, { 'retry-after': '3600' }); },
	'is no model and echoes the request': (_, request, response) => { json(response, 200, headersOf(request), { 'content-type': 'text/plain' }); },
	'answers with it in the place of an answer': (protocol, request, response) => { json(response, 200, answer(protocol, JSON.stringify({ claims: headersOf(request), [headersOf(request)]: 1 }))); },
	'refuses to answer, and says why with it': (protocol, request, response) => {
		json(response, 200, protocol === 'openai' ? completionOf(null, {}, { message: { content: null, refusal: headersOf(request) } }) : messageOf('', { stop_reason: 'refusal', stop_details: { explanation: headersOf(request) } }));
	},
	'says that it is the model': (protocol, request, response) => { json(response, 200, { ...answer(protocol, JSON.stringify(goodAnswer(askedOf(request)))), model: headersOf(request) }); },
	'claims it with true quotes': (protocol, request, response) => { json(response, 200, answer(protocol, echoing(askedOf(request), headersOf(request)))); },
};

function vaultFor(protocol: Protocol, url: string, notes: number, more = ''): ModelVault {
	const vault = modelVault(manyNotes(notes));
	vault.operators(`workers:\n  model: { use: ${protocol}, tier: 1, model: some-model, base_url: "${protocol === 'openai' ? `${url}/v1` : url}", key: my-key, price: { input: 1, output: 4 }${more} }\n${TRUST}`);
	return vault;
}

/** Nothing that was printed or written holds the key, or a part of it that is long enough to be told. */
function expectNowhere(vault: ModelVault, printed: readonly Finished[]): void {
	const places = [...Object.entries(vault.files()), ...printed.flatMap(({ stdout, stderr }) => [['stdout', stdout] as const, ['stderr', stderr] as const])];
	for (const said of [KEY.slice(0, 12), KEY.slice(-12), Buffer.from(KEY).toString('base64')]) expect(places.filter(([, text]) => text.includes(said)).map(([path, text]) => `${path}: ${text.slice(Math.max(0, text.indexOf(said) - 200), text.indexOf(said) + 100)}`)).toEqual([]);
}

const commands = async ({ root }: ModelVault, env: Record<string, string>): Promise<Finished[]> => {
	const printed: Finished[] = [];
	for (const words of [['--json', 'compile', '--approve', 'passed'], ['compile']]) printed.push(await cli.run(['--vault', root, ...words], env));
	return printed;
};

it.each((['openai', 'anthropic'] as const).flatMap((protocol) => Object.keys(CARELESS).map((how) => [protocol, how] as const)))('a key reaches no file and no output when a server that speaks as %s %s', async (protocol, how) => {
	const careless = CARELESS[how];
	const server = closing(await bareServer((request, response) => careless?.(protocol, request, response)));
	const vault = vaultFor(protocol, server.url, 1);
	const printed = await commands(vault, { COMMONPLACE_KEY_MY_KEY: KEY });
	expect(server.seen.some(({ headers }) => [headers['x-api-key'], headers.authorization].some((sent) => String(sent).includes(KEY)))).toBe(true);
	expectNowhere(vault, printed);
});

it.each(['openai', 'anthropic'] as const)('a key reaches no file of a batch of %s, whatever is answered', async (protocol) => {
	const said = `Authorization: Bearer ${KEY}`;
	let turn = 0;
	const server = await batchProvider((asked) => {
		turn += 1;
		return turn % 3 === 0 ? { error: said } : turn % 3 === 1 ? { text: `{"claims":"${said}"}` } : { text: echoing(asked, said) };
	});
	closing(server);
	const vault = vaultFor(protocol, server.url, 3, ', batch: 2');
	const env = { COMMONPLACE_KEY_MY_KEY: KEY };
	const printed = [...(await commands(vault, env))];
	expectNowhere(vault, printed);
	server.finish();
	expectNowhere(vault, [...(await commands(vault, env))]);
});
