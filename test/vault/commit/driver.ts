import { closeSync, openSync, unlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashText } from '../../../src/model/hash.js';
import { commitBatch, type EditRequest } from '../../../src/vault/commit/commit.js';
import { acquireLease } from '../../../src/vault/commit/lease.js';
import { recover } from '../../../src/vault/commit/recover.js';
import { DEFAULT_LAYOUT as layout } from '../../../src/vault/layout.js';
import { nodeVault } from '../../../src/vault/node-disk/node-vault.js';
import type { Host, VaultPort } from '../../../src/vault/port.js';

// A process of its own, for the tests that kill it or run two of it at once.

export function processHost(): Host {
	return {
		now: () => Date.now(),
		today: () => '2026-11-22',
		device: 'desk',
		pid: process.pid,
		wait: (milliseconds) => sleep(milliseconds),
		isAlive(pid) {
			try {
				process.kill(pid, 0);
				return true;
			} catch {
				return false;
			}
		},
	};
}

/** What every page of the vault holds at a version: each batch of the driver leads from one version to the next. */
export function pagesAt(version: number): Record<string, string> {
	const pages: Record<string, string> = {};
	for (const name of ['a', 'b', 'c', 'd', 'e']) pages[`wiki/${name}.md`] = `version ${version}\n${`${name} ${version} `.repeat(2000)}\n`;
	pages[version % 2 === 0 ? 'wiki/even.md' : 'wiki/odd.md'] = `moved in version ${version}\n`;
	if (version % 2 === 1) pages['wiki/sometimes.md'] = `here in version ${version}\n`;
	return pages;
}

export function editsTo(version: number): EditRequest[] {
	const before = pagesAt(version - 1);
	const after = pagesAt(version);
	const odd = version % 2 === 1;
	const [from, to] = odd ? ['wiki/even.md', 'wiki/odd.md'] : ['wiki/odd.md', 'wiki/even.md'];
	const edits: EditRequest[] = ['a', 'b', 'c', 'd', 'e'].map((name) => {
		const path = `wiki/${name}.md`;
		return { proposal: `p-${version}${name}`, op: 'update', path, to: null, baseHash: hashText(before[path] ?? ''), after: after[path] ?? '' };
	});
	edits.push({ proposal: `p-${version}m`, op: 'rename', path: from, to, baseHash: hashText(before[from] ?? ''), after: after[to] ?? '' });
	const path = 'wiki/sometimes.md';
	edits.push(
		odd
			? { proposal: `p-${version}s`, op: 'create', path, to: null, baseHash: null, after: after[path] ?? '' }
			: { proposal: `p-${version}s`, op: 'retire', path, to: null, baseHash: hashText(before[path] ?? ''), after: null },
	);
	return edits;
}

async function commitForever(vault: VaultPort, version: number): Promise<never> {
	for (let next = version + 1; ; next += 1) {
		const result = await commitBatch(vault, processHost(), layout, { run: `r${next}`, edits: editsTo(next) });
		if (!result.ok || result.value.edits.some(({ kind }) => kind !== 'committed')) throw new Error(`version ${next}: ${JSON.stringify(result)}`);
		process.stdout.write(`${next}\n`);
	}
}

async function count(vault: VaultPort, rounds: number, witness: string): Promise<void> {
	const host = processHost();
	const path = 'wiki/counter.md';
	for (let round = 0; round < rounds; ) {
		const lease = await acquireLease(vault, host, layout, { run: `count-${host.pid}-${round}` });
		if (!lease.ok) {
			await sleep(1 + (host.pid % 3));
			continue;
		}
		// Fails if another process is between these lines.
		closeSync(openSync(witness, 'wx'));
		const recovered = await recover(vault, host, layout, lease.value);
		const text = await vault.read(path);
		const edits: EditRequest[] = [{ proposal: 'p', op: 'update', path, to: null, baseHash: hashText(text), after: String(Number(text) + 1) }];
		const result = await commitBatch(vault, host, layout, { run: `count-${host.pid}`, edits, lease: lease.value });
		if (!recovered.ok || !result.ok || result.value.edits[0]?.kind !== 'committed') throw new Error(JSON.stringify([recovered, result]));
		unlinkSync(witness);
		await lease.value.release();
		round += 1;
	}
}

const [, , mode, root = '', ...rest] = process.argv;
if (mode === 'commit') await commitForever(nodeVault(root), Number(rest[0]));
if (mode === 'count') await count(nodeVault(root), Number(rest[0]), rest[1] ?? '');
