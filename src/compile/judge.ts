import type { Gate, GateContext } from '../gate/gate.js';
import type { Proposal } from '../model/proposal.js';
import type { Layout } from '../vault/layout.js';
import { VaultError, type VaultReader } from '../vault/port.js';
import { pathKey } from '../vault/vault-path.js';
import type { OpenProposal } from './reports.js';

async function readOrNull(reader: VaultReader, path: string): Promise<string | null> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (error instanceof VaultError) return null;
		throw error;
	}
}

/** Puts proposals before the gate with what stands in the vault now. */
export interface Judge {
	judge(proposal: Proposal): Promise<OpenProposal>;
}

/** `texts` are sources that were read already; others are read when a proposal cites them. */
export async function makeJudge(reader: VaultReader, layout: Layout, gate: Gate, stopped: boolean, texts: ReadonlyMap<string, string> = new Map()): Promise<Judge> {
	const occupied = new Map<string, string>();
	for (const folder of [layout.wiki, layout.output]) for (const { path } of await reader.list(folder)) occupied.set(pathKey(path), path);
	const known = new Map<string, string | null>(texts);
	const sourceText = (path: string): string | null => known.get(path) ?? null;
	return {
		async judge(proposal) {
			for (const path of proposal.evidence.sources) if (!known.has(path)) known.set(path, await readOrNull(reader, path));
			const current = occupied.has(pathKey(proposal.path)) ? await readOrNull(reader, proposal.path) : null;
			const context: GateContext = { layout, current, occupied, sourceText, stopped };
			return { proposal, verdict: gate.decide(proposal, context) };
		},
	};
}
