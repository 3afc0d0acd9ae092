import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyLedger } from '../../src/gate/ledger.js';
import { DEFAULT_LAYOUT } from '../../src/vault/layout.js';
import type { Told } from '../compile/policies/fixture.js';
import { COMMANDS, EXAMPLES, ME, setUp, settle, type Real } from './history/commands.js';
import { emptyReference, type Reference } from './history/reference.js';
import { startingWith } from './vault-fixture.js';

/** Other histories than the ones that are always tried: `HISTORY_SEED=1 HISTORY_RUNS=5000`. */
const SEED = Number(process.env['HISTORY_SEED'] ?? 20261122);

/** Every event of the ledger, in order; a line that a crash cut off tells nothing. */
const eventsOf = ({ vault }: Real): Told[] =>
	Object.values(startingWith(vault.files(), '_commonplace/ledger/')).flatMap((text) =>
		text.split('\n').flatMap((line): Told[] => {
			try {
				return [JSON.parse(line) as Told];
			} catch {
				return [];
			}
		}),
	);

/** For every commit of a page that the ledger tells of: its last verdict passed, or a person approved just that text under just that policy. */
function unlawful(events: readonly Told[]): string[] {
	const verdicts = new Map<unknown, Told>();
	const approvals = new Map<unknown, Told>();
	const wrong: string[] = [];
	let policy: unknown = null;
	for (const event of events) {
		const { proposal } = event;
		if (event.type === 'policy') policy = event['policy'];
		if (event.type === 'verdict') {
			verdicts.set(proposal, event);
			if (event['policy'] !== policy) wrong.push(`a verdict on ${String(event['path'])} by another policy than the one told`);
		}
		if (event.type === 'approve') {
			const verdict = verdicts.get(proposal);
			approvals.set(proposal, event);
			const lawful = verdict !== undefined && verdict['after'] === event['after'] && verdict['policy'] === event['policy'] && event['policy'] === policy && (verdict['disposition'] === 'PASS' || (event['actor'] === ME && verdict['disposition'] !== 'BLOCK'));
			if (!lawful) wrong.push(`an approval of ${String(event['path'])}: ${JSON.stringify(event)} after ${JSON.stringify(verdict)}`);
		}
		// What an undo writes back was committed lawfully before.
		if (event.type === 'commit' && event['undoes'] === undefined && approvals.get(proposal)?.['after'] !== event['hash']) wrong.push(`a commit of ${String(event['path'])} that nobody approved`);
	}
	return wrong;
}

async function holds(history: Iterable<fc.AsyncCommand<Reference, Real>>, seen: Map<string, number>): Promise<void> {
	const model = emptyReference();
	const real = setUp(model, seen);
	await fc.asyncModelRun(() => ({ model, real }), history);
	await settle(model, real);
	expect(unlawful(eventsOf(real))).toEqual([]);
	expect((await verifyLedger(real.vault, DEFAULT_LAYOUT)).problems).toEqual([]);
	expect((await real.app.list()).open.filter(({ verdict }) => verdict.disposition === 'PASS')).toEqual([]);
}

describe('nothing is committed whose last verdict was not PASS, but what a person approved, as just that text under just that policy', () => {
	it('in any history', async () => {
		const { HISTORY_RUNS: wanted } = process.env;
		await fc.assert(
			fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 30, size: '+1' }), (history) => holds(history, new Map())),
			// A busy machine tries fewer of the same ones.
			{ seed: SEED, ...(wanted === undefined ? { numRuns: 120, interruptAfterTimeLimit: 8_000 } : { numRuns: Number(wanted) }) },
		);
	});

	it('in histories that lead to each thing which lets an edit in, and to each that keeps it out', async () => {
		const seen = new Map<string, number>();
		for (const history of EXAMPLES) await holds(history, seen);
		// A gate that lets nothing through would hold all else.
		expect([...seen.keys()].sort()).toEqual(['a person approved it', 'a person’s own text', 'a reviewer approved it', 'it passed', 'it was cut off', 'it was taken back']);
	});
});
