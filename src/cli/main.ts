import crypto, { createHash } from 'node:crypto';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { hashWith } from '../model/hash.js';
import { runCli } from './run.js';

async function main(): Promise<void> {
	const interrupt = new AbortController();
	// The first of each lets the step at hand end; the second is Node's own and ends at once, which recovery mends.
	for (const name of ['SIGINT', 'SIGTERM'] as const) {
		process.once(name, () => {
			interrupt.abort();
		});
	}
	// A reader that goes away, such as `head`, is no error.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		process.exit(error.code === 'EPIPE' ? 0 : 3);
	});

	process.exitCode = await runCli(process.argv.slice(2), {
		env: process.env,
		cwd: process.cwd(),
		stdout: process.stdout,
		stderr: process.stderr,
		signal: interrupt.signal,
		open: async (root, host, choice) => (await import('./open.js')).openVault(root, host, choice),
	});
}

// From Node 20.12 on there is one call for what else takes three, which tells on a hundred thousand short texts.
hashWith('hash' in crypto ? (text) => crypto.hash('sha256', text) : (text) => createHash('sha256').update(text).digest('hex'));
if (isMainThread) void main();
else void import('./extract-threads.js').then(({ serveExtraction }) => {
	serveExtraction();
});
