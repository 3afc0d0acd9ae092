import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import * as esbuild from 'esbuild';
import { ROOT } from './set-up.mjs';

/** Runs the host's contract suite inside the real app, over a scratch vault that is open in it. */
const ID = 'commonplace-contract';

const skip = (/** @type {string} */ why) => {
	process.stdout.write(`Skipped: ${why}\n`);
	process.exit(process.env.COMMONPLACE_APP_REQUIRED === undefined ? 0 : 1);
};

const vault = process.env.COMMONPLACE_APP_VAULT;
if (vault === undefined) skip('COMMONPLACE_APP_VAULT does not name a scratch vault that is open in Obsidian.');
else if (!existsSync(join(vault, '.obsidian'))) skip(`${vault} is no vault.`);
else if (spawnSync('obsidian', ['version']).status !== 0) skip('the command line of Obsidian (1.12 or later) does not answer.');
else {
	const folder = join(vault, '.obsidian', 'plugins', ID);
	mkdirSync(folder, { recursive: true });
	const manifest = { id: ID, name: 'Commonplace contract', version: '1.0.0', minAppVersion: '1.13.0', description: 'Run the contract suite.', author: 'Commonplace contributors', isDesktopOnly: true };
	writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
	await esbuild.build({ absWorkingDir: ROOT, entryPoints: ['test/host/contract/in-app.ts'], outfile: join(folder, 'main.js'), bundle: true, format: 'cjs', external: ['obsidian'] });
	const obsidian = (/** @type {string[]} */ ...args) => spawnSync('obsidian', [`vault=${basename(vault)}`, ...args], { encoding: 'utf8' });
	obsidian('plugin:enable', `id=${ID}`);
	const { stdout, stderr } = obsidian(ID);
	process.stdout.write(`${stdout}${stderr}`);
	process.exit(/^\d+ passed, 0 failed$/m.test(stdout) ? 0 : 1);
}
