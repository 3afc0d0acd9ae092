import { expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { orderHash } from '../../src/worker/transcripts/order-hash.js';
import { factsOf, renderTranscript } from '../../src/worker/transcripts/transcript.js';
import { compile, NOTES, open, startingWith } from '../promises/vault-fixture.js';
import { order } from '../worker/wrappers/scripted.js';

const FOLDER = '_commonplace/transcripts/';

function transcript(at: string): string {
	const asked = order({ input: at, task: 'extract:a' });
	const answer = { clock_ms: 5, coin_usd: 0.25, carbon_g: 1, model: 'm', tokens: { in: 7, cached: 1, written: 0, out: 3 }, transcript: null, ok: true as const, text: '{}' };
	return renderTranscript(factsOf(asked, answer, { worker: 'w', run: 'r-1', at, carbon: { low: 0.5, high: 1.5 } }), asked, answer, (text) => text);
}

const OLD = `${FOLDER}2026/10/01/090000-extract-1.md`;
const NEW = `${FOLDER}2026/11/20/090000-extract-1.md`;
const vaultWith = () => memoryVault({ ...NOTES, [OLD]: transcript('2026-10-01T09:00:00.000Z'), [NEW]: transcript('2026-11-20T09:00:00.000Z') });

it('keeps all transcripts unless a person says for how long', async () => {
	const vault = vaultWith();
	await compile(open(vault).app);
	expect(Object.keys(startingWith(vault.files(), FOLDER))).toEqual([OLD, NEW]);
});

it('keeps a line of those that are older than that', async () => {
	const vault = vaultWith();
	const { app } = open(vault, { settings: { transcriptDays: 30 } });
	expect((await compile(app)).problems).toEqual([]);
	const left = startingWith(vault.files(), FOLDER);
	expect(Object.keys(left)).toEqual([`${FOLDER}2026/10/2026-10-01.md`, NEW]);
	expect(left[`${FOLDER}2026/10/2026-10-01.md`]).toContain(orderHash(order({ input: '2026-10-01T09:00:00.000Z', task: 'extract:a' })));
});

it('ends what a crash between digest and removal left', async () => {
	const first = vaultWith();
	await compile(open(first, { settings: { transcriptDays: 30 } }).app);
	const digest = first.files()[`${FOLDER}2026/10/2026-10-01.md`] ?? '';
	const vault = memoryVault({ ...NOTES, [OLD]: transcript('2026-10-01T09:00:00.000Z'), [`${FOLDER}2026/10/2026-10-01.md`]: digest });
	await compile(open(vault, { settings: { transcriptDays: 30 } }).app);
	expect(startingWith(vault.files(), FOLDER)).toEqual({ [`${FOLDER}2026/10/2026-10-01.md`]: digest });
});
