import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ATTACKS } from '../gate/attacks.js';

const here = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Rows whose control stands before the gate or behind it, each with a test that would fail without it. */
const ELSEWHERE: readonly (readonly [row: number, file: string, test: string])[] = [
	[1, 'test/promises/evidence.test.ts', 'obeyed by the worker in every way still writes nothing but what the gate allows'],
	[2, 'test/promises/evidence.test.ts', 'gets no sentence onto a page that cites nothing, or claims that it was not given'],
	[6, 'test/vault/node-disk.test.ts', 'that leave the vault are neither read nor written, and are listed so that reading them tells'],
	[13, 'test/compile/identify.test.ts', 'an alias that two things claim belongs to neither and is recorded'],
	[14, 'test/promises/person-edits.test.ts', 'survive the next compile and its approval, wherever on the page they are'],
	[16, 'test/compile/sources.test.ts', 'escalate every page that shows it, with both quotes; nothing else is held up'],
	[17, 'test/promises/where-writes-go.test.ts', 'writes nothing when notes were only touched, or other files changed'],
	[18, 'test/promises/evidence.test.ts', 'never leaves raw/: %#'],
	[19, 'test/worker/mailbox/mailbox.test.ts', 'that is answered gives the answer, goes to done, and is not asked again'],
	[19, 'test/cli/mailbox.test.ts', 'what nobody can use as a review does not let an edit pass: it goes to the next tier, and then to a person'],
	[20, 'test/compile/policies/attacks.test.ts', 'is blocked at %s, whatever policies say'],
	[20, 'test/compile/policies/policies.test.ts', 'voids the approval of what was shown before, and the gate decides anew'],
	[21, 'test/cli/choose-worker.test.ts', 'holds at a cap, keeps what was read, and goes on when it is raised'],
	[22, 'test/vault/merge.test.ts', 'is quick on what is large but simple'],
	[23, 'test/worker/clerks/outcomes.test.ts', 'that quietly drops a part of a long input is found out'],
	[24, 'test/promises/crash.test.ts', 'at every write in turn, is brought to its end by undoing the run again'],
	[24, 'test/promises/history.test.ts', 'nothing is committed whose last verdict was not PASS, but what a person approved, as just that text under just that policy'],
	[25, 'test/promises/faults.test.ts', 'at any operation of a %s compile leaves every page whole, the ledger true, and a next run that ends it'],
	[26, 'test/promises/person-edits.test.ts', 'made in the instant of the commit, on any page, are not written over'],
	[27, 'test/vault/commit/lease.test.ts', 'gives it to one, and tells the other who holds it until when'],
	[28, 'test/compile/sources.test.ts', 'stops the run, changes nothing, and goes on when the person says that the notes are gone on purpose'],
	[29, 'test/compile/plan.test.ts', 'reads again a note written %s of the listing'],
	[30, 'test/project/manifest.test.ts', 'exact versions, so that a fresh clone gets what was tested'],
	[30, 'test/architecture.test.ts', 'asks its host for nothing but the app, with all of the core inside'],
	[31, 'test/cli/present.test.ts', 'writes out what a terminal would hide or obey'],
	[32, 'test/gate/ledger.test.ts', 'any changed byte of any line is found'],
	[33, 'test/gate/opinions.test.ts', 'moves nothing where %s is at stake'],
	[33, 'test/cli/escalate.test.ts', 'stays held with the reason where it is denied, and is asked of nobody again'],
];

it('every row of the threat model has a test', () => {
	const rows = [...here('docs/threat-model.md').matchAll(/^\| (\d+) \|/gm)].map(([, row]) => Number(row));
	expect(rows).toEqual(Array.from({ length: 33 }, (_, index) => index + 1));
	const tested = new Set([...ATTACKS.map(([row]) => row), ...ELSEWHERE.map(([row]) => row)]);
	expect(rows.filter((row) => !tested.has(row))).toEqual([]);
});

it.each(ELSEWHERE)('row %i is tested in %s: %s', (_, file, name) => {
	expect(here(file)).toContain(name);
});
