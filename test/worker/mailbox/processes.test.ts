import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { recordStore } from '../../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { nodeVault } from '../../../src/vault/node-disk/node-vault.js';
import { mailboxClerk } from '../../../src/worker/mailbox/clerk.js';
import { listTasks } from '../../../src/worker/mailbox/list-tasks.js';
import { taskId } from '../../../src/worker/mailbox/names.js';
import { fakeClock, never, order } from '../wrappers/scripted.js';

const folder = mkdtempSync(join(tmpdir(), 'commonplace-mailbox-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('two processes on one mailbox answer every task once', async () => {
	const script = join(folder, 'agent.mjs');
	const log = join(folder, 'log.txt');
	await build({ entryPoints: [new URL('agent-process.ts', import.meta.url).pathname], bundle: true, platform: 'node', format: 'esm', outfile: script, banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });
	const root = mkdtempSync(join(folder, 'vault-'));
	const vault = nodeVault(root);
	const clock = fakeClock(Date.now());
	const clerk = mailboxClerk({ tier: 4, box: { reader: vault, store: recordStore(vault, DEFAULT_LAYOUT), home: DEFAULT_LAYOUT.home, now: () => clock.now() }, clock, patience: 0 });
	const orders = Array.from({ length: 40 }, (_, index) => order({ input: `Passage ${String(index)}`, task: `extract:s-${String(index)}.0` }));
	for (const each of orders) expect(await clerk.answer(each, never)).toMatchObject({ ok: false });

	const agents = ['a', 'b'].map((who) => spawn(process.execPath, [script, root, log, who], { stdio: ['pipe', 'pipe', 'inherit'] }));
	await Promise.all(agents.map((agent) => new Promise((resolve) => agent.stdout.once('data', resolve))));
	const ended = agents.map((agent) => new Promise<number | null>((resolve) => agent.once('exit', resolve)));
	for (const agent of agents) agent.stdin.write('go\n');
	expect(await Promise.all(ended)).toEqual([0, 0]);

	expect(readFileSync(log, 'utf8').trim().split('\n').sort()).toEqual(orders.map(taskId).sort());
	const answers = await Promise.all(orders.map((each) => clerk.answer(each, never)));
	expect(answers.filter(({ ok }) => ok)).toHaveLength(40);
	expect(await listTasks(vault, DEFAULT_LAYOUT.home)).toEqual({ tasks: [], done: 40, problems: [] });
});
