import { describe, expect, it } from 'vitest';
import { editOperators, type OperatorsChange } from '../../../src/worker/operators/edit-operators.js';
import { readOperators } from '../../../src/worker/operators/read-operators.js';

const PATH = '_commonplace/operators.yml';
const MINE = `# Whom I ask.
workers:
  fast:
    use: anthropic
    tier: 1 # the cheap one
    model: claude-haiku-4-5
    key: my-key
    max_tokens: 4000
trust: { extract: 1, weave: 1 }
caps: { run: { coin_usd: 1 } } # careful
grid: DEU
`;

const edited = (source: string, change: OperatorsChange): string => {
	const result = editOperators(PATH, source, change);
	if (!result.ok) throw new Error(result.error.map(({ message }) => message).join(' '));
	return result.value;
};

describe('a change to operators.yml', () => {
	it('makes the file where there is none, and the worker is asked for everything', () => {
		const text = edited('', { kind: 'worker', name: 'home', settings: { use: 'openai', tier: 1, model: 'llama3.1', baseUrl: 'http://localhost:11434/v1', key: null, free: true }, trusted: true });
		const { operators, problems } = readOperators(PATH, text);
		expect(problems).toEqual([]);
		expect(operators.workers.find(({ name }) => name === 'home')).toMatchObject({ model: 'llama3.1', key: null, price: { input: 0, output: 0 } });
		expect(operators.trust).toMatchObject({ extract: 1, identify: 1, weave: 1, adjudicate: 1 });
	});

	it('keeps comments, order and what it does not mean', () => {
		const text = edited(MINE, { kind: 'worker', name: 'fast', settings: { use: 'anthropic', tier: 1, model: 'claude-sonnet-5', baseUrl: null, key: 'my-key', free: false }, trusted: false });
		expect(text).toBe(MINE.replace('claude-haiku-4-5', 'claude-sonnet-5'));
		expect(edited(MINE, { kind: 'cap', span: 'run', currency: 'coin_usd', amount: 2 })).toBe(MINE.replace('coin_usd: 1', 'coin_usd: 2'));
		expect(edited(edited(MINE, { kind: 'cap', span: 'day', currency: 'clock_ms', amount: 60_000 }), { kind: 'cap', span: 'day', currency: 'clock_ms', amount: null })).toBe(MINE);
	});

	it('leaves no trust in a tier that nobody has', () => {
		const text = edited(MINE, { kind: 'remove', name: 'fast' });
		expect(readOperators(PATH, text)).toMatchObject({ problems: [], operators: { trust: { extract: 0, weave: 0 } } });
		expect(text).toContain('# Whom I ask.');
	});

	it.each<[string, string, OperatorsChange]>([
		['a file with a fault, which stays as it is', 'workers: [', { kind: 'cap', span: 'run', currency: 'coin_usd', amount: 1 }],
		['a key in place of its name', MINE, { kind: 'worker', name: 'fast', settings: { use: 'anthropic', tier: 1, model: 'm', baseUrl: null, key: 'sk-ant-0123', free: false }, trusted: false }],
		['a cap below nothing', MINE, { kind: 'cap', span: 'run', currency: 'coin_usd', amount: -1 }],
	])('refuses %s', (_what, source, change) => {
		expect(editOperators(PATH, source, change)).toMatchObject({ ok: false });
	});
});
