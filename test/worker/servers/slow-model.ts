import type { ServerResponse } from 'node:http';
import { bareServer, json, type BareServer } from './bare-server.js';
import { completionOf } from './endpoints.js';
import { askedIn, type Asked } from './scripted-model.js';

export interface SlowModel extends BareServer {
	/** Calls that were under way at once, at the most. */
	readonly most: () => number;
	/** The parts of what was asked, in the order in which it arrived. */
	readonly asked: readonly Asked[];
}

/** A model of OpenAI's protocol that answers as `script` says, each call after as long as `delay` says; `instead` may reply in its place, and then says so. */
export async function slowModel(script: (asked: Asked) => unknown, parts: { readonly delay?: (before: number) => number; readonly instead?: (response: ServerResponse, asked: Asked, before: number) => boolean } = {}): Promise<SlowModel> {
	const { delay = () => 0, instead = () => false } = parts;
	const asked: Asked[] = [];
	let [now, most] = [0, 0];
	const server = await bareServer(async ({ body, text }, response, before) => {
		const one = askedIn((body as { messages: { role: string; content: string }[] }).messages);
		asked.push(one);
		now += 1;
		most = Math.max(most, now);
		await new Promise((resolve) => void setTimeout(resolve, delay(before)));
		now -= 1;
		if (instead(response, one, before)) return;
		const answer = script(one);
		const content = typeof answer === 'string' ? answer : JSON.stringify(answer);
		const [sent, out] = [Math.ceil(text.length / 4), Math.ceil(content.length / 4)];
		json(response, 200, completionOf(content, { usage: { prompt_tokens: sent, completion_tokens: out, total_tokens: sent + out } }));
	});
	return { ...server, most: () => most, asked };
}
