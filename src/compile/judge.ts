import type { Gate, GateContext } from '../gate/gate.js';
import { hashText } from '../model/hash.js';
import type { Proposal } from '../model/proposal.js';
import type { PolicyData } from '../prism/profile/policy-data.js';
import type { Layout } from '../vault/layout.js';
import { listPaths, VaultError, type VaultReader } from '../vault/port.js';
import { pathKey } from '../vault/vault-path.js';
import { seenBy } from './policies/policy-rules.js';
import { isSettled } from './plan.js';
import type { OpenProposal } from './reports.js';
import type { Manifest } from './state/manifest.js';

async function readOrNull(reader: VaultReader, path: string): Promise<string | null> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (error instanceof VaultError) return null;
		throw error;
	}
}

/** With what policies saw of it, which the ledger keeps for asking other policies later. */
export interface Judged extends OpenProposal {
	readonly seen: PolicyData;
	/** True where the file stood as the proposal takes it to stand. */
	readonly based: boolean;
}

/** Puts proposals before the gate with what stands in the vault now. */
export interface Judge {
	judge(proposal: Proposal): Promise<Judged>;
}

/** Paths where something stands that a page could meet, by their keys. */
export type Occupied = Map<string, string>;

export async function listOccupied(reader: VaultReader, layout: Layout): Promise<Occupied> {
	const occupied: Occupied = new Map();
	for (const folder of [layout.wiki, layout.output]) for (const path of await listPaths(reader, folder)) occupied.set(pathKey(path), path);
	return occupied;
}

// Characters of source text that are kept from one proposal to the next: neighbours cite the same sources.
const MOST_KEPT = 6_000_000;

/** `texts` are sources that were read already; others are read when a proposal cites them. */
export function makeJudge(reader: VaultReader, layout: Layout, gate: Gate, occupied: Occupied, stopped: boolean, texts: ReadonlyMap<string, string> = new Map()): Judge {
	const known = new Map<string, string | null>();
	let chars = 0;
	const sourceText = (path: string): string | null => texts.get(path) ?? known.get(path) ?? null;
	return {
		async judge(proposal) {
			if (chars > MOST_KEPT) {
				known.clear();
				chars = 0;
			}
			for (const path of proposal.evidence.sources) {
				if (texts.has(path) || known.has(path)) continue;
				const text = await readOrNull(reader, path);
				known.set(path, text);
				chars += text?.length ?? 0;
			}
			const current = occupied.has(pathKey(proposal.path)) ? await readOrNull(reader, proposal.path) : null;
			const context: GateContext = { layout, current, occupied, sourceText, stopped };
			const based = (current === null ? null : hashText(current)) === proposal.baseHash;
			return { proposal, verdict: gate.decide(proposal, context), seen: seenBy(proposal, context), based };
		},
	};
}

/**
 * Answers with verdicts that the same session gave, where nothing that they rest on changed since; has all else judged. To be asked only
 * while the file stands as the proposal takes it to stand. `manifest` tells of the sources as they were when their texts were read.
 */
export function recalling(judge: Judge, given: readonly Judged[], reader: VaultReader, manifest: Manifest): Judge {
	const known = new Map(given.filter(({ based, proposal }) => based && !proposal.personText).map((judged) => [judged.proposal, judged]));
	const steady = new Map<string, boolean>();
	const isSteady = async (path: string): Promise<boolean> => {
		let answer = steady.get(path);
		if (answer === undefined) {
			const entry = manifest.sources.get(path);
			const stands = entry !== undefined && isSettled(entry, manifest) ? await reader.stat(path) : null;
			answer = stands !== null && stands !== 'folder' && stands.mtime === entry?.mtime && stands.size === entry.size;
			steady.set(path, answer);
		}
		return answer;
	};
	return {
		async judge(proposal) {
			const judged = known.get(proposal);
			if (judged === undefined) return judge.judge(proposal);
			for (const path of proposal.evidence.sources) if (!(await isSteady(path))) return judge.judge(proposal);
			return judged;
		},
	};
}
