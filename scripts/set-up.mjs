import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** @param {string} path @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> | null} */
function packagesOf(path) {
	if (!existsSync(path)) return null;
	try {
		return JSON.parse(readFileSync(path, 'utf8')).packages ?? null;
	} catch {
		return null;
	}
}

/** Whether `node_modules` holds what the lockfile names. Packages for other platforms are optional and may be missing. */
export function isInstalled(root = ROOT) {
	const wanted = packagesOf(`${root}package-lock.json`);
	const installed = packagesOf(`${root}node_modules/.package-lock.json`);
	if (wanted === null || installed === null) return false;
	return Object.entries(wanted).every(([path, { version, optional }]) => {
		if (path === '') return true;
		const found = installed[path];
		return found === undefined ? optional === true : found.version === version && existsSync(`${root}${path}`);
	});
}

/**
 * Runs to the end with the terminal's own streams; leaves the process when the command fails.
 * @param {string} command @param {string[]} args
 */
export function mustRun(command, args) {
	const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
	if (error !== undefined) process.stderr.write(`${command} could not be started: ${error.message}\n`);
	if (status !== 0) process.exit(status ?? 1);
}

/** Installs the packages when they are missing or not those of the lockfile. */
export function install() {
	const [major = 0] = process.versions.node.split('.').map(Number);
	if (major < 20) {
		process.stderr.write(`Node 20 or later is needed; this is ${process.version}.\n`);
		process.exit(1);
	}
	if (isInstalled()) return;
	process.stderr.write('Installing packages …\n');
	// Under `npm run` this is npm's own script, which spares the search for an executable on Windows.
	const npm = process.env.npm_execpath;
	if (npm !== undefined && /\.[cm]?js$/.test(npm)) mustRun(process.execPath, [npm, 'ci', '--no-progress']);
	else mustRun(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-progress']);
}

/** Builds `main.js` and `dist/cli.js`. */
export function build() {
	mustRun(process.execPath, ['esbuild.config.mjs', 'production']);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) install();
