import type { Found, Rule } from '../rule.js';

export const uncompiledSource: Rule = {
	name: 'uncompiled-source',
	severity: 'notice',
	documentation: 'A note among the sources is new, or changed since the last compile, so that the wiki does not say yet what it says.',
	fix: null,
	examples: [
		{
			name: 'a new and a changed source',
			files: { 'raw/New.md': 'Milk.\n', 'raw/Tea.md': 'Tea is hot.\n' },
			sources: { 'raw/New.md': 'new', 'raw/Tea.md': 'changed', 'raw/Old.md': 'gone' },
			finds: [
				['raw/New.md', null, 'This source was never compiled.'],
				['raw/Tea.md', null, 'This source changed since it was compiled.'],
			],
		},
		{ name: 'a source as it was compiled', files: { 'raw/Tea.md': 'Tea is hot.\n' }, finds: [] },
	],
	check({ sources }) {
		const found: Found[] = [];
		for (const [path, state] of sources) {
			if (state !== 'new' && state !== 'changed') continue;
			found.push({ path, line: null, message: state === 'new' ? 'This source was never compiled.' : 'This source changed since it was compiled.', advice: 'Compile.', what: state });
		}
		return found;
	},
};
