import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.js';
import { compileJson, costJson, decisionJson, statusJson, tasksJson, undoJson } from '../../src/cli/json.js';
import { costReport } from '../../src/compile/cost-report.js';
import { readOperators } from '../../src/worker/operators/read-operators.js';
import { compileReport, NO_SOURCES } from '../cli/reports.js';

const root = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/formats.md', 'docs/threat-model.md', 'docs/workers.md', 'bench/README.md'];

describe('the documents', () => {
	it('name no command line that is wrong', () => {
		const lines = DOCUMENTS.flatMap((path) => [...text(path).matchAll(/^commonplace (.*)$/gm)].map(([, line = '']) => line.split(/ {2,}/)[0] ?? ''));
		expect(lines.length).toBeGreaterThan(8);
		for (const line of lines) {
			const words = line.replace(/[[\]]/g, '').replace(/…/g, '').split(' ').filter((word) => word !== '');
			expect(parseArguments(words), line).toMatchObject({ ok: true });
		}
	});

	it('name no script that is not there', () => {
		const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
		for (const path of DOCUMENTS) for (const [, name = ''] of text(path).matchAll(/npm run ([a-z:-]+)/g)) expect(scripts, path).toHaveProperty([name]);
	});

	it('name no file of ours that is not there', () => {
		for (const path of DOCUMENTS) {
			for (const [, file = ''] of text(path).matchAll(/`((?:docs|src|test|bench|examples)\/[\w./-]+)`/g)) {
				if (!file.startsWith('bench/work')) expect(existsSync(new URL(file, root)), `${path}: ${file}`).toBe(true);
			}
		}
	});

	it('give an example of whom to ask that holds', () => {
		const [, example = ''] = /```yaml\n([^]*?)```/.exec(text('docs/workers.md')) ?? [];
		const { operators, problems } = readOperators('operators.yml', example);
		expect(problems).toEqual([]);
		expect(operators.workers.map(({ name }) => name)).toEqual(['offline', 'fast', 'strong', 'home', 'people']);
	});

	it('name every member of the command line’s JSON', () => {
		const formats = text('docs/formats.md');
		const objects = [
			compileJson(compileReport(), null), decisionJson({ committed: [], denied: [], refused: [], problems: [] }), undoJson({ run: null, restored: [], kept: [], problems: [] }),
			statusJson({ sources: NO_SOURCES, pages: {}, open: {}, lastRun: null, stopped: false, ambiguities: [], problems: [] }),
			costJson(costReport([], new Map(), [])), costReport([], new Map(), []).total, tasksJson({ tasks: [], done: 0, problems: [] }),
		];
		for (const member of objects.flatMap((object) => Object.keys(object))) expect(formats).toMatch(new RegExp(`\`${member}(?:\\[|\\{|\`)`));
	});
});
