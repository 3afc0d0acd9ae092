import { describe, expect, it } from 'vitest';
import { checked } from '../../../src/worker/wrappers/checked.js';
import { shimmed, type Shim } from '../../../src/worker/wrappers/shims.js';
import { busy, never, order, scripted } from './scripted.js';

const mustBe = (wanted: string) => (_: unknown, text: string): readonly string[] => (text === wanted ? [] : [`It is “${text}”, not “${wanted}”.`]);

describe('an answer', () => {
	it('that holds is taken as it is', async () => {
		const inner = scripted(['good']);
		const answer = await checked(mustBe('good'))(inner).answer(order(), never);
		expect(answer).toMatchObject({ ok: true, text: 'good', coin_usd: 0.01 });
		expect(inner.asked).toHaveLength(1);
	});

	it('that does not hold goes back once, with what is wrong', async () => {
		const inner = scripted(['bad', 'good']);
		const answer = await checked(mustBe('good'))(inner).answer(order(), never);
		expect(inner.asked[1]).toEqual({ ...order(), repair: { answer: 'bad', problems: ['It is “bad”, not “good”.'] } });
		expect(answer).toMatchObject({ ok: true, text: 'good', coin_usd: 0.02, tokens: { in: 200, out: 40 }, trail: { calls: 2, sentBack: [{ answer: 'bad' }] } });
	});

	it('that is wrong twice is none, and both stay known', async () => {
		const inner = scripted(['bad', 'worse', 'good']);
		const answer = await checked(mustBe('good'))(inner).answer(order(), never);
		expect(answer).toMatchObject({ ok: false, failure: { kind: 'malformed' }, coin_usd: 0.02, trail: { sentBack: [{ answer: 'bad' }, { answer: 'worse' }] } });
		expect(inner.asked).toHaveLength(2);
	});

	it.each(['length', 'refused'] as const)('to the repair that fails is that failure: %s', async (kind) => {
		const answer = await checked(mustBe('good'))(scripted(['bad', { kind, message: 'x' }])).answer(order(), never);
		expect(answer).toMatchObject({ ok: false, failure: { kind }, coin_usd: 0.01, trail: { calls: 2 } });
	});

	it('that never came is not checked', async () => {
		const inner = scripted([busy(1)]);
		expect(await checked(() => ['no'])(inner).answer(order(), never)).toMatchObject({ failure: { kind: 'rate-limited' } });
		expect(inner.asked).toHaveLength(1);
	});
});

describe('shims', () => {
	const upper: Shim = { name: 'upper', fits: () => true, order: (given) => ({ ...given, input: given.input.toUpperCase() }) };
	const unwrap: Shim = { name: 'unwrap', fits: ({ kind }, clerk) => kind === 'extract' && clerk === 'scripted', answer: (text) => text.replace(/^```\n|\n```$/g, '') };
	const other: Shim = { name: 'other', fits: () => false, answer: () => 'never' };

	it('that fit change the order and the answer, and are named', async () => {
		const inner = scripted(['```\n{}\n```']);
		expect(await shimmed([upper, unwrap, other])(inner).answer(order(), never)).toMatchObject({ ok: true, text: '{}', trail: { calls: 1, shims: ['upper', 'unwrap'] } });
		expect(inner.asked[0]?.input).toBe('SOME TEXT.');
	});

	it('that break make the answer malformed, by name', async () => {
		const broken: Shim = { name: 'broken', fits: () => true, answer: () => { throw new Error('no brace'); } };
		const answer = await shimmed([broken])(scripted(['x'])).answer(order(), never);
		expect(answer).toMatchObject({ ok: false, failure: { kind: 'malformed', message: 'The shim “broken” could not read the answer: no brace' }, coin_usd: 0.01 });
	});
});
