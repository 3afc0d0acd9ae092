import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import process from 'node:process';
import * as esbuild from 'esbuild';
import { keepCompiled } from './scripts/keep-compiled.mjs';
import { leftOut, withoutExamples } from './scripts/left-out.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const inModules = (/** @type {string} */ path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

/**
 * Every engine that this runs on knows the properties in our patterns (\p{…}); esbuild only sees that some newest ones are missing, and would
 * have each such pattern made anew each time it is used.
 */
const supported = { 'regexp-unicode-property-escapes': true };

/**
 * What runs inside Obsidian, on a desktop and on a phone.
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
const inApp = (production) => ({
	absWorkingDir: root,
	bundle: true,
	platform: 'browser',
	// Below iOS 16.4 a lookbehind literal stops the whole file from loading; this target turns such literals into calls.
	target: ['chrome100', 'ios15'],
	supported,
	jsx: 'automatic',
	jsxImportSource: 'preact',
	// Its browser build reads entities through innerHTML, which a worker and a plain Node do not have.
	alias: { 'decode-named-character-reference': inModules('decode-named-character-reference/index.js') },
	minify: production,
	// Obsidian's guidelines: a plugin leaves the console alone, libraries that it brings along included.
	drop: production ? ['console'] : [],
	sourcemap: production ? false : 'inline',
	define: { 'process.env.NODE_ENV': '"production"' },
	legalComments: 'none',
	// An escape takes six bytes where the letter takes two or three; there are thousands of them in the lists of words.
	charset: 'utf8',
	treeShaking: true,
	metafile: true,
	logLevel: 'warning',
});

/**
 * The program of the engine's thread, which holds all of the core.
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export const threadOptions = (production) => ({ ...inApp(production), entryPoints: ['src/obsidian/engine/engine-thread.ts'], format: 'iife', plugins: [leftOut(), withoutExamples()] });

/** Letters that nobody sees stay escapes, so that the bundle reads as what it is. @param {string} program */
const visible = (program) => program.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

const ESCAPE = /(?<=(?<!\\)(?:\\\\)*)\\u([0-9a-f]{4})/gi;

/** Letters that everybody sees stand for themselves, in patterns too, where an escape inside a text takes seven bytes. @param {string} program */
const lettered = (program) =>
	program.replace(ESCAPE, (escape, /** @type {string} */ code) => {
		const letter = String.fromCharCode(parseInt(code, 16));
		return /^[\u00a1-\uffff]$/.test(letter) && /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(letter) ? letter : escape;
	});

/**
 * Carries the engine's program inside the bundle as text, for the plugin is one file and starts its thread from memory.
 * @param {boolean} production
 * @returns {esbuild.Plugin}
 */
const inlinedThread = (production) => ({
	name: 'inlined-thread',
	setup(build) {
		build.onResolve({ filter: /^commonplace:engine-thread$/ }, ({ path }) => ({ path, namespace: 'inlined-thread' }));
		build.onLoad({ filter: /./, namespace: 'inlined-thread' }, async () => {
			const { outputFiles } = await esbuild.build({ ...threadOptions(production), write: false });
			return { contents: `export const program = ${JSON.stringify(lettered(visible(outputFiles[0]?.text ?? '')))};`, loader: 'js' };
		});
	},
});

/**
 * The plugin's bundle.
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export const pluginOptions = (production) => ({
	...inApp(production),
	entryPoints: ['src/main.ts'],
	outfile: 'main.js',
	format: 'cjs',
	external: ['obsidian'],
	loader: { '.md': 'text' },
	plugins: [inlinedThread(production), leftOut()],
});

/** The plugin's styles: the views' own files in one. @returns {esbuild.BuildOptions & { metafile: true }} */
export const styleOptions = () => ({
	absWorkingDir: root,
	entryPoints: ['src/ui/styles.css'],
	outfile: 'styles.css',
	bundle: true,
	// Nesting is written out, which the web views of older phones do not know.
	target: ['chrome100', 'ios15'],
	metafile: true,
	logLevel: 'warning',
});

/**
 * What runs in Node: the command line, and the benches over the same parts.
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export const nodeOptions = (production) => ({
	absWorkingDir: root,
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	supported,
	// yaml's Node build is CommonJS and asks for `process`; its browser build is the one that the plugin runs, too.
	alias: { yaml: inModules('yaml/browser/index.js') },
	minifySyntax: production,
	// Names stay, so that a stack trace can be read; each start and each thread parses the file anew.
	minifyWhitespace: production,
	sourcemap: production ? false : 'inline',
	legalComments: 'none',
	treeShaking: true,
	metafile: true,
	logLevel: 'warning',
});

/**
 * What starts the command line, whose program stands beside it. A script and no module: the loader of modules starts Node's threads
 * for files before the first line of a module runs, and then their number is fixed.
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export const cliOptions = (production) => ({
	...nodeOptions(production),
	entryPoints: ['src/cli/start.ts'],
	outfile: 'dist/cli.js',
	format: 'cjs',
	banner: { js: "#!/usr/bin/env node\nconst startedFrom = require('node:url').pathToFileURL(__filename).href;" },
	define: { 'import.meta.url': 'startedFrom' },
});

/** Beside the command line, for this project's own package says that its files are modules. */
export const SCRIPTS_HERE = '{ "type": "commonjs" }\n';

/**
 * Writes as escapes what is left of letters beyond ASCII, which stands in patterns alone: the engine takes half the room for a text without
 * them, and reads it sooner.
 * @type {esbuild.Plugin}
 */
const plainLetters = {
	name: 'plain-letters',
	setup(build) {
		const { outfile = '' } = build.initialOptions;
		build.onEnd(async ({ errors, outputFiles }) => {
			if (errors.length > 0 || outputFiles !== undefined) return;
			const program = await readFile(outfile, 'utf8');
			await writeFile(outfile, program.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
		});
	},
};

/**
 * All of the command line, as an expression whose value `src/cli/start.ts` calls: a script, and no module, so that what the engine compiles
 * of it can be kept.
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
export const programOptions = (production) => ({
	...nodeOptions(production),
	entryPoints: ['src/cli/main.ts'],
	outfile: 'dist/cli-program.cjs',
	format: 'cjs',
	banner: { js: '(function (require, startedFrom) {' },
	footer: { js: '})' },
	define: { 'import.meta.url': 'startedFrom' },
	// A script that is run has no loader of modules.
	supported: { ...supported, 'dynamic-import': false },
	plugins: [plainLetters],
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
	await build('styles', styleOptions());
	await build('cli', cliOptions(production));
	await build('cli-program', programOptions(production));
	await writeFile(`${root}dist/package.json`, SCRIPTS_HERE);
	if (production) keepCompiled(`${root}dist`);
}
