import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * A hash over the names and bytes of all files below a folder. What Obsidian keeps about its windows does not count.
 * @param {string} folder
 */
export function folderHash(folder) {
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
		.filter((path) => !path.startsWith('.obsidian/'))
		.sort();
	const hash = createHash('sha256');
	for (const path of files) {
		const bytes = readFileSync(join(folder, path));
		hash.update(`${path}\0${bytes.length}\0`).update(bytes);
	}
	return hash.digest('hex');
}

/** @param {string} folder */
const stampOf = (folder) => `${folder}.sha256`;

/**
 * A fresh copy of a vault under `parent`. The copy of last time is replaced only if nobody changed it since `seal`;
 * else it stays and the new one gets the next number.
 * @param {string} source @param {string} parent
 */
export function freshVault(source, parent) {
	mkdirSync(parent, { recursive: true });
	for (let number = 1; ; number += 1) {
		const folder = join(parent, number === 1 ? 'vault' : `vault-${number}`);
		const stamp = stampOf(folder);
		if (existsSync(folder)) {
			if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== folderHash(folder)) continue;
			rmSync(folder, { recursive: true });
			rmSync(stamp);
		}
		cpSync(source, folder, { recursive: true });
		return folder;
	}
}

/** Remembers how the folder looks now, so that a later change by hand is seen. @param {string} folder */
export const seal = (folder) => writeFileSync(stampOf(folder), folderHash(folder));
