import { type Problem, problem } from '../../model/result.js';
import { checkNote } from '../../prism/check/check.js';
import { DEFAULT_POLICY_NOTE } from '../../prism/default-policy.js';
import { explain } from '../../prism/explain/explain.js';
import type { PrismPolicy } from '../../prism/profile/policy.js';
import type { Layout } from '../../vault/layout.js';
import { type Host, VaultError, type VaultReader } from '../../vault/port.js';
import { pastCases } from './cases.js';
import { policyFolder } from './policy-rules.js';
import type { PolicyCard, PolicyCheck, PolicyDraft, PolicyQuestions, PolicySimulation } from './policy-reports.js';
import { faultProblem, type PolicyNote, readPolicies, readPolicyNote } from './read-policies.js';
import { replay } from './replay.js';
import { isLapsed } from './take-up.js';

/** Names the default that holds where no note does. */
const BUILT_IN = 'built-in';

interface Asked {
	readonly vault: VaultReader;
	readonly host: Host;
	readonly settings: { readonly layout: Layout };
}

const cardOf = ({ path, state, policy, faults, before }: PolicyNote): PolicyCard => ({
	path,
	id: policy?.id ?? null,
	name: policy?.name ?? null,
	hash: policy?.hash ?? null,
	state,
	before: before !== null,
	faults,
	warnings: policy === null ? [] : checkNote(policy.source),
});

/** What a note says and what is wrong with it, by code alone. */
export const checkOf = (note: PolicyNote): PolicyCheck => ({
	...cardOf(note),
	explanation: note.policy === null ? null : explain(note.policy.source.flow),
	naturalLanguage: note.policy?.source.naturalLanguage ?? '',
});

async function readOrNull(reader: VaultReader, path: string): Promise<string | null> {
	try {
		return await reader.read(path);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		if (error.code === 'missing' || error.code === 'not-folder' || error.code === 'is-folder') return null;
		throw error;
	}
}

/** The note that is meant: a path, or a name in the policies' folder with or without its ending. */
async function findNote({ vault, settings: { layout } }: Asked, { path, text }: PolicyDraft): Promise<PolicyNote | Problem> {
	if (text !== undefined) return readPolicyNote(path, text, undefined);
	// A name, and no path: no note of the vault can be meant.
	if (path === BUILT_IN) return readPolicyNote(path, DEFAULT_POLICY_NOTE, undefined);
	const folder = policyFolder(layout);
	try {
		for (const place of [path, `${folder}/${path}`, `${folder}/${path}.prism.md`]) {
			const found = await readOrNull(vault, place);
			if (found !== null) return readPolicyNote(place, found, undefined);
		}
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		return problem(path, `It cannot be read: ${error.message}`);
	}
	return problem(path, `There is no such policy. Those of this vault are in ${folder}/.`);
}

interface Ready {
	readonly path: string;
	readonly policy: PrismPolicy;
}

async function ready(asked: Asked, draft: PolicyDraft): Promise<Ready | Problem> {
	const note = await findNote(asked, draft);
	if ('message' in note) return note;
	const [first] = note.faults;
	if (note.policy !== null && first === undefined) return { path: note.path, policy: note.policy };
	if (first === undefined) return problem(note.path, 'It is no policy.');
	const { path, line, message } = faultProblem(note.path, first);
	return problem(path, note.faults.length === 1 ? `It cannot be asked anything before it is mended. ${message}` : `It cannot be asked anything before its ${note.faults.length} errors are mended. The first one: ${message}`, line);
}

/** Policies that hold beside these. */
async function beside({ vault, host, settings: { layout } }: Asked, paths: readonly string[]): Promise<readonly PrismPolicy[]> {
	const { notes } = await readPolicies(vault, layout, host);
	return notes.flatMap(({ path, state, policy, before }) => {
		const holds = state === 'active' ? policy : before;
		return holds === null || paths.includes(path) ? [] : [holds];
	});
}

/** Questions about policies, answered from what stands in the vault. */
export function policyQuestions(asked: Asked): PolicyQuestions {
	const { vault, host, settings } = asked;
	const { layout } = settings;

	async function ask(first: PolicyDraft, second: PolicyDraft | null): Promise<PolicySimulation | { readonly problem: Problem }> {
		const one = await ready(asked, first);
		if ('message' in one) return { problem: one };
		const other = second === null ? null : await ready(asked, second);
		if (other !== null && 'message' in other) return { problem: other };
		const { cases, problems } = await pastCases(vault, layout);
		const others = await beside(asked, other === null ? [one.path] : [one.path, other.path]);
		const now = other ?? one;
		return { path: now.path, against: other === null ? null : one.path, ...replay(now.policy, other === null ? null : one.policy, others, cases), problems };
	}

	return {
		async policies() {
			const found = await readPolicies(vault, layout, host, 'look');
			const { gate, builtIn, notes, problems } = found;
			return { policyHash: gate.policyHash, builtIn, lapsed: isLapsed(found), policies: notes.map(cardOf), problems };
		},
		async checkPolicy(path, text) {
			const note = await findNote(asked, text === undefined ? { path } : { path, text });
			if ('message' in note) return { problem: note };
			return checkOf(note);
		},
		simulatePolicy: (path, text) => ask(text === undefined ? { path } : { path, text }, null),
		comparePolicies: ask,
	};
}
