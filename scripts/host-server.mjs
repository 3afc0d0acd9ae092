import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { ROOT } from './set-up.mjs';

/** The host's server is TypeScript, for the tests; here it is bundled to something that Node runs. */
const SERVER = `${ROOT}dist/host-server.mjs`;

/** @returns {Promise<typeof import('../test/host/server/server.js').startServer>} */
export async function hostServer() {
	await esbuild.build({
		absWorkingDir: ROOT,
		entryPoints: ['test/host/server/server.ts'],
		outfile: SERVER,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		packages: 'external',
		logLevel: 'warning',
	});
	/** @type {typeof import('../test/host/server/server.js')} */
	const { startServer } = await import(pathToFileURL(SERVER).href);
	return startServer;
}
