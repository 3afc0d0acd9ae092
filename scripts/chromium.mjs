import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];

/** @param {string} path */
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** The browser for the tests: what `COMMONPLACE_CHROMIUM` names, else the first on the path; `null` where there is none. */
export function findChromium() {
	const named = process.env.COMMONPLACE_CHROMIUM;
	if (named !== undefined && named !== '') return isExecutable(named) ? named : null;
	const folders = (process.env.PATH ?? '').split(delimiter);
	return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable) ?? null;
}

export const NO_CHROMIUM = `The browser tests need Chromium and found none. Install it (on Debian: apt-get install ${PACKAGES.join(' ')}), or name one with COMMONPLACE_CHROMIUM=/path/to/chromium.`;

/** Installs Chromium where that can be done without asking anybody; says what to do and leaves the process where not. */
export function needChromium() {
	const found = findChromium();
	if (found !== null) return found;
	if (process.env.COMMONPLACE_CHROMIUM === undefined && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
		process.stderr.write('Installing Chromium for the browser tests …\n');
		const apt = (/** @type {string[]} */ ...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
		apt('update');
		apt('install', '-y', '--no-install-recommends', ...PACKAGES);
	}
	const installed = findChromium();
	if (installed !== null) return installed;
	process.stderr.write(`${NO_CHROMIUM}\n`);
	process.exit(1);
}
