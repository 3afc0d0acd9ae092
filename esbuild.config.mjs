import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import process from 'node:process';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const inModules = (/** @type {string} */ path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

/**
 * The plugin's bundle: runs in Obsidian on a desktop and on a phone.
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export const pluginOptions = (production) => ({
	absWorkingDir: root,
	entryPoints: ['src/main.ts'],
	outfile: 'main.js',
	bundle: true,
	format: 'cjs',
	platform: 'browser',
	// Below iOS 16.4 a lookbehind literal stops the whole file from loading; this target turns such literals into calls.
	target: ['es2018', 'ios15'],
	jsx: 'automatic',
	jsxImportSource: 'preact',
	external: ['obsidian'],
	// Its browser build reads entities through innerHTML, which a worker and a plain Node do not have.
	alias: { 'decode-named-character-reference': inModules('decode-named-character-reference/index.js') },
	minify: production,
	sourcemap: production ? false : 'inline',
	legalComments: 'none',
	treeShaking: true,
	metafile: true,
	logLevel: 'warning',
});

/**
 * The command line: one file that needs nothing but Node.
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export const cliOptions = (production) => ({
	absWorkingDir: root,
	entryPoints: ['src/cli/main.ts'],
	outfile: 'dist/cli.js',
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	// yaml's Node build is CommonJS and asks for `process`; its browser build is the one that the plugin runs, too.
	alias: { yaml: inModules('yaml/browser/index.js') },
	banner: { js: '#!/usr/bin/env node' },
	minifySyntax: production,
	sourcemap: production ? false : 'inline',
	legalComments: 'none',
	treeShaking: true,
	metafile: true,
	logLevel: 'warning',
});

/**
 * @param {string} name
 * @param {esbuild.BuildOptions & { metafile: true }} options
 */
async function build(name, options) {
	const { metafile } = await esbuild.build(options);
	await mkdir(`${root}dist`, { recursive: true });
	await writeFile(`${root}dist/meta-${name}.json`, JSON.stringify(metafile));
	for (const [path, output] of Object.entries(metafile.outputs)) {
		process.stdout.write(`${path}  ${(output.bytes / 1024).toFixed(1)} KiB\n`);
	}
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const production = process.argv.includes('production');
	await build('plugin', pluginOptions(production));
	await build('cli', cliOptions(production));
}
