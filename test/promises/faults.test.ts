import { describe, expect, it } from 'vitest';
import { memoryVault, type MemoryVault } from '../../src/vault/memory.js';
import { VaultError, type VaultErrorCode } from '../../src/vault/port.js';
import { compile, failuresOf, fixtureHost, NOTES, open, pagesOf, startingWith, wikiOf } from './vault-fixture.js';

const MORE = '# More on spaced repetition\n\nSpaced repetition suits vocabulary better than proofs.\n';

const LAST = '# Cards\n\nSpaced repetition is often done with cards.\n';

/** A disk that refuses its n-th operation, once, and is well again. */
function brokenOnce(files: Readonly<Record<string, string>>, n: number, code: VaultErrorCode): { readonly vault: MemoryVault; broke(): string | null } {
	let seen = 0;
	let broken: string | null = null;
	const vault = memoryVault(files, {
		before(operation, path) {
			seen += 1;
			if (seen !== n) return;
			broken = `${operation} ${path}`;
			throw new VaultError(code, path, `${path}: the disk says ${code}.`);
		},
	});
	return { vault, broke: () => broken };
}

const withoutLog = (files: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'wiki/log.md'));

async function compiledFiles(): Promise<Record<string, string>> {
	const vault = memoryVault(NOTES);
	await compile(open(vault).app);
	return vault.files();
}

const CODES: readonly VaultErrorCode[] = ['io', 'full', 'denied'];

describe('a disk that fails once', () => {
	it.each(['first', 'later'])('at any operation of a %s compile leaves every page whole, the ledger true, and a next run that ends it', async (which) => {
		const before = which === 'first' ? NOTES : { ...(await compiledFiles()), 'raw/More.md': MORE };
		const whole = memoryVault(before);
		await compile(open(whole).app);
		const after = pagesOf(whole);
		whole.edit('raw/Last.md', LAST);
		await compile(open(whole).app);
		const end = wikiOf(whole);

		let faults = 0;
		for (let n = 1; n < 1_000; n += 1) {
			const { vault, broke } = brokenOnce(before, n, CODES[n % CODES.length] ?? 'io');
			const host = fixtureHost();
			const { app } = open(vault, { host });
			const report = await compile(app).catch((error: unknown) => {
				// What the disk refuses is told, and never as a fault of the program.
				expect(error, String(broke())).toBeInstanceOf(VaultError);
				return null;
			});
			const fault = broke();
			if (fault === null) break;
			faults += 1;
			// A source that could not be read is missing from the pages, so these are not always the ones of the whole run: but they hold.
			for (const [path, text] of Object.entries(wikiOf(vault))) expect(text.endsWith('\n') || path.endsWith('.canvas'), `${path} after ${fault}`).toBe(true);
			// Journal and state may lag behind until the next start; the rest never.
			expect(failuresOf(await app.verify()).filter((failure) => !/^(?:journal|state) /.test(failure)), fault).toEqual([]);
			expect(startingWith(vault.files(), 'raw/')).toEqual(startingWith(before, 'raw/'));
			for (const { path, message } of report?.problems ?? []) expect(`${path} ${message}`.length).toBeGreaterThan(10);

			host.time += 600_000;
			await compile(app);
			await compile(app);
			expect(pagesOf(vault), `pages after ${fault}`).toEqual(after);
			// An index that could not be brought up to date follows with the next commit.
			vault.edit('raw/Last.md', LAST);
			await compile(app);
			expect(withoutLog(wikiOf(vault)), `pages, index and map after ${fault}`).toEqual(withoutLog(end));
			expect(failuresOf(await app.verify()), fault).toEqual([]);
			expect(await compile(app), fault).toMatchObject({ proposals: [], committed: [], problems: [], worker_calls: 0 });
		}
		expect(faults).toBeGreaterThan(60);
	});
});

describe('a vault that cannot be written', () => {
	it.each<VaultErrorCode>(['denied', 'full'])('("%s") is told of, and nothing changes', async (code) => {
		const vault = memoryVault(NOTES, {
			before(operation, path) {
				if (['list', 'stat', 'read'].includes(operation)) return;
				throw new VaultError(code, path, `${path}: the disk says ${code}.`);
			},
		});
		const { app } = open(vault);
		const report = await compile(app);
		expect(report.committed).toEqual([]);
		expect(report.stopped).toContain('Nothing can be written to this vault');
		expect(vault.files()).toEqual(memoryVault(NOTES).files());
		expect(await app.approve('passed', 'person:test')).toMatchObject({ committed: [] });
		expect(await app.undo(null, 'person:test')).toMatchObject({ restored: [] });
		expect((await app.status()).sources).toMatchObject({ new: 4 });
	});

	it('pages that cannot be written are named; the rest is committed', async () => {
		const page = 'wiki/entities/Hermann Ebbinghaus.md';
		const vault = memoryVault(NOTES, {
			before(operation, path) {
				if (path === page && operation === 'create') throw new VaultError('denied', path, `${path}: the system does not allow it.`);
			},
		});
		const { app } = open(vault);
		const report = await compile(app);
		expect(report.problems.map(({ path }) => path)).toContain(page);
		expect(report.committed).not.toContain(page);
		expect(report.committed.length).toBeGreaterThan(4);
		expect((await app.list()).open.map(({ proposal }) => proposal.path)).toEqual([page]);
		expect(failuresOf(await app.verify())).toEqual([]);
	});
});
