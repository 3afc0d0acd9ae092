import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const source = fileURLToPath(new URL('tiny-plugin', import.meta.url));

/** Builds the tiny plugin as a plugin is built, into a folder of its own. `prelude` is code that stands before its own. */
export async function buildTinyPlugin(prelude = ''): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'tiny-plugin-'));
	await esbuild.build({ entryPoints: [join(source, 'main.ts')], outfile: join(folder, 'main.js'), bundle: true, format: 'cjs', platform: 'browser', external: ['obsidian'], banner: { js: prelude } });
	cpSync(join(source, 'manifest.json'), join(folder, 'manifest.json'));
	return folder;
}
