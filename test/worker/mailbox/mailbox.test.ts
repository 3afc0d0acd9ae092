import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { recordStore } from '../../../src/vault/commit/record.js';
import { memoryVault } from '../../../src/vault/memory.js';
import { claimTask, renewClaim, respondTo, standingOf, type Mailbox } from '../../../src/worker/mailbox/box.js';
import { mailboxClerk } from '../../../src/worker/mailbox/clerk.js';
import { listTasks } from '../../../src/worker/mailbox/list-tasks.js';
import { taskFile, taskId } from '../../../src/worker/mailbox/names.js';
import { readResponse, renderResponse } from '../../../src/worker/mailbox/response-note.js';
import { readTask, renderTask, withTries } from '../../../src/worker/mailbox/task-note.js';
import { checked } from '../../../src/worker/wrappers/checked.js';
import { fakeClock, never, order } from '../wrappers/scripted.js';

const HOME = '_commonplace';
const ID = taskId(order());
const at = (state: string, end = '.md', id = ID): string => `${HOME}/tasks/${state}/${id}${end}`;
const MINUTE = 60_000;

function mailbox(files: Readonly<Record<string, string>> = {}, patience = 0) {
	const vault = memoryVault(files);
	const clock = fakeClock();
	const box: Mailbox = { reader: vault, store: recordStore(vault, DEFAULT_LAYOUT), home: HOME, now: () => clock.now() };
	const clerk = mailboxClerk({ tier: 4, box, clock, patience });
	const ask = (asked = order()) => clerk.answer(asked, never);
	return { vault, clock, box, clerk, ask, paths: () => Object.keys(vault.files()).filter((path) => !path.startsWith('_commonplace/tasks/posted/')).sort() };
}

describe('a task', () => {
	it('waits in a note that says all that is needed to answer it', async () => {
		const { vault, ask, paths } = mailbox();
		expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'unavailable' }, trail: { calls: 0 } });
		expect(paths()).toEqual([at('open')]);
		const note = vault.files()[at('open')] ?? '';
		for (const part of [at('claimed'), at('claimed', '.response.md'), at('claimed', '.lease-0.json'), 'Read.', 'Some text.', '"type": "object"', 'at most 1000 tokens']) expect(note).toContain(part);
		expect(readTask(note)).toMatchObject({ ok: true, value: { id: ID, kind: 'extract', tries: 0, instructions: 'Read.', input: 'Some text.' } });
		expect(await ask()).toMatchObject({ ok: false });
		expect(paths()).toEqual([at('open')]);
	});

	it('keeps what is asked to the byte, over tries too', () => {
		const nasty = fc.array(fc.oneof(fc.constantFrom('\n', '```', '## Input', 'tries: 0', '.lease-0.json', '---', '\r\n'), fc.string({ unit: 'grapheme' })), { maxLength: 8 }).map((parts) => parts.join(''));
		fc.assert(fc.property(nasty, nasty, nasty, (input, instructions, task) => {
			const note = renderTask(order({ input, instructions, task, repair: { answer: input, problems: [task] } }), { home: HOME, posted: '2026-11-22T09:00:00.000Z', mayCost: 0.5 });
			expect(readTask(withTries(note, 2))).toMatchObject({ ok: true, value: { input, instructions, task, repair: input, tries: 2 } });
		}));
	});

	it('that is answered gives the answer, goes to done, and is not asked again', async () => {
		const { vault, ask, paths } = mailbox();
		await ask();
		vault.edit(at('open', '.response.md'), renderResponse('{"claims":[]}', 'Ada', { model: 'm-1', tokens_in: 12, tokens_out: 3, coin_usd: 0.5 }));
		expect(await ask()).toMatchObject({ ok: true, text: '{"claims":[]}', model: 'm-1', tokens: { in: 12, out: 3 }, coin_usd: 0.5, clock_ms: null });
		expect(paths()).toEqual([at('done'), at('done', '.response.md')]);
		expect(await ask()).toMatchObject({ ok: true, text: '{"claims":[]}', coin_usd: 0 });
		expect(paths()).toHaveLength(2);
	});

	it.each([
		['a block of JSON', 'Here it is:\n\n```json\n{"a":1}\n```\n', '{"a":1}'],
		['nothing but JSON', '\n{"a":1}\n', '{"a":1}'],
		['properties and JSON', '---\nby: me\n---\n{"a":1}', '{"a":1}'],
	])('may be answered with %s', (_, note, text) => {
		expect(readResponse(note)).toMatchObject({ text, whole: true, coin_usd: null, tokens: null });
	});

	it('may be refused', async () => {
		const { vault, ask } = mailbox();
		await ask();
		vault.edit(at('open', '.response.md'), '---\nby: Ada\nrefused: I do not read that.\n---\n');
		expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'refused', message: 'Ada will not answer it: I do not read that.' } });
	});

	it('whose answer is wrong goes back once, as a task that names what is wrong', async () => {
		const { vault, clerk, paths } = mailbox();
		const strict = checked((_, text) => (text === '{"a":2}' ? [] : ['“a” is not 2.']))(clerk);
		await strict.answer(order(), never);
		vault.edit(at('open', '.response.md'), '{"a":1}');
		expect(await strict.answer(order(), never)).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
		const repair = taskId(order({ repair: { answer: '{"a":1}', problems: ['“a” is not 2.'] } }));
		expect(paths()).toContain(at('open', '.md', repair));
		expect(vault.files()[at('open', '.md', repair)]).toContain('“a” is not 2.');
		vault.edit(at('open', '.response.md', repair), '{"a":2}');
		expect(await strict.answer(order(), never)).toMatchObject({ ok: true, text: '{"a":2}' });
	});

	it('is not read while it is still being written', async () => {
		const { vault, clock, ask } = mailbox();
		await ask();
		clock.forward(-clock.now() + 5_000);
		vault.edit(at('open', '.response.md'), '```json\n{"a":');
		expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
		clock.forward(60_000);
		expect(await ask()).toMatchObject({ ok: true });
	});

	it('is waited for as long as the run has patience', async () => {
		const { vault, clock, box, clerk } = mailbox({}, 60_000);
		const answer = clerk.answer(order(), never);
		await new Promise((resolve) => setTimeout(resolve, 0));
		expect(await answer).toMatchObject({ failure: { kind: 'unavailable' } });
		expect(clock.waited.length).toBe(60);
		const still = mailboxClerk({ tier: 4, box, clock: { now: () => 0, wait: async () => undefined }, patience: 60_000 });
		expect(await still.answer(order(), never)).toMatchObject({ failure: { kind: 'unavailable' } });
		const stop = new AbortController();
		const waiting = clerk.answer(order({ input: 'b' }), stop.signal);
		stop.abort();
		expect(await waiting).toMatchObject({ failure: { kind: 'stopped' } });
		expect(Object.keys(vault.files()).filter((path) => !path.includes('/posted/'))).toHaveLength(2);
	});
});

describe('a claim', () => {
	it('is given to one', async () => {
		const { ask, box, paths } = mailbox();
		await ask();
		expect(await Promise.all([claimTask(box, ID, 'a'), claimTask(box, ID, 'b'), claimTask(box, ID, 'c')])).toEqual([true, false, false]);
		expect(paths()).toEqual([at('claimed', '.lease-0.json'), at('claimed')]);
		expect(await standingOf(box, ID)).toMatchObject({ state: 'claimed', lease: { who: 'a' } });
		expect(await ask()).toMatchObject({ failure: { kind: 'unavailable' } });
	});

	it('that is made while somebody looks for the task is seen', async () => {
		const { vault, box, ask } = mailbox();
		await ask();
		let moved = false;
		const reader = {
			...vault,
			async read(path: string) {
				const missing = path === at('claimed') && !moved;
				if (!missing) return vault.read(path);
				moved = true;
				return vault.read(path).finally(() => claimTask(box, ID, 'quick'));
			},
		};
		expect(await standingOf({ reader, home: HOME }, ID)).toMatchObject({ state: 'claimed', lease: { who: 'quick' } });
	});

	it('holds while it is renewed, and then goes back to open', async () => {
		const { ask, box, clock, paths } = mailbox();
		await ask();
		await claimTask(box, ID, 'a');
		clock.forward(14 * MINUTE);
		expect(await renewClaim(box, ID, 'b')).toBe(false);
		expect(await renewClaim(box, ID, 'a')).toBe(true);
		clock.forward(14 * MINUTE);
		await ask();
		expect(await standingOf(box, ID)).toMatchObject({ state: 'claimed' });
		clock.forward(MINUTE);
		await ask();
		expect(paths()).toEqual([at('open')]);
		expect(await renewClaim(box, ID, 'a')).toBe(false);
	});

	it('given up three times ends the task, until a person puts it back', async () => {
		const { ask, box, clock, vault, paths } = mailbox();
		await ask();
		for (let tries = 0; tries < 3; tries += 1) {
			expect(await claimTask(box, ID, 'a')).toBe(true);
			expect(paths()).toContain(at('claimed', `.lease-${String(tries)}.json`));
			clock.forward(16 * MINUTE);
			await ask();
		}
		expect(paths()).toEqual([at('dead')]);
		const answer = await ask();
		expect(answer.ok ? '' : answer.failure.message).toContain('given up three times');
		const note = vault.files()[at('dead')] ?? '';
		vault.edit(at('dead'), null);
		vault.edit(at('open'), note);
		expect(await claimTask(box, ID, 'b')).toBe(true);
	});

	it('by hand, without a lease, holds a day; so does one whose lease would never end', async () => {
		for (const lease of [null, '{"who":"x","until":"9999-01-01T00:00:00Z"}', 'broken']) {
			const { ask, box, clock, vault } = mailbox();
			await ask();
			vault.edit(at('claimed'), vault.files()[at('open')] ?? '');
			vault.edit(at('open'), null);
			vault.edit(at('claimed', '.lease-0.json'), lease);
			await ask();
			clock.forward(23 * 60 * MINUTE);
			await ask();
			expect(await standingOf(box, ID)).toMatchObject({ state: 'claimed' });
			clock.forward(2 * 60 * MINUTE);
			await ask();
			expect(await standingOf(box, ID)).toEqual({ state: 'open' });
		}
	});

	it('that was cut off while it was ended is ended by the next look', async () => {
		const { ask, box, clock, vault, paths } = mailbox();
		await ask();
		await claimTask(box, ID, 'a');
		vault.edit(at('claimed', '.lease-0.json.over'), vault.files()[at('claimed', '.lease-0.json')] ?? '');
		vault.edit(at('claimed', '.lease-0.json'), null);
		clock.forward(16 * MINUTE);
		await ask();
		expect(paths()).toEqual([at('open')]);
	});

	it('of several who find it over, none ends the claim that comes after', async () => {
		const { ask, box, clock } = mailbox();
		await ask();
		await claimTask(box, ID, 'a');
		const seen = await standingOf(box, ID);
		clock.forward(16 * MINUTE);
		await ask();
		expect(await claimTask(box, ID, 'b')).toBe(true);
		if (seen.state !== 'claimed') throw new Error(seen.state);
		const { endClaim } = await import('../../../src/worker/mailbox/box.js');
		await endClaim(box, ID, seen);
		expect(await standingOf(box, ID)).toMatchObject({ state: 'claimed', lease: { who: 'b' }, tries: 1 });
	});

	it('that is over still gives its answer, when it comes before anybody else’s', async () => {
		const { ask, box, clock } = mailbox();
		await ask();
		await claimTask(box, ID, 'a');
		clock.forward(16 * MINUTE);
		await ask();
		expect(await respondTo(box, ID, renderResponse('{"a":1}', 'a'))).toBe(true);
		expect(await respondTo(box, ID, renderResponse('{"a":2}', 'b'))).toBe(false);
		expect(await ask()).toMatchObject({ ok: true, text: '{"a":1}' });
	});
});

describe('two devices that sync', () => {
	it('end with one answered task, when one asked again what the other had answered', async () => {
		const { vault, ask, box, paths } = mailbox();
		await ask();
		const note = vault.files()[at('open')] ?? '';
		vault.edit(at('open', '.response.md'), '{"a":1}');
		await ask();
		vault.edit(at('open'), note);
		vault.edit(at('claimed'), note);
		expect(await claimTask(box, ID, 'late')).toBe(false);
		expect(await ask()).toMatchObject({ ok: true, text: '{"a":1}' });
		expect(paths()).toEqual([at('done'), at('done', '.response.md')]);
	});

	it('lose no response: a second one is kept beside the first', async () => {
		const { vault, ask, paths } = mailbox();
		await ask();
		vault.edit(at('done', '.response.md'), '{"a":1}');
		vault.edit(at('claimed', '.response.md'), '{"a":2}');
		expect(await ask()).toMatchObject({ ok: true, text: '{"a":1}' });
		expect(paths()).toEqual([at('done'), at('done', '.response-2.md'), at('done', '.response.md')].sort());
	});

	it.each([`${ID}.sync-conflict-20261122-090000-ABC.md`, `${ID} (conflicted copy 2026-11-22).md`, `${ID}.response (conflict from desk).md`, `${ID} 1.md`, `${ID}.response 2.md`, 'notes.md'])('leave copies that nobody runs: %s', async (name) => {
		const path = `${HOME}/tasks/open/${name}`;
		expect(taskFile(HOME, path)).toBeNull();
		const { vault, ask } = mailbox();
		await ask();
		vault.edit(path, '{"a":1}');
		expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
		const listed = await listTasks(vault, HOME);
		expect(listed.tasks.map(({ id }) => id)).toEqual([ID]);
		expect(listed.problems).toMatchObject([{ path }]);
	});
});

describe('the list of tasks', () => {
	it('tells of each where it stands', async () => {
		const { vault, ask, box } = mailbox();
		const asked = ['a', 'b', 'c', 'd'].map((input) => order({ input, task: `extract:${input}` }));
		for (const each of asked) await ask(each);
		const [, b = '', c = '', d = ''] = asked.map(taskId);
		await claimTask(box, b, 'bot');
		vault.edit(at('open', '.response.md', c), '{}');
		vault.edit(at('open', '.response.md', d), '{}');
		await ask(asked[3]);
		const listed = await listTasks(vault, HOME);
		expect(Object.fromEntries(listed.tasks.map(({ task, state, claim }) => [task, [state, claim?.who ?? null]]))).toEqual({ 'extract:a': ['open', null], 'extract:b': ['claimed', 'bot'], 'extract:c': ['answered', null] });
		expect(listed).toMatchObject({ done: 1, problems: [] });
	});
});
