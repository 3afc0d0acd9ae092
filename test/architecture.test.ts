import { createContext, Script } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleCore, bundlePlugin, cycles, importGraph, isBuiltin, wrongArrows, wrongBuiltins, wrongObsidian, type Bundle, type ImportGraph } from './architecture/imports.js';
import { readSources } from './architecture/sources.js';
import { escapes, impurities, lookbehindLiterals, strayWrites, typeCheck } from './architecture/syntax.js';

// Each check runs on the real sources and must find nothing, then on the same sources with one fault planted in them.
const real = readSources();
const planted = readSources({
	'src/model/planted-arrow.ts': `import type { Commonplace } from '../compile/reports.js';\nexport type Upwards = Commonplace;\n`,
	'src/vault/planted-across.ts': `import { across } from '../budget/planted.js';\nexport const twice = [across, across];\n`,
	'src/budget/planted.ts': `export const across = 1;\n`,
	'src/elsewhere/planted.ts': `export const homeless = 1;\n`,
	'src/model/planted-a.ts': `import { b } from './planted-b.js';\nexport const a = (): unknown => b;\n`,
	'src/model/planted-b.ts': `import type { C } from './planted-c.js';\nexport const b = (c: C): unknown => c;\n`,
	'src/model/planted-c.ts': `import { a } from './planted-a.js';\nexport interface C { readonly c: typeof a }\n`,
	'src/compile/planted-app.ts': `import { Notice } from 'obsidian';\nexport const notice = (): unknown => new Notice('');\n`,
	'src/gate/planted-disk.ts': `import { readFileSync } from 'node:fs';\nexport const passwords = (): unknown => readFileSync('/etc/passwd');\n`,
	'src/compile/planted-writes.ts': [
		`import type { VaultPort, VaultWriter } from '../vault/port.js';`,
		`export const plain = (notes: VaultPort): Promise<void> => notes.create('a', 'b');`,
		`export const computed = (notes: VaultPort, how: 'create' | 'replace'): Promise<void> => notes[how]('a', 'b');`,
		`export const taken = ({ rename }: VaultWriter): Promise<void> => rename('a', 'b');`,
		`export const spread = (notes: VaultPort): Promise<void> => { const copy = { ...notes, more: 1 }; return copy.append('a', 'b'); };`,
		`export const wrapped = (notes: { readonly remove: (path: string) => Promise<void> }): Promise<void> => notes.remove('a');`,
		`export const optional = (notes: VaultPort | null): Promise<string> | undefined => notes?.process('a', (text) => text);`,
		`export const swept = (notes: VaultPort): Promise<number> => notes.sweep('a');`,
		`export const lookalike = (notes: VaultPort & { readonly extra: number }): Promise<void> => notes.remove('a');`,
		`export const delegate = (store: { write(path: string): Promise<void>; remove(path: string): Promise<void> }): Promise<void> => store.remove('a');`,
		`export const innocent = (text: string): string => text.replace('a', 'b');`,
		`export const innocentToo = (names: Map<string, string>): object => Object.create({ names });`,
	].join('\n'),
	'src/lint/planted-host.ts': [
		`export const now = (): number => Date.now();`,
		`export const chance = (): number => Math.random();`,
		`export const today = (): Date => new Date();`,
		`export const fixed = (at: number): Date => new Date(at);`,
		`export const call = (): unknown => fetch('https://example.org');`,
		`export const say = (): void => { console.warn('x'); };`,
		`export const home = (): unknown => process.env;`,
		`export const local = (process: number): number => process;`,
	].join('\n'),
	'src/prism/planted-escapes.ts': [
		`// eslint-disable-next-line`,
		`export const loose = (value: any): unknown => value;`,
		`// @ts-ignore`,
		`export const sure = (value: string | null): string => value!;`,
		`export const twice = (value: string): number => value as unknown as number;`,
		`export const many = (value: string): string => \`any \${value} // not a comment of ours\`;`,
	].join('\n'),
	'src/markdown/planted-regex.ts': `export const behind = (text: string): boolean => /(?<=a)b/.test(text);\n`,
});

let graph: ImportGraph;
let plantedGraph: ImportGraph;
let plugin: Bundle;
let core: Bundle;

beforeAll(async () => {
	[graph, plantedGraph, plugin, core] = await Promise.all([importGraph(real), importGraph(planted), bundlePlugin(real), bundleCore(real)]);
});

describe('imports', () => {
	it('run along the arrows only', () => {
		expect(wrongArrows(graph)).toEqual([]);
		expect(wrongArrows(plantedGraph)).toEqual([
			'src/elsewhere/planted.ts stands in a folder without a layer',
			'src/model/planted-arrow.ts → src/compile/reports.ts',
			'src/vault/planted-across.ts → src/budget/planted.ts',
		]);
	});

	it('form no cycle, not even of types', () => {
		expect(cycles(graph)).toEqual([]);
		expect(cycles(plantedGraph)).toEqual(['src/model/planted-a.ts ↔ src/model/planted-b.ts ↔ src/model/planted-c.ts']);
	});

	it('of the app stay in the plugin’s shell', () => {
		expect(wrongObsidian(graph)).toEqual([]);
		expect(wrongObsidian(plantedGraph)).toEqual(['src/compile/planted-app.ts']);
	});

	it('of Node stay in the command line and the disk adapter', () => {
		expect(wrongBuiltins(graph)).toEqual([]);
		expect(wrongBuiltins(plantedGraph)).toEqual(['src/gate/planted-disk.ts → node:fs']);
	});
});

describe('the plugin’s bundle', () => {
	it('asks its host for nothing but the app, with all of the core inside', async () => {
		expect(plugin.external).toEqual(['obsidian']);
		expect(core.external).toEqual([]);
		expect((await bundleCore(planted)).external.filter(isBuiltin)).toEqual(['node:fs']);
	});

	it('has no lookbehind literal', async () => {
		expect(lookbehindLiterals(plugin.code)).toEqual([]);
		expect(lookbehindLiterals(core.code)).toEqual([]);
		expect([...real].flatMap(([path, text]) => lookbehindLiterals(text).map((literal) => `${path} ${literal}`))).toEqual([]);
		expect(lookbehindLiterals(planted.get('src/markdown/planted-regex.ts') ?? '')).toEqual(['/(?<=a)b/']);
		expect(lookbehindLiterals('const s = "/(?<=a)/"; const r = new RegExp("(?<!b)c");')).toEqual([]);
		expect(lookbehindLiterals('const r=/(?<!b)c/u')).toEqual(['/(?<!b)c/u']);
	});

	it('loads where there is neither Node nor a page', () => {
		const bare = (code: string): unknown => {
			const module = { exports: {} };
			new Script(code).runInContext(createContext({ module, exports: module.exports, TextEncoder, TextDecoder, URL }));
			return module.exports;
		};
		expect(Object.keys(bare(core.code) as object).length).toBeGreaterThan(0);
		expect(() => bare('Buffer.from("")')).toThrow('Buffer');
		expect(() => bare('document.createElement("i")')).toThrow('document');
	});
});

describe('the code', () => {
	const program = typeCheck(real);
	const plantedProgram = typeCheck(planted);
	const lines = (found: readonly string[]): string[] => found.map((place) => place.split(' ', 1)[0] ?? '').sort();

	it('writes to the vault from vault/commit alone', () => {
		expect(strayWrites(program, real)).toEqual([]);
		const file = 'src/compile/planted-writes.ts';
		expect(lines(strayWrites(plantedProgram, planted))).toEqual([`${file}:2`, `${file}:3`, `${file}:4`, `${file}:5`, `${file}:6`, `${file}:7`, `${file}:8`, `${file}:9`]);
	});

	it('of the core knows no clock, chance, network or host', () => {
		expect(impurities(program, real)).toEqual([]);
		const file = 'src/lint/planted-host.ts';
		expect(lines(impurities(plantedProgram, planted))).toEqual([`${file}:1`, `${file}:2`, `${file}:3`, `${file}:5`, `${file}:6`, `${file}:7`]);
	});

	it('takes no way around the type checker or the linter', () => {
		expect(escapes(program, real)).toEqual([]);
		const file = 'src/prism/planted-escapes.ts';
		expect(lines(escapes(plantedProgram, planted))).toEqual([`${file}:1`, `${file}:2`, `${file}:3`, `${file}:4`, `${file}:5`]);
	});
});
