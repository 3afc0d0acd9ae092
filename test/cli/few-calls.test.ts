import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openVault } from '../../src/cli/open.js';
import type { Commonplace } from '../../src/compile/port.js';
import type { Problem } from '../../src/model/result.js';
import { compileAndApproveAll, failuresOf, fixtureHost, NOTES } from '../promises/vault-fixture.js';
import { completionOf, KEY } from '../worker/servers/endpoints.js';
import { json } from '../worker/servers/bare-server.js';
import { goodReader, shownPages, type Asked } from '../worker/servers/scripted-model.js';
import { slowModel, type SlowModel } from '../worker/servers/slow-model.js';

const NAMES = ['Spaced repetition', 'Forgetting curve', 'Retrieval practice', 'Hermann Ebbinghaus'];

let root = '';
let server: SlowModel | null = null;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'commonplace-calls-'));
	for (const [path, text] of Object.entries(NOTES)) put(path, text);
});
afterEach(async () => {
	rmSync(root, { recursive: true, force: true });
	await server?.close();
	server = null;
});

function put(path: string, text: string): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function pages(): Record<string, string> {
	const found: Record<string, string> = {};
	for (const entry of readdirSync(join(root, 'wiki'), { withFileTypes: true, recursive: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile() && entry.parentPath !== join(root, 'wiki')) found[path.slice(root.length + 1)] = readFileSync(path, 'utf8');
	}
	return found;
}

async function model(script: (asked: Asked) => unknown = goodReader(NAMES), parts: Parameters<typeof slowModel>[1] = {}, more = ''): Promise<SlowModel> {
	await server?.close();
	server = await slowModel(script, parts);
	put('_commonplace/rules/openai.yml', 'inherit: default\n');
	put('_commonplace/operators.yml', `workers:\n  model: { use: openai, tier: 2, model: gpt-5-mini, base_url: "${server.url}/v1", key: my-key, price: { input: 1, output: 4 }${more} }\ntrust: { extract: 2, identify: 2, weave: 2, adjudicate: 2 }\n`);
	return server;
}

async function app(told: Problem[] = []): Promise<Commonplace> {
	const host = { ...fixtureHost(), now: () => Date.now(), wait: (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds)) };
	const { app: opened, problems, unusable } = await openVault(root, host, { env: { COMMONPLACE_KEY_MY_KEY: KEY }, worker: null, tell: (problem) => void told.push(problem) });
	expect({ problems, unusable }).toEqual({ problems: [], unusable: null });
	return opened;
}

const kinds = ({ asked }: SlowModel): Record<string, number> => {
	const counted: Record<string, number> = {};
	for (const { kind } of asked) counted[kind] = (counted[kind] ?? 0) + 1;
	return counted;
};

describe('a vault that a model reads', () => {
	it('costs one call a note and one for all pages, each claim cited where it stands', async () => {
		const asked = await model();
		const opened = await app();
		const report = await compileAndApproveAll(opened);
		expect(report).toMatchObject({ problems: [], worker_calls: 5 });
		expect(kinds(asked)).toEqual({ extract: 4, weave: 1 });
		expect(asked.asked.some(({ part }) => part('The passage').includes('# Spaced repetition') && part('The passage').includes('## Mechanism'))).toBe(true);
		expect(read('wiki/sources/Spaced repetition (source).md')).toMatch(/^\[\^\w+\]: \[\[raw\/Spaced repetition#Mechanism\]\] “Spaced repetition works/m);
		expect(failuresOf(await opened.verify())).toEqual([]);
	});

	it('pays again only for the pages of which the claims changed', async () => {
		await model();
		await compileAndApproveAll(await app());
		const again = await model();
		put('raw/journal/2024-03-01.md', read('raw/journal/2024-03-01.md').replace('lists of syllables', 'long lists of syllables'));
		await compileAndApproveAll(await app());
		expect(kinds(again)).toEqual({ extract: 1, weave: 1 });
		const woven = again.asked.filter(({ kind }) => kind === 'weave').flatMap(({ part }) => shownPages(part).map(({ title }) => title));
		expect(woven).toContain('Hermann Ebbinghaus');
		expect(woven).not.toContain('Retrieval practice');
		expect(woven).not.toContain('Make It Stick');
		const none = await model();
		await compileAndApproveAll(await app());
		expect(none.asked).toEqual([]);
	});

	it('has the same pages whichever answer comes first, with no more calls at once than are allowed', async () => {
		const seen: Record<string, string>[] = [];
		for (const delay of [() => 0, (before: number) => 120 - 30 * (before % 4), (before: number) => (before % 2) * 60]) {
			rmSync(join(root, '_commonplace'), { recursive: true, force: true });
			rmSync(join(root, 'wiki'), { recursive: true, force: true });
			const { most } = await model(goodReader(NAMES), { delay }, ', parallel: 3');
			await compileAndApproveAll(await app());
			expect(most()).toBeLessThanOrEqual(3);
			if (seen.length === 1) expect(most()).toBe(3);
			seen.push(pages());
		}
		expect(Object.keys(seen[0] ?? {}).length).toBeGreaterThan(6);
		expect(seen[1]).toEqual(seen[0]);
		expect(seen[2]).toEqual(seen[0]);
	});

	it('waits with all calls when the provider asks for patience, then goes on by itself', async () => {
		const times: number[] = [];
		let refused = 0;
		const told: Problem[] = [];
		await model(goodReader(NAMES), {
			instead: (response, _, before) => {
				times.push(Date.now());
				if (before > 1) return false;
				refused = Date.now();
				json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' });
				return true;
			},
		}, ', parallel: 2');
		const report = await compileAndApproveAll(await app(told));
		expect(report).toMatchObject({ problems: [], sources: { failed: 0 } });
		// Two were under way when it was refused; nobody else is asked before the pause is over.
		expect(times.slice(2).every((time) => time - refused >= 900)).toBe(true);
		expect(told.map(({ message }) => message).join()).toMatch(/No calls until/);
	});

	it('gets in two parts what is too much for one answer', async () => {
		const cut = completionOf('{"cl', {}, { finish_reason: 'length' });
		const long = (asked: Asked): boolean => (asked.kind === 'extract' ? asked.part('The passage').includes('## Mechanism') && asked.part('The passage').includes('# Spaced repetition\n') : shownPages(asked.part).length > 2);
		const asked = await model(goodReader(NAMES), {
			instead: (response, one) => {
				if (!long(one)) return false;
				json(response, 200, cut);
				return true;
			},
		});
		const report = await compileAndApproveAll(await app());
		expect(report).toMatchObject({ problems: [], sources: { failed: 0 } });
		expect(asked.asked.filter(({ kind, part }) => kind === 'weave' && shownPages(part).length <= 2).length).toBeGreaterThan(2);
		const halved = pages();
		rmSync(join(root, '_commonplace'), { recursive: true });
		rmSync(join(root, 'wiki'), { recursive: true });
		await model();
		await compileAndApproveAll(await app());
		expect(pages()).toEqual(halved);
	});

	it('asks by itself for a page that an answer leaves out, has that mended once, and then leaves it for the next run', async () => {
		const good = goodReader(NAMES);
		const without = (asked: Asked): unknown => {
			const answer = good(asked) as { pages: { page: number }[] };
			if (asked.kind !== 'weave') return answer;
			const left = new Set(shownPages(asked.part).flatMap(({ page, title }) => (title === 'Retrieval practice' ? [page] : [])));
			return { pages: answer.pages.filter(({ page }) => !left.has(page)) };
		};
		const asked = await model(without);
		const report = await compileAndApproveAll(await app());
		expect(report.problems).toMatchObject([{ path: 'wiki/concepts/Retrieval practice.md', message: expect.stringContaining('None of the pages that were asked for is there') as unknown }]);
		expect(asked.asked.filter(({ kind }) => kind === 'weave').map(({ part }) => shownPages(part).length)).toEqual([expect.any(Number) as unknown, 1, 1]);
		expect(Object.keys(pages())).not.toContain('wiki/concepts/Retrieval practice.md');
		const again = await model();
		await compileAndApproveAll(await app());
		expect(again.asked.map(({ kind, part }) => [kind, shownPages(part).map(({ title }) => title)])).toEqual([['weave', ['Retrieval practice']]]);
		expect(Object.keys(pages())).toContain('wiki/concepts/Retrieval practice.md');
	});

	it('is asked about what rules hold for contradictions, all in one call, and what it does not hold for one is not shown', async () => {
		put('raw/A.md', '# A\n\nSpaced repetition was described in 1885. The forgetting curve falls to 40 percent after one day.\n');
		put('raw/B.md', '# B\n\nSpaced repetition was described in 1932. The forgetting curve falls to 60 percent after one day.\n');
		const good = goodReader(NAMES);
		const judging = (answer: string) => (asked: Asked): unknown => (asked.kind === 'adjudicate' ? { answers: asked.part('The pairs').split('\n').map((_, index) => ({ pair: index + 1, answer: index === 0 ? answer : 'contradict' })) } : good(asked));
		const asked = await model(judging('contradict'));
		const shown = (await compileAndApproveAll(await app())).disagreements;
		expect(shown).toBeGreaterThan(1);
		expect(kinds(asked)).toMatchObject({ adjudicate: 1 });
		for (const path of ['_commonplace', 'wiki']) rmSync(join(root, path), { recursive: true });
		await model(judging('compatible'));
		expect((await compileAndApproveAll(await app())).disagreements).toBe(shown - 1);
	});

	it('is given the patterns of the vault that fit it, which the transcript names; one with a fault is told', async () => {
		const asked = await model();
		const pattern = (properties: string, solution: string): string => `---\n${properties}\n---\n# P\n\n## Solution\n\n${solution}\n`;
		put('_commonplace/patterns/exact.md', pattern('kind: shim\napplies_to: { models: [gpt-5], tasks: [extract] }', 'Copy quotes letter by letter.'));
		put('_commonplace/patterns/other.md', pattern('kind: shim\napplies_to: { models: [llama] }', 'Never sent.'));
		put('_commonplace/patterns/broken.md', pattern('kind: wish', 'Never sent.'));
		const told: Problem[] = [];
		await compileAndApproveAll(await app(told));
		expect(told).toMatchObject([{ path: '_commonplace/patterns/broken.md', line: 2 }]);
		const sent = asked.seen.map(({ text }) => text);
		expect(sent.filter((text) => text.includes('Copy quotes letter by letter.'))).toHaveLength(4);
		expect(sent.join()).not.toContain('Never sent.');
		const folder = join(root, '_commonplace/transcripts');
		const notes = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
		expect(notes.filter((text) => text.includes('patterns: ["exact"]')).map((text) => /^kind: (.*)$/m.exec(text)?.[1])).toEqual(Array(4).fill('"extract"'));
	});

	it('writes a page on which a person wrote with the next tier, and the transcript says why', async () => {
		const asked = await model();
		put('_commonplace/operators.yml', read('_commonplace/operators.yml').replace('workers:\n', `workers:\n  strong: { use: openai, tier: 3, model: gpt-5-pro, base_url: "${asked.url}/v1", key: my-key, price: { input: 1, output: 4 } }\n`));
		await compileAndApproveAll(await app());
		put('wiki/concepts/Hermann Ebbinghaus.md', `${read('wiki/concepts/Hermann Ebbinghaus.md')}\nMy own words.\n`);
		put('raw/More.md', '# More\n\nRetrieval practice is fun. Hermann Ebbinghaus was a psychologist of Barmen.\n');
		await compileAndApproveAll(await app());
		put('raw/Yet more.md', '# Yet more\n\nRetrieval practice is work. Hermann Ebbinghaus taught in Breslau.\n');
		const before = asked.seen.length;
		await compileAndApproveAll(await app());
		const woven = asked.seen.slice(before).map(({ body }, index) => [(body as { model: string }).model, shownPages(asked.asked[before + index]?.part ?? (() => '')).map(({ title }) => title)] as const);
		expect(woven.filter(([name]) => name === 'gpt-5-pro').flatMap(([, titles]) => titles)).toEqual(['Hermann Ebbinghaus']);
		expect(woven.filter(([name]) => name === 'gpt-5-mini').flatMap(([, titles]) => titles)).toContain('Retrieval practice');
		expect(read('wiki/concepts/Hermann Ebbinghaus.md')).toMatch(/Breslau[^]*My own words\./);
	});

	it('is estimated before, by the texts and the prices that hold, with nobody asked', async () => {
		const asked = await model();
		const opened = await app();
		const foreseen = await opened.estimate();
		expect(asked.seen).toEqual([]);
		expect(foreseen).toMatchObject({ toRead: 4, worker_calls: 5, clock_ms: null });
		expect(foreseen.carbon_range?.low ?? NaN).toBeLessThan(foreseen.carbon_range?.high ?? NaN);
		await compileAndApproveAll(opened);
		const { coin_usd: coin, carbon_high_g: carbon } = (await opened.costs()).total;
		for (const [before, after] of [[foreseen.coin_usd, coin], [foreseen.carbon_range?.high, carbon]]) {
			expect(before ?? NaN).toBeGreaterThan((after ?? NaN) / 3);
			expect(before ?? NaN).toBeLessThan((after ?? NaN) * 3);
		}
		expect(await opened.estimate()).toMatchObject({ worker_calls: 0, coin_usd: 0 });
		// A price that nobody knows is not none.
		await model(goodReader(NAMES), {}, ' ');
		put('_commonplace/operators.yml', read('_commonplace/operators.yml').replace('model: gpt-5-mini', 'model: of-nobody').replace(/, price: \{[^}]*\}/, ''));
		put('raw/More.md', '# More\n\nRetrieval practice is fun.\n');
		expect(await (await app()).estimate()).toMatchObject({ worker_calls: 2, coin_usd: null, carbon_g: null, carbon_range: null });
		expect(await (await app()).estimate('counted')).toMatchObject({ sources: { new: 1 }, coin_usd: null });
	});
});
