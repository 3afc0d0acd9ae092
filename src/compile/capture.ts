import { canonicalJson, hashText, shortHash } from '../model/hash.js';
import { problem, type Problem } from '../model/result.js';
import { commitBatch, type EditRequest } from '../vault/commit/commit.js';
import type { Layout } from '../vault/layout.js';
import type { VaultReader } from '../vault/port.js';
import { isInside, pathKey, vaultPath } from '../vault/vault-path.js';
import type { DecisionReport } from './reports.js';
import type { Session } from './session.js';

/** A note that a person wants to have under `raw/`. */
export interface NewNote {
	readonly path: string;
	readonly text: string;
}

/** Files and folders below `raw/`, as they are spelled, by their keys. */
type Taken = Map<string, string>;

function take(taken: Taken, path: string): void {
	for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) taken.set(pathKey(path.slice(0, at)), path.slice(0, at));
	taken.set(pathKey(path), path);
}

async function takenIn(reader: VaultReader, layout: Layout): Promise<Taken> {
	const taken: Taken = new Map();
	for (const { path } of await reader.list(layout.raw)) take(taken, path);
	return taken;
}

/** Why the note cannot be captured; null where it can. What it says is nobody's business but its owner's, as long as it is text. */
export function captureFault({ path, text }: NewNote, layout: Layout, taken: ReadonlyMap<string, string>): string | null {
	const checked = vaultPath(path);
	if (!checked.ok) return checked.error;
	if (!isInside(path, layout.raw)) return `Sources are captured in ${layout.raw}/ and nowhere else.`;
	const other = [layout.wiki, layout.output, layout.home].find((folder) => isInside(pathKey(path), pathKey(folder)));
	if (other !== undefined) return `Nothing is captured in ${other}/.`;
	if (!path.endsWith('.md')) return 'A source is a note: its name must end in .md.';
	if (path !== path.normalize('NFC')) return 'The name is not in Unicode form C, so that some systems would take it for another one.';
	for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
		const folder = taken.get(pathKey(path.slice(0, at)));
		if (folder !== undefined && folder !== path.slice(0, at)) return `A folder has the same name but for case or Unicode form: “${folder}”.`;
	}
	const twin = taken.get(pathKey(path));
	if (twin !== undefined) return twin === path ? 'Something stands there already, and no source is ever written over. Choose another name.' : `A file has the same name but for case or Unicode form: “${twin}”.`;
	return /\p{Cs}|\0/u.test(text) ? 'It is no text: it holds characters that no text file can keep.' : null;
}

// A batch is one line of the journal: small enough to redo quickly.
const BATCH = 100;

/** Puts new notes under `raw/`, and never touches one that is there. Told in the ledger before, journalled like any commit. */
export async function captureNotes(session: Session, notes: readonly NewNote[], options: { readonly who: string; readonly stopped: boolean }): Promise<DecisionReport> {
	const { vault, host, settings, ledger, run, lease } = session;
	const { layout } = settings;
	const committed: string[] = [];
	const refused: DecisionReport['refused'][number][] = [];
	const problems: Problem[] = [];
	const taken = await takenIn(vault, layout);
	const edits: EditRequest[] = [];
	for (const note of notes) {
		const { path, text } = note;
		const id = `n-${shortHash(canonicalJson({ path, text: hashText(text) }), 12)}`;
		const fault = options.stopped ? 'The emergency stop is on. Nothing is captured until a person lifts it.' : captureFault(note, layout, taken);
		if (fault !== null) {
			refused.push({ id, path, reason: fault });
			continue;
		}
		take(taken, path);
		edits.push({ proposal: id, op: 'capture', path, to: null, baseHash: null, after: text });
	}
	for (let start = 0; start < edits.length; start += BATCH) {
		const batch = edits.slice(start, start + BATCH);
		await ledger.append(batch.map(({ proposal, path, after }) => ({ type: 'capture' as const, actor: options.who, run, proposal, path, before: null, after: hashText(after ?? '') })));
		const result = await commitBatch(vault, host, layout, { run, edits: batch, lease });
		if (!result.ok) {
			problems.push(result.error);
			refused.push(...edits.slice(start).map(({ proposal, path }) => ({ id: proposal, path, reason: result.error.message })));
			break;
		}
		const done: { proposal: string; path: string; hash: string | null }[] = [];
		for (const outcome of result.value.edits) {
			if (outcome.kind === 'committed') done.push({ proposal: outcome.proposal, path: outcome.path, hash: outcome.hash });
			else refused.push({ id: outcome.proposal, path: outcome.path, reason: outcome.reason });
		}
		committed.push(...done.map(({ path }) => path));
		if (result.value.txid !== null && !result.value.unfinished) session.told(result.value.txid);
		await ledger.append(done.map((edit) => ({ type: 'commit' as const, actor: 'system', run, ...edit })));
		if (result.value.unfinished) {
			problems.push(problem(layout.home, 'A write failed so that only recovery can tell what it left. It runs at the next start; nothing more was captured.'));
			refused.push(...edits.slice(start + BATCH).map(({ proposal, path }) => ({ id: proposal, path, reason: 'It was not reached.' })));
			break;
		}
	}
	if (committed.length > 0) await session.save();
	return { committed, denied: [], refused, problems };
}
