import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { goodReader, askedIn } from '../worker/servers/scripted-model.js';

// A program of somebody else that knows what docs/workers.md says of the mailbox, and nothing else. It ends once the file `stop` is there
// and nothing is open.
const [root = '', log = '', who = '', stop = '', ...names] = process.argv.slice(2);
const tasks = join(root, '_commonplace/tasks');
mkdirSync(join(tasks, 'claimed'), { recursive: true });
const open = (): string[] => (existsSync(join(tasks, 'open')) ? readdirSync(join(tasks, 'open')).filter((name) => /^[a-z]+-[0-9a-f]+\.md$/.test(name)) : []);
for (;;) {
	const waiting = open();
	if (waiting.length === 0 && existsSync(stop)) break;
	for (const name of waiting) {
		const claimed = join(tasks, 'claimed', name);
		try {
			renameSync(join(tasks, 'open', name), claimed);
		} catch {
			continue;
		}
		const id = name.replace(/\.md$/, '');
		writeFileSync(join(tasks, 'claimed', `${id}.lease-0.json`), JSON.stringify({ who, until: new Date(Date.now() + 600_000).toISOString() }));
		appendFileSync(log, `${id}\n`);
		const note = readFileSync(claimed, 'utf8');
		const answer = goodReader(names)(askedIn([{ role: 'system', content: note }, { role: 'user', content: note }]));
		writeFileSync(join(tasks, 'claimed', `${id}.response.md`), `---\nby: ${who}\n---\n\`\`\`json\n${JSON.stringify(answer)}\n\`\`\`\n`);
	}
	await setTimeout(20);
}
