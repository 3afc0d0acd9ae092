import { copyFileSync } from 'node:fs';
import process from 'node:process';
import { needChromium } from './chromium.mjs';
import { build, install, mustRun, ROOT } from './set-up.mjs';

install();
build();
const { build: bundle } = await import('esbuild');
const { nodeOptions } = await import('../esbuild.config.mjs');
const plugin = process.argv.includes('--plugin');
if (plugin) needChromium();
for (const name of ['main', 'noop', 'lint', 'gate']) await bundle({ ...nodeOptions(true), entryPoints: [`bench/${name}.ts`], outfile: `bench/work/${name}.mjs` });
if (plugin) await bundle({ ...nodeOptions(true), entryPoints: ['bench/plugin.ts'], outfile: 'bench/work/plugin.mjs', packages: 'external' });
// A copy, so that a build while the bench runs does not change what is measured.
for (const name of ['cli.js', 'cli-program.cjs', 'cli-program.compiled', 'package.json']) copyFileSync(`${ROOT}dist/${name}`, `${ROOT}bench/work/${name}`);
mustRun(process.execPath, [`bench/work/${plugin ? 'plugin' : 'main'}.mjs`, ROOT, ...process.argv.slice(2)]);
