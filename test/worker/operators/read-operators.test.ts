import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { GRID_MIXES } from '../../../src/budget/carbon.js';
import { OFFLINE_OPERATORS, readOperators } from '../../../src/worker/operators/read-operators.js';
import { workersFor } from '../../../src/worker/operators/route.js';
import { recipientsOf, viewOf } from '../../../src/worker/operators/view.js';
import type { TaskKind } from '../../../src/worker/port.js';

const PATH = '_commonplace/operators.yml';
const WHOLE = `# who does what
workers:
  haiku:
    use: anthropic
    tier: 1
    model: claude-haiku-4-5
    key: anthropic-key
  sonnet:
    use: anthropic
    tier: 2
    model: claude-sonnet-5
    key: anthropic-key
    batch: true
  local:
    use: openai
    tier: 1
    model: llama3.3:70b
    base_url: http://localhost:11434/v1
    price: { input: 0, output: 0 }
    size: { total: 70, active: 70 }
  desk:
    use: mailbox
    tier: 4
trust:
  extract: 1
  weave: 2
caps:
  run: { coin_usd: 1.5 }
  month: { coin_usd: 20, carbon_g: 5000 }
grid: FRA
`;

describe('operators.yml', () => {
	it('is read whole', () => {
		const { operators, problems } = readOperators(PATH, WHOLE);
		expect(problems).toEqual([]);
		expect(operators.workers.map(({ name, tier }) => [name, tier])).toEqual([['offline', 0], ['haiku', 1], ['sonnet', 2], ['local', 1], ['desk', 4]]);
		expect(operators.workers[3]).toMatchObject({ baseUrl: 'http://localhost:11434/v1', key: null, price: { input: 0, output: 0 }, size: { total: 70, active: [70, 70] } });
		expect(operators.caps).toEqual({ run: { coin_usd: 1.5 }, month: { coin_usd: 20, carbon_g: 5000 } });
		expect(operators.trust).toEqual({ extract: 1, identify: 0, weave: 2, adjudicate: 0, 'review-edit': 3, 'write-policy': 0 });
		expect(operators.grid).toBe(GRID_MIXES['FRA']);
	});

	it('may be empty', () => expect(readOperators(PATH, '')).toEqual({ operators: OFFLINE_OPERATORS, problems: [] }));

	it.each<readonly [string, string, number | null, string]>([
		['a wrong provider', 'workers:\n  a:\n    use: bard\n    tier: 1\n', 3, 'one of offline, anthropic'],
		['a tier that is none', 'workers:\n  a:\n    use: openai\n    model: x\n    tier: 7\n', 5, 'tier from 0 to 4'],
		['a model without its name', 'workers:\n  a:\n    use: openai\n    tier: 1\n', 3, 'needs a “model”'],
		['a model as code', 'workers:\n  a:\n    use: openai\n    tier: 0\n    model: x\n', 4, 'for code alone'],
		['a model as a person', 'workers:\n  a:\n    use: openai\n    tier: 4\n    model: x\n', 4, 'for people alone'],
		['a setting that there is not', 'workers: {}\ncap: {}\n', 2, 'no setting “cap”'],
		['a cap below zero', 'caps:\n  run:\n    coin_usd: -1\n', 3, 'not below zero'],
		['a cap on tokens', 'caps:\n  run:\n    tokens: 5\n', 3, 'no setting “caps.run.tokens”'],
		['a key in the place of its name', 'workers:\n  a:\n    use: openai\n    tier: 1\n    model: x\n    key: sk-proj-abcdef0123456789\n', 6, 'never the key itself'],
		['an address that is none', 'workers:\n  a:\n    use: openai\n    tier: 1\n    model: x\n    base_url: file:///etc/passwd\n', 6, 'begins with http'],
		['trust in nobody', 'trust:\n  extract: 3\n', 2, 'no worker is of that tier'],
		['a country without a grid', 'grid: ATL\n', 1, 'a country such as'],
		['YAML that is none', 'workers:\n  a: {use: openai\n', 3, 'not valid YAML'],
		['a list', '- a\n', null, 'stand here by name'],
		['an alias', 'workers: &a {}\ncaps: *a\n', null, 'Aliases'],
	])('with %s is refused whole, with the place', (_, source, line, message) => {
		const { operators, problems } = readOperators(PATH, source);
		expect(operators).toEqual(OFFLINE_OPERATORS);
		expect(problems[0]).toMatchObject({ path: PATH, line });
		expect(problems[0]?.message).toContain(message);
		expect(problems.map((each) => each.message).join(' ')).not.toContain('sk-proj');
	});

	it('is total', () => {
		fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (source) => void readOperators(PATH, source)));
	});
});

describe('a task', () => {
	const { operators } = readOperators(PATH, WHOLE);
	it.each<readonly [string, Parameters<typeof workersFor>[1], Parameters<typeof workersFor>[2], string[]]>([
		['goes to the cheapest tier that is trusted with it, in the order of the file', 'extract', undefined, ['haiku', 'local', 'sonnet', 'desk']],
		['goes to code where code is trusted', 'identify', undefined, ['offline', 'haiku', 'local', 'sonnet', 'desk']],
		['moves up after a failure', 'extract', 2, ['sonnet', 'desk']],
		['never moves down', 'weave', 1, ['sonnet', 'desk']],
	])('%s', (_, kind, atLeast, names) => expect(workersFor(operators, kind, atLeast).map(({ name }) => name)).toEqual(names));
});

describe('what may leave the device', () => {
	const { operators } = readOperators(PATH, WHOLE.replace('weave: 2', 'weave: 2\n  identify: 2\n  adjudicate: 2').replace('extract: 1', 'extract: 2'));
	const view = viewOf(PATH, operators, []);

	it('goes to those that are trusted with what is asked, each address and key once', () => {
		const addresses = (kinds?: readonly TaskKind[]): string[] => recipientsOf(view, kinds).map(({ address }) => address);
		expect(addresses()).toEqual(['https://api.anthropic.com']);
		// Nothing is said of policies, so that all may be asked for one.
		expect(addresses(['write-policy'])).toEqual(['https://api.anthropic.com', 'http://localhost:11434/v1']);
	});
});
