import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import type { VaultPort } from '../../src/vault/port.js';
import { compile, CONCEPT_PAGE, failuresOf, fixtureHost, NOTES, open, recording, textAt } from './vault-fixture.js';

class Crash extends Error {}

/** A vault in which a compile was cut off at one of its writes, told by the file. */
async function cutOff(at: (path: string, seen: number) => boolean): Promise<MemoryVault> {
	let seen = 0;
	let dead = false;
	const vault = memoryVault(NOTES, {
		before(operation, path) {
			if (dead) throw new Crash();
			if (['list', 'stat', 'read'].includes(operation) || !at(path, ++seen)) return;
			dead = true;
			throw new Crash();
		},
	});
	await compile(open(vault).app).catch(() => undefined);
	const files = vault.files();
	expect(dead).toBe(true);
	return memoryVault(files);
}

const restarted = (vault: VaultPort): ReturnType<typeof open> => open(vault, { host: fixtureHost({ pid: 2 }) });

describe('recover', () => {
	it('ends what was cut off among the pages, and tells index and log', async () => {
		const vault = await cutOff((path) => path === CONCEPT_PAGE);
		const { app } = restarted(vault);
		const problems = await app.recover();
		expect(problems.map(({ message }) => message).join()).toContain('was cut off; it was ended now');
		expect(textAt(vault, 'wiki/index.md')).toContain('Spaced repetition');
		expect(textAt(vault, 'wiki/log.md')).toContain('ended after it was cut off');
		expect(failuresOf(await app.verify())).toEqual([]);
		expect(await app.recover()).toEqual([]);
	});

	it('ends what was cut off before the books were kept', async () => {
		const vault = await cutOff((path) => path === 'wiki/index.md');
		const { app } = restarted(vault);
		await app.recover();
		expect(textAt(vault, 'wiki/index.md')).toContain('Spaced repetition');
		expect(failuresOf(await app.verify())).toEqual([]);
		expect((await compile(app)).problems).toEqual([]);
	});

	it('waits for the emergency stop, and then does its work', async () => {
		const vault = await cutOff((path) => path === CONCEPT_PAGE);
		await restarted(vault).app.raiseStop('person:test', 'test');
		const watched = recording(vault);
		expect(await restarted(watched.vault).app.recover()).toMatchObject([{ path: '_commonplace' }]);
		expect(watched.writes).toEqual([]);
		await restarted(vault).app.liftStop('person:test');
		await restarted(vault).app.recover();
		expect(failuresOf(await restarted(vault).app.verify())).toEqual([]);
	});

	it('writes nothing where nothing was cut off', async () => {
		const inner = memoryVault(NOTES);
		const { vault, writes } = recording(inner);
		const { app } = open(vault);
		await compile(app);
		const before = writes.length;
		expect(await app.recover()).toEqual([]);
		expect(writes).toHaveLength(before);
	});
});
