/** What the six checkpoints object to. */
export const VIOLATIONS = ['domain', 'forbidden-action', 'forbidden-target', 'tier-exceeded', 'trigger', 'missing-rationale', 'require-human'] as const;
export type Violation = (typeof VIOLATIONS)[number];

/** Those that block or hold, after which the worker has to cool down. */
export const COOLING = ['domain', 'forbidden-action', 'forbidden-target', 'missing-rationale'] as const;
export type CoolingViolation = (typeof COOLING)[number];

/** Those that an exemption can lift. What asks for a person is lifted by that person's decision alone. */
export const LIFTABLE = ['domain', 'forbidden-action', 'forbidden-target', 'tier-exceeded', 'trigger', 'missing-rationale'] as const;
export type LiftableViolation = (typeof LIFTABLE)[number];

export const isCooling = (name: unknown): name is CoolingViolation => COOLING.some((known) => known === name);
export const isLiftable = (name: unknown): name is LiftableViolation => LIFTABLE.some((known) => known === name);

const RULE = /^(?:rules\/[a-z0-9-]+\.yml(?::\d+)?|built-in):([a-z-]+)$/;

/** What a checkpoint objected to, from the name of the rule that fired; null for rules of others. */
export function violationOf(rule: string): Violation | null {
	const name = RULE.exec(rule)?.[1];
	return VIOLATIONS.find((known) => known === name) ?? null;
}

/** True for a rule of the enforcer: about who did what and where, and not about the text. */
export const isOfWorkers = (rule: string): boolean => /^(?:rules[/:]|built-in:|stop:)/.test(rule);

/** The rule's name: where it is written, then what it objects to. */
export const ruleName = (at: string, violation: Violation): string => `${at}:${violation}`;
