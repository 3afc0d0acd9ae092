import ts from 'typescript';
import { isCore, ROOT, type Sources } from './sources.js';

const PORT = 'src/vault/port.ts';

/** Type-checked syntax trees of the given sources, with everything else read from disk. */
export function typeCheck(sources: Sources): ts.Program {
	const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: { compilerOptions: unknown } };
	const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
	const host = ts.createCompilerHost(options);
	const own = (path: string): string | undefined => sources.get(path.replaceAll('\\', '/').slice(ROOT.length));
	const overlaid: ts.CompilerHost = {
		...host,
		getSourceFile: (path, language, onError, fresh) => {
			const text = own(path);
			return text === undefined ? host.getSourceFile(path, language, onError, fresh) : ts.createSourceFile(path, text, language, true);
		},
		fileExists: (path) => own(path) !== undefined || host.fileExists(path),
		readFile: (path) => own(path) ?? host.readFile(path),
	};
	return ts.createProgram([...sources.keys()].map((path) => ROOT + path), options, overlaid);
}

interface Place {
	readonly path: string;
	readonly file: ts.SourceFile;
	readonly node: ts.Node;
}

function* places(program: ts.Program, sources: Sources): Generator<Place> {
	for (const path of sources.keys()) {
		const file = program.getSourceFile(ROOT + path);
		if (file === undefined) throw new Error(`${path} is not in the program`);
		const pending: ts.Node[] = [file];
		for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
			yield { path, file, node };
			ts.forEachChild(node, (child) => void pending.push(child));
		}
	}
}

const at = ({ path, file, node }: Place): string =>
	`${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1} ${node.getText(file).split('\n', 1)[0]?.slice(0, 80) ?? ''}`;

/**
 * Uses of the port's write methods outside `vault/commit` and the adapters that implement the port, whatever the
 * variable is called: by access, by computed access and by destructuring. An object counts when the method is the
 * port's own declaration, when the object could serve as a port, or when a port could have been passed for it.
 */
export function strayWrites(program: ts.Program, sources: Sources): string[] {
	const checker = program.getTypeChecker();
	const portFile = program.getSourceFile(ROOT + PORT);
	const declared = (name: string): ts.Type => {
		const found = portFile?.statements.find((statement): statement is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
		if (found === undefined) throw new Error(`${PORT} declares no ${name}`);
		return checker.getTypeAtLocation(found.name);
	};
	const writer = declared('VaultWriter');
	const port = declared('VaultPort');
	const own = new Map(writer.getProperties().map((symbol) => [symbol.name, symbol]));
	const writes = (object: ts.Type, name: string): boolean => {
		const method = own.get(name);
		const type = checker.getApparentType(checker.getNonNullableType(object));
		if (method === undefined) return false;
		if (type.isUnion()) return type.types.some((member) => writes(member, name));
		const symbol = type.getProperty(name);
		if (symbol === undefined) return false;
		if (symbol.declarations?.some((declaration) => method.declarations?.includes(declaration))) return true;
		return checker.isTypeAssignableTo(type, writer) || (checker.isTypeAssignableTo(port, type) && checker.isTypeAssignableTo(checker.getTypeOfSymbol(symbol), checker.getTypeOfSymbol(method)));
	};
	const allowed = (path: string): boolean => path.startsWith('src/vault/commit/') || ADAPTERS.has(path);
	const names = (type: ts.Type): string[] => (type.isUnion() ? type.types.flatMap(names) : type.isStringLiteral() ? [type.value] : []);
	const found: string[] = [];
	for (const place of places(program, sources)) {
		const { node, path } = place;
		if (allowed(path)) continue;
		if (ts.isPropertyAccessExpression(node) && writes(checker.getTypeAtLocation(node.expression), node.name.text)) found.push(at(place));
		if (ts.isElementAccessExpression(node)) {
			const object = checker.getTypeAtLocation(node.expression);
			if (names(checker.getTypeAtLocation(node.argumentExpression)).some((name) => writes(object, name))) found.push(at(place));
		}
		if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
			const name = node.propertyName ?? node.name;
			if (ts.isIdentifier(name) && writes(checker.getTypeAtLocation(node.parent), name.text)) found.push(at(place));
		}
	}
	return found;
}

/**
 * The port's implementations, which write because that is what they are. In the plugin the port is cut in two: `vault/commit` runs in the
 * engine's thread, and the file that serves the thread carries out on the app's adapter what it asks for.
 */
const ADAPTERS: ReadonlySet<string> = new Set(['src/vault/memory.ts', 'src/obsidian/vault-adapter.ts', 'src/obsidian/engine/serve-vault.ts']);

const IMPURE_GLOBALS = new Set(['fetch', 'XMLHttpRequest', 'WebSocket', 'console', 'process', 'Buffer', 'performance', 'navigator', 'document', 'window', 'localStorage', 'require', '__dirname', '__filename', 'setInterval']);

/** Reads of clock, chance, network, console or host inside the core, found by what a name refers to, not by its spelling. */
export function impurities(program: ts.Program, sources: Sources): string[] {
	const checker = program.getTypeChecker();
	const isGlobal = (node: ts.Identifier): boolean => {
		const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
		return declarations.length > 0 && declarations.every((declaration) => declaration.getSourceFile().isDeclarationFile);
	};
	const names = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name && isGlobal(node);
	const found: string[] = [];
	for (const place of places(program, sources)) {
		const { node, path } = place;
		if (!isCore(path)) continue;
		const impure =
			(ts.isIdentifier(node) && IMPURE_GLOBALS.has(node.text) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) && isGlobal(node)) ||
			(ts.isPropertyAccessExpression(node) && ((names(node.expression, 'Date') && node.name.text === 'now') || (names(node.expression, 'Math') && node.name.text === 'random'))) ||
			(ts.isNewExpression(node) && names(node.expression, 'Date') && (node.arguments ?? []).length === 0) ||
			(ts.isCallExpression(node) && names(node.expression, 'Date'));
		if (impure) found.push(at(place));
	}
	return found;
}

/** Ways around the type checker and the linter. */
export function escapes(program: ts.Program, sources: Sources): string[] {
	const found: string[] = [];
	for (const [path, text] of sources) {
		text.split('\n').forEach((line, index) => {
			if (/(?:\/\/|\/\*|^\s*\*).*(?:eslint-disable|@ts-(?:ignore|expect-error|nocheck))/.test(line)) found.push(`${path}:${index + 1} ${line.trim().slice(0, 80)}`);
		});
	}
	for (const place of places(program, sources)) {
		const { node } = place;
		const isUnknown = (type: ts.TypeNode): boolean => type.kind === ts.SyntaxKind.UnknownKeyword;
		if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(at(place));
		else if (ts.isNonNullExpression(node)) found.push(at(place));
		else if (ts.isAsExpression(node) && ts.isAsExpression(node.expression) && isUnknown(node.expression.type)) found.push(at(place));
	}
	return found;
}

/** Lookbehind in regular-expression literals, each of which would stop a whole script from loading on iOS before 16.4. */
export function lookbehindLiterals(code: string): string[] {
	const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, false, ts.ScriptKind.JS);
	const found: string[] = [];
	const pending: ts.Node[] = [file];
	for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
		if (ts.isRegularExpressionLiteral(node) && /\(\?<[=!]/.test(node.text)) found.push(node.text.slice(0, 80));
		ts.forEachChild(node, (child) => void pending.push(child));
	}
	return found;
}
