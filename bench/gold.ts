import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommonplace } from '../src/compile/commonplace.js';
import { notBorneOut } from '../src/compile/faithful.js';
import type { Commonplace } from '../src/compile/port.js';
import { DEFAULT_SETTINGS } from '../src/compile/settings.js';
import { loadKnowledge, loadManifest } from '../src/compile/state/state.js';
import { findQuote } from '../src/markdown/quote.js';
import type { Claim } from '../src/model/claim.js';
import { memoryVault } from '../src/vault/memory.js';
import type { VaultReader } from '../src/vault/port.js';
import { offlineWorker } from '../src/worker/offline/worker.js';
import { scoreConcepts, scoreDisagreements, scoreIdentity, scoreQuotes, type FoundDisagreement, type Score } from '../test/gold/evaluate.js';
import { parseKey, type Gold } from '../test/gold/key.js';

export interface GoldReport {
	readonly scores: Readonly<Record<'extraction' | 'identity' | 'disagreements' | 'quotes', Score>>;
	/** Claims that the compile knows, and those whose numbers, limiting words and names all stand in their quotes. */
	readonly claims: number;
	readonly borneOut: number;
	/** Seconds for the compile of the set. */
	readonly seconds: number;
}

/** A vault with the notes of the set in `raw/`, and the system over it. */
export interface GoldVault {
	readonly vault: VaultReader;
	readonly app: Commonplace;
}

function loadGold(root: string): Gold {
	const folder = join(root, 'test/gold');
	const paths = readdirSync(join(folder, 'notes'), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.md'))
		.map((path) => path.replaceAll('\\', '/'))
		.sort();
	return { key: parseKey(readFileSync(join(folder, 'key.json'), 'utf8')), notes: new Map(paths.map((path) => [path, readFileSync(join(folder, 'notes', path), 'utf8')])) };
}

/** The set in memory, read by the offline worker. */
export function offlineGold(gold: Gold): GoldVault {
	const vault = memoryVault(Object.fromEntries([...gold.notes].map(([path, text]) => [`raw/${path}`, text])));
	const host = { now: () => Date.now(), today: () => '2026-11-22', device: 'bench', isAlive: () => null, pid: process.pid, wait: () => Promise.resolve() };
	return { vault, app: createCommonplace({ vault, host, worker: offlineWorker() }) };
}

/** Compiles the set and scores what the compile then knows. */
export async function judgeGold(root: string, open: (gold: Gold) => GoldVault | Promise<GoldVault> = offlineGold): Promise<GoldReport> {
	const gold = loadGold(root);
	const { vault, app } = await open(gold);
	const start = performance.now();
	const report = await app.compile({ approve: 'none' });
	const seconds = (performance.now() - start) / 1000;
	if (report.stopped !== null) throw new Error(`The gold set did not compile: ${report.stopped}`);

	const { layout } = DEFAULT_SETTINGS;
	const knowledge = await loadKnowledge(vault, layout);
	const { manifest } = await loadManifest(vault, layout);
	const noteOf = new Map([...manifest.sources.values()].map(({ id, path }) => [id, path.slice(layout.raw.length + 1)]));
	const concepts = [...knowledge.concepts.values()].filter(({ paged }) => paged);

	const place = async (source: string, claim: string): Promise<FoundDisagreement['left']> => {
		const found = (await knowledge.claims.get(source))?.claims.find(({ id }) => id === claim);
		return { note: noteOf.get(source) ?? '', quote: found?.quote ?? '' };
	};
	const disagreements: FoundDisagreement[] = [];
	for (const { left, right, leftSource, rightSource } of knowledge.disagreements) {
		disagreements.push({ left: await place(leftSource, left), right: await place(rightSource, right) });
	}
	const claims: Claim[] = [];
	for (const source of noteOf.keys()) claims.push(...((await knowledge.claims.get(source))?.claims ?? []));
	// The claim's own words must not vouch for themselves: only its quote does.
	const borneOut = claims.filter((claim) => notBorneOut({ text: claim.text, claims: [claim.id] }, new Map([[claim.id, { ...claim, text: '' }]]), []).length === 0);
	return {
		seconds,
		claims: claims.length,
		borneOut: borneOut.length,
		scores: {
			extraction: scoreConcepts(gold, concepts),
			identity: scoreIdentity(gold, concepts),
			disagreements: scoreDisagreements(gold, disagreements),
			quotes: scoreQuotes(gold, (note, quote) => findQuote(gold.notes.get(note) ?? '', quote) !== null),
		},
	};
}

const share = (value: number): string => value.toFixed(2);

/** A table of the scores, and below it what was missed and what was false, so that the next change has a place to start. */
export function goldNote({ scores }: GoldReport): string {
	const rows = Object.entries(scores).map(([task, { precision, recall, f1, tp, fp, fn }]) => `| ${task} | ${share(precision)} | ${share(recall)} | ${share(f1)} | ${String(tp)} | ${String(fp)} | ${String(fn)} |`);
	const lists = Object.entries(scores).flatMap(([task, { misses, falseAlarms }]) => [
		...(falseAlarms.length > 0 ? ['', `### ${task}: false alarms`, '', ...falseAlarms.map((entry) => `- ${entry}`)] : []),
		...(misses.length > 0 ? ['', `### ${task}: missed`, '', ...misses.map((entry) => `- ${entry}`)] : []),
	]);
	return ['| Task | Precision | Recall | F1 | Right | False | Missed |', '| --- | --- | --- | --- | --- | --- | --- |', ...rows, ...lists].join('\n');
}
