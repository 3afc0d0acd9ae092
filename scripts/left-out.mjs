import { readFile } from 'node:fs/promises';

// The SDKs of the providers are made for servers, too: whole resources, streams, tool runners, sign-in and tracing, none of which is used
// here. A client makes each of its resources when it is made, so that a bundler cannot leave them out by itself.

/**
 * Modules of the SDKs that stand in the bundle by their names alone. `nothing`: their functions are called and do nothing, for what they
 * do is switched off. `refuse`: nobody here calls them; whoever does is told so by an error. `absent`: their values are
 * undefined, which is looked for.
 * @type {readonly { readonly sdk: RegExp, readonly path: RegExp, readonly except?: RegExp, readonly as: 'nothing' | 'refuse' | 'absent' }[]}
 */
const LEFT_OUT = [
	{ sdk: /^openai$/, path: /^resources\//, except: /^resources\/(?:index|batches|chat\/(?:index|chat|completions\/(?:index|completions)))\.mjs$/, as: 'refuse' },
	{ sdk: /^openai$/, path: /^(?:lib|auth)\/|^core\/(?:streaming|pagination)\.mjs$|^internal\/(?:decoders\/line|provider|uploads|to-file)\.mjs$/, as: 'refuse' },
	{ sdk: /^@anthropic-ai\/sdk$/, path: /^resources\//, except: /^resources\/index\.mjs$/, as: 'refuse' },
	{ sdk: /^@anthropic-ai\/sdk$/, path: /^lib\/(?:credentials\/|MessageStream|parser)|^core\/(?:streaming|pagination)\.mjs$|^internal\/decoders\//, as: 'refuse' },
	{ sdk: /^@anthropic-ai\/sdk$/, path: /^(?:lib\/)?internal\/tracing\.mjs$/, as: 'nothing' },
	{ sdk: /^@opentelemetry\/api$/, path: /./, as: 'nothing' },
	// No provider is told about the machine: the headers that this would make are taken off every request.
	{ sdk: /^(?:openai|@anthropic-ai\/sdk)$/, path: /^internal\/detect-platform\.mjs$/, as: 'nothing' },
	{ sdk: /^@anthropic-ai\/sdk$/, path: /^internal\/to-file\.mjs$/, as: 'refuse' },
	// Types of YAML 1.1, which nobody asks for: notes are read by the core schema of YAML 1.2.
	{ sdk: /^yaml$/, path: /\/schema\/yaml-1\.1\/(?!merge)/, as: 'absent' },
];

const QUIET = `const quiet = { error() {}, warn() {}, info() {}, debug() {} };
export const loggerFor = () => quiet;
export const parseLogLevel = () => undefined;
export const formatRequestDetails = (details) => details;
export const defaultLogger = () => quiet;
export const debugLogRequestDetails = () => {};
export const defaultLogLevel = 'off';`;

const FLAT_QUERY = 'export const stringify = (query) => new URLSearchParams(Object.entries(query)).toString();';

const STAND_INS = new Map([
	// Errors by code are made of classes of all resources; by status they are told apart without.
	['@anthropic-ai/sdk/core/error-classes.mjs', 'export const ERROR_CODE_CLASSES = new Map();'],
	// A plugin writes nothing to the console, and least of all what was sent.
	['openai/internal/utils/log.mjs', QUIET],
	['@anthropic-ai/sdk/internal/utils/log.mjs', QUIET],
	// Whoever asks for YAML 1.1 is read by YAML 1.2.
	['yaml/browser/dist/schema/yaml-1.1/schema.js', "export { schema } from '../core/schema.js';"],
	// Nobody walks through a parsed text token by token, or has its values changed while they are read.
	['yaml/browser/dist/parse/cst-visit.js', 'export const visit = undefined;'],
	['yaml/browser/dist/doc/applyReviver.js', 'export const applyReviver = undefined;'],
	// Lines that are written are not folded.
	['yaml/browser/dist/stringify/foldFlowLines.js', "export const FOLD_FLOW = 'flow', FOLD_BLOCK = 'block', FOLD_QUOTED = 'quoted';\nexport const foldFlowLines = (text) => text;"],
	// The picture of a neighbourhood is worked out in one go: nothing ticks, and nobody listens.
	['d3-timer/dist/d3-timer.mjs', 'export const timer = () => ({ stop() {} });'],
	['d3-dispatch/dist/d3-dispatch.mjs', 'export const dispatch = () => null;'],
	// Nothing stands between a client and the network but what it is given for it, and nobody asks for another client's requests.
	['@anthropic-ai/sdk/core/middleware.mjs', `export const wrapFetchWithMiddleware = (fetchFn) => (url, init) => fetchFn.call(undefined, url, init);
export const isFetchOriginError = () => true;
export const isRetryableError = () => true;`],
	// Both SDKs bring the same along.
	['openai/internal/tslib.mjs', "export * from '../../@anthropic-ai/sdk/internal/tslib.mjs';"],
	// Queries are flat here: a name and a number.
	['openai/internal/qs/stringify.mjs', FLAT_QUERY],
	['@anthropic-ai/sdk/internal/qs/stringify.mjs', FLAT_QUERY],
]);

// A client makes each of its resources, and hands on the class of each; those that are left out it need not know, nor how to list them, to make another
// client, to find a credential where none was given, to trace a call, or to ask again, which is done elsewhere.
const CLIENT = /^(?:openai|@anthropic-ai\/sdk)\/client\.mjs$/;
const PARSE = /^(?:openai|@anthropic-ai\/sdk)\/internal\/parse\.mjs$/;
const NOT_ASKED = 'withOptions|retryRequest|calculateDefaultRetryTimeoutMillis|getAPIList|requestAPIList|patch|put|delete|_?calculateNonstreamingTimeout|makeTracedRequest|_applyCredentialBaseURL|_credentialResolverOptions|_credentialsFetch|_makeTokenCache|_resolveDefaultCredentials';
const UNUSED = [/^ +this\.(?!chat |batches )\w+ = new API\.\w+\(this\);\n|^OpenAI\.(\w+) = (?:\w+\.)?\1;\n/gm, new RegExp(`^( +)(?:async )?(?:${NOT_ASKED})\\([^\\n]*\\) \\{\\n[^]*?^\\1\\}\\n`, 'gm')];
// What goes to the log that is switched off, and what is only made for it.
const LOGGED = [
	/^( +)(?:loggerFor\(\w+\)\.\w+|debugLogRequestDetails)\((?:[^\n]*\);|[^\n]*\{\n[^]*?^\1\}\)+;)\n/gm,
	/^ +const (?:retryMessage|terminalMessage|specialHeaders|responseInfo|retryLogStr) =[^;]*;\n/gm,
];

// A diff is of one file, of whole lines, made at once, and not for Git.
const DIFF = /^diff\/libesm\/(?:patch\/create|diff\/(?:base|line))\.js$/;
const OTHER_DIFFS = [
	/^ {4}if \(patch\.isGit\) \{\n[^]*?^ {4}\}\n {4}else (?=\{)/m,
	/^ {4}if \((?:Array\.isArray\(patch\)|optionsObj\.newlineIsToken)\) \{\n[^]*?^ {4}\}\n/gm,
	/^ {4}else \{\n {8}const \{ callback \}[^]*?^ {4}\}\n/gm,
	/^( {8,12})if \(callback\) \{\n[^]*?^\1\}\n\1else (?=\{)/gm,
	/^ {4}equals\(left, right, options\) \{\n {8}\/\/ If we're ignoring whitespace[^]*?^ {4}\}\n/m,
];

// An answer that is an error tells its status, and nobody asks for its class.
const ERRORS = /^(?:openai|@anthropic-ai\/sdk)\/core\/error\.mjs$/;
const ONE_OF_A_STATUS = /^export var (\w+) = \/\* @__PURE__ \*\/ \(\(\) => \{\n {4}class \1 extends APIError \{\n {4}\}\n(?: {4}\/\*\*[^\n]*\n)? {4}\1\._errorName = '\1';\n {4}return \1;\n\}\)\(\);\n|^export class (\w+) extends APIError \{\n\}\n/gm;

// A tree of points is filled and walked through, and neither searched, copied nor thinned out.
const QUADTREE = /^d3-quadtree\/dist\//;
const OTHER_TREES = [/^treeProto\.copy = function\(\) \{\n[^]*?^\};\n/m, /^treeProto\.(?:data|extent|find|remove|removeAll|root|size|x|y) = \w+;\n/gm];

const MODULE = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](.+)$/;
const DECLARED = /^export (?:declare )?(?:async )?(?:var|let|const|class|function\*?) ([\w$]+)/gm;
const LISTED = /^export \{([^}]*)\}/gm;

/** @param {string} source */
function namesIn(source) {
	const listed = [...source.matchAll(LISTED)].flatMap(([, list = '']) => list.split(',').map((each) => each.trim().split(/\s+as\s+/).at(-1) ?? ''));
	return [...new Set([...[...source.matchAll(DECLARED)].map(([, name = '']) => name), ...listed])].filter((name) => name !== '' && name !== 'default');
}

/** @param {string} path of a module, with forward slashes, below the folder of its package @param {string} sdk */
const leftOutAs = (sdk, path) => LEFT_OUT.find((each) => each.sdk.test(sdk) && each.path.test(path) && each.except?.test(path) !== true)?.as ?? null;

/** Rules of lint carry the examples that are their tests and their documentation; whoever runs them needs none. @returns {import('esbuild').Plugin} */
export const withoutExamples = () => ({
	name: 'without-examples',
	setup(build) {
		build.onLoad({ filter: /[\\/]src[\\/]lint[\\/]rules[\\/][\w-]+\.ts$/ }, async ({ path }) => ({
			contents: [/^\texamples: \[\n[^]*?^\t\],\n/m, /^\tdocumentation:\s*'.*',\n/m, /^\tfix:\s*(?:'.*'|null),\n/m].reduce((text, part) => text.replace(part, ''), await readFile(path, 'utf8')),
			loader: 'ts',
		}));
	},
});

/** Leaves the parts of libraries out that are never called. @returns {import('esbuild').Plugin} */
export const leftOut = () => ({
	name: 'left-out',
	setup(build) {
		build.onLoad({ filter: /[\\/]node_modules[\\/](?:openai|@anthropic-ai[\\/]sdk|@opentelemetry[\\/]api|yaml|diff|d3-timer|d3-dispatch|d3-quadtree)[\\/].*\.m?js$/ }, async ({ path }) => {
			const [, name = '', below = ''] = MODULE.exec(path) ?? [];
			const [sdk, inside] = [name.replaceAll('\\', '/'), below.replaceAll('\\', '/')];
			const standIn = STAND_INS.get(`${sdk}/${inside}`);
			if (standIn !== undefined) return { contents: standIn, loader: 'js' };
			const as = leftOutAs(sdk, inside);
			const cut = CLIENT.test(`${sdk}/${inside}`) ? [...UNUSED, ...LOGGED] : PARSE.test(`${sdk}/${inside}`) ? LOGGED : DIFF.test(`${sdk}/${inside}`) ? OTHER_DIFFS : QUADTREE.test(`${sdk}/${inside}`) ? OTHER_TREES : null;
			if (ERRORS.test(`${sdk}/${inside}`)) return { contents: (await readFile(path, 'utf8')).replace(ONE_OF_A_STATUS, (_, one = '', other = '') => `export const ${one || other} = APIError;\n`), loader: 'js' };
			if (as === null && cut === null) return null;
			const source = await readFile(path, 'utf8');
			if (cut !== null) return { contents: cut.reduce((text, part) => text.replace(part, ''), source), loader: 'js' };
			// Such a module holds nothing itself, and what it leads to is left out by its own path.
			if (source.includes('export * from')) return null;
			const names = namesIn(source);
			const body = as === 'nothing' ? '' : `throw new Error('left out: ${inside}');`;
			// Classes are made together with their client, and are harmless until they are asked something, which they have no method for.
			const emptied = (/** @type {string} */ each) => (as === 'absent' ? `export const ${each} = undefined;` : /^[A-Z]/.test(each) ? `export class ${each} {}` : `export function ${each}() { ${body} }`);
			const exported = names.map(emptied);
			return { contents: exported.join('\n') || 'export {};', loader: 'js' };
		});
	},
});
