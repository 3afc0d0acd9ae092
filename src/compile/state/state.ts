import type { Ambiguity, Concept, ConceptKind, Disagreement } from '../../model/concept.js';
import { isRecord, parseList, parseRecord } from '../../model/json.js';
import type { PageRecord } from '../../model/page.js';
import type { Problem } from '../../model/result.js';
import type { Layout } from '../../vault/layout.js';
import { VaultError, type VaultReader } from '../../vault/port.js';
import { claimCodec, type SourceClaims } from './claim-codec.js';
import type { Answer } from '../settle-doubt.js';
import { aboutTable, type AboutTable } from './about-table.js';
import { factsCodec, type SourceFacts } from './facts.js';
import { isSameVersion, versionOf, type FileVersion } from './file-version.js';
import { decodeNameBook, type NameBook } from './name-book.js';
import type { Sieves } from './sieve.js';
import { dropSieves, loadSieves, saveSieves } from './sieve-files.js';
import { decodeManifest, EMPTY_MANIFEST, encodeManifest, type Manifest } from './manifest.js';
import { decodeUsage, encodeUsage, type UsageTable } from '../usage.js';
import { wovenCodec, type WovenMemo } from './woven.js';
import { loadPages, type PageMemory } from './page-table.js';
import { damaged, readState } from './read-state.js';
import { shardStore, type ShardStore, type StateWriter } from './shard-store.js';

/** A concept with the place of its page and the name under which a link reaches it without ambiguity. */
export interface ConceptEntry extends Concept {
	readonly path: string;
	readonly linkPath: string;
	/** False while too little is claimed of it to fill a page; it is then neither rendered nor linked to. */
	readonly paged: boolean;
	/** True where its names count only as they are written, because the small-letter word means something else. */
	readonly caseBound: boolean;
	/** Ids of the concepts that its page's prose links to. */
	readonly links: readonly string[];
}

/** A disagreement with the sources of its two claims, so that a change of either can take it back. */
export interface FoundDisagreement extends Disagreement {
	readonly leftSource: string;
	readonly rightSource: string;
	/** Ids of the concepts that both claims are about. */
	readonly concepts: readonly string[];
}

/** All that a run may change of what is known. Loaded only when there is something to do. */
export interface Knowledge {
	readonly about: AboutTable;
	/** True where a part of what was said about concepts is lost. */
	readonly aboutLost: boolean;
	readonly facts: ShardStore<SourceFacts>;
	/** Without their sources, which the table of what is said about them tells. */
	readonly concepts: Map<string, ConceptEntry>;
	ambiguities: readonly Ambiguity[];
	disagreements: readonly FoundDisagreement[];
	/** What was answered about names that look alike, by the key of the pair. */
	readonly answers: Map<string, Answer>;
	/** How often names stand in the claims; null where it must be counted anew. */
	usage: UsageTable | null;
	/** All names that are mentioned; null where they must be added up anew. */
	names: NameBook | null;
	/** In which files of claims and facts words and keys may stand; null where that must be worked out anew. */
	sieves: Sieves | null;
	/** By path. */
	readonly pages: Map<string, PageRecord>;
	readonly claims: ShardStore<SourceClaims>;
	/** Ids of sources whose claims or facts were asked for and are not there. */
	readonly missed: ReadonlySet<string>;
	/** What was paid for of each page, by the id of its subject. */
	readonly woven: ShardStore<WovenMemo>;
	/** The machine's own text of each page, by path. */
	readonly bases: ShardStore<string>;
	readonly problems: readonly Problem[];
}

const stateFolder = (layout: Layout): string => `${layout.home}/state`;

const manifestFile = (layout: Layout): string => `${stateFolder(layout)}/manifest.json`;

/** The manifest as it was found, so that it is known whether it still stands. */
export interface FoundManifest {
	readonly text: string | null;
	readonly version: FileVersion | null;
}

/** `now` in milliseconds, where it will be asked whether it still is the same. */
export async function loadManifest(reader: VaultReader, layout: Layout, now: number | null = null): Promise<{ readonly manifest: Manifest; readonly found: FoundManifest; readonly problems: readonly Problem[] }> {
	const problems: Problem[] = [];
	let text: string | null = null;
	const decode = (read: string): Manifest | null => {
		text = read;
		return decodeManifest(read);
	};
	const version = now === null ? null : await versionOf(reader, manifestFile(layout), now).catch(() => null);
	const manifest = await readState(reader, manifestFile(layout), decode, EMPTY_MANIFEST, problems);
	return { manifest, found: { text, version }, problems };
}

/** True where the manifest still is what `loadManifest` found. */
export async function isManifest(reader: VaultReader, layout: Layout, found: FoundManifest, now: number): Promise<boolean> {
	try {
		if (isSameVersion(found.version, await versionOf(reader, manifestFile(layout), now))) return true;
		return (await reader.read(manifestFile(layout))) === found.text;
	} catch (error) {
		if (error instanceof VaultError) return found.text === null;
		throw error;
	}
}

const usageFile = (layout: Layout): string => `${stateFolder(layout)}/usage.json`;
const namesFile = (layout: Layout): string => `${stateFolder(layout)}/names.json`;

const PAGED = 1;
const CASE_BOUND = 2;
const KINDS: readonly ConceptKind[] = ['concept', 'entity'];

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function decodeConcepts(text: string): Map<string, ConceptEntry> | null {
	const rows = parseList(text);
	if (!rows) return null;
	const concepts = new Map<string, ConceptEntry>();
	for (const row of rows) {
		if (!Array.isArray(row)) return null;
		const [id, title, kind, path, linkPath, flags, aliases, links] = row as readonly unknown[];
		if (typeof id !== 'string' || typeof title !== 'string' || typeof path !== 'string' || typeof linkPath !== 'string') return null;
		concepts.set(id, {
			id,
			title,
			kind: KINDS[Number(kind)] ?? 'concept',
			path,
			linkPath,
			paged: (Number(flags) & PAGED) !== 0,
			caseBound: (Number(flags) & CASE_BOUND) !== 0,
			aliases: strings(aliases),
			sources: [],
			links: strings(links),
		});
	}
	return concepts;
}

const encodeConcepts = (concepts: ReadonlyMap<string, ConceptEntry>): string =>
	JSON.stringify(
		[...concepts.values()]
			.sort((a, b) => (a.id < b.id ? -1 : 1))
			.map((entry) => [entry.id, entry.title, KINDS.indexOf(entry.kind), entry.path, entry.linkPath, (entry.paged ? PAGED : 0) | (entry.caseBound ? CASE_BOUND : 0), entry.aliases, entry.links]),
	);

interface Findings {
	readonly answers: Map<string, Answer>;
	readonly ambiguities: readonly Ambiguity[];
	readonly disagreements: readonly FoundDisagreement[];
}
const noFindings = (): Findings => ({ answers: new Map(), ambiguities: [], disagreements: [] });
const ANSWERS: readonly Answer[] = ['same', 'different', 'unknown'];

function decodeFindings(text: string): Findings | null {
	const json = parseRecord(text);
	if (json === null || !Array.isArray(json['ambiguities']) || !Array.isArray(json['disagreements'])) return null;
	const ambiguities = json['ambiguities'].flatMap((row): Ambiguity[] =>
		isRecord(row) ? [{ names: strings(row['names']), reason: String(row['reason']), sources: strings(row['sources']) }] : [],
	);
	const disagreements = json['disagreements'].flatMap((row): FoundDisagreement[] => {
		if (!isRecord(row)) return [];
		const about = (['number', 'date', 'negation', 'antonym'] as const).find((kind) => kind === row['about']);
		if (about === undefined) return [];
		return [
			{
				id: String(row['id']),
				left: String(row['left']),
				right: String(row['right']),
				leftSource: String(row['leftSource']),
				rightSource: String(row['rightSource']),
				topic: String(row['topic']),
				concepts: strings(row['concepts']),
				about,
			},
		];
	});
	const answers = new Map<string, Answer>();
	for (const [key, value] of Object.entries(isRecord(json['answers']) ? json['answers'] : {})) {
		const answer = ANSWERS.find((each) => each === value);
		if (answer !== undefined) answers.set(key, answer);
	}
	return { answers, ambiguities, disagreements };
}

const TEXT_CODEC = { encode: (value: string): unknown => value, decode: (json: unknown): string | null => (typeof json === 'string' ? json : null) };

export const baseStore = (reader: VaultReader, layout: Layout): ShardStore<string> => shardStore(reader, `${stateFolder(layout)}/bases`, TEXT_CODEC);
export const claimStore = (reader: VaultReader, layout: Layout): ShardStore<SourceClaims> => shardStore(reader, `${stateFolder(layout)}/claims`, claimCodec);

export const factsStore = (reader: VaultReader, layout: Layout): ShardStore<SourceFacts> => shardStore(reader, `${stateFolder(layout)}/facts`, factsCodec, true);

const aboutFolder = (layout: Layout): string => `${stateFolder(layout)}/about`;

async function loadAbout(reader: VaultReader, layout: Layout, problems: Problem[]): Promise<Pick<Knowledge, 'about' | 'aboutLost'>> {
	const files = new Map<string, string>();
	const folder = aboutFolder(layout);
	for (const { path } of await reader.list(folder)) {
		const shard = /^([^/]+)\.json$/.exec(path.slice(folder.length + 1))?.[1];
		if (shard !== undefined) files.set(shard, await readState(reader, path, (text) => text, '', problems));
	}
	let aboutLost = false;
	const about = aboutTable(files, (shard) => {
		aboutLost = true;
		problems.push(damaged(`${folder}/${shard}.json`));
	});
	return { about, aboutLost };
}

export async function loadKnowledge(reader: VaultReader, layout: Layout, memory?: PageMemory): Promise<Knowledge> {
	const folder = stateFolder(layout);
	const problems: Problem[] = [];
	const missed = new Set<string>();
	const { about, aboutLost } = await loadAbout(reader, layout, problems);
	const concepts = await loadConcepts(reader, layout, problems);
	const findings = await readState(reader, `${folder}/findings.json`, decodeFindings, noFindings(), problems);
	const usage = await readState<UsageTable | null>(reader, usageFile(layout), decodeUsage, null, problems);
	const names = await readState<NameBook | null>(reader, namesFile(layout), decodeNameBook, null, problems);
	const sieves = await loadSieves(reader, layout, problems);
	const { pages } = await loadPages(reader, layout, problems, memory);
	const watched = <T>(store: ShardStore<T>): ShardStore<T> => ({
		...store,
		async get(id) {
			const found = await store.get(id);
			if (found === null) missed.add(id);
			return found;
		},
	});
	return { about, aboutLost, facts: watched(factsStore(reader, layout)), concepts, ...findings, usage, names, sieves, pages, claims: watched(claimStore(reader, layout)), missed, woven: shardStore(reader, `${folder}/woven`, wovenCodec), bases: baseStore(reader, layout), problems };
}

/** The concepts alone, for a report that needs nothing else. */
export const loadConcepts = (reader: VaultReader, layout: Layout, problems: Problem[]): Promise<Map<string, ConceptEntry>> =>
	readState(reader, `${stateFolder(layout)}/concepts.json`, decodeConcepts, new Map<string, ConceptEntry>(), problems);

/** The disagreements that the last run left. */
export const loadDisagreements = async (reader: VaultReader, layout: Layout, problems: Problem[]): Promise<readonly FoundDisagreement[]> =>
	(await readState(reader, `${stateFolder(layout)}/findings.json`, decodeFindings, noFindings(), problems)).disagreements;

/** Names that are not surely one thing or another, as the last run left them for a person. */
export const loadAmbiguities = async (reader: VaultReader, layout: Layout, problems: Problem[]): Promise<readonly Ambiguity[]> =>
	(await readState(reader, `${stateFolder(layout)}/findings.json`, decodeFindings, noFindings(), problems)).ambiguities;

const encodeFindings = ({ answers, ambiguities, disagreements }: Findings): string =>
	JSON.stringify({ answers: Object.fromEntries([...answers].sort(([a], [b]) => (a < b ? -1 : 1))), ambiguities, disagreements });

/** Writes the manifest last: a run that is cut short before that is planned again in full. */
export async function saveKnowledge(writer: StateWriter, layout: Layout, knowledge: Knowledge, manifest: Manifest): Promise<void> {
	const folder = stateFolder(layout);
	// Counts that tell of other claims than those on disk would never come right again: without the file they are made anew.
	await Promise.all([writer.remove(usageFile(layout)), writer.remove(namesFile(layout)), dropSieves(writer, layout)]);
	await knowledge.claims.flush(writer);
	await knowledge.facts.flush(writer);
	await knowledge.woven.flush(writer);
	for (const [shard, text] of knowledge.about.changed()) {
		const path = `${aboutFolder(layout)}/${shard}.json`;
		await (text === null ? writer.remove(path) : writer.write(path, text));
	}
	await writer.write(`${folder}/concepts.json`, encodeConcepts(knowledge.concepts));
	await writer.write(`${folder}/findings.json`, encodeFindings(knowledge));
	if (knowledge.usage !== null) await writer.write(usageFile(layout), encodeUsage(knowledge.usage));
	if (knowledge.names !== null) await writer.write(namesFile(layout), knowledge.names.encode());
	if (knowledge.sieves !== null) await saveSieves(writer, layout, knowledge.sieves);
	await saveManifest(writer, layout, manifest);
}

export const saveManifest = (writer: StateWriter, layout: Layout, manifest: Manifest): Promise<void> =>
	writer.write(manifestFile(layout), encodeManifest(manifest));
