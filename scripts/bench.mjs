import { copyFileSync } from 'node:fs';
import process from 'node:process';
import { build, install, mustRun, ROOT } from './set-up.mjs';

install();
build();
const { build: bundle } = await import('esbuild');
const { cliOptions } = await import('../esbuild.config.mjs');
for (const name of ['main', 'noop', 'lint']) await bundle({ ...cliOptions(true), entryPoints: [`bench/${name}.ts`], outfile: `bench/work/${name}.mjs`, banner: {} });
// A copy, so that a build while the bench runs does not change what is measured.
copyFileSync(`${ROOT}dist/cli.js`, `${ROOT}bench/work/cli.mjs`);
mustRun(process.execPath, ['bench/work/main.mjs', ROOT, ...process.argv.slice(2)]);
