import { describe, expect, it } from 'vitest';
import { livePolicyDesk, type LivePolicyDesk, type RulesCore as Core } from '../../../src/ui/desk/policy-desk.js';
import type { DeskHost } from '../../../src/ui/desk/ports.js';
import { PLUGIN } from '../../../src/ui/strings/plugin.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { ASK_ALL, noteOf, off, PASS_ALL } from '../../compile/policies/fixture.js';
import { NOTES, open } from '../../promises/vault-fixture.js';

interface Opened {
	readonly desk: LivePolicyDesk;
	readonly vault: MemoryVault;
	readonly shown: string[];
	readonly state: { compiling: boolean; failing: boolean; agrees: boolean; asked: number };
}

function openDesk(): Opened {
	const vault = memoryVault({ ...NOTES, [noteOf('base')]: PASS_ALL, [noteOf('ask')]: off(ASK_ALL) });
	const { app } = open(vault);
	const state = { compiling: false, failing: false, agrees: true, asked: 0 };
	const shown: string[] = [];
	const core = new Proxy<Core>(app, {
		get(target, name, receiver) {
			if (state.failing) return () => Promise.reject(new Error('The engine is gone.'));
			if (name === 'writePolicy') state.asked += 1;
			return Reflect.get(target, name, receiver) as unknown;
		},
	});
	const host: Pick<DeskHost, 'settings' | 'show' | 'who'> = {
		settings: () => ({ layout: DEFAULT_LAYOUT, commitPassed: false, askAboveSources: 50, askAboveDollars: 1 }),
		show: (view) => Promise.resolve(void shown.push(view)),
		who: 'person:test',
	};
	return { desk: livePolicyDesk({ engine: { core }, host, during: (task) => task(), isCompiling: () => state.compiling, maySend: () => Promise.resolve(state.agrees) }), vault, shown, state };
}

describe('the desk of the rules', () => {
	it('knows a policy’s note by its place and name', async () => {
		const { desk, shown } = openDesk();
		for (const path of ['raw/a.prism.md', '_commonplace/policies/a.md', '_commonplace/policies']) desk.noticeNote(path);
		expect(desk.inSight.value).toBeNull();
		desk.noticeNote(noteOf('ask'));
		expect(desk.inSight.value).toEqual({ path: noteOf('ask') });
		const before = desk.inSight.value;
		await desk.show(noteOf('ask'));
		// The same policy once more is asked for once more.
		expect(desk.inSight.value).not.toBe(before);
		expect(shown).toEqual(['policy']);
	});

	it('does no deed while a compile is under way, which may take minutes, but stops a worker', async () => {
		const { desk, vault, state } = openDesk();
		state.compiling = true;
		const before = vault.files();
		expect((await desk.activate(noteOf('ask'), true))?.message).toBe(PLUGIN.notices.busyCompile);
		expect(await desk.accept('mine', ASK_ALL, true)).toMatchObject({ problem: { message: PLUGIN.notices.busyCompile } });
		expect(await desk.write('Ask me.')).toMatchObject({ problem: { message: PLUGIN.notices.busyCompile }, template: null });
		expect(vault.files()).toEqual(before);
		expect(await desk.stopWorker('offline', 'test')).toBeNull();
		expect(Object.keys(vault.files())).toContain('_commonplace/stops/offline.md');
	});

	it('asks nobody for a policy before the person agrees to where the words go', async () => {
		const { desk, state } = openDesk();
		state.agrees = false;
		expect(await desk.write('Ask me.')).toMatchObject({ problem: { message: PLUGIN.notices.notSent }, template: null });
		expect(state.asked).toBe(0);
		state.agrees = true;
		await desk.write('Ask me.');
		expect(state.asked).toBe(1);
	});

	it('does what is asked in the person’s name, and says why where it fails', async () => {
		const { desk, vault, state } = openDesk();
		expect(await desk.activate(noteOf('ask'), true)).toBeNull();
		expect(vault.files()[noteOf('ask')]).toContain('active: true');
		expect(Object.entries(vault.files()).some(([path, text]) => path.includes('/ledger/') && text.includes('"actor":"person:test"'))).toBe(true);
		expect((await desk.activate(noteOf('none'), true))?.message).toBe('There is no such policy.');
		state.failing = true;
		expect((await desk.apply())?.message).toBe('The engine is gone.');
	});
});
