import type { Place } from './place.js';

/** The twenty codes of the specification's validation suite. */
export const SPECIFIED_CODES = [
	'MISSING_VERSION',
	'MISSING_ID',
	'MISSING_NAME',
	'MISSING_INTENTION',
	'MISSING_START_NODE',
	'MISSING_END_NODE',
	'MULTIPLE_START_NODES',
	'INVALID_NODE_TYPE',
	'INVALID_OPERATOR_TYPE',
	'INVALID_TIER',
	'UNDECLARED_EVENT',
	'INVALID_EVENT_TYPE',
	'INVALID_EDGE_SOURCE',
	'INVALID_EDGE_TARGET',
	'UNREACHABLE_NODE',
	'INVALID_JOIN_POLICY',
	'INVALID_VOTE_MODE',
	'INVALID_FAILURE_TOLERANCE',
	'INVALID_EXPRESSION_SYNTAX',
	'UNDECLARED_CHECKPOINT',
] as const;
export type SpecifiedCode = (typeof SPECIFIED_CODES)[number];

/** What the specification has no code for. `READ_*` stops the reading; the others stand beside the specified ones. */
export type OwnCode =
	/** The note has no properties, no YAML block or more than one. */
	| 'READ_NOTE'
	/** The block is no YAML, or uses what a policy has no use for: aliases, tags, very deep nesting. */
	| 'READ_YAML'
	/** A value is of another shape than its place asks for. */
	| 'READ_SHAPE'
	/** Two nodes, events or terms have one id. */
	| 'DUPLICATE_ID'
	/** Valid by the specification, but not something that this runtime executes. */
	| 'UNSUPPORTED'
	/** Against the profile by which flows become policies. */
	| 'PROFILE';

/** Something that keeps a flow from being used, in words that say what to do. */
export interface Fault extends Place {
	readonly code: SpecifiedCode | OwnCode;
	readonly message: string;
}

export const fault = (code: Fault['code'], { line, column }: Place, message: string): Fault => ({ code, message, line, column });
