import { makeBook, type RulesBook } from '../../../src/gate/enforcer/book.js';
import { bareEnforcement, enforcer, type Enforcement } from '../../../src/gate/enforcer/enforcer.js';
import { makeGate } from '../../../src/gate/decide.js';
import type { Proposal } from '../../../src/model/proposal.js';
import type { Verdict } from '../../../src/model/verdict.js';
import { context, type ContextChanges, proposal } from '../fixture.js';

export const NOW = Date.parse('2026-11-22T09:00:00Z');

/** Files of the folder of rules, by name. */
export const book = (files: Readonly<Record<string, string>> = {}): RulesBook => makeBook(Object.entries(files).map(([name, text]) => ({ path: `_commonplace/rules/${name}`, name, text, fault: null })));

export const enforcement = (files: Readonly<Record<string, string>> = {}, changes: Partial<Enforcement> = {}): Enforcement => ({ ...bareEnforcement(book(files)), now: NOW, ...changes });

export function judge(files: Readonly<Record<string, string>>, changes: Partial<Proposal> = {}, enforced: Partial<Enforcement> = {}, around: ContextChanges = {}): Verdict {
	return makeGate([enforcer(enforcement(files, enforced))]).decide(proposal(changes), context(around));
}

export const rulesIn = (verdict: Verdict): string[] => verdict.rules.map(({ rule }) => rule);
