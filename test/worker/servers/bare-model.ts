import { bareServer, json, type BareServer } from './bare-server.js';
import { completionOf } from './endpoints.js';
import { askedIn, type Asked } from './scripted-model.js';

interface Body {
	readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
}

/** A model of OpenAI's protocol on a server that sends no CORS headers, wants a key, and answers as `script` says. */
export const bareModel = (key: string, models: readonly string[], script: (asked: Asked) => unknown): Promise<BareServer> =>
	bareServer(({ headers, path, body, text }, response) => {
		if (headers.authorization !== `Bearer ${key}`) json(response, 401, { error: { message: 'Incorrect API key provided' } });
		else if (path === '/v1/models') json(response, 200, { data: models.map((id) => ({ id })) });
		else {
			const content = JSON.stringify(script(askedIn((body as Body).messages)));
			const [sent, out] = [Math.ceil(text.length / 4), Math.ceil(content.length / 4)];
			json(response, 200, completionOf(content, { model: models[0] ?? '', usage: { prompt_tokens: sent, completion_tokens: out, total_tokens: sent + out } }));
		}
	});
