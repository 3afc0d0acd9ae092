import { describe, expect, it } from 'vitest';
import { pastCases } from '../../../src/compile/policies/cases.js';
import { policyQuestions } from '../../../src/compile/policies/questions.js';
import type { PolicySimulation } from '../../../src/compile/policies/policy-reports.js';
import { DEFAULT_SETTINGS } from '../../../src/compile/settings.js';
import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { DEFAULT_LAYOUT } from '../../../src/vault/layout.js';
import { compile, compileAndApproveAll, CONCEPT_PAGE, fixtureHost, NOTES, open, startingWith } from '../../promises/vault-fixture.js';
import { BLOCK_ALL, noteOf, PASS_ALL, rulesNote } from './fixture.js';

async function simulated(vault: MemoryVault, text: string, path = 'draft'): Promise<PolicySimulation> {
	const report = await policyQuestions({ vault, host: fixtureHost(), settings: DEFAULT_SETTINGS }).simulatePolicy(path, text);
	if ('problem' in report) throw new Error(report.problem.message);
	return report;
}

/** The ledger as it was written before verdicts kept what policies saw. */
function withoutSeen(vault: MemoryVault): void {
	for (const [path, text] of Object.entries(startingWith(vault.files(), '_commonplace/ledger/'))) {
		vault.edit(path, text.replace(/"seen":\{[^}]*\},/g, '').replace(/"floor":"[A-Z_]+",/g, ''));
	}
}

describe('the recorded past', () => {
	it('holds of every proposal what policies saw, also once it is committed', async () => {
		const vault = memoryVault({ ...NOTES, [noteOf('a')]: PASS_ALL });
		await compileAndApproveAll(open(vault).app);
		const { cases, problems } = await pastCases(vault, DEFAULT_LAYOUT);
		expect(problems).toEqual([]);
		const page = cases.find(({ path }) => path === CONCEPT_PAGE);
		expect(page).toMatchObject({ recorded: 'PASS', floor: 'PASS', missing: ['source_paths'], seen: { kind: 'create', folder: 'wiki/concepts', page_type: 'concept', new_file: true, person_text: false, inbound_links: 0 } });
		expect(page?.seen.claims).toBeGreaterThan(0);
		expect(page?.seen.lines_added).toBe(page?.seen.new_lines);
	});

	it('is asked in the terms of the gate: what the constitution said stays', async () => {
		const vault = memoryVault({ ...NOTES, 'raw/Key.md': '# Tea\n\nTea is a drink of leaves. Tea calms.\n', [noteOf('a')]: PASS_ALL });
		const app = open(vault).app;
		await compileAndApproveAll(app);
		vault.edit('raw/Key.md', null);
		await app.compile({ approve: 'none', acceptRemovals: true });
		const { cases } = await pastCases(vault, DEFAULT_LAYOUT);
		const retired = cases.filter(({ floor }) => floor === 'REQUIRE_HUMAN').map(({ id }) => id);
		expect(retired.length).toBeGreaterThan(0);
		const { rows, milder } = await simulated(vault, PASS_ALL);
		expect(milder).toBe(0);
		expect(rows.map(({ id }) => id).filter((id) => retired.includes(id))).toEqual([]);
	});

	it('says plainly what an older record does not hold, and what is not known holds', async () => {
		const vault = memoryVault({ ...NOTES, [noteOf('a')]: PASS_ALL });
		const app = open(vault).app;
		await compileAndApproveAll(app);
		withoutSeen(vault);
		const { cases, rows, missing } = await simulated(vault, rulesNote(['long', 'entity.new_lines > 400', 'BLOCK']));
		expect(missing).toEqual([{ field: 'gate', cases }, { field: 'new_lines', cases }]);
		expect(new Set(rows.map(({ after, unknown }) => `${after} ${unknown.join()}`))).toEqual(new Set(['HOLD new_lines']));
		const byPath = await simulated(vault, rulesNote(['concepts', "entity.folder == 'wiki/concepts'", 'BLOCK']));
		expect(byPath.missing).toEqual([{ field: 'gate', cases }]);
		expect(byPath.rows.every(({ path, after }) => path.startsWith('wiki/concepts/') && after === 'BLOCK')).toBe(true);
	});

	it('takes from the queue what the ledger does not hold', async () => {
		const vault = memoryVault({ ...NOTES, [noteOf('a')]: PASS_ALL });
		await compile(open(vault).app, 'none');
		withoutSeen(vault);
		const { missing, stricter, cases } = await simulated(vault, rulesNote(['cited', "any(entity.source_paths, item == 'raw/Forgetting curve.md')", 'BLOCK']));
		expect(missing).toEqual([]);
		expect(stricter).toBeGreaterThan(0);
		expect(stricter).toBeLessThan(cases);
	});

	it('counts a proposal once, as it was last judged', async () => {
		const vault = memoryVault({ ...NOTES, [noteOf('a')]: PASS_ALL });
		const { app } = open(vault);
		const { proposals } = await compile(app, 'none');
		vault.edit(noteOf('a'), BLOCK_ALL);
		await compile(app, 'none');
		const { cases, milder, moves } = await simulated(vault, PASS_ALL, noteOf('a'));
		expect({ cases, milder, moves }).toEqual({ cases: proposals.length, milder: proposals.length, moves: [{ from: 'BLOCK', to: 'PASS', count: proposals.length }] });
	});
});
