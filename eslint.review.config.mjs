import obsidianmd from 'eslint-plugin-obsidianmd';

// Obsidian's own set, untouched: what the review of a release runs. The ignored paths are the review's list.
export default [
	{
		ignores: [
			'**/node_modules/', 'dist/', 'build/', 'test/', 'scripts/', 'docs/', 'demo/', 'examples/', 'main.js',
			'**/*.mjs', '**/*.cjs', '**/*.test.ts',
		],
	},
	...obsidianmd.configs.recommended,
	{ languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
];
