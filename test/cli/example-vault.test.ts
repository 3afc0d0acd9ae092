import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY } from '../worker/servers/endpoints.js';
import { openVault } from '../../src/cli/open.js';
import { fixtureHost } from '../promises/vault-fixture.js';
import { scriptedModel } from '../worker/servers/mock-model.js';
import { readAnswers, writtenReader } from '../worker/servers/written-answers.js';
import { builtCli, type Finished } from './built-cli.js';

const cli = await builtCli();
const answers = readAnswers('test/cli/example-answers.yml');
const root = mkdtempSync(join(tmpdir(), 'commonplace-example-'));
const ENV = { COMMONPLACE_KEY_MY_KEY: KEY };
let server: Awaited<ReturnType<typeof scriptedModel>>;
let compiled: Finished;

beforeAll(async () => {
	cpSync('examples/vault', root, { recursive: true });
	server = await scriptedModel(writtenReader(answers));
	mkdirSync(join(root, '_commonplace/rules'), { recursive: true });
	for (const worker of ['anthropic', 'openai']) writeFileSync(join(root, `_commonplace/rules/${worker}.yml`), 'inherit: default\n');
	writeFileSync(
		join(root, '_commonplace/operators.yml'),
		`workers:\n  reader: { use: openai, tier: 1, model: gpt-5-mini, base_url: "${server.url}/v1", key: my-key }\n  writer: { use: anthropic, tier: 2, model: claude-sonnet-5, base_url: "${server.url}", key: my-key }\ntrust: { extract: 1, identify: 1, weave: 2, adjudicate: 2 }\n`,
	);
	compiled = await cli.run(['--vault', root, '--json', 'compile', '--approve', 'passed'], ENV);
	// Pages on which notes contradict each other wait for a person.
	const { app } = await openVault(root, { ...fixtureHost(), now: () => Date.now() });
	const { open } = await app.list();
	await app.approve(open.filter(({ verdict }) => verdict.disposition !== 'BLOCK').map(({ proposal }) => proposal.id), 'person:reader');
});
afterAll(async () => {
	await server.stop();
	rmSync(root, { recursive: true, force: true });
});

const page = (path: string): string => readFileSync(join(root, 'wiki', path), 'utf8');
const body = (path: string): string => page(path).replace(/^---\n[^]*?\n---\n/, '');

describe('the example vault, compiled by answers that somebody wrote', () => {
	it('is read and written by the models that its owner named, without a fault', () => {
		// Something waits for a person.
		expect(compiled.code).toBe(1);
		const report = JSON.parse(compiled.stdout) as { problems: { message: string }[]; sources: object; worker_calls: number; estimate: { worker_calls: number; coin_usd: number } };
		// What is told is of the notes’ own properties, not of what was asked.
		expect(report.problems.filter(({ message }) => /not read|not woven|dropped|Waiting/.test(message))).toEqual([]);
		const sources = readdirSync(join(root, 'raw'), { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith('.md')).length;
		expect(report.sources).toMatchObject({ new: sources, failed: 0 });
		expect(report.worker_calls).toBeLessThan(2 * sources);
		expect(report.worker_calls).toBe(server.getRequests().length);
		// What it would cost was said before.
		expect(report.estimate.worker_calls).toBeGreaterThan(sources / 2);
		expect(report.estimate.coin_usd).toBeGreaterThan(0);
		expect(compiled.stderr).toMatch(/Estimate for \d+ notes: about \d+ calls {2}CLOCK unknown {2}COIN \$[\d.]+ {2}CARBON [\d.]+ to [\d.]+ g/);
	});

	it('has pages that say what a thing is in the writer’s prose, and prove it by the notes', () => {
		const text = body('concepts/Spaced repetition.md');
		expect(text).toMatch(/^Spaced repetition is reviewing something at growing intervals\.\[\^\w+\] It works against the \[\[(?:[^\]|]*\|)?[Ff]orgetting curve\]\]: every successful recall makes the next stretch flatter\.\[\^\w+\]\n/);
		expect(text).toMatch(/\n## Nights and gaps\n- Over several nights it beats one long session because of \[\[(?:[^\]|]*\|)?memory consolidation\]\]\.\[\^\w+\]\n/);
		expect(text).toMatch(/^\[\^\w+\]: \[\[raw\/notes\/2026-02-11 Lecture 3 learning and memory\]\] “memory consolidation is also why/m);
		expect(text).not.toContain('“Spaced repetition is');
		expect(body('concepts/Caffeine.md')).toContain('\n## Sleep\n- It reduces [[');
	});

	it('shows what the notes contradict each other in, on both sides, and settles nothing', () => {
		const shown = body('concepts/Sourdough starter.md');
		expect(shown).toMatch(/## Disagreements\n> \[!warning\]/);
		for (const side of ['A sourdough starter does not survive freezing.', 'A sourdough starter survives freezing.']) expect(shown.slice(shown.indexOf('## Disagreements'))).toContain(side);
	});

	it('links its pages to one another and stands the test of its own verification', async () => {
		expect(body('concepts/Memory consolidation.md')).toMatch(/## Referenced by[^]*Spaced repetition/);
		const verified = await cli.run(['--vault', root, 'verify'], ENV);
		expect({ code: verified.code, stderr: verified.stderr }).toEqual({ code: 0, stderr: '' });
	});

	it('asks nobody anything when nothing changed', async () => {
		const before = server.getRequests().length;
		const again = await cli.run(['--vault', root, '--json', 'compile', '--approve', 'passed'], ENV);
		expect(JSON.parse(again.stdout)).toMatchObject({ worker_calls: 0 });
		expect(server.getRequests()).toHaveLength(before);
	});
});
