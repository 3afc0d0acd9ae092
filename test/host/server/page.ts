import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as esbuild from 'esbuild';

export interface HostPage {
	readonly files: ReadonlyMap<string, { readonly type: string; readonly text: string }>;
}

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Host</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/host.css">
<script>window.vaultName = {{vault}};</script>
</head>
<body><script src="/host.js"></script></body>
</html>
`;

let built: Promise<HostPage> | null = null;

/** The page of the host: its script and style are built once a process. */
export function hostPage(root = projectRoot()): Promise<HostPage> {
	built ??= build(root);
	return built;
}

async function build(root: string): Promise<HostPage> {
	const { outputFiles } = await esbuild.build({
		absWorkingDir: root,
		entryPoints: { host: 'test/host/ui/boot.ts', style: 'test/host/ui/host.css' },
		outdir: 'host',
		bundle: true,
		format: 'iife',
		platform: 'browser',
		target: 'es2022',
		keepNames: true,
		write: false,
		logLevel: 'warning',
		// As in the plugin's own build: the browser build of this one reads entities through innerHTML.
		alias: { 'decode-named-character-reference': resolve(root, 'node_modules/decode-named-character-reference/index.js') },
	});
	const textOf = (name: string): string => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '';
	return {
		files: new Map([
			['/', { type: 'text/html', text: HTML }],
			['/host.js', { type: 'text/javascript', text: textOf('host.js') }],
			['/host.css', { type: 'text/css', text: textOf('style.css') }],
			['/icons.json', { type: 'application/json', text: await readFile(resolve(root, 'node_modules/lucide-static/icon-nodes.json'), 'utf8') }],
		]),
	};
}

/** The project's folder, from wherever this file was bundled to: the one that is built by `esbuild.config.mjs`. */
function projectRoot(): string {
	for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
		if (existsSync(resolve(folder, 'esbuild.config.mjs'))) return folder;
		if (folder === dirname(folder)) throw new Error('The project folder was not found.');
	}
}
