import { type Stakes, stakesOf } from '../gate/enforcer/stakes.js';
import { bindingAnswers, bindingOpinions } from '../gate/opinions.js';
import { hashText } from '../model/hash.js';
import type { Opinion } from '../model/opinion.js';
import type { Proposal } from '../model/proposal.js';
import type { PolicyData } from '../prism/profile/policy-data.js';
import type { Layout } from '../vault/layout.js';
import { listPaths, VaultError, type VaultReader } from '../vault/port.js';
import { pathKey } from '../vault/vault-path.js';
import type { InformedGate } from './informed-gate.js';
import { seenBy } from './policies/policy-rules.js';
import { isSettled } from './plan.js';
import { recordedOpinions } from './recorded-opinions.js';
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
	readonly stakes: Stakes;
	/** Recorded opinions on it, whether or not they still bind; none are looked for where nothing escalated it. */
	readonly opinions: readonly Opinion[];
	/** Those of them that bind. */
	readonly binding: ReadonlySet<Opinion>;
}

/** Puts proposals before the gate with what stands in the vault now. */
export interface Judge {
	/** `more` are opinions that no ledger tells of yet. */
	judge(proposal: Proposal, more?: readonly Opinion[]): Promise<Judged>;
}

/** Paths where something stands that a page could meet, by their keys. */
export type Occupied = Map<string, string>;

export const occupiedBy = (paths: readonly string[]): Occupied => new Map(paths.map((path) => [pathKey(path), path]));

export async function listOccupied(reader: VaultReader, layout: Layout): Promise<Occupied> {
	const paths: string[] = [];
	for (const folder of [layout.wiki, layout.output]) for (const path of await listPaths(reader, folder)) paths.push(path);
	return occupiedBy(paths);
}

// Characters of source text that are kept from one proposal to the next: neighbours cite the same sources.
const MOST_KEPT = 6_000_000;

const NONE: ReadonlySet<Opinion> = new Set();

/** `texts` are sources that were read already; others are read when a proposal cites them. */
export function makeJudge(reader: VaultReader, layout: Layout, gate: InformedGate, occupied: Occupied, stopped: boolean, texts: ReadonlyMap<string, string> = new Map()): Judge {
	const known = new Map<string, string | null>();
	let chars = 0;
	const opinionsOf = recordedOpinions(reader, layout);
	const sourceText = (path: string): string | null => texts.get(path) ?? known.get(path) ?? null;
	return {
		async judge(proposal, more = []) {
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
			const context = gate.inform(proposal, { layout, current, occupied, sourceText, stopped });
			const about = { proposal, seen: seenBy(proposal, context), stakes: stakesOf(proposal, context), based: (current === null ? null : hashText(current)) === proposal.baseHash };
			const first = gate.decide(proposal, context);
			// Opinions answer what was escalated and nothing else, so that the ledgers are read for nothing else.
			const opinions = first.disposition === 'ESCALATE' ? [...(await opinionsOf(proposal)), ...more] : [];
			if (opinions.length === 0) return { ...about, opinions, binding: NONE, verdict: first };
			const reviewed = { ...context, opinions };
			return { ...about, opinions, binding: new Set([...bindingAnswers(reviewed, proposal, gate.policyHash), ...bindingOpinions(reviewed, proposal, gate.policyHash, first.rules)]), verdict: gate.decide(proposal, reviewed) };
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
