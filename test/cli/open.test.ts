import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openVault } from '../../src/cli/open.js';
import { fixtureHost } from '../promises/vault-fixture.js';

const root = mkdtempSync(join(tmpdir(), 'commonplace-open-'));
afterAll(() => {
	rmSync(root, { recursive: true, force: true });
});

function put(path: string, text: string): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
}

const SETTINGS = '.obsidian/plugins/commonplace-wiki/data.json';

describe('the command line', () => {
	it('goes by the plugin’s settings where there are any', async () => {
		put('Inbox/Tea.md', '# Tea\n\nTea is a drink.\n');
		const before = await openVault(root, fixtureHost());
		expect(before).toMatchObject({ problems: [], unusable: null });
		expect((await before.app.estimate()).toRead).toBe(0);
		put(SETTINGS, JSON.stringify({ layout: { raw: 'Inbox' }, minMentions: 'two' }));
		const { app, problems } = await openVault(root, fixtureHost());
		expect(problems).toMatchObject([{ path: SETTINGS }]);
		expect(problems[0]?.message).toContain('minMentions');
		expect((await app.estimate()).toRead).toBe(1);
	});

	it('does nothing where they are broken: they may name other folders', async () => {
		put(SETTINGS, '{"minMentions": ');
		expect((await openVault(root, fixtureHost())).unusable).toMatchObject({ path: SETTINGS });
	});

	it('finds them where the app’s folder has another name', async () => {
		rmSync(join(root, '.obsidian'), { recursive: true });
		put('.config/plugins/commonplace-wiki/data.json', JSON.stringify({ layout: { raw: 'Inbox' } }));
		expect((await (await openVault(root, fixtureHost())).app.estimate()).toRead).toBe(1);
	});
});
