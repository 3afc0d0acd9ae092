import type { CarbonRange } from '../../budget/carbon.js';
import { readFrontmatter } from '../../markdown/frontmatter.js';
import type { Currencies, TokenCount } from '../../model/currencies.js';
import { hashText } from '../../model/hash.js';
import { err, ok, type Result } from '../../model/result.js';
import type { Answer, CallFailure, Order } from '../clerk.js';
import { trailOf } from '../wrappers/answers.js';
import { fenced, readBlocks } from './fence.js';
import { orderHash } from './order-hash.js';

/** What a transcript tells besides what was sent and what came back. */
export interface TranscriptFacts extends Currencies {
	/** The clerk's id. */
	readonly worker: string;
	readonly model: string;
	readonly kind: string;
	readonly task: string;
	readonly run: string;
	/** ISO date and time at which the order was given. */
	readonly at: string;
	/** SHA-256 of the order. */
	readonly order: string;
	/** SHA-256 of the answer's text; null where there was none. */
	readonly answer: string | null;
	readonly prompt: string;
	readonly patterns: readonly string[];
	readonly shims: readonly string[];
	/** Why the task was with this worker and not with a cheaper one; null where it was with the cheapest that was trusted. */
	readonly moved: string | null;
	/** How often the clerk was asked for this one answer. */
	readonly calls: number;
	readonly tokens: TokenCount | null;
	readonly carbon: CarbonRange | null;
	/** `answered`, or the kind of the failure. */
	readonly finish: 'answered' | CallFailure['kind'];
	/** What the failure said. */
	readonly failure: string | null;
}

export interface Transcript extends TranscriptFacts {
	/** What came back, to the byte; null where nothing did. */
	readonly text: string | null;
	/** What came back is not what is written: secrets were taken out, or somebody changed the note. */
	readonly altered: boolean;
}

export function factsOf(order: Order, answer: Answer, about: { readonly worker: string; readonly run: string; readonly at: string; readonly carbon: CarbonRange | null }): TranscriptFacts {
	const trail = trailOf(answer);
	return {
		...about,
		model: answer.model,
		kind: order.kind,
		task: order.task,
		order: orderHash(order),
		answer: answer.ok ? hashText(answer.text) : null,
		prompt: order.promptHash,
		patterns: order.patterns,
		shims: trail.shims,
		moved: order.moved,
		calls: trail.calls,
		tokens: answer.tokens,
		clock_ms: answer.clock_ms,
		coin_usd: answer.coin_usd,
		carbon_g: answer.carbon_g,
		finish: answer.ok ? 'answered' : answer.failure.kind,
		failure: answer.ok ? null : answer.failure.message,
	};
}

const TITLES: Readonly<Record<string, string>> = { extract: 'Read a passage', identify: 'Tell names apart', weave: 'Write a page', adjudicate: 'Judge disagreements', 'review-edit': 'Review an edit', 'write-policy': 'Write a policy' };

const section = (heading: string, ...body: readonly string[]): string => [`## ${heading}\n`, ...body].join('\n');
const list = (items: readonly string[]): string => items.map((item) => `- ${item.replace(/\s+/g, ' ')}\n`).join('');

/** A note that a person can read and that can be read back. `mask` takes secrets out of whatever was sent or came back. */
export function renderTranscript(facts: TranscriptFacts, order: Order, answer: Answer, mask: (text: string) => string): string {
	const { tokens, carbon } = facts;
	const properties: Readonly<Record<string, unknown>> = {
		worker: facts.worker, model: facts.model, kind: facts.kind, task: mask(facts.task), run: facts.run, at: facts.at,
		order: facts.order, answer: facts.answer, prompt: facts.prompt, patterns: facts.patterns, shims: facts.shims, moved: facts.moved, calls: facts.calls,
		tokens_in: tokens?.in ?? null, tokens_cached: tokens?.cached ?? null, tokens_written: tokens?.written ?? null, tokens_out: tokens?.out ?? null,
		clock_ms: facts.clock_ms, coin_usd: facts.coin_usd, carbon_g: facts.carbon_g, carbon_low_g: carbon?.low ?? null, carbon_high_g: carbon?.high ?? null,
		finish: facts.finish, failure: facts.failure === null ? null : mask(facts.failure),
	};
	const back = trailOf(answer).sentBack.flatMap(({ answer: said, problems }, index) => [section(`Sent back ${String(index + 1)}`, list(problems.map(mask)), fenced(mask(said)))]);
	return [
		`---\n${Object.entries(properties).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`).join('')}---\n`,
		`# ${TITLES[facts.kind] ?? facts.kind}\n`,
		section('Instructions', fenced(mask(order.instructions))),
		section('Form of the answer', fenced(mask(JSON.stringify(order.schema, null, '\t')), 'json')),
		section('Input', fenced(mask(order.input))),
		...(order.repair === null ? [] : [section('To be repaired', list(order.repair.problems.map(mask)), fenced(mask(order.repair.answer)))]),
		...back,
		answer.ok ? section('Answer', fenced(mask(answer.text))) : section('No answer', `${mask(answer.failure.message)}\n`),
	].join('\n');
}

const text = (value: unknown): string => (typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : '');
const amount = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

const FINISHES: readonly TranscriptFacts['finish'][] = ['answered', 'rate-limited', 'overloaded', 'auth', 'network', 'refused', 'too-long', 'length', 'malformed', 'stopped', 'over-budget', 'unavailable', 'unsupported', 'waiting'];

/** Reads a transcript back. The error says in a sentence why the note is none. */
export function readTranscript(note: string): Result<Transcript, string> {
	const { frontmatter, bodyStart } = readFrontmatter(note);
	const data = frontmatter?.data;
	if (data === null || data === undefined) return err('It has no properties, so it is not known what it records.');
	const order = text(data['order']);
	const finish = FINISHES.find((each) => each === data['finish']);
	if (!/^[0-9a-f]{64}$/.test(order) || finish === undefined) return err('Its properties “order” and “finish” do not say what it records.');
	const blocks = readBlocks(note, bodyStart);
	const last = blocks.filter(({ heading }) => heading === 'Answer').at(-1);
	if (finish === 'answered' && last === undefined) return err('It is cut off before the answer.');
	const counts = { in: amount(data['tokens_in']), cached: amount(data['tokens_cached']), written: amount(data['tokens_written']), out: amount(data['tokens_out']) };
	const { in: sent, cached, written, out } = counts;
	const [low, high] = [amount(data['carbon_low_g']), amount(data['carbon_high_g'])];
	const hash = text(data['answer']);
	const said = finish === 'answered' ? (last?.text ?? null) : null;
	return ok({
		worker: text(data['worker']), model: text(data['model']), kind: text(data['kind']), task: text(data['task']), run: text(data['run']), at: text(data['at']),
		order, answer: hash === '' ? null : hash, prompt: text(data['prompt']), patterns: texts(data['patterns']), shims: texts(data['shims']), moved: text(data['moved']) === '' ? null : text(data['moved']), calls: amount(data['calls']) ?? 1,
		tokens: sent === null || cached === null || written === null || out === null ? null : { in: sent, cached, written, out },
		carbon: low === null || high === null ? null : { low, high },
		clock_ms: amount(data['clock_ms']), coin_usd: amount(data['coin_usd']), carbon_g: amount(data['carbon_g']),
		finish, failure: data['failure'] === null ? null : text(data['failure']),
		text: said, altered: said !== null && hashText(said) !== hash,
	});
}
