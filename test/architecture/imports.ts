import { posix } from 'node:path';
import { builtinModules } from 'node:module';
import * as esbuild from 'esbuild';
import ts from 'typescript';
import { nodeOptions, pluginOptions } from '../../esbuild.config.mjs';
import { isCore, isHeadless, ROOT, type Sources } from './sources.js';

/** What each file under `src/` imports: paths under `src/`, or the names of packages and built-ins. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const BUILTINS = new Set(builtinModules);
export const isBuiltin = (name: string): boolean => name.startsWith('node:') || BUILTINS.has(name);

/** The file that an import names: imports end in `.js`, whatever they are compiled from. */
function sourceOf(path: string, sources: { has(path: string): boolean }): string {
	const plain = path.replace(/\.js$/, '.ts');
	return sources.has(`${plain}x`) ? `${plain}x` : plain;
}

/** Serves the given sources to esbuild in the place of what stands on disk, and reports built-ins instead of failing on them. */
const serve = (sources: Sources): esbuild.Plugin => ({
	name: 'sources',
	setup(build) {
		build.onResolve({ filter: /^\.{1,2}\// }, ({ importer, path }) => {
			if (!path.endsWith('.js')) return undefined;
			const from = importer.replaceAll('\\', '/').slice(ROOT.length);
			const target = sourceOf(posix.join(posix.dirname(from), path), sources);
			if (sources.has(target)) return { path: ROOT + target };
			return target.startsWith('src/') ? { path: target, external: true } : undefined;
		});
		build.onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
			const contents = sources.get(path.replaceAll('\\', '/').slice(ROOT.length));
			return contents === undefined ? undefined : { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
		});
		build.onResolve({ filter: /./ }, ({ path }) => (isBuiltin(path) ? { path, external: true } : undefined));
	},
});

export interface Bundle {
	readonly code: string;
	readonly metafile: esbuild.Metafile;
	/** Imports that the bundle leaves to its host. */
	readonly external: readonly string[];
}

async function bundle(options: esbuild.BuildOptions & { metafile: true }, sources: Sources): Promise<Bundle> {
	const result = await esbuild.build({ ...options, write: false, sourcemap: false, logLevel: 'silent', plugins: [serve(sources), ...(options.plugins ?? [])] });
	const external = Object.values(result.metafile.outputs).flatMap((output) => output.imports.filter((entry) => entry.external).map((entry) => entry.path));
	return { code: result.outputFiles?.map((file) => file.text).join('\n') ?? '', metafile: result.metafile, external: [...new Set(external)].sort() };
}

const everything = (paths: readonly string[]): esbuild.StdinOptions => ({
	contents: paths.map((path, index) => `export * as m${index} from './${path.replace(/\.tsx?$/, '.js')}';`).join('\n'),
	resolveDir: ROOT,
	sourcefile: 'everything.ts',
	loader: 'ts',
});

/** The plugin as it ships. */
export const bundlePlugin = (sources: Sources): Promise<Bundle> => bundle(pluginOptions(true), sources);

/** The whole core, built as the plugin is: what a phone would load once the plugin uses all of it. */
export function bundleCore(sources: Sources): Promise<Bundle> {
	return bundle({ ...pluginOptions(true), entryPoints: [], stdin: everything([...sources.keys()].filter(isCore)) }, sources);
}

/** A note that the bundle carries as text; it imports nothing and may be imported by what shows it. */
const isText = (path: string): boolean => path.endsWith('.md');

/** Value imports as esbuild's metafile has them, and type imports, which it erases, from the syntax. */
export async function importGraph(sources: Sources): Promise<ImportGraph> {
	const headless = [...sources.keys()].filter(isHeadless);
	const bundles = await Promise.all([
		bundle({ ...pluginOptions(false), entryPoints: [], stdin: everything([...sources.keys()].filter((path) => !isHeadless(path))) }, sources),
		bundle({ ...nodeOptions(false), entryPoints: [], stdin: everything(headless) }, sources),
	]);
	const graph = new Map<string, Set<string>>([...sources.keys()].map((path) => [path, new Set()]));
	for (const { metafile } of bundles) {
		for (const [path, input] of Object.entries(metafile.inputs)) {
			for (const { path: target, original } of input.imports) {
				if (isText(target)) continue;
				graph.get(path)?.add(target.startsWith('src/') ? target : (original ?? target));
			}
		}
	}
	for (const [path, text] of sources) {
		for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
			if (isText(fileName)) continue;
			const target = sourceOf(posix.join(posix.dirname(path), fileName), sources);
			graph.get(path)?.add(fileName.startsWith('.') ? target : fileName);
		}
	}
	return new Map([...graph].map(([path, targets]) => [path, [...targets].sort()]));
}

const LAYERS: Readonly<Record<string, number>> = {
	model: 0,
	markdown: 1, vault: 1, budget: 1,
	worker: 2, gate: 2, prism: 2, lint: 2, conversations: 2,
	compile: 3, query: 3, memory: 3, commons: 3, capture: 3,
	obsidian: 4, ui: 4, cli: 4, mcp: 4,
	main: 5,
};

const folderOf = (path: string): string => (path === 'src/main.ts' ? 'main' : (path.split('/')[1] ?? ''));

/** Imports that run against the arrows: upwards, or across to another folder of the same layer. */
export function wrongArrows(graph: ImportGraph): string[] {
	const wrong: string[] = [];
	for (const [path, targets] of graph) {
		const from = folderOf(path);
		const layer = LAYERS[from];
		if (layer === undefined) wrong.push(`${path} stands in a folder without a layer`);
		for (const target of targets) {
			if (!target.startsWith('src/')) continue;
			const to = folderOf(target);
			const below = LAYERS[to];
			if (to !== from && layer !== undefined && below !== undefined && below >= layer) wrong.push(`${path} → ${target}`);
			if (!graph.has(target)) wrong.push(`${path} → ${target}, which is not there`);
		}
	}
	return wrong;
}

/** Groups of files that reach each other, type imports counted. */
export function cycles(graph: ImportGraph): string[] {
	const index = new Map<string, number>();
	const low = new Map<string, number>();
	const stack: string[] = [];
	const open = new Set<string>();
	const found: string[] = [];
	const visit = (path: string): void => {
		index.set(path, index.size);
		low.set(path, index.get(path) ?? 0);
		stack.push(path);
		open.add(path);
		for (const target of graph.get(path) ?? []) {
			if (!graph.has(target)) continue;
			if (target === path) found.push(path);
			if (!index.has(target)) visit(target);
			if (open.has(target)) low.set(path, Math.min(low.get(path) ?? 0, low.get(target) ?? 0));
		}
		if (low.get(path) !== index.get(path)) return;
		const group = stack.splice(stack.indexOf(path));
		for (const member of group) open.delete(member);
		if (group.length > 1) found.push(group.sort().join(' ↔ '));
	};
	for (const path of graph.keys()) if (!index.has(path)) visit(path);
	return found.sort();
}

/** Files outside the plugin's own shell that import `obsidian`. */
export const wrongObsidian = (graph: ImportGraph): string[] =>
	[...graph].filter(([path, targets]) => targets.includes('obsidian') && !/^src\/(?:main\.ts$|obsidian\/|ui\/)/.test(path)).map(([path]) => path);

/** Files other than the headless hosts and Node's disk that import a built-in of Node. */
export const wrongBuiltins = (graph: ImportGraph): string[] =>
	[...graph].flatMap(([path, targets]) => (isHeadless(path) ? [] : targets.filter(isBuiltin).map((target) => `${path} → ${target}`)));
