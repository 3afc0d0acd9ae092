import type { ServerResponse } from 'node:http';
import { bareServer, json, type BareServer, type SeenRequest } from './bare-server.js';
import { completionOf, messageOf } from './endpoints.js';
import { askedIn, type Asked } from './scripted-model.js';

interface Turn {
	readonly role: string;
	readonly content?: unknown;
}

interface Asking {
	readonly name: string;
	readonly asked: Asked;
}

interface Batch {
	readonly id: string;
	readonly created: string;
	readonly metadata: unknown;
	readonly asking: readonly Asking[];
	ended: boolean;
}

/** What becomes of one order of a batch: its answer's text, or why there is none. */
export type Fate = { readonly text: string } | 'expired' | { readonly error: string };

export interface BatchProvider extends BareServer {
	readonly batches: readonly Batch[];
	/** What was asked by itself. */
	readonly single: readonly Asked[];
	/** Ends every batch. */
	finish(): void;
}

const ofAnthropic = (body: unknown): Asked => {
	const { system, messages } = body as { system: readonly { text: string }[]; messages: readonly Turn[] };
	return askedIn([{ role: 'system', content: system.map(({ text }) => text).join('') }, ...messages]);
};
const ofOpenai = (body: unknown): Asked => askedIn((body as { messages: readonly Turn[] }).messages);

const SIZE = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
const USAGE = { input_tokens: 1000, output_tokens: 100, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };

/**
 * A provider that speaks both protocols, with their batches, and answers in another order than it was asked. `fate` says what becomes of
 * an order; `before` may answer a request by itself and then gives true.
 */
export async function batchProvider(fate: (asked: Asked, how: 'single' | 'batch') => Fate, before: (request: SeenRequest, response: ServerResponse) => boolean = () => false): Promise<BatchProvider> {
	const batches: Batch[] = [];
	const single: Asked[] = [];
	const files = new Map<string, readonly Asking[]>();
	const lines = (response: ServerResponse, rows: readonly object[]): void => void response.writeHead(200, { 'content-type': 'application/x-jsonl' }).end(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
	const make = (prefix: string, asking: readonly Asking[], metadata: unknown): Batch => {
		const batch: Batch = { id: `${prefix}_${String(batches.length + 1)}`, created: new Date().toISOString(), metadata, asking, ended: false };
		batches.unshift(batch);
		return batch;
	};
	const anthropicView = ({ id, created, asking, ended }: Batch): object => {
		const fates = asking.map(({ asked }) => fate(asked, 'batch'));
		const count = (fits: (one: Fate) => boolean): number => (ended ? fates.filter(fits).length : 0);
		return {
			id, created_at: created, processing_status: ended ? 'ended' : 'in_progress',
			request_counts: { processing: ended ? 0 : asking.length, succeeded: count((one) => typeof one === 'object' && 'text' in one), errored: count((one) => typeof one === 'object' && 'error' in one), canceled: 0, expired: count((one) => one === 'expired') },
		};
	};
	const openaiView = ({ id, asking, ended, metadata }: Batch): object => ({ id, metadata, status: ended ? 'completed' : 'in_progress', output_file_id: ended ? `${id}-out` : null, error_file_id: ended ? `${id}-err` : null, request_counts: { total: asking.length, completed: ended ? asking.length : 0, failed: 0 } });

	const server = await bareServer((request, response) => {
		if (before(request, response)) return;
		const { method, path, body, text } = request;
		const at = (pattern: RegExp): Batch | undefined => batches.find(({ id }) => id === pattern.exec(path)?.[1]);
		if (path === '/v1/chat/completions' || path === '/v1/messages') {
			const asked = path === '/v1/messages' ? ofAnthropic(body) : ofOpenai(body);
			single.push(asked);
			const one = fate(asked, 'single');
			if (typeof one !== 'object' || 'error' in one) return json(response, 500, { error: { message: 'broken' } });
			return json(response, 200, path === '/v1/messages' ? messageOf(one.text, { usage: USAGE }) : completionOf(one.text, { usage: SIZE }));
		}
		if (method === 'POST' && path === '/v1/messages/batches') {
			const { requests } = body as { requests: readonly { custom_id: string; params: unknown }[] };
			return json(response, 200, anthropicView(make('msgbatch', requests.map(({ custom_id, params }) => ({ name: custom_id, asked: ofAnthropic(params) })), null)));
		}
		if (path.startsWith('/v1/messages/batches?')) return json(response, 200, { data: batches.map(anthropicView), has_more: false });
		if (method === 'POST' && path === '/v1/files') {
			const id = `file-${String(files.size + 1)}`;
			files.set(id, text.split('\n').filter((line) => line.startsWith('{"custom_id"')).map((line) => JSON.parse(line) as { custom_id: string; body: unknown }).map((line) => ({ name: line.custom_id, asked: ofOpenai(line.body) })));
			return json(response, 200, { id, object: 'file' });
		}
		if (method === 'POST' && path === '/v1/batches') {
			const { input_file_id, metadata } = body as { input_file_id: string; metadata: unknown };
			return json(response, 200, openaiView(make('batch', files.get(input_file_id) ?? [], metadata)));
		}
		if (path.startsWith('/v1/batches?')) return json(response, 200, { object: 'list', data: batches.map(openaiView), has_more: false });
		const results = at(/^\/v1\/messages\/batches\/(\w+)\/results$/);
		if (results !== undefined) {
			return lines(response, [...results.asking].reverse().map(({ name, asked }) => {
				const one = fate(asked, 'batch');
				return { custom_id: name, result: one === 'expired' ? { type: 'expired' } : 'text' in one ? { type: 'succeeded', message: messageOf(one.text, { usage: USAGE }) } : { type: 'errored', error: { type: 'error', error: { type: 'api_error', message: one.error } } } };
			}));
		}
		const out = at(/^\/v1\/files\/(\w+)-(?:out|err)\/content$/);
		if (out !== undefined) {
			const wanted = path.includes('-out/');
			return lines(response, [...out.asking].reverse().flatMap(({ name, asked }) => {
				const one = fate(asked, 'batch');
				const answered = typeof one === 'object' && 'text' in one;
				if (answered !== wanted) return [];
				return [{ custom_id: name, ...(answered ? { response: { status_code: 200, body: completionOf(one.text, { usage: SIZE }) }, error: null } : one === 'expired' ? { response: null, error: { code: 'batch_expired', message: 'expired' } } : { response: { status_code: 500, body: { error: { message: one.error } } }, error: null }) }];
			}));
		}
		const one = at(/^\/v1\/(?:messages\/)?batches\/(\w+)$/);
		if (one !== undefined) return json(response, 200, one.id.startsWith('msg') ? anthropicView(one) : openaiView(one));
		return json(response, 404, { error: { message: `nothing at ${path}` } });
	});
	return {
		...server,
		batches,
		single,
		finish() {
			for (const batch of batches) batch.ended = true;
		},
	};
}
