import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/model/result.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { memoryVault } from '../../../src/vault/memory.js';
import { recordStore } from '../../../src/vault/commit/record.js';
import { VaultError } from '../../../src/vault/port.js';
import type { Answer, CallFailure, Order } from '../../../src/worker/clerk.js';
import { readCallLog } from '../../../src/worker/transcripts/call.js';
import { readBlocks, fenced } from '../../../src/worker/transcripts/fence.js';
import { orderHash } from '../../../src/worker/transcripts/order-hash.js';
import { recorded, type Recording } from '../../../src/worker/transcripts/recorded.js';
import { factsOf, readTranscript, renderTranscript } from '../../../src/worker/transcripts/transcript.js';
import { fakeClock, never, order, scripted } from '../wrappers/scripted.js';

const plain = (text: string): string => text;
const COST = { clock_ms: 1200, coin_usd: 0.0123, carbon_g: null };
const ABOUT = { worker: 'anthropic:m', run: 'r-1', at: '2026-11-22T09:00:00.000Z', carbon: { low: 0.1, high: 0.4 } };

const answered = (text: string): Answer => ({ ...COST, model: 'm', tokens: { in: 10, cached: 4, written: 2, out: 3 }, transcript: null, ok: true, text });

const written = (asked: Order, answer: Answer, mask = plain): string => renderTranscript(factsOf(asked, answer, ABOUT), asked, answer, mask);

function read(note: string) {
	const result = readTranscript(note);
	if (!result.ok) throw new Error(result.error);
	return result.value;
}

// Text as models write it, with all that could be taken for the note's own form.
const nasty = fc.array(fc.oneof(fc.constantFrom('\n', '```', '````', '## Answer', '---', '\r\n', '\r', '> ', '`', '~~~', '{"a":1}', ' ', '\u2028', '\ufeff', '# ', '\0', 'finish: answered'), fc.string({ unit: 'grapheme' })), { maxLength: 12 }).map((parts) => parts.join(''));

describe('a transcript', () => {
	it('gives the answer back to the byte, whatever it and the order hold', () => {
		fc.assert(
			fc.property(nasty, nasty, nasty, nasty, fc.boolean(), (text, input, instructions, task, repaired) => {
				const asked = order({ input, instructions, task, repair: repaired ? { answer: input, problems: [instructions] } : null });
				const answer: Answer = { ...answered(text), trail: { calls: 2, sentBack: [{ answer: instructions, problems: [input] }], shims: ['a: "b"'] } };
				const back = read(written(asked, answer));
				expect(back).toMatchObject({ text, altered: false, order: orderHash(asked), finish: 'answered', shims: ['a: "b"'], calls: 2, carbon: { low: 0.1, high: 0.4 }, ...COST, tokens: { in: 10, cached: 4, written: 2, out: 3 } });
			}),
			{ numRuns: 300 },
		);
	});

	it('holds every block to the byte', () => {
		fc.assert(fc.property(fc.array(nasty, { maxLength: 4 }), (texts) => {
			expect(readBlocks(texts.map((text) => fenced(text)).join('\n'), 0).map(({ text }) => text)).toEqual(texts);
		}));
	});

	it('of a failure tells which, and what it said', () => {
		const failure: CallFailure = { kind: 'refused', message: 'The model: "no".\nNever.' };
		const answer: Answer = { ...COST, model: 'm', tokens: null, transcript: null, ok: false, failure };
		expect(read(written(order(), answer))).toMatchObject({ text: null, answer: null, finish: 'refused', failure: failure.message, tokens: null });
	});

	it('keeps secrets out, and then is not taken for what came back', () => {
		const mask = (text: string): string => text.replaceAll('sk-verysecret', '[secret removed]');
		const asked = order({ input: 'my key is sk-verysecret', instructions: 'sk-verysecret', task: 'weave:wiki/sk-verysecret.md' });
		const note = written(asked, { ...answered('It is sk-verysecret.'), trail: { calls: 1, sentBack: [{ answer: 'sk-verysecret', problems: ['not sk-verysecret'] }], shims: [] } }, mask);
		expect(note).not.toContain('sk-verysecret');
		expect(read(note)).toMatchObject({ altered: true, order: orderHash(asked) });
		expect(read(written(asked, answered('{}'), mask))).toMatchObject({ altered: false, text: '{}' });
	});

	it('that somebody changed or cut off is found out', () => {
		const note = written(order(), answered('first line\nsecond line'));
		expect(read(note.replace('second line', 'third line')).altered).toBe(true);
		expect(readTranscript(note.slice(0, note.indexOf('second')))).toMatchObject({ ok: false });
		expect(readTranscript('no properties')).toMatchObject({ ok: false });
		expect(readTranscript('---\norder: x\n---\n')).toMatchObject({ ok: false });
	});

	it('is the same order for the same question, and another for another', () => {
		const base = orderHash(order());
		expect(orderHash(order({ task: 'extract:s-2.0', patterns: ['p'] }))).toBe(base);
		for (const change of [{ instructions: 'x' }, { input: 'x' }, { schema: {} }, { maxTokens: 1 }, { repair: { answer: 'x', problems: [] } }, { kind: 'weave' as const }]) expect(orderHash(order(change))).not.toBe(base);
	});
});

describe('a recorded call', () => {
	function recordings(over: Partial<Recording> = {}) {
		const vault = memoryVault();
		const problems: Problem[] = [];
		const recording: Recording = { store: recordStore(vault, DEFAULT_LAYOUT), home: '_commonplace', device: 'desk', run: 'r-1', clock: fakeClock(), mask: plain, carbon: () => ({ low: 1, high: 2 }), problem: (told) => void problems.push(told), ...over };
		return { vault, problems, recording };
	}

	it('is a note of its own, also when the same is asked again in the same second', async () => {
		const { vault, recording } = recordings();
		const clerk = recorded(recording)(scripted(['{"a":1}']));
		const first = await clerk.answer(order(), never);
		const second = await clerk.answer(order(), never);
		expect(first.transcript).toBe(`_commonplace/transcripts/2026/11/22/090000-extract-${orderHash(order()).slice(0, 12)}.md`);
		expect(second.transcript).toBe(first.transcript?.replace('.md', '-2.md'));
		expect(read(vault.files()[first.transcript ?? ''] ?? '').text).toBe('{"a":1}');
		const calls = readCallLog(vault.files()['_commonplace/state/desk/calls/r-1.jsonl'] ?? '');
		expect(calls.map(({ transcript }) => transcript)).toEqual([first.transcript, second.transcript]);
		expect(calls[0]).toMatchObject({ run: 'r-1', task: 'extract:s-1.0', kind: 'extract', worker: 'scripted', coin_usd: 0.01, carbon: { low: 1, high: 2 }, finish: 'answered', calls: 1 });
		expect(new Set(calls.map(({ call }) => call)).size).toBe(2);
	});

	it('that was never made leaves nothing behind', async () => {
		const { vault, recording } = recordings();
		const inner = { ...scripted([]), answer: async (): Promise<Answer> => ({ ...answered('x'), trail: { calls: 0, sentBack: [], shims: [] } }) };
		await recorded(recording)(inner).answer(order(), never);
		expect(vault.files()).toEqual({});
	});

	it('keeps its answer when the disk is full, and says so', async () => {
		const full = (path: string): never => { throw new VaultError('full', path, 'The disk is full.'); };
		const { problems, recording } = recordings({ store: { create: async (path) => full(path), append: async (path) => full(path) } });
		expect(await recorded(recording)(scripted(['{}'])).answer(order(), never)).toMatchObject({ ok: true, text: '{}', transcript: null });
		expect(problems.map(({ message }) => message)).toEqual(['The transcript of a call could not be written: The disk is full.', 'What a call cost could not be written down, so that the caps do not know of it: The disk is full.']);
	});

	it('in a log that a crash cut off loses no line but the last', () => {
		const line = '{"asked":"2026-11-22T09:00:00.000Z","call":"k-1","run":"r-1"}';
		expect(readCallLog(`${line}\n{"call":"k-2`)).toMatchObject([{ call: 'k-1', coin_usd: null }]);
	});
});
