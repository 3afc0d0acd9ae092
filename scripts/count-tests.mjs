import { readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * Passed and failed tests in a report of vitest's JSON reporter. A run that failed without a failed test, such as a
 * file that does not load or a missing report, counts as one failure.
 * @param {string} report the report's text; may be empty
 * @param {number} status the run's exit code
 */
export function countTests(report, status) {
	/** @type {{ numPassedTests?: number, numFailedTests?: number, testResults?: { status: string, assertionResults: unknown[] }[] }} */
	let counts = {};
	try {
		counts = JSON.parse(report);
	} catch {
		return { passed: 0, failed: 1 };
	}
	const unloaded = (counts.testResults ?? []).filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
	const failed = (counts.numFailedTests ?? 0) + unloaded;
	return { passed: counts.numPassedTests ?? 0, failed: failed === 0 && status !== 0 ? 1 : failed };
}

const [, script, path, status] = process.argv;
if (script?.endsWith('count-tests.mjs') && path !== undefined) {
	let text = '';
	try {
		text = readFileSync(path, 'utf8');
	} catch {
		// No report: the run did not get as far as writing one, which counts as a failure.
	}
	const { passed, failed } = countTests(text, Number(status));
	process.stdout.write(`${passed} ${failed}\n`);
}
