import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { recordStore } from '../../../src/vault/commit/record.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { nodeVault } from '../../../src/vault/node-disk/node-vault.js';
import { claimTask, respondTo, type Mailbox } from '../../../src/worker/mailbox/box.js';
import { listTasks } from '../../../src/worker/mailbox/list-tasks.js';
import { renderResponse } from '../../../src/worker/mailbox/response-note.js';

// Answers tasks until none is open, and writes down which ones it did.
const [root = '', log = '', who = ''] = process.argv.slice(2);
const vault = nodeVault(root);
const box: Mailbox = { reader: vault, store: recordStore(vault, DEFAULT_LAYOUT), home: DEFAULT_LAYOUT.home, now: () => Date.now() };
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
process.stdin.pause();
for (;;) {
	const open = (await listTasks(vault, box.home)).tasks.filter(({ state }) => state === 'open');
	if (open.length === 0) break;
	for (const { id } of open) {
		if (!(await claimTask(box, id, who))) continue;
		appendFileSync(log, `${id}\n`);
		if (!(await respondTo(box, id, renderResponse(`{"by":"${who}"}`, who)))) appendFileSync(log, `twice ${id}\n`);
	}
}
