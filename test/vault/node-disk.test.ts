import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeVault } from '../../src/vault/node-disk/node-vault.js';
import type { VaultPort } from '../../src/vault/port.js';

const scratch = mkdtempSync(`${tmpdir()}/commonplace-disk-`);
let count = 0;
let root = '';
let outside = '';
let vault: VaultPort;

beforeEach(() => {
	count += 1;
	root = `${scratch}/${count}/vault`;
	outside = `${scratch}/${count}/outside`;
	mkdirSync(`${root}/wiki`, { recursive: true });
	mkdirSync(outside);
	writeFileSync(`${outside}/secret.md`, 'secret');
	vault = nodeVault(root);
});
afterAll(() => {
	rmSync(scratch, { recursive: true, force: true });
});

const denied = { name: 'VaultError', code: 'denied' };

describe('links', () => {
	it('that leave the vault are neither read nor written, and are listed so that reading them tells', async () => {
		symlinkSync(`${outside}/secret.md`, `${root}/wiki/link.md`);
		symlinkSync(outside, `${root}/wiki/folder`);
		symlinkSync(outside, `${root}/out`);
		await expect(vault.read('wiki/link.md')).rejects.toMatchObject(denied);
		await expect(vault.read('wiki/folder/secret.md')).rejects.toMatchObject(denied);
		await expect(vault.stat('wiki/link.md')).rejects.toMatchObject(denied);
		await expect(vault.list('out')).rejects.toMatchObject(denied);
		for (const path of ['wiki/link.md', 'wiki/folder/secret.md', 'out/secret.md']) {
			await expect(vault.process(path, () => 'x')).rejects.toMatchObject(denied);
			await expect(vault.replace(path, 'x')).rejects.toMatchObject(denied);
			await expect(vault.append(path, 'x')).rejects.toMatchObject(denied);
			await expect(vault.rename(path, 'wiki/moved.md')).rejects.toMatchObject(denied);
			await expect(vault.remove(path)).rejects.toMatchObject(denied);
		}
		await expect(vault.create('wiki/folder/new.md', 'x')).rejects.toMatchObject(denied);
		await expect(vault.create('out/deep/er/new.md', 'x')).rejects.toMatchObject(denied);
		await vault.create('wiki/a.md', 'a');
		await expect(vault.rename('wiki/a.md', 'out/a.md')).rejects.toMatchObject(denied);
		expect((await vault.list('wiki')).map(({ path }) => path).sort()).toEqual(['wiki/a.md', 'wiki/folder', 'wiki/link.md']);
		expect(readdirSync(outside)).toEqual(['secret.md']);
		expect(readFileSync(`${outside}/secret.md`, 'utf8')).toBe('secret');
	});

	it('inside the vault are read, but never written through: a page must not turn out to be a source', async () => {
		mkdirSync(`${root}/raw`);
		writeFileSync(`${root}/raw/source.md`, 'mine');
		symlinkSync('../raw/source.md', `${root}/wiki/page.md`);
		symlinkSync('../raw', `${root}/wiki/concepts`);
		expect(await vault.read('wiki/page.md')).toBe('mine');
		expect((await vault.list('wiki')).map(({ path }) => path)).toEqual(['wiki/page.md']);
		expect((await vault.list('', ['wiki'])).filter(({ path }) => path.startsWith('wiki/'))).toEqual([]);
		await expect(vault.process('wiki/page.md', () => 'x')).rejects.toMatchObject(denied);
		await expect(vault.create('wiki/concepts/new.md', 'x')).rejects.toMatchObject(denied);
		expect(readdirSync(`${root}/raw`)).toEqual(['source.md']);
		expect(readlinkSync(`${root}/wiki/page.md`)).toBe('../raw/source.md');
	});

	it('that take the place of a note or of its folder after it was read are noticed', async () => {
		mkdirSync(`${root}/wiki/in`);
		writeFileSync(`${root}/wiki/in/secret.md`, 'page');
		expect(await vault.read('wiki/in/secret.md')).toBe('page');
		rmSync(`${root}/wiki/in/secret.md`);
		symlinkSync(`${outside}/secret.md`, `${root}/wiki/in/secret.md`);
		await expect(vault.read('wiki/in/secret.md')).rejects.toMatchObject(denied);
		rmSync(`${root}/wiki/in`, { recursive: true });
		symlinkSync(outside, `${root}/wiki/in`);
		await expect.poll(() => vault.read('wiki/in/secret.md').catch((error: unknown) => error)).toMatchObject(denied);
	});

	it('that lead nowhere or round in circles do no harm', async () => {
		symlinkSync('nowhere', `${root}/wiki/broken.md`);
		symlinkSync('loop', `${root}/wiki/loop`);
		symlinkSync('.', `${root}/wiki/self`);
		expect(await vault.stat('wiki/broken.md')).toBeNull();
		await expect(vault.create('wiki/broken.md', 'x')).rejects.toMatchObject({ code: 'exists' });
		await expect(vault.create('wiki/broken.md/x.md', 'x')).rejects.toMatchObject(denied);
		await expect(vault.create('wiki/loop/x.md', 'x')).rejects.toMatchObject(denied);
		expect((await vault.list('')).length).toBeLessThanOrEqual(1);
	});

	it('may lead to the vault itself', async () => {
		symlinkSync(root, `${scratch}/${count}/alias`);
		const same = nodeVault(`${scratch}/${count}/alias`);
		await same.create('wiki/a.md', 'a');
		expect(await vault.read('wiki/a.md')).toBe('a');
	});
});

describe('text', () => {
	it('that is not UTF-8 is refused, not mended', async () => {
		writeFileSync(`${root}/wiki/latin.md`, Buffer.from([0x47, 0xe4, 0x0a]));
		await expect(vault.read('wiki/latin.md')).rejects.toMatchObject({ code: 'not-text' });
		await expect(vault.process('wiki/latin.md', () => 'x')).rejects.toMatchObject({ code: 'not-text' });
		expect([...readFileSync(`${root}/wiki/latin.md`)]).toEqual([0x47, 0xe4, 0x0a]);
	});

	it('of 5 MB goes in and out whole', async () => {
		const text = 'aé漢🧠\r\n'.repeat(400_000);
		await vault.create('wiki/big.md', text);
		expect(await vault.process('wiki/big.md', (current) => `${current}!`)).toBe(`${text}!`);
		expect(await vault.read('wiki/big.md')).toBe(`${text}!`);
	});
});

describe('process', () => {
	it('sees what another program wrote while it was at work', async () => {
		await vault.create('wiki/a.md', 'machine');
		let seen = 0;
		const result = await vault.process('wiki/a.md', (text) => {
			seen += 1;
			if (seen === 1) appendFileSync(`${root}/wiki/a.md`, ' person');
			return `${text} more`;
		});
		expect(result).toBe('machine person more');
		expect(readFileSync(`${root}/wiki/a.md`, 'utf8')).toBe('machine person more');
	});

	it('gives up, with all in place, on a file that never rests', async () => {
		await vault.create('wiki/a.md', '');
		await expect(vault.process('wiki/a.md', (text) => {
			appendFileSync(`${root}/wiki/a.md`, 'p');
			return `${text}m`;
		})).rejects.toMatchObject({ code: 'busy' });
		expect(readFileSync(`${root}/wiki/a.md`, 'utf8')).toMatch(/^p+$/);
		expect(readdirSync(`${root}/wiki`)).toEqual(['a.md']);
	});

	it('keeps the file\'s rights', async () => {
		await vault.create('wiki/a.md', 'x');
		chmodSync(`${root}/wiki/a.md`, 0o640);
		await vault.process('wiki/a.md', () => 'y');
		expect(statSync(`${root}/wiki/a.md`).mode & 0o777).toBe(0o640);
	});
});

describe('after a crash', () => {
	const dead = (): number => {
		const { pid } = spawnSync(process.execPath, ['-e', '']);
		return pid;
	};

	it('leftovers are not listed, and are swept only if their writer is dead', async () => {
		const litter = `.commonplace-${dead()}-7.tmp`;
		const alive = `.commonplace-${process.pid}-999999.tmp`;
		mkdirSync(`${root}/wiki/deep`);
		for (const name of [litter, `deep/${litter}`, alive, '.commonplace-notes.md', 'page.md']) writeFileSync(`${root}/wiki/${name}`, 'x');
		expect((await vault.list('')).map(({ path }) => path)).toEqual(['wiki/page.md']);
		expect(await vault.sweep('wiki')).toBe(2);
		expect(await vault.sweep('nowhere')).toBe(0);
		expect(readdirSync(`${root}/wiki`).sort()).toEqual([alive, '.commonplace-notes.md', 'deep', 'page.md'].sort());
	});

	it('a move that was cut off between its two names is ended by doing it again', async () => {
		await vault.create('wiki/a.md', 'a');
		mkdirSync(`${root}/trash`);
		linkSync(`${root}/wiki/a.md`, `${root}/trash/a.md`);
		await vault.rename('wiki/a.md', 'trash/a.md');
		expect(existsSync(`${root}/wiki/a.md`)).toBe(false);
		expect(readFileSync(`${root}/trash/a.md`, 'utf8')).toBe('a');
	});

	it('leaves no temporary file behind when all goes well, or when it fails', async () => {
		await vault.create('wiki/a.md', 'a');
		await vault.process('wiki/a.md', () => 'b');
		await vault.replace('wiki/c.md', 'c');
		mkdirSync(`${root}/wiki/dir`);
		await expect(vault.create('wiki/a.md', 'x')).rejects.toMatchObject({ code: 'exists' });
		await expect(vault.replace('wiki/dir', 'x')).rejects.toMatchObject({ code: 'is-folder' });
		expect(readdirSync(`${root}/wiki`).sort()).toEqual(['a.md', 'c.md', 'dir']);
	});
});

describe('errors of the system', () => {
	it('a missing vault, or one that is a file', () => {
		expect(() => nodeVault(`${root}/nope`)).toThrow(expect.objectContaining({ code: 'missing' }));
		expect(() => nodeVault(`${outside}/secret.md`)).toThrow(expect.objectContaining({ code: 'not-folder' }));
	});

	it('a name that is too long says so, and is nobody\'s file', async () => {
		const path = `wiki/${'x'.repeat(300)}.md`;
		expect(await vault.stat(path)).toBeNull();
		await expect(vault.create(path, 'x')).rejects.toMatchObject({ code: 'io', message: expect.stringContaining('ENAMETOOLONG') as unknown });
	});

	// Rights do not bind root, but even root writes nothing here.
	it('a folder that nobody may write to', async ({ skip }) => {
		skip(!existsSync('/sys/kernel'), 'this system has no /sys');
		await expect(nodeVault('/sys/kernel').create('commonplace.md', 'x')).rejects.toMatchObject(denied);
	});

	it('a full disk', async ({ skip }) => {
		const small = `${scratch}/small`;
		mkdirSync(small);
		skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]).status !== 0, 'no small disk can be mounted here');
		try {
			const full = nodeVault(small);
			await full.create('wiki/a.md', 'a');
			await expect(full.create('wiki/b.md', 'x'.repeat(100_000))).rejects.toMatchObject({ code: 'full' });
			await expect(full.process('wiki/a.md', () => 'x'.repeat(100_000))).rejects.toMatchObject({ code: 'full' });
			expect(await full.read('wiki/a.md')).toBe('a');
			expect(readdirSync(`${small}/wiki`)).toEqual(['a.md']);
		} finally {
			spawnSync('umount', [small]);
		}
	});
});

it('lists 10,000 files in a moment', async () => {
	for (let folder = 0; folder < 100; folder += 1) {
		mkdirSync(`${root}/raw/${folder}`, { recursive: true });
		for (let file = 0; file < 100; file += 1) writeFileSync(`${root}/raw/${folder}/${file}.md`, '');
	}
	const times: number[] = [];
	for (let round = 0; round < 3; round += 1) {
		const begin = performance.now();
		expect(await vault.list('raw')).toHaveLength(10_000);
		times.push(performance.now() - begin);
	}
	console.log(`10,000 files listed in ${Math.min(...times).toFixed(0)} ms`);
	expect(Math.min(...times)).toBeLessThan(300);
});
