/** How an endpoint is asked. Many speak OpenAI's protocol, and few all of it. */
export interface Shape {
	/** `schema` holds the answer to the schema, `object` to JSON, `plain` to nothing. */
	readonly format: 'schema' | 'object' | 'plain';
	readonly limit: 'max_completion_tokens' | 'max_tokens';
}

/** OpenAI's own models want the newer name of the limit; most others know only the older one. */
export const firstShape = (baseUrl: string | null): Shape => ({ format: 'schema', limit: baseUrl === null ? 'max_completion_tokens' : 'max_tokens' });

const LIMIT = /max_(?:completion_)?tokens/i;

/** What to try after a request was not accepted, judged by what the endpoint said; null where nothing is left. */
export function nextShape(shape: Shape, said: string, first: Shape): Shape | null {
	if (LIMIT.test(said) && shape.limit === first.limit) return { ...shape, limit: shape.limit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens' };
	if (shape.format === 'schema') return { ...shape, format: 'object' };
	if (shape.format === 'object') return { ...shape, format: 'plain' };
	return null;
}
