import type { Rule } from '../rule.js';

export const invalidPolicy: Rule = {
	name: 'invalid-policy',
	severity: 'error',
	documentation: 'A policy of the gate has an error. Until it is mended, its last version without errors and the built-in default hold, so that nothing passes that did not before.',
	fix: null,
	examples: [
		{
			name: 'a policy without an intention',
			files: { '_commonplace/policies/mine.prism.md': 'No flow.\n' },
			gateFaults: [{ path: '_commonplace/policies/mine.prism.md', line: 12, message: 'Column 1: The flow has no intention.' }],
			finds: [['_commonplace/policies/mine.prism.md', 12, 'Column 1: The flow has no intention.']],
		},
		{ name: 'policies without errors', files: { '_commonplace/policies/mine.prism.md': 'A flow.\n' }, finds: [] },
	],
	check: ({ gateFaults }) => gateFaults.map(({ path, line, message }) => ({ path, line, message, advice: 'Mend it, or say active: false in its properties.', what: message })),
};
