import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lintCache } from '../src/compile/lint-cache.js';
import { lintVault } from '../src/compile/lint-run.js';
import { DEFAULT_SETTINGS } from '../src/compile/settings.js';
import { nodeVault } from '../src/vault/node-disk/node-vault.js';
import type { FileStat, VaultPort } from '../src/vault/port.js';
import { isInside } from '../src/vault/vault-path.js';

// Lints a compiled vault inside one process that already has its listing, as Obsidian does: whole, with nothing changed, and after one page
// and one source changed. Times are milliseconds: of the processor, all threads of the process together, so that other work on the machine does not
// count; and for the whole lint by the clock as well, which is what a person waits.
const [, , root = '.', runs = '5'] = process.argv;
const disk = nodeVault(root);
let listing: readonly FileStat[] = await disk.list('');
const vault: VaultPort = { ...disk, list: (folder) => Promise.resolve(listing.filter(({ path }) => isInside(path, folder))) };
const host = { now: () => Date.now() };

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly clock: number; readonly value: T }> {
	const before = process.cpuUsage();
	const began = performance.now();
	const value = await work();
	const clock = performance.now() - began;
	const { user, system } = process.cpuUsage(before);
	return { ms: (user + system) / 1000, clock, value };
}

function touch(path: string, text: string): void {
	appendFileSync(join(root, path), text);
	const { mtimeMs, size } = statSync(join(root, path));
	listing = listing.map((file) => (file.path === path ? { path, mtime: mtimeMs, size } : file));
}

const cache = lintCache();
const lint = () => lintVault(vault, host, DEFAULT_SETTINGS, cache);
const whole = await timed(lint);
const again: number[] = [];
const page: number[] = [];
const source: number[] = [];
const pages = readdirSync(join(root, 'wiki/concepts')).sort().map((name) => `wiki/concepts/${name}`);
const sources = listing.map(({ path }) => path).filter((path) => path.startsWith('raw/')).sort();
for (let run = 0; run < Number(runs); run += 1) {
	again.push((await timed(lint)).ms);
	touch(pages[Math.floor(((run + 1) * pages.length) / (Number(runs) + 1))] ?? '', '\nSee [[Nowhere at all]].\n');
	page.push((await timed(lint)).ms);
	touch(sources[Math.floor(((run + 1) * sources.length) / (Number(runs) + 1))] ?? '', '\nA line more.\n');
	source.push((await timed(lint)).ms);
}
const { findings, counts, checked, problems } = whole.value;
const rules: Record<string, number> = {};
for (const { rule } of findings) rules[rule] = (rules[rule] ?? 0) + 1;
process.stdout.write(JSON.stringify({ pages: listing.filter(({ path }) => isInside(path, 'wiki') && path.endsWith('.md')).length, checked, whole: whole.ms, clock: whole.clock, again, page, source, counts, rules, problems: problems.length, peak_rss: process.resourceUsage().maxRSS * 1024 }));
