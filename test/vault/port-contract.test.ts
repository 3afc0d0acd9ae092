import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryVault } from '../../src/vault/memory.js';
import { nodeVault } from '../../src/vault/node-disk/node-vault.js';
import { describePort } from './port-contract.js';

const roots: string[] = [];
afterAll(() => {
	for (const root of roots) rmSync(root, { recursive: true, force: true });
});

describePort('in memory', (files) => memoryVault(files));

describePort('on disk', (files = {}) => {
	const root = mkdtempSync(`${tmpdir()}/commonplace-port-`);
	roots.push(root);
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(`${root}/${path}`), { recursive: true });
		writeFileSync(`${root}/${path}`, text);
	}
	return nodeVault(root);
});

describe('the vault in memory', () => {
	it('throws by name for what it does not have', () => {
		expect(() => Reflect.get(memoryVault(), 'watch') as unknown).toThrow('no "watch"');
	});
});
