import type { FiredRule } from '../model/verdict.js';
import { isInside } from '../vault/vault-path.js';
import type { GateContext } from './gate.js';
import { type Check, fired, shown } from './rule.js';
import { sourceFacts } from './source-facts.js';

/** Pages whose every line of prose needs a source. */
const CITING = new Set(['concept', 'entity', 'source']);

/** Sections that code fills with links and reasons of its own. */
const UNCITED_SECTIONS = new Set(['related', 'concepts', 'referenced by']);

// A footnote whose quotes would need more characters of source to be read than this is not checked to the end.
const MOST_SEARCHED = 400_000_000;

const DEFINITION = /^\[\^([^\]\s]+)\]:[ \t]*(.*)$/;
const WIKI_CITATION = /^\[\[([^\]|#]+)(?:#[^\]|]*)?(?:\|[^\]]*)?\]\][ \t]*(.*)$/;
const LINK_CITATION = /^\[[^\]]*\]\(<?([^\s)>]+)>?\)[ \t]*(.*)$/;

interface Citation {
	readonly path: string;
	readonly quote: string;
}

/** The source and quote of a footnote in the form in which pages are written; null for any other footnote. */
function citation(content: string): Citation | null {
	const wiki = WIKI_CITATION.exec(content);
	const link = wiki ? null : LINK_CITATION.exec(content);
	const quote = /^“(.*)”$/.exec((wiki?.[2] ?? link?.[2] ?? '').trim())?.[1];
	if (quote === undefined) return null;
	if (wiki) return { path: (wiki[1] ?? '').trim(), quote };
	try {
		return { path: decodeURIComponent((link?.[1] ?? '').replace(/#.*$/, '')), quote };
	} catch {
		return null;
	}
}

interface Line {
	readonly text: string;
	readonly number: number;
	/** The heading above, folded. */
	readonly section: string;
	readonly kind: 'prose' | 'item' | 'definition' | 'other';
}

/** The lines of the body, each with what it is. Code counts as prose: on a page it is somebody's statement too. */
function* bodyLines(text: string): Generator<Line> {
	let number = 0;
	let section = '';
	let properties = false;
	let fence: string | null = null;
	for (let start = 0; start < text.length; ) {
		const found = text.indexOf('\n', start);
		const end = found === -1 ? text.length : found;
		const line = text.slice(start, end).trimEnd();
		start = end + 1;
		number++;
		if (number === 1 && line.replace(/^\ufeff/, '') === '---') {
			properties = true;
			continue;
		}
		if (properties) {
			if (line === '---') properties = false;
			continue;
		}
		const mark = /^[ \t>]*(`{3,}|~{3,})/.exec(line)?.[1];
		if (mark !== undefined && (fence === null || mark.startsWith(fence))) {
			fence = fence === null ? mark : null;
			continue;
		}
		if (fence !== null) continue;
		const heading = /^#{1,6}[ \t]+(.*)$/.exec(line);
		if (heading) {
			section = (heading[1] ?? '').trim().toLowerCase();
			continue;
		}
		const content = line.replace(/^[ \t>]+/, '');
		if (content === '' || /^\[![^\]]*\]/.test(content) || /^(?:[-*_][ \t]*){3,}$/.test(content) || /^\|?[ \t:|-]+\|?$/.test(content)) continue;
		const kind = DEFINITION.test(line) ? 'definition' : /^(?:[-*+]|\d{1,9}[.)])[ \t]/.test(content) ? 'item' : 'prose';
		yield { text: line, number, section, kind };
	}
}

function quoteFault(cited: Citation, context: GateContext, searched: { chars: number }): string | null {
	const candidates = [cited.path, `${cited.path}.md`];
	const path = candidates.find((candidate) => context.sourceText(candidate) !== null);
	if (!isInside(cited.path, context.layout.raw)) return `cites “${shown(cited.path)}”, which is not a source`;
	const facts = path === undefined ? null : sourceFacts(context, path);
	if (facts === null) return `cites “${shown(cited.path)}”, which cannot be read`;
	searched.chars += facts.text.length;
	if (searched.chars > MOST_SEARCHED) return 'could not be checked, because the page cites too much at once';
	return facts.quotes.find(cited.quote) !== null ? null : `quotes what does not stand in “${shown(cited.path)}”`;
}

/** Without proof nothing goes on: claims that were not verified, quotes that are not there, lines and marks without a source. */
export const evidenceCheck: Check = (proposal, context) => {
	const { evidence, text, pageType, path } = proposal;
	const rules: FiredRule[] = [];
	if (evidence.unverified > 0) {
		rules.push(fired('constitution:unverified', 'HOLD', `${evidence.unverified} of ${evidence.unverified + evidence.verified} claims have no quote that was found in its source.`));
	}
	for (const source of evidence.sources) {
		if (!isInside(source, context.layout.raw)) rules.push(fired('constitution:own-source', 'BLOCK', `A page may cite only what stands in ${context.layout.raw}/, not “${shown(source)}”.`));
	}
	if (text === null || !path.endsWith('.md') || !CITING.has(pageType)) return rules;

	let stood: Set<string> | null = null;
	const isNew = (line: string): boolean => {
		if (context.current === null) return true;
		stood ??= new Set(context.current.split('\n').map((old) => old.trimEnd()));
		return !stood.has(line);
	};
	const searched = { chars: 0 };
	const defined = new Set<string>();
	const used: { label: string; line: Line }[] = [];
	for (const line of bodyLines(text)) {
		if (line.kind === 'definition') {
			const [, label = '', content = ''] = DEFINITION.exec(line.text) ?? [];
			defined.add(label);
			const cited = citation(content);
			if (cited === null) {
				if (isNew(line.text)) rules.push(fired('constitution:quote', 'HOLD', `The footnote “${shown(label)}” is not a source and a quote.`, line.number));
				continue;
			}
			const fault = quoteFault(cited, context, searched);
			if (fault !== null) rules.push(fired('constitution:quote', 'HOLD', `The footnote “${shown(label)}” ${fault}.`, line.number));
			continue;
		}
		let marked = false;
		for (const mark of line.text.matchAll(/\[\^([^\]\s[]{1,100})\]/g)) {
			marked = true;
			used.push({ label: mark[1] ?? '', line });
		}
		const listed = line.kind === 'item' && UNCITED_SECTIONS.has(line.section);
		if (!marked && !listed && isNew(line.text)) rules.push(fired('constitution:uncited', 'HOLD', `The line has no footnote that leads to its source: “${shown(line.text.trim())}”.`, line.number));
	}
	for (const { label, line } of used) {
		if (!defined.has(label) && isNew(line.text)) rules.push(fired('constitution:quote', 'HOLD', `The mark “[^${shown(label)}]” has no footnote.`, line.number));
	}
	return rules;
};
