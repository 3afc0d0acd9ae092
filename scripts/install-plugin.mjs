import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build, install, ROOT } from './set-up.mjs';

const FILES = ['main.js', 'manifest.json', 'styles.css'];

const isFolder = (/** @type {string} */ path) => existsSync(path) && statSync(path).isDirectory();

/** Throws, with what to do. @param {string} vault */
function mustBeVault(vault) {
	const folder = resolve(vault);
	if (!isFolder(folder)) throw new Error(`There is no folder ${folder}.`);
	if (!isFolder(join(folder, '.obsidian'))) throw new Error(`${folder} is no vault: it has no .obsidian folder. Open it as a vault in Obsidian once, or name the folder that is one.`);
}

/**
 * Copies the built plugin into a vault; what is there of its settings stays. Throws for a folder that is no
 * vault.
 * @param {string} vault
 * @returns {string} the plugin's folder
 */
export function copyPlugin(vault) {
	mustBeVault(vault);
	const { id } = JSON.parse(readFileSync(`${ROOT}manifest.json`, 'utf8'));
	const target = join(resolve(vault), '.obsidian', 'plugins', id);
	mkdirSync(target, { recursive: true });
	for (const file of FILES) copyFileSync(`${ROOT}${file}`, join(target, file));
	return target;
}

function main() {
	const [flag, vault, ...more] = process.argv.slice(2);
	if (flag !== '--vault' || vault === undefined || more.length > 0) {
		process.stderr.write('Usage: npm run install-plugin -- --vault DIR\n');
		process.exit(2);
	}
	try {
		mustBeVault(vault);
		install();
		build();
		const target = copyPlugin(vault);
		process.stdout.write(`Installed in ${target}\nIn Obsidian: Settings, Community plugins, and switch Commonplace on. If it was on already, switch it off and on.\n`);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
		process.exit(1);
	}
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main();
