import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { ROOT } from './set-up.mjs';

// The documents that are made from code. A test holds that they are up to date.
const entry = `export { rulesDocument } from './src/lint/document.ts'; export { RULES } from './src/lint/rules.ts';`;
const result = await build({ stdin: { contents: entry, resolveDir: ROOT, loader: 'ts' }, bundle: true, write: false, format: 'esm', platform: 'browser', logLevel: 'error' });
const [file] = result.outputFiles;
if (file === undefined) throw new Error('The rules could not be bundled.');
const { rulesDocument, RULES } = await import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
writeFileSync(`${ROOT}docs/lint.md`, rulesDocument(RULES));
