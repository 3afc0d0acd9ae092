import type { Proposal } from '../../model/proposal.js';
import type { Disposition } from '../../model/verdict.js';
import { isInside } from '../../vault/vault-path.js';
import type { GateContext } from '../gate.js';
import { shown } from '../rule.js';
import { CONDITIONS } from './conditions.js';
import type { Domain, RulesLayer } from './rules.js';
import { findTrigger, foldText, lineOf } from './trigger.js';
import type { Violation } from './violation.js';

/** What a checkpoint looks at. */
export interface Facts {
	readonly proposal: Proposal;
	readonly context: GateContext;
	/** The file's path, and where it is moved to. */
	readonly paths: readonly string[];
	/** What triggers are looked for in, folded when first asked. */
	folded(part: 'title' | 'path' | 'text'): string;
}

/** An objection of one rule of one layer. */
export interface Finding {
	readonly violation: Violation;
	readonly disposition: Disposition;
	/** Where the rule is written. */
	readonly at: string;
	readonly reason: string;
	/** Line in the proposed text, counted from 1. */
	readonly line: number | null;
}

export function factsOf(proposal: Proposal, context: GateContext): Facts {
	const { path, to, title, text } = proposal;
	const paths = to === null ? [path] : [path, to];
	const parts = { title: () => title, path: () => paths.join('\n'), text: () => text ?? '' };
	const kept = new Map<string, string>();
	return {
		proposal,
		context,
		paths,
		folded: (part) => {
			const known = kept.get(part);
			if (known !== undefined) return known;
			const folded = foldText(parts[part]());
			kept.set(part, folded);
			return folded;
		},
	};
}

const finding = (violation: Violation, disposition: Disposition, at: string, reason: string, line: number | null = null): Finding => ({ violation, disposition, at, reason, line });

const inDomain = (domain: Domain, path: string, pageType: string): boolean => (domain.kind === 'folder' ? isInside(path, domain.folder) : domain.type === pageType);

const nameOf = (domain: Domain): string => (domain.kind === 'folder' ? `${domain.folder}/` : `pages of type ${domain.type}`);

/** One checkpoint: what one layer objects to. Pure; the other checkpoints and layers are asked as well, whatever it says. */
export type Checkpoint = (layer: RulesLayer, facts: Facts) => readonly Finding[];

/** 1: the work lies where the worker may work, and is a kind of work that it may do. */
const domainAndAction: Checkpoint = ({ domains, forbiddenActions }, { proposal, paths }) => {
	const outside = domains === null ? [] : paths.filter((path) => !domains.value.some((domain) => inDomain(domain, path, proposal.pageType)));
	return [
		...outside.map((path) => finding('domain', 'BLOCK', domains?.at ?? '', `“${shown(path, 200)}” is outside of where this worker may work: ${(domains?.value ?? []).slice(0, 6).map(nameOf).join(', ')}.`)),
		...forbiddenActions.filter(({ value }) => value === proposal.kind).map(({ value, at }) => finding('forbidden-action', 'BLOCK', at, `This worker may not propose to ${value} a page.`)),
	];
};

/** 2: the file is not one that the worker must leave alone. */
const targets: Checkpoint = ({ forbiddenTargets }, { paths }) =>
	forbiddenTargets.flatMap(({ value, at }) => {
		const hit = paths.find((path) => value.forbids(path));
		return hit === undefined ? [] : [finding('forbidden-target', 'BLOCK', at, `This worker may not touch “${shown(value.glob, 120)}”, which “${shown(hit, 200)}” is.`)];
	});

/** 3: the worker did not go above its tier. */
const tierLimit: Checkpoint = ({ maxTier }, { proposal: { tier } }) => {
	// A tier that is none is above all.
	if (maxTier === null || (Number.isInteger(tier) && tier >= 0 && tier <= maxTier.value)) return [];
	return [finding('tier-exceeded', 'ESCALATE', maxTier.at, `It was made at tier ${tier}; this worker acts by itself up to tier ${maxTier.value}.`)];
};

const PLACES = { title: 'title', path: 'path', text: 'text' } as const;

/** 4: nothing in it is among what a higher tier wants to see. */
const triggers: Checkpoint = (layer, facts) =>
	layer.triggers.flatMap(({ value, at }) => {
		for (const part of ['title', 'path', 'text'] as const) {
			const found = findTrigger(value, facts.folded(part));
			if (found === -1) continue;
			return [finding('trigger', 'ESCALATE', at, `The ${PLACES[part]} speaks of “${shown(value.phrase)}”.`, part === 'text' ? lineOf(facts.folded('text'), found) : null)];
		}
		return [];
	});

/** Enough to be a reason and not a placeholder. */
const LEAST_RATIONALE = 8;

function hasRationale(why: string): boolean {
	let count = 0;
	for (const char of why.slice(0, 400)) if (/[\p{L}\p{N}]/u.test(char) && ++count >= LEAST_RATIONALE) return true;
	return false;
}

/** 5: it says why. */
const rationale: Checkpoint = ({ rationaleFrom }, { proposal }) =>
	rationaleFrom === null || proposal.tier < rationaleFrom.value || hasRationale(proposal.why) ? [] : [finding('missing-rationale', 'HOLD', rationaleFrom.at, 'It does not say why it is proposed.')];

/** 6: it is nothing that a person wants to decide. */
const requireHuman: Checkpoint = (layer, { proposal, context }) =>
	layer.requireHuman.flatMap(({ value, at }) => {
		const { says, holds } = CONDITIONS[value];
		const answer = holds(proposal, context);
		if (answer === false) return [];
		return [finding('require-human', 'REQUIRE_HUMAN', at, answer === true ? `A person decides where ${says}.` : `A person decides where ${says}, and whether that is so is not known.`)];
	});

/** The six, in the order in which they are told. */
export const CHECKPOINTS: readonly { readonly name: string; readonly check: Checkpoint }[] = [
	{ name: 'domain and action', check: domainAndAction },
	{ name: 'target', check: targets },
	{ name: 'tier', check: tierLimit },
	{ name: 'triggers', check: triggers },
	{ name: 'rationale', check: rationale },
	{ name: 'person', check: requireHuman },
];
