import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished, test } from 'vitest';
import type { HostAdapter } from './core/adapter.js';
import { CASES } from './contract/cases.js';
import { Component } from './core/component.js';
import { debounce } from './core/debounce.js';
import { DiskAdapter } from './core/disk-adapter.js';
import { FileManager } from './core/file-manager.js';
import { TFile, TFolder } from './core/files.js';
import { MemoryAdapter } from './core/memory-adapter.js';
import { MetadataCache } from './core/metadata-cache.js';
import { getLinkpath, normalizePath, parseLinktext } from './core/path.js';
import { Vault } from './core/vault.js';
import { getFrontMatterInfo, parseYaml } from './core/yaml.js';
import type { World } from './contract/world.js';

const obsidian = { Component, TFile, TFolder, debounce, getFrontMatterInfo, getLinkpath, normalizePath, parseLinktext, parseYaml };

function onDisk(): HostAdapter {
	const folder = mkdtempSync(join(tmpdir(), 'contract-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	return new DiskAdapter(folder);
}

async function worldOver(adapter: HostAdapter): Promise<World> {
	const vault = new Vault(adapter, 'contract');
	const metadataCache = new MetadataCache(vault);
	const fileManager = new FileManager(vault, metadataCache);
	await metadataCache.open(await vault.open());
	onTestFinished(vault.follow());
	await vault.createFolder('case');
	return { app: { vault, metadataCache, fileManager }, obsidian, folder: 'case' };
}

describe.each([
	{ over: 'memory', adapter: () => new MemoryAdapter() },
	{ over: 'a disk', adapter: onDisk },
])('the vault over $over', ({ adapter }) => {
	test.each(CASES.map((entry) => [entry.name, entry] as const))('%s', async (_, entry) => {
		await entry.run(await worldOver(adapter()));
	});
});
