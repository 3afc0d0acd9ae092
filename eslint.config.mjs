import { defineConfig } from 'eslint/config';
import globals from 'globals';
import obsidianmd from 'eslint-plugin-obsidianmd';
import tseslint from 'typescript-eslint';

const HEADLESS = ['src/cli/**/*.ts', 'src/vault/node-disk/**/*.ts'];
const WRITE_METHODS = ['create', 'process', 'append', 'replace', 'rename', 'remove', 'sweep'];
const PORT_NAMES = ['vault', 'port', 'disk'];

// The names catch an honest mistake while it is typed; the architecture test asks the type checker.
const writesOutsideCommit = PORT_NAMES.flatMap((object) =>
	WRITE_METHODS.map((property) => ({
		object,
		property,
		message: 'Only src/vault/commit writes to the vault: make a proposal, or add the step there.',
	})),
);

export default defineConfig([
	{ ignores: ['main.js', 'dist/', 'demo/', 'coverage/', 'examples/', 'node_modules/', 'bench/work/'] },
	{
		files: ['src/**/*.{ts,tsx}'],
		extends: [obsidianmd.configs.recommended, tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/prefer-readonly': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
			// A function is async where its port says so and what it throws must become a rejection, awaiting or not.
			'@typescript-eslint/require-await': 'off',
			// An empty class extending the app's own is how a plugin says that it has nothing to register.
			'@typescript-eslint/no-extraneous-class': 'off',
			// A generic type parameter that only links a task's kind to its answer is used once by design.
			'@typescript-eslint/no-unnecessary-type-parameters': 'off',
			'import/first': 'error',
			'import/no-duplicates': 'error',
			'import/no-mutable-exports': 'error',
			'import/no-default-export': 'error',
			'import/no-self-import': 'error',
			'import/extensions': ['error', 'ignorePackages'],
			'prefer-const': 'error',
			eqeqeq: 'error',
			'no-restricted-syntax': [
				'error',
				{ selector: 'TSAsExpression > TSAsExpression', message: 'Narrow the value instead of casting it twice.' },
				{ selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
			],
			'no-restricted-properties': ['error', ...writesOutsideCommit],
		},
	},
	{ files: ['src/main.ts'], rules: { 'import/no-default-export': 'off' } },
	// The last two are the port's own: the adapter to the app, and the hand that carries out what vault/commit asks for in the engine's thread.
	{ files: ['src/vault/commit/**/*.ts', 'src/obsidian/vault-adapter.ts', 'src/obsidian/engine/serve-vault.ts'], rules: { 'no-restricted-properties': 'off' } },
	{
		files: HEADLESS,
		languageOptions: { globals: globals.nodeBuiltin },
		rules: { 'obsidianmd/no-nodejs-modules': 'off', 'obsidianmd/prefer-window-timers': 'off' },
	},
	{
		files: ['test/**/*.{ts,tsx}', 'bench/**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/unbound-method': 'off',
		},
	},
	{
		files: ['*.mjs', 'scripts/**/*.mjs', 'bench/**/*.mjs'],
		extends: [tseslint.configs.recommended],
		languageOptions: { globals: globals.node },
	},
	{
		files: ['manifest.json'],
		plugins: { obsidianmd },
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: { 'obsidianmd/validate-manifest': 'error' },
	},
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
]);
