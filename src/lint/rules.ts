import type { Rule } from './rule.js';
import { ambiguousLink } from './rules/ambiguous-link.js';
import { brokenLink } from './rules/broken-link.js';
import { collidingNames } from './rules/colliding-names.js';
import { disagreement } from './rules/disagreement.js';
import { emptyPage } from './rules/empty-page.js';
import { indexOutOfStep } from './rules/index-out-of-step.js';
import { invalidPolicy } from './rules/invalid-policy.js';
import { invalidProperties } from './rules/invalid-properties.js';
import { invalidRules } from './rules/invalid-rules.js';
import { missingQuote } from './rules/missing-quote.js';
import { orphanPage } from './rules/orphan-page.js';
import { stalePage } from './rules/stale-page.js';
import { uncompiledSource } from './rules/uncompiled-source.js';

/** All rules, by name. */
export const RULES: readonly Rule[] = [
	ambiguousLink,
	brokenLink,
	collidingNames,
	disagreement,
	emptyPage,
	indexOutOfStep,
	invalidPolicy,
	invalidProperties,
	invalidRules,
	missingQuote,
	orphanPage,
	stalePage,
	uncompiledSource,
];
