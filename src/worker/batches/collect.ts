import { canonicalJson } from '../../model/hash.js';
import { problem } from '../../model/result.js';
import { VaultError } from '../../vault/port.js';
import type { Answer, Order } from '../clerk.js';
import { NOT_ANSWERED } from '../clerks/batch.js';
import { callLogPath, callOf, type CallRecord } from '../transcripts/call.js';
import { transcriptPath } from '../transcripts/recorded.js';
import { factsOf, readTranscript, renderTranscript, type TranscriptFacts } from '../transcripts/transcript.js';
import { failedWith, trailOf, unasked } from '../wrappers/answers.js';
import { shimmed } from '../wrappers/shims.js';
import { batchPrice, ordersPath, readOrders, type BatchRecord, type KeptOrder } from './batch-file.js';
import { keep, ordersIn, type BatchWorker, type BatchWorld } from './batch-worker.js';

/** What came back, brought to where a single call's answer would be: shims taken off, and looked at. It is not sent back: what is wrong is asked for anew. */
async function read({ clerk, shims }: BatchWorker, { check }: BatchWorld, order: Order, came: Answer): Promise<Answer> {
	const answer = await shimmed(shims)({ ...clerk, answer: () => Promise.resolve(came) }).answer(order, new AbortController().signal);
	if (!answer.ok) return answer;
	const problems = check(order, answer.text);
	if (problems.length === 0) return answer;
	const wrong = failedWith(answer, { kind: 'malformed', message: `The batch's answer does not have the form that was asked for: ${problems.slice(0, 3).join(' ')}` });
	return { ...wrong, trail: { ...trailOf(answer), sentBack: [{ answer: answer.text, problems }] } };
}

/** Writes one answer down as a transcript; one that stands there already, because a crash came after it or another device was first, stays. */
async function writeDown(world: BatchWorld, facts: TranscriptFacts, order: Order, answer: Answer): Promise<CallRecord> {
	const path = transcriptPath(world.home, facts);
	try {
		await world.store.create(path, renderTranscript(facts, order, answer, world.mask));
		return callOf(facts, path);
	} catch (error) {
		if (!(error instanceof VaultError && error.code === 'exists')) throw error;
		const known = readTranscript(await world.reader.read(path));
		return callOf(known.ok && known.value.order === facts.order ? known.value : facts, path);
	}
}

/**
 * Brings the answers of a batch that has ended into transcripts, as calls of the run that handed it in, and keeps what it had no answer to.
 * Done twice, or ended after a crash, it gives the same, and counts once. Null where the answers cannot be had now.
 */
export async function collect(worker: BatchWorker, world: BatchWorld, record: BatchRecord, id: string, signal: AbortSignal): Promise<BatchRecord | null> {
	const { reader, store, home, host, tell } = world;
	let kept: readonly KeptOrder[];
	try {
		kept = readOrders(await reader.read(ordersPath(home, record.name)));
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		tell(problem(ordersPath(home, record.name), `What a batch was asked cannot be read, so that its answers are of no use: ${error.message}`));
		kept = [];
	}
	const collected = await worker.service.collect(id, kept.map(({ order }) => order), signal);
	if (!collected.ok) {
		tell(problem(ordersPath(home, record.name), `The answers of a batch cannot be had now: ${collected.error.message}`));
		return null;
	}
	const calls: CallRecord[] = [];
	const answered = new Set<string>();
	try {
		for (const { hash, order } of kept) {
			if (signal.aborted) return null;
			const answer = await read(worker, world, order, collected.value.get(order.task) ?? unasked({ ...worker.clerk, answer: () => Promise.reject(new Error('Nobody is asked.')) }, NOT_ANSWERED));
			const facts = { ...factsOf(order, answer, { worker: worker.clerk.id, run: record.run, at: record.at, carbon: worker.carbon(answer.tokens) }), order: hash };
			calls.push(await writeDown(world, facts, order, answer));
			// One from which secrets were taken cannot be read back from its transcript.
			if (answer.ok && world.mask(answer.text) === answer.text) answered.add(hash);
		}
		await store.append(callLogPath(home, host.device, record.run), calls.map((call) => canonicalJson({ ...call, task: world.mask(call.task) })));
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		// It stays as it is: the provider keeps the answers, and the next run goes on.
		tell(problem(error.path, `An answer of a batch could not be written down: ${error.message}`));
		return null;
	}
	const done: BatchRecord = { ...record, id, state: 'collected', waiting: [], failed: record.waiting.filter((hash) => !answered.has(hash)) };
	if (!(await keep(world, done))) return null;
	await store.remove(ordersPath(home, record.name));
	const sum = (currency: 'coin_usd' | 'carbon_g'): number | null => calls.reduce<number | null>((total, call) => (total === null || call[currency] === null ? null : total + call[currency]), 0);
	const failed = done.failed.length === 0 ? '' : ` ${ordersIn(done.failed.length)} had no answer that can be used, and ${done.failed.length === 1 ? 'is' : 'are'} asked one by one.`;
	tell(problem(home, `Collected the batch of ${ordersIn(record.orders)} for ${worker.clerk.id}, of run ${record.run}: ${batchPrice({ coin_usd: sum('coin_usd'), carbon_g: sum('carbon_g') })}.${failed}`));
	return done;
}
