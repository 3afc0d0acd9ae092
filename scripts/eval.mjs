import process from 'node:process';
import { install, mustRun, ROOT } from './set-up.mjs';

install();
const { build } = await import('esbuild');
const { nodeOptions } = await import('../esbuild.config.mjs');
await build({ ...nodeOptions(true), entryPoints: [`${ROOT}bench/eval.ts`], outfile: `${ROOT}bench/work/eval.mjs` });
mustRun(process.execPath, [`${ROOT}bench/work/eval.mjs`, ROOT, ...process.argv.slice(2)]);
