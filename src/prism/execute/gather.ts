import { type Value, UNKNOWN } from '../expression/value.js';
import type { PlainData } from '../yaml-tree.js';
import { type Draft, drop, note, rootsOf, spawn } from './draft.js';
import type { ReadyNode } from './machine.js';
import { ask, askedBy } from './operator.js';
import { fail, leave } from './route.js';
import type { Token } from './state.js';

const isNumber = (value: PlainData | undefined): value is number => typeof value === 'number';

const parkedAt = (draft: Draft, at: ReadyNode): readonly Token[] => [...draft.tokens.values()].filter(({ node, status }) => node === at.node.id && status === 'parked');

/** A token has come to a join. Fires what can fire at once; joins that wait for all that may still come are asked by `settle`. */
export function comeTogether(draft: Draft, token: Token, at: ReadyNode): void {
	const { id, join } = at.node;
	const mode = join?.mode?.value ?? 'all';
	const parked = parkedAt(draft, at);
	const expected = isNumber(join?.m?.value) ? join.m.value : at.incoming.length;
	if (mode === 'multi_merge') {
		fire(draft, [token], at);
		return;
	}
	if (mode === 'all') {
		const bySource = new Map<string | null, Token>();
		for (const one of parked) if (!bySource.has(one.source)) bySource.set(one.source, one);
		if (at.incoming.every((source) => bySource.has(source))) fire(draft, [...bySource.values()], at);
		return;
	}
	if (mode !== 'any' && mode !== 'first_of_m' && mode !== 'n_of_m') return;
	const needed = mode === 'n_of_m' && isNumber(join?.n?.value) ? join.n.value : 1;
	const gone = draft.arrived[id] ?? 0;
	if (gone >= needed) {
		// It has fired; the rest of this round is absorbed, and with the last of them a new round begins.
		drop(draft, token, `“${id}” has already gone on`);
		draft.arrived[id] = gone + 1 >= expected ? 0 : gone + 1;
		return;
	}
	if (parked.length < needed) return;
	const taken = parked.slice(0, needed);
	draft.arrived[id] = needed >= expected ? 0 : needed;
	if (join?.cancelOthers === true || join?.onSatisfied?.value === 'cancel_pending') {
		cancelSiblings(draft, taken, `“${id}” needs no more`);
		draft.arrived[id] = 0;
	}
	fire(draft, taken, at);
}

/** Ends the tokens of the same split. */
export function cancelSiblings(draft: Draft, taken: readonly Token[], why: string): void {
	const split = taken[0]?.lineage[taken[0].lineage.length - 1];
	if (split === undefined) return;
	const kept = new Set(taken.map(({ id }) => id));
	for (const token of [...draft.tokens.values()]) if (!kept.has(token.id) && token.lineage.includes(split)) drop(draft, token, why);
}

/**
 * Joins `all_taken` and votes go on when no other living token can still come to them. Asked when nothing is ready. True where one went on.
 */
export function settle(draft: Draft): boolean {
	const asked = new Set<string>();
	for (const token of draft.tokens.values()) {
		if (token.status !== 'parked' || asked.has(token.node)) continue;
		asked.add(token.node);
		const at = draft.machine.nodes.get(token.node);
		if (at === undefined) continue;
		const vote = at.node.type.value === 'vote';
		if (!vote && at.node.join?.mode?.value !== 'all_taken') continue;
		const parked = parkedAt(draft, at);
		const here = new Set(parked.map(({ id }) => id));
		const mayCome = [...draft.tokens.values()].some((other) => !here.has(other.id) && draft.machine.nodes.get(other.node)?.ahead.has(at.node.id) === true);
		if (mayCome) continue;
		if (vote) count(draft, parked, at);
		else fire(draft, parked, at);
		return true;
	}
	return false;
}

const told = ({ id, source, outcome, result, variables }: Token): Value => ({ id, source, outcome, result, variables });

/** Many tokens become one: it has all their variables, where two name one the later token's, and the last one's result. */
function merge(draft: Draft, taken: readonly Token[], at: ReadyNode): Token | null {
	const last = taken[taken.length - 1];
	if (last === undefined) return null;
	let common = last.lineage;
	for (const { lineage } of taken) common = common.filter((split, index) => lineage[index] === split);
	for (const token of taken) draft.tokens.delete(token.id);
	const { source, outcome, result, since } = last;
	const merged = spawn(draft, { node: at.node.id, source, outcome, result, since, lineage: taken.length === 1 ? last.lineage : common, variables: Object.fromEntries(taken.flatMap(({ variables }) => Object.entries(variables))), merged: taken.map(told) });
	// It stands at the node already; it leaves from here and is not entered again.
	draft.ready.splice(draft.ready.indexOf(merged.id), 1);
	note(draft, 'branches_joined', merged, taken.map(({ id }) => id).join(', '));
	return merged;
}

function fire(draft: Draft, taken: readonly Token[], at: ReadyNode): void {
	const token = merge(draft, taken, at);
	if (token !== null) leave(draft, token, at, null, 'completed');
}

/** In a policy nothing that was said but an approval is a yes, whatever the vote's condition makes of it. */
const mayBeYes = ({ options }: Draft, { outcome }: Token): boolean => options.hearAll !== true || typeof outcome !== 'string' || /^approved?$/.test(outcome);

/** A vote: every token that came has one. What is not known to be a yes or a no is neither. */
function count(draft: Draft, voters: readonly Token[], at: ReadyNode): void {
	const { node, verdict } = at;
	let yes = 0;
	let no = 0;
	for (const voter of voters) {
		const says = verdict === null ? UNKNOWN : verdict.truth(rootsOf(draft, voter));
		if (says === true && mayBeYes(draft, voter)) yes += 1;
		else if (says === false) no += 1;
	}
	const all = voters.length;
	const open = all - yes - no;
	const outcome = decided(node.mode?.value ?? '', yes, no, open, isNumber(node.threshold?.value) ? node.threshold.value : null);
	const token = merge(draft, voters, at);
	if (token === null) return;
	const result: Value = { yes, no, open, result: outcome };
	const words = `${yes} yes, ${no} no, ${open} open: ${outcome}`;
	if (outcome !== 'tie') {
		leave(draft, token, at, { outcome, result }, words);
		return;
	}
	const { tieBreaker } = node;
	const policy = tieBreaker?.policy?.value;
	// A vote that is not known is no reason to approve.
	if (policy === 'auto_reject' || (policy === 'auto_approve' && open === 0)) {
		leave(draft, token, at, { outcome: policy === 'auto_approve' ? 'approved' : 'rejected', result }, words);
		return;
	}
	// A way that the graph draws for a tie comes before the tie breaker's operator.
	if (node.out.some(({ label }) => label === 'tie')) {
		leave(draft, token, at, { outcome, result }, words);
		return;
	}
	const asked = askedBy(tieBreaker?.operator ?? null);
	if (asked !== null) ask(draft, token, at, asked, `Break the tie of “${node.name ?? node.id}”: ${yes} yes, ${no} no, ${open} open.`);
	else fail(draft, token, at, `The vote is tied (${words}), and nothing says who breaks a tie.`);
}

function decided(mode: string, yes: number, no: number, open: number, threshold: number | null): 'approved' | 'rejected' | 'tie' {
	const all = yes + no + open;
	switch (mode) {
		case 'majority':
			return yes * 2 > all ? 'approved' : no * 2 > all ? 'rejected' : 'tie';
		case 'unanimous':
			return yes === all ? 'approved' : no > 0 ? 'rejected' : 'tie';
		default: {
			if (threshold === null) return 'tie';
			const needed = threshold <= 1 ? threshold * all : threshold;
			return yes >= needed ? 'approved' : yes + open < needed ? 'rejected' : 'tie';
		}
	}
}
