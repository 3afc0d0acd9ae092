import { readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import * as esbuild from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { pluginOptions, programOptions, styleOptions, threadOptions } from '../../esbuild.config.mjs';
import { lookbehindLiterals } from '../architecture/syntax.js';
import { ROOT } from '../architecture/sources.js';
import { buildProgram } from './node-thread.js';

const MOST_BYTES = 1_200_000;

let code = '';
let program = '';
let inputs: readonly string[] = [];

beforeAll(async () => {
	const built = await esbuild.build({ ...pluginOptions(true), write: false });
	code = built.outputFiles[0]?.text ?? '';
	inputs = Object.keys(built.metafile.inputs);
	program = await buildProgram();
});

/** Every class and function of the app, none of which does anything. */
function stubbedApp(): object {
	class Stub {}
	return new Proxy({}, { get: (_target, name) => (name === 'Platform' ? { isDesktop: true } : Stub) });
}

/** Evaluates main.js where there is neither Node nor a page, as a phone does before it shows anything. */
function evaluate(): { readonly plugin: unknown; readonly milliseconds: number } {
	const module: { exports: { readonly default?: unknown } } = { exports: {} };
	const require = (name: string): object => {
		if (name !== 'obsidian') throw new Error(`main.js asks for ${name}`);
		return stubbedApp();
	};
	const script = new Script(code);
	const context = createContext({ module, exports: module.exports, require, TextEncoder, TextDecoder, URL });
	const start = performance.now();
	script.runInContext(context);
	return { plugin: module.exports.default, milliseconds: performance.now() - start };
}

describe('patterns with Unicode properties', () => {
	it('stay literals in every program, so that none is made anew each time it is used', async () => {
		const { outputFiles } = await esbuild.build({ ...programOptions(true), write: false });
		for (const bundle of [program, outputFiles[0]?.text ?? '']) {
			expect(bundle).toMatch(/\/\^?\\p\{L\}/);
			expect(/new RegExp\("(?!\(\?<)[^"]*\\\\p\{/.exec(bundle)?.[0]).toBeUndefined();
		}
	});
});

describe('main.js', () => {
	it('is small enough for a phone, with all of the core inside as text', () => {
		expect(Buffer.byteLength(code)).toBeLessThan(MOST_BYTES);
		expect(program.length).toBeGreaterThan(100_000);
		expect(code.length).toBeGreaterThan(program.length);
	});

	it('holds the core once: the main thread evaluates none of it', () => {
		const heavy = inputs.filter((path) => /^src\/(?:compile|gate|worker|markdown|lint|prism)\//.test(path) && !/^src\/(?:compile\/settings(?:-file)?|worker\/operators\/(?:address|view))\.ts$/.test(path));
		expect(heavy).toEqual([]);
		expect(inputs.filter((path) => /node_modules\/(?:yaml|unified|micromark|mdast|diff3)/.test(path))).toEqual([]);
	});

	it('evaluates without Node and without a page, in a moment', () => {
		const times = Array.from({ length: 5 }, () => evaluate());
		expect(times[0]?.plugin).toBeTypeOf('function');
		expect(Math.min(...times.map(({ milliseconds }) => milliseconds))).toBeLessThan(25);
	});

	it('has no lookbehind literal, and neither has the program inside', () => {
		expect(lookbehindLiterals(code)).toEqual([]);
		expect(lookbehindLiterals(program)).toEqual([]);
	});

	it('holds of the providers’ SDKs what is called, and the rest by its name alone', async () => {
		const { metafile } = await esbuild.build({ ...threadOptions(true), write: false, logLevel: 'silent' });
		const [output] = Object.values(metafile.outputs);
		const sdks = Object.entries(output?.inputs ?? {}).filter(([path]) => /node_modules\/(?:openai|@anthropic-ai|@opentelemetry)\//.test(path));
		const total = sdks.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
		expect(total).toBeGreaterThan(30_000);
		expect(total).toBeLessThan(110_000);
		const large = sdks.filter(([, { bytesInOutput }]) => bytesInOutput > 400).map(([path]) => path);
		expect(large.filter((path) => /\/resources\/(?!(?:batches|files|chat\/completions\/completions|messages\/(?:messages|batches))\.mjs$)/.test(path))).toEqual([]);
		expect(large.filter((path) => /\/(?:lib|auth|credentials|tracing|streaming)\b|opentelemetry/.test(path))).toEqual([]);
	});

	it('holds none of the examples of lint’s rules', async () => {
		const { RULES } = await import('../../src/lint/rules.js');
		const names = RULES.flatMap(({ examples }) => examples.map(({ name }) => name));
		expect(names.length).toBeGreaterThan(20);
		expect(names.filter((name) => name.length > 20 && program.includes(name))).toEqual([]);
	});

	it('starts a program that needs nothing but a worker', () => {
		// An SDK advises somebody to import this, in the text of an error.
		const own = program.replaceAll("import('node:buffer')", '');
		expect(own.match(/\brequire\(|\bimport\(/g)).toBeNull();
		expect(own.match(/\binnerHTML\b|\bdocument\.create/g)).toBeNull();
		const context = createContext({ addEventListener: () => undefined, TextEncoder, TextDecoder, URL, AbortController });
		new Script('globalThis.self = globalThis').runInContext(context);
		expect(() => new Script(program).runInContext(context) as unknown).not.toThrow();
	});
});

describe('styles.css', () => {
	it('is what the views’ own styles build to', async () => {
		const { outputFiles } = await esbuild.build({ ...styleOptions(), write: false });
		expect(readFileSync(`${ROOT}styles.css`, 'utf8'), 'run `npm run build` and commit styles.css').toBe(outputFiles[0]?.text);
	});
});
