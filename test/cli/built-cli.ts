import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import { cliOptions, programOptions, SCRIPTS_HERE } from '../../esbuild.config.mjs';
import { keepCompiled } from '../../scripts/keep-compiled.mjs';

export interface Finished {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface BuiltCli {
	readonly path: string;
	/** Runs one command to its end, without a terminal and on a fixed device. */
	run(args: readonly string[], env?: Readonly<Record<string, string>>, cwd?: string): Promise<Finished>;
	/** Starts one command, to be killed. */
	start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
	/** Starts one command that `interrupt` is given as soon as it runs, and waits for its end. */
	interrupted(args: readonly string[], interrupt: (child: ChildProcess) => void, env?: Readonly<Record<string, string>>): Promise<Finished>;
}

const environment = (env: Readonly<Record<string, string>>): Record<string, string | undefined> => ({ ...process.env, COMMONPLACE_DEVICE: 'test', NO_COLOR: '1', ...env });

/** Builds the command line as it ships into a folder of its own, which is removed after the test file. Call it once, at the top of a file. */
export async function builtCli(): Promise<BuiltCli> {
	const folder = mkdtempSync(join(tmpdir(), 'commonplace-cli-'));
	afterAll(() => rm(folder, { recursive: true, force: true }));
	const path = join(folder, 'cli.js');
	writeFileSync(join(folder, 'package.json'), SCRIPTS_HERE);
	await build({ ...cliOptions(true), outfile: path });
	await build({ ...programOptions(true), outfile: join(folder, 'cli-program.cjs') });
	keepCompiled(folder);
	const start: BuiltCli['start'] = (args, env = {}) => spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'ignore', 'ignore'], env: environment(env) });
	const follow = (args: readonly string[], env: Readonly<Record<string, string>>, cwd: string, interrupt: (child: ChildProcess) => void): Promise<Finished> =>
		new Promise((resolve, reject) => {
			const child = spawn(process.execPath, [path, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: environment(env) });
			interrupt(child);
			let stdout = '';
			let stderr = '';
			child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
			child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
			child.on('error', reject);
			child.on('close', (code) => {
				resolve({ code, stdout, stderr });
			});
		});
	const run: BuiltCli['run'] = (args, env = {}, cwd = folder) => follow(args, env, cwd, () => undefined);
	const interrupted: BuiltCli['interrupted'] = (args, interrupt, env = {}) => follow(args, env, folder, interrupt);
	return { path, run, start, interrupted };
}
