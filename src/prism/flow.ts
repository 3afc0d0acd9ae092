import type { Expression, ExpressionError } from './expression/tree.js';
import type { Place, Spot } from './place.js';
import type { PlainData } from './yaml-tree.js';

/** An expression as written, with its place in the note. */
export interface Condition extends Place {
	readonly text: string;
	/** Null where the text is no expression; `error` then says why. */
	readonly expression: Expression | null;
	readonly error: ExpressionError | null;
	/** Place in the note of a character of the expression. */
	readonly placeOf: (offset: number) => Place;
}

/** A text in which expressions may stand as `${…}`; one that is nothing but such an expression keeps the expression's type. */
export interface Template extends Place {
	readonly pieces: readonly (string | Condition)[];
	/** Set where a `${` is never closed. */
	readonly unclosed: Place | null;
}

/** A value of an action: a template, data without expressions, or a list or map of such values. */
export type Content =
	| { readonly kind: 'template'; readonly template: Template }
	| { readonly kind: 'data'; readonly data: PlainData }
	| { readonly kind: 'list'; readonly items: readonly Content[] }
	| { readonly kind: 'map'; readonly entries: readonly (readonly [string, Content])[] };

export interface Operator extends Place {
	readonly op: Spot<string> | null;
	readonly tier: Spot<PlainData> | null;
	/** Names of further keys, such as `model`. */
	readonly others: readonly Spot<string>[];
}

export type Action = Place &
	(
		| { readonly type: 'emit'; readonly event: Spot<string>; readonly payload: readonly (readonly [string, Content])[] }
		| { readonly type: 'set'; readonly path: Spot<string>; readonly value: Content }
		| { readonly type: 'other'; readonly name: string }
	);

export interface FailurePolicy extends Place {
	readonly retry: Spot<PlainData> | null;
	readonly then: Spot<string> | null;
	readonly fallback: Operator | null;
	readonly failoverRetry: Spot<PlainData> | null;
	readonly blockFailedFor: Spot<string> | null;
	readonly ifAllFail: Spot<string> | null;
	readonly others: readonly Spot<string>[];
}

export interface JoinPolicy extends Place {
	readonly mode: Spot<string> | null;
	readonly n: Spot<PlainData> | null;
	readonly m: Spot<PlainData> | null;
	readonly onSatisfied: Spot<string> | null;
	readonly cancelOthers: boolean;
	readonly others: readonly Spot<string>[];
}

export interface Trigger extends Place {
	readonly event: Spot<string> | null;
	readonly timeout: Spot<string> | null;
	readonly onTimeout: Spot<string> | null;
}

export interface PhaseGate extends Place {
	readonly evaluate: Condition | null;
	readonly ifTrue: Spot<string> | null;
	readonly ifFalse: Spot<string> | null;
}

export interface TieBreaker extends Place {
	readonly policy: Spot<string> | null;
	readonly operator: Operator | null;
}

/** One node with whatever it says; what its type has no use for is null or empty. */
export interface FlowNode extends Place {
	readonly id: string;
	readonly type: Spot<string>;
	readonly name: string | null;
	readonly intention: string | null;
	readonly mode: Spot<string> | null;
	readonly operator: Operator | null;
	readonly guard: Condition | null;
	readonly actions: readonly Action[];
	readonly failurePolicy: FailurePolicy | null;
	readonly join: JoinPolicy | null;
	/** Labels and the ids that they lead to. */
	readonly out: readonly { readonly label: string; readonly target: Spot<string> }[];
	readonly trigger: Trigger | null;
	readonly scope: Spot<string> | null;
	/** The node that a cancel with scope `activity` ends. */
	readonly target: Spot<string> | null;
	readonly condition: Condition | null;
	readonly phaseGate: PhaseGate | null;
	readonly verdict: Condition | null;
	readonly threshold: Spot<PlainData> | null;
	readonly tieBreaker: TieBreaker | null;
	readonly failureTolerance: Spot<PlainData> | null;
	readonly others: readonly Spot<string>[];
}

export interface Edge extends Place {
	readonly source: Spot<string>;
	readonly target: Spot<string>;
	/** Null on an edge without a condition. */
	readonly condition: Condition | null;
	/** The event that an event-triggered edge waits for. */
	readonly event: Spot<string> | null;
	readonly triggered: boolean;
	readonly others: readonly Spot<string>[];
}

export interface DeclaredEvent extends Place {
	readonly id: string;
	readonly type: Spot<string> | null;
	readonly payload: readonly { readonly name: string; readonly dtype: string | null }[];
}

export interface Attribute extends Place {
	readonly name: string;
	readonly dtype: string | null;
	/** Of an enum. */
	readonly values: readonly PlainData[];
}

export interface EntityType extends Place {
	readonly type: string;
	readonly attrs: readonly Attribute[];
}

export interface Term extends Place {
	readonly term: string;
	readonly meaning: Condition;
}

export interface Group extends Place {
	readonly id: string;
	readonly intention: string | null;
	readonly nodes: readonly Spot<string>[];
	readonly failureTolerance: Spot<PlainData> | null;
}

export interface PhaseBoundary extends Place {
	readonly id: string;
	/** Id of the flow that is left; null where it is not said. */
	readonly from: string | null;
	readonly checkpoint: Spot<string> | null;
	readonly to: string | null;
}

/** A PRISM-IR flow as its YAML says it. Nothing is checked yet but the shapes. */
export interface Flow extends Place {
	readonly v: Spot<string> | null;
	readonly id: Spot<string> | null;
	readonly name: Spot<string> | null;
	readonly intention: Spot<string> | null;
	readonly domain: string | null;
	readonly failureTolerance: Spot<PlainData> | null;
	readonly constraints: readonly (readonly [string, string])[];
	readonly vocabulary: readonly Term[];
	readonly entities: readonly EntityType[];
	readonly events: readonly DeclaredEvent[];
	readonly groups: readonly Group[];
	readonly nodes: readonly FlowNode[];
	readonly edges: readonly Edge[];
	readonly boundaries: readonly PhaseBoundary[];
	readonly metrics: readonly string[];
	readonly params: Readonly<Record<string, PlainData>>;
	/** Emissions outside nodes, such as a queue's. */
	readonly otherEmissions: readonly Spot<string>[];
	/** Expressions outside nodes, edges and the vocabulary, such as a queue's. */
	readonly otherConditions: readonly Condition[];
	/** Every top-level key with its place. */
	readonly sections: readonly Spot<string>[];
	/** All that the YAML says, as data. */
	readonly data: PlainData;
}

/** A policy note, read. */
export interface PrismSource {
	readonly slug: string | null;
	readonly version: string | null;
	readonly conformance: string;
	readonly naturalLanguage: string;
	readonly flow: Flow;
}
