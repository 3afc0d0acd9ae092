import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

const NOTES = {
	'Sleep.md': '# Sleep\n\nSleep is a state of rest for body and mind. **Slow-wave sleep** strengthens memory; it lasts 90 minutes in adults.\n\n- Sleep before midnight is no better than sleep after it.\n',
	'Memory.md': '---\naliases: [Recall]\n---\n# Memory\n\nMemory is the power to keep what was learned. Sleep strengthens memory. See [[Sleep]].\n',
	'Schlaf.md': '# Schlaf\n\nDer Schlaf ist ein Zustand der Ruhe. Er dauert bei Erwachsenen etwa acht Stunden.\n',
};
const COMPILE = ['--json', 'compile', '--approve', 'passed'];

/** @param {readonly string[]} words */
function run(...words) {
	const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env: { ...process.env, COMMONPLACE_DEVICE: 'build' } });
	if (status === null || status > 1) throw new Error(`The command line that was built does not run: ${stderr}`);
}

/**
 * Keeps beside the command line in `folder` what the engine compiles of it in an ordinary run, so that each start need not do that again.
 * Without the file, or under another version of Node, it starts all the same.
 * @param {string} folder
 */
export function keepCompiled(folder) {
	rmSync(join(folder, 'cli-program.compiled'), { force: true });
	const vault = mkdtempSync(join(tmpdir(), 'commonplace-build-'));
	try {
		mkdirSync(join(vault, 'raw'));
		for (const [name, text] of Object.entries(NOTES)) writeFileSync(join(vault, 'raw', name), text);
		run(join(folder, 'cli.js'), '--vault', vault, ...COMPILE);
		appendFileSync(join(vault, 'raw', 'Sleep.md'), '\nThe lighthouse at Cape Arkona was built in 1828. It is 19 metres tall.\n');
		// A process of its own: only what one run used is worth keeping.
		run(fileURLToPath(import.meta.url), folder, '--vault', vault, ...COMPILE);
	} finally {
		rmSync(vault, { recursive: true, force: true });
	}
}

/** @param {string} folder */
function runAndKeep(folder) {
	// As `src/cli/start.ts` has it: what is kept holds for the same flags alone.
	setFlagsFromString('--no-regexp-tier-up');
	setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
	const filename = join(folder, 'cli-program.cjs');
	const program = readFileSync(filename);
	const script = new Script(program.toString(), { filename });
	process.on('exit', () => {
		writeFileSync(join(folder, 'cli-program.compiled'), Buffer.concat([createHash('sha256').update(program).digest(), script.createCachedData()]));
	});
	const started = pathToFileURL(join(folder, 'cli.js')).href;
	script.runInThisContext()(createRequire(started), started);
}

const [, own, folder] = process.argv;
if (own !== undefined && folder !== undefined && import.meta.url === pathToFileURL(own).href) {
	process.argv.splice(2, 1);
	runAndKeep(folder);
}
