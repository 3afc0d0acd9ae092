import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENV, modelServer, modelVault, reader, TRUST } from '../cli/model-vault.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NO_KEYS = { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '' };

const evaluate = (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number | null; readonly stdout: string }> =>
	new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ['scripts/eval.mjs', ...words], { cwd: ROOT, env: { ...process.env, ...NO_KEYS, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
		let stdout = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
		child.on('error', reject).on('close', (code) => {
			resolve({ code, stdout });
		});
	});

const rowsOf = (stdout: string): string[][] => stdout.split('\n').filter((line) => line.startsWith('| ')).slice(2).map((line) => line.split(' | '));

describe('the evaluation', () => {
	it('without a key gives the numbers of the offline worker, and says how to ask a model', async () => {
		const { code, stdout } = await evaluate([]);
		expect(code).toBe(0);
		expect(rowsOf(stdout).map(([who]) => who)).toEqual(['| offline']);
		expect(stdout).toContain('--operators FILE');
	});

	it('with a model gives its numbers beside those, with calls and cost', async () => {
		const server = await modelServer();
		const vault = modelVault({});
		vault.operators(`workers:\n  model: ${reader(server.url)}\n${TRUST}`);
		const { code, stdout } = await evaluate(['--operators', join(vault.root, '_commonplace/operators.yml')], ENV);
		expect(code).toBe(0);
		const [, model = []] = rowsOf(stdout);
		expect(model[0]).toContain('gpt-5-mini');
		expect(Number(model[5])).toBe(server.seen.length);
		expect(model[6]).toMatch(/^\$0\.\d+$/);
		expect(existsSync(join(ROOT, 'bench/work/eval/_commonplace/transcripts'))).toBe(true);
	});
});
