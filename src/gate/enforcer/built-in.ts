import type { RulesFile } from './read-rules.js';
import { NO_RULES, type RulesLayer } from './rules.js';

const AT = 'built-in';
const SECOND = 1_000;

/** Who decides may do so without rules of anybody's; who only works is under these, whatever files say. */
export const FLOOR: RulesLayer = {
	...NO_RULES,
	rationaleFrom: { value: 3, at: AT },
	grace: {
		worker: null,
		byViolation: new Map([
			['forbidden-action', 60 * SECOND],
			['forbidden-target', 60 * SECOND],
			['domain', 120 * SECOND],
			['missing-rationale', 30 * SECOND],
		]),
		byDisposition: new Map([
			['BLOCK', 120 * SECOND],
			['HOLD', 60 * SECOND],
		]),
		otherwise: 300 * SECOND,
	},
};

const code = (inherits: boolean): RulesFile => ({ inherits, layer: { ...NO_RULES, maxTier: { value: 0, at: AT } } });

/**
 * Workers that need no file, by their whole id: the embedded one, the fixes of lint, and the system's own catalogues, which follow from pages that were
 * decided already and so stand outside of what `default.yml` says of workers.
 */
export const BUILT_IN: ReadonlyMap<string, RulesFile> = new Map([
	['offline', code(true)],
	['lint', code(true)],
	['system', code(false)],
]);

/** What a person writes is theirs to decide. Rules for people stand in `person.yml` alone, where they want some. */
export const PERSON: RulesFile = { inherits: false, layer: NO_RULES };
