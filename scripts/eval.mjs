import process from 'node:process';
import { install, mustRun, ROOT } from './set-up.mjs';

install();
const { build } = await import('esbuild');
const { cliOptions } = await import('../esbuild.config.mjs');
await build({ ...cliOptions(true), entryPoints: [`${ROOT}bench/eval.ts`], outfile: `${ROOT}bench/work/eval.mjs`, banner: {} });
mustRun(process.execPath, [`${ROOT}bench/work/eval.mjs`, ROOT, ...process.argv.slice(2)]);
