import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashText } from '../../../src/model/hash.js';
import { memoryVault, type MemoryVault, type PortOperation } from '../../../src/vault/memory.js';
import { VaultError } from '../../../src/vault/port.js';
import { failuresOf, fixtureHost, open } from '../../promises/vault-fixture.js';
import { ASK_ALL, BLOCK_ALL, BROKEN, DEFAULT_FILE, eventsOf, HOLD_ALL, noteOf, off, PASS_ALL, rulesNote, type Told } from './fixture.js';

const TEXTS = [null, PASS_ALL, ASK_ALL, HOLD_ALL, BLOCK_ALL, BROKEN, off(BLOCK_ALL), rulesNote(['concepts', "entity.page_type == 'concept'", 'REQUIRE_HUMAN'])] as const;
const SOURCES = ['Tea is a drink of leaves. Tea calms.\n', 'Tea is a hot drink of leaves. Tea wakes.\n', 'Coffee is a drink of beans. Coffee wakes.\n'] as const;

type Step =
	| { readonly do: 'policy'; readonly path: string; readonly text: string | null }
	| { readonly do: 'source'; readonly path: string; readonly text: string }
	| { readonly do: 'compile'; readonly passed: boolean }
	| { readonly do: 'approve'; readonly which: number | 'passed' }
	| { readonly do: 'deny'; readonly which: number }
	/** A person writes on a page, or deletes it. */
	| { readonly do: 'edit'; readonly which: number; readonly text: string | null }
	| { readonly do: 'undo' }
	| { readonly do: 'stop' }
	| { readonly do: 'resume' }
	| { readonly do: 'restart' }
	/** The machine loses its power at the n-th write from here on. */
	| { readonly do: 'crash'; readonly writes: number };

const place = fc.constantFrom(DEFAULT_FILE, noteOf('a'));
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof(
		fc.record({ do: fc.constant('policy' as const), path: place, text: fc.constantFrom(...TEXTS) }),
		fc.record({ do: fc.constant('source' as const), path: fc.constantFrom('raw/Tea.md', 'raw/Other.md'), text: fc.constantFrom(...SOURCES) }),
		fc.record({ do: fc.constant('compile' as const), passed: fc.boolean() }),
		fc.record({ do: fc.constant('approve' as const), which: fc.oneof(fc.nat({ max: 3 }), fc.constant('passed' as const)) }),
		fc.record({ do: fc.constant('deny' as const), which: fc.nat({ max: 3 }) }),
		fc.record({ do: fc.constant('edit' as const), which: fc.nat({ max: 3 }), text: fc.constantFrom(null, 'Mine alone.\n', '') }),
		fc.record({ do: fc.constantFrom('undo' as const, 'stop' as const, 'resume' as const, 'restart' as const) }),
		fc.record({ do: fc.constant('crash' as const), writes: fc.integer({ min: 1, max: 40 }) }),
	),
	{ minLength: 3, maxLength: 11 },
);

const WRITES: readonly PortOperation[] = ['create', 'process', 'append', 'replace', 'rename', 'remove'];

/** For every commit of a page: its last verdict passed, or a person approved just that text under just that policy. */
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
			const lawful = verdict !== undefined && verdict['after'] === event['after'] && verdict['policy'] === event['policy'] && event['policy'] === policy && (verdict['disposition'] === 'PASS' || (event['actor'] === 'person:test' && verdict['disposition'] !== 'BLOCK'));
			if (!lawful) wrong.push(`an approval of ${String(event['path'])}: ${JSON.stringify(event)} after ${JSON.stringify(verdict)}`);
		}
		// What an undo writes back was committed lawfully before.
		if (event.type === 'commit' && event['undoes'] === undefined && approvals.get(proposal)?.['after'] !== event['hash']) wrong.push(`a commit of ${String(event['path'])} that nobody approved`);
	}
	return wrong;
}

it('nothing is committed whose last verdict was not PASS, but what a person approved under just that policy', async () => {
	await fc.assert(
		fc.asyncProperty(steps, async (sequence) => {
			let left = Infinity;
			const mine = new Set<string>();
			const vault: MemoryVault = memoryVault({ 'raw/Tea.md': SOURCES[0] }, {
				before(operation, path) {
					if (left <= 0) throw new VaultError('io', path, 'The power is gone.');
					if (WRITES.includes(operation)) left -= 1;
				},
			});
			const clock = fixtureHost();
			let pid = 1;
			let { app } = open(vault, { host: clock });
			for (const step of sequence) {
				if (step.do === 'policy' || step.do === 'source') vault.edit(step.path, step.text);
				else if (step.do === 'edit') {
					const path = Object.keys(vault.files()).filter((each) => each.startsWith('wiki/')).sort()[step.which];
					if (path !== undefined) {
						vault.edit(path, step.text);
						mine.add(hashText(step.text ?? ''));
					}
				} else if (step.do === 'crash') left = step.writes;
				else {
					try {
						const waiting = (await app.list()).open.map(({ proposal }) => proposal.id);
						if (step.do === 'compile') await app.compile({ approve: step.passed ? 'passed' : 'none' });
						else if (step.do === 'undo') await app.undo(null, 'person:test');
						else if (step.do === 'stop') await app.raiseStop('person:test', 'test');
						else if (step.do === 'resume') await app.liftStop('person:test');
						else if (step.do === 'restart') await app.recover();
						else if (step.which === 'passed') await app.approve('passed', 'person:test');
						else {
							const id = waiting[step.which];
							if (id !== undefined) await (step.do === 'approve' ? app.approve([id], 'person:test') : app.deny([id], 'Not this.', 'person:test'));
						}
					} catch (error) {
						if (!(error instanceof VaultError)) throw error;
					}
					if (left > 0 && step.do !== 'restart') continue;
					left = Infinity;
					pid += 1;
					({ app } = open(vault, { host: { ...fixtureHost({ pid }), now: () => (clock.time += 1_000) } }));
				}
			}
			left = Infinity;
			await app.liftStop('person:test');
			await app.recover();
			await app.compile({ approve: 'passed' });
			expect(unlawful(eventsOf(vault))).toEqual([]);
			// What stands in the wiki is what was approved, what an undo brought back, or a person's own.
			const approved = new Set(eventsOf(vault).flatMap(({ type, after }) => (type === 'approve' || type === 'commit' ? [after] : [])));
			for (const [path, text] of Object.entries(vault.files())) if (path.startsWith('wiki/')) expect(approved.has(hashText(text)) || mine.has(hashText(text)), path).toBe(true);
			expect(failuresOf(await app.verify()).filter((failure) => failure.startsWith('ledger'))).toEqual([]);
		}),
		{ numRuns: 60 },
	);
}, 240_000);
