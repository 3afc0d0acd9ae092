import { decodeEntities } from './destination.js';
import type { Hit } from './hit.js';

// Fences that a plugin or the app runs, evaluates or fills with something from elsewhere.
const RUNS =
	/^(?:dataview(?:js)?|dvjs|js-?engine|jsx?:.*|datacore(?:js|ts)?x?|tasks|tasks-.*|query|embedded-query|bases?|meta-bind.*|run-.*|templater|tp|tp-.*|buttons?|quickadd|customjs|cusjs|sqlseal|sql-?query|charts?|charts?view|tracker|leaflet|iframe|html-?render|htmlpreview|cardlink|embed|link-?preview|auto-?embed|media|vid|rss|feeds?|excalidraw|desmos-graph|interactive|jupyter|shell-commands?|terminal|todoist|github-.*|gitlab-.*|jira-.*|calcjs|activity-history|dynamic-.*|timeline.*|p5js|react|jsx-live|svelte-live|runjs|emulate|smart-.*|copilot.*|ai|gpt|agent)$/;

// Languages that are only coloured. Whatever is in neither list may be a plugin's: it is shown only where a source shows it.
const COLOURED = new Set(
	`text txt plain plaintext none output console log abc algebra apl asm assembly awk bash sh shell shell-session zsh fish bat batch powershell ps1 basic bibtex bib c h cpp c++ cc hpp cs csharp c# clojure clj cobol coffee coffeescript css csv tsv d dart diff patch docker dockerfile elixir elm erlang f# fsharp fortran gdscript git glsl go golang graphql groovy haskell hs hcl hlsl html http ini java javascript js json json5 jsonc jsx julia jl kotlin kt latex tex less lisp lua make makefile markdown md matlab mathematica nginx nim nix objc objectivec ocaml ml octave pascal perl pl php prolog properties protobuf proto pseudo pseudocode puppet purescript python py python3 r racket raku regex rest rst ruby rb rust rs sas sass scala scheme scss smalltalk solidity sparql sql stata svg swift systemverilog tcl terraform toml ts tsx typescript vb vba verilog vhdl vim viml vue wasm wat xml yaml yml zig lean lean4 coq agda cypher cql ebnf bnf`.split(
		/\s+/,
	),
);

const language = (info: string): string =>
	decodeEntities(info.replace(/\\/g, ''))
		.trim()
		.replace(/^[{.\s]+/, '')
		.split(/[\s{},]/, 1)[0]
		?.toLowerCase() ?? '';

/** A fence may start after any mix of quote marks, list markers, a callout or a footnote's label: looser than Markdown, on purpose. */
const OPENING = /^[ \t>*+\-\d.)]*(?:\[\^[^\]\n]*\]:[ \t]*)?[ \t>*+\-\d.)]*(`{3,}|~{3,})([^\n]*)$/gm;
const LOOSE = /(`{3,}|~{3,})[ \t]*([{.\w&#;\\:-][^\n`]{0,80})?/g;

/** Where the fence that opens at `at` ends: after a line of the same mark, as long or longer; else with the text. */
function endOfFence(text: string, at: number, mark: string): number {
	for (let found = text.indexOf(`\n`, at); found !== -1; found = text.indexOf('\n', found + 1)) {
		const end = text.indexOf('\n', found + 1);
		const line = text.slice(found + 1, end === -1 ? text.length : end).replace(/^[ \t>]+/, '').trimEnd();
		if (line.length >= mark.length && line === mark.charAt(0).repeat(line.length)) return end === -1 ? text.length : end;
	}
	return text.length;
}

/** Fences whose content something would run, wherever they stand, and fences of a kind that is not known to be harmless. */
export function fenceHits(text: string, most: number): Hit[] {
	if (!text.includes('```') && !text.includes('~~~')) return [];
	const hits: Hit[] = [];
	const starts = new Set<number>();
	for (const match of text.matchAll(LOOSE)) {
		if (hits.length >= most) return hits;
		const mark = match[1] ?? '';
		const name = language(match[2] ?? '');
		if (!RUNS.test(name)) continue;
		// Three backticks with more on the same line are a code span, and a span of that kind is only shown.
		const after = match.index + match[0].length;
		if (mark.startsWith('`') && text.charAt(after) === '`') continue;
		starts.add(match.index);
		hits.push({ rule: 'code-runs', what: `a ${name} block, which is run when the page is shown`, unless: 'never', urls: [], start: match.index, end: endOfFence(text, after, mark) });
	}
	let openUntil = -1;
	for (const match of text.matchAll(OPENING)) {
		if (hits.length >= most) return hits;
		if (match.index < openUntil) continue;
		const mark = match[1] ?? '';
		const info = match[2] ?? '';
		if (mark.startsWith('`') && info.includes('`')) continue;
		const at = match.index + match[0].length - info.length - mark.length;
		openUntil = endOfFence(text, match.index + match[0].length, mark);
		const name = language(info);
		if (name === '' || COLOURED.has(name) || starts.has(at) || RUNS.test(name)) continue;
		hits.push({ rule: 'code-runs', what: `a ${name} block, which a plugin or the app may run`, unless: 'fence', urls: [], start: at, end: openUntil });
	}
	return hits;
}
