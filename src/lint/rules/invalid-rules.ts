import type { Rule } from '../rule.js';

export const invalidRules: Rule = {
	name: 'invalid-rules',
	severity: 'error',
	documentation: 'A file that says what workers may do has an error: rules of a worker block whom they govern, exemptions hold no more, and without `operators.yml` only the offline worker is asked, until the file is mended.',
	fix: null,
	examples: [
		{
			name: 'rules with a word that there is not',
			files: { '_commonplace/rules/offline.yml': 'domain: [wiki]\n' },
			workerFaults: [{ path: '_commonplace/rules/offline.yml', line: 1, message: 'There is no setting “domain”.' }],
			finds: [['_commonplace/rules/offline.yml', 1, 'There is no setting “domain”.']],
		},
		{ name: 'rules without errors', files: { '_commonplace/rules/offline.yml': 'domains: [wiki]\n' }, finds: [] },
	],
	check: ({ workerFaults }) => workerFaults.map(({ path, line, message }) => ({ path, line, message, advice: 'Mend the file; docs/gate.md and docs/workers.md tell what may stand in it.', what: message })),
};
