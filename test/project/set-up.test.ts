import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { countTests } from '../../scripts/count-tests.mjs';
import { isInstalled } from '../../scripts/set-up.mjs';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

type Lock = Readonly<Record<string, { version: string; optional?: boolean }>>;

function project(wanted: Lock, installed: Lock | null, folder: readonly string[] = Object.keys(installed ?? {})): string {
	const root = `${mkdtempSync(join(tmpdir(), 'commonplace-'))}/`;
	folders.push(root);
	writeFileSync(`${root}package-lock.json`, JSON.stringify({ packages: { '': { version: '0.1.0' }, ...wanted } }));
	for (const path of folder) mkdirSync(root + path, { recursive: true });
	if (installed !== null) {
		mkdirSync(`${root}node_modules`, { recursive: true });
		writeFileSync(`${root}node_modules/.package-lock.json`, JSON.stringify({ packages: installed }));
	}
	return root;
}

describe('packages count as installed', () => {
	const a = { version: '1.0.0' };
	it.each<[string, Lock, Lock | null, boolean]>([
		['when all are there', { 'node_modules/a': a }, { 'node_modules/a': a }, true],
		['without those for other platforms', { 'node_modules/a': a, 'node_modules/b': { ...a, optional: true } }, { 'node_modules/a': a }, true],
		['but not with another version', { 'node_modules/a': { version: '1.0.1' } }, { 'node_modules/a': a }, false],
		['but not with one missing', { 'node_modules/a': a, 'node_modules/b': a }, { 'node_modules/a': a }, false],
		['but not on a fresh clone', { 'node_modules/a': a }, null, false],
	])('%s', (_, wanted, installed, expected) => {
		expect(isInstalled(project(wanted, installed))).toBe(expected);
	});

	it('but not when a folder was deleted by hand', () => {
		expect(isInstalled(project({ 'node_modules/a': a }, { 'node_modules/a': a }, []))).toBe(false);
	});
});

describe('the count of tests', () => {
	const report = (numPassedTests: number, numFailedTests: number, unloaded = 0): string =>
		JSON.stringify({ numPassedTests, numFailedTests, testResults: Array.from({ length: unloaded }, () => ({ status: 'failed', assertionResults: [] })) });
	it.each<[string, string, number, { passed: number; failed: number }]>([
		['all passed', report(7, 0), 0, { passed: 7, failed: 0 }],
		['some failed', report(5, 2), 1, { passed: 5, failed: 2 }],
		['a file that does not load is a failure', report(5, 0, 1), 1, { passed: 5, failed: 1 }],
		['a run that failed for another reason is a failure', report(5, 0), 1, { passed: 5, failed: 1 }],
		['no report is a failure', '', 0, { passed: 0, failed: 1 }],
	])('%s', (_, text, status, expected) => {
		expect(countTests(text, status)).toEqual(expected);
	});
});
