import type { Action, Condition, Content, Flow, Template } from './flow.js';

export interface Written {
	readonly conditions: readonly Condition[];
	readonly templates: readonly Template[];
}

/** Every expression and every text with expressions in it that the flow holds, in no promised order. */
export function expressionsOf(flow: Flow): Written {
	const conditions: (Condition | null)[] = [...flow.otherConditions];
	const templates: Template[] = [];
	for (const { meaning } of flow.vocabulary) conditions.push(meaning);
	for (const { condition } of flow.edges) conditions.push(condition);
	for (const { guard, condition, verdict, phaseGate, actions } of flow.nodes) {
		conditions.push(guard, condition, verdict, phaseGate?.evaluate ?? null);
		for (const action of actions) templates.push(...templatesOf(action));
	}
	for (const { pieces } of templates) for (const piece of pieces) if (typeof piece !== 'string') conditions.push(piece);
	return { conditions: conditions.filter((condition) => condition !== null), templates };
}

function templatesOf(action: Action): readonly Template[] {
	switch (action.type) {
		case 'emit':
			return action.payload.flatMap(([, content]) => inContent(content));
		case 'set':
			return inContent(action.value);
		case 'other':
			return [];
	}
}

function inContent(content: Content): readonly Template[] {
	switch (content.kind) {
		case 'template':
			return [content.template];
		case 'list':
			return content.items.flatMap(inContent);
		case 'map':
			return content.entries.flatMap(([, value]) => inContent(value));
		case 'data':
			return [];
	}
}
