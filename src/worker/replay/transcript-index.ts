import { VaultError, type VaultReader } from '../../vault/port.js';
import { transcriptsFolder } from '../transcripts/recorded.js';
import { NAMED } from '../transcripts/order-hash.js';
import { readTranscript, type Transcript } from '../transcripts/transcript.js';

export interface Found {
	readonly path: string;
	readonly note: string;
	readonly transcript: Transcript;
}

/** Transcripts by what was asked. Their names carry the beginning of the order's hash, so that only those that may fit are read. */
export interface TranscriptIndex {
	/** Transcripts of exactly this order, newest first. */
	of(order: string): Promise<readonly Found[]>;
	/** Transcripts of this task, whatever was asked for it, newest first. Reads all notes, once. */
	ofTask(task: string): Promise<readonly Found[]>;
}

const NAME = new RegExp(`/(\\d{4}/\\d\\d/\\d\\d)/[^/]*-([0-9a-f]{${String(NAMED)}})(?:-\\d+)?\\.md$`);

async function readFound(reader: VaultReader, path: string): Promise<Found | null> {
	try {
		const note = await reader.read(path);
		const read = readTranscript(note);
		return read.ok ? { path, note, transcript: read.value } : null;
	} catch (error) {
		// Retired or moved since the listing, or not to be read now: it is as if it were not there.
		if (error instanceof VaultError) return null;
		throw error;
	}
}

const newestFirst = (a: Found, b: Found): number => (a.transcript.at === b.transcript.at ? (a.path < b.path ? 1 : -1) : a.transcript.at < b.transcript.at ? 1 : -1);

/** Lists the transcripts once. `since` (`YYYY-MM-DD`) leaves older ones out, `run` those of other runs. */
export async function indexTranscripts(reader: VaultReader, home: string, only: { readonly since?: string; readonly run?: string } = {}): Promise<TranscriptIndex> {
	const byOrder = new Map<string, string[]>();
	const since = only.since?.replaceAll('-', '/') ?? '';
	for (const { path } of await reader.list(transcriptsFolder(home))) {
		const [, day = '', order = ''] = NAME.exec(path) ?? [];
		if (order !== '' && day >= since) byOrder.set(order, [...(byOrder.get(order) ?? []), path]);
	}
	const read = async (paths: readonly string[]): Promise<Found[]> => {
		const found: Found[] = [];
		for (const path of paths) {
			const one = await readFound(reader, path);
			if (one !== null && (only.run === undefined || one.transcript.run === only.run)) found.push(one);
		}
		return found.sort(newestFirst);
	};
	let byTask: Promise<ReadonlyMap<string, readonly Pick<Found, 'path'>[]>> | null = null;
	const tasks = async (): Promise<ReadonlyMap<string, readonly Pick<Found, 'path'>[]>> => {
		const map = new Map<string, Pick<Found, 'path'>[]>();
		for (const { path, transcript } of await read([...byOrder.values()].flat())) map.set(transcript.task, [...(map.get(transcript.task) ?? []), { path }]);
		return map;
	};
	return {
		of: async (order) => (await read(byOrder.get(order.slice(0, NAMED)) ?? [])).filter(({ transcript }) => transcript.order === order),
		ofTask: async (task) => read(((await (byTask ??= tasks())).get(task) ?? []).map(({ path }) => path)),
	};
}
