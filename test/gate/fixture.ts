import { hashText } from '../../src/model/hash.js';
import { type Proposal, proposalId } from '../../src/model/proposal.js';
import type { Disposition, Verdict } from '../../src/model/verdict.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';
import { pathKey } from '../../src/vault/vault-path.js';
import { makeGate } from '../../src/gate/decide.js';
import { defaultPolicy } from '../../src/gate/default-policy.js';
import type { GateContext } from '../../src/gate/gate.js';

export const SOURCE_PATH = 'raw/Essay.md';
export const SOURCE = 'Spaced repetition is reviewing material at growing intervals. It counters forgetting.\n';

export const FOOTNOTE = '[^k1]: [[raw/Essay]] “Spaced repetition is reviewing material at growing intervals.”';

/** A page in the form in which code renders pages, with one more line in its body. */
export const page = (line = ''): string =>
	`---\ntitle: Spaced repetition\ntype: concept\naliases: [SRS]\ntags: [wiki/concept]\nsources: ["[[raw/Essay]]"]\ncreated: 2026-11-22\nupdated: 2026-11-22\ncommonplace-id: c-7f3k2m\n---\nSpaced repetition is reviewing material at growing intervals.[^k1]\n${line === '' ? '' : `\n${line}\n`}\n${FOOTNOTE}\n`;

export function proposal(changes: Partial<Proposal> = {}): Proposal {
	const text = changes.text === undefined ? page() : changes.text;
	const whole: Omit<Proposal, 'id'> = {
		run: 'r-1',
		kind: 'create',
		path: 'wiki/concepts/Spaced repetition.md',
		to: null,
		subject: 'c-7f3k2m',
		title: 'Spaced repetition',
		pageType: 'concept',
		baseHash: null,
		machineText: text,
		why: 'A new source speaks of it.',
		who: 'offline',
		tier: 0,
		evidence: { claims: ['k-1'], sources: [SOURCE_PATH], verified: 1, unverified: 0, disagreements: [] },
		personText: false,
		conflicts: [],
		created: '2026-11-22',
		updated: '2026-11-22',
		...changes,
		text,
	};
	return { ...whole, id: changes.id ?? proposalId(whole) };
}

export const update = (current: string, changes: Partial<Proposal> = {}): Proposal => proposal({ kind: 'update', baseHash: hashText(current), ...changes });

export interface ContextChanges {
	readonly current?: string | null;
	readonly source?: string;
	readonly sources?: Readonly<Record<string, string>>;
	readonly occupied?: readonly string[];
	readonly stopped?: boolean;
}

export function context({ current = null, source = SOURCE, sources = {}, occupied = [], stopped = false }: ContextChanges = {}): GateContext {
	const texts: Readonly<Record<string, string>> = { [SOURCE_PATH]: source, ...sources };
	return { layout: DEFAULT_LAYOUT, current, occupied: new Map(occupied.map((path) => [pathKey(path), path])), sourceText: (path) => texts[path] ?? null, stopped };
}

export const gate = makeGate([defaultPolicy()]);

export const decide = (changes: Partial<Proposal> = {}, surroundings: ContextChanges = {}): Verdict => gate.decide(proposal(changes), context(surroundings));

/** A concept's page with the line added to its body, whose source holds `source` besides its own text. */
export const withLine = (line: string, source = ''): Verdict => decide({ text: page(line) }, { source: `${SOURCE}\n${source}\n` });

export const rulesOf = (verdict: Verdict, disposition?: Disposition): string[] =>
	verdict.rules.filter((rule) => disposition === undefined || rule.disposition === disposition).map(({ rule }) => rule);
