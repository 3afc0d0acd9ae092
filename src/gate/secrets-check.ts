import { type Check, fired, lineNumbers } from './rule.js';
import { findSecrets } from './secrets.js';

/** Secrets that the text adds. The reason names kind and line and never repeats the secret. */
export const secretsCheck: Check = (proposal, context) => {
	const parts = [proposal.text ?? '', proposal.title, proposal.why, proposal.path, proposal.to ?? ''];
	const rules = parts.flatMap((text, index) => {
		const found = findSecrets(text);
		if (found.length === 0) return [];
		const stood = new Set(context.current === null || index > 0 ? [] : findSecrets(context.current).map(({ start, end }) => context.current?.slice(start, end)));
		const line = lineNumbers(text);
		return found
			.filter(({ start, end }) => !stood.has(text.slice(start, end)))
			.map(({ kind, start }) =>
				fired('constitution:secret', 'BLOCK', `The ${index === 0 ? 'text' : 'proposal'} adds what looks like a secret: ${kind}. Take it out of the source.`, index === 0 ? line(start) : null),
			);
	});
	return rules;
};
