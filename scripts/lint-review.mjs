import process from 'node:process';
import { ESLint } from 'eslint';
import { ROOT } from './set-up.mjs';

// The review's rules are those for code inside Obsidian. The headless files never enter the plugin's bundle, which the
// architecture test proves, so what the review would warn of there is counted and shown, but does not fail.
const HEADLESS = /^src\/(?:cli\/|vault\/node-disk\/)/;
const HEADLESS_RULES = new Set(['obsidianmd/no-nodejs-modules', 'no-undef', 'obsidianmd/prefer-window-timers']);

const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: 'eslint.review.config.mjs' });
const results = await eslint.lintFiles(['src', 'package.json']);
let accepted = 0;
const rest = results.map((result) => {
	const path = result.filePath.slice(ROOT.length).replaceAll('\\', '/');
	const messages = result.messages.filter((message) => {
		const known = message.severity === 1 && HEADLESS.test(path) && HEADLESS_RULES.has(message.ruleId ?? '');
		if (known) accepted += 1;
		return !known;
	});
	const count = (/** @type {number} */ severity) => messages.filter((message) => message.severity === severity).length;
	return { ...result, messages, errorCount: count(2), warningCount: count(1), fixableErrorCount: 0, fixableWarningCount: 0 };
});
const formatter = await eslint.loadFormatter('stylish');
process.stdout.write(await formatter.format(rest));
const found = rest.reduce((sum, { messages }) => sum + messages.length, 0);
process.stdout.write(`Review rules: ${found} findings, and ${accepted} warnings about Node in files that only run under Node.\n`);
process.exit(found === 0 ? 0 : 1);
