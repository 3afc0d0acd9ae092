import type { Proposal } from '../model/proposal.js';
import type { Disposition, FiredRule, FlowSteps } from '../model/verdict.js';
import type { GateContext } from './gate.js';

/** A check of the constitution: pure, linear in its input, and silent where it has no objection. */
export type Check = (proposal: Proposal, context: GateContext, through?: (flow: FlowSteps) => void) => readonly FiredRule[];

/** A check with the name under which an error inside it is reported. */
export interface NamedCheck {
	readonly name: string;
	readonly check: Check;
}

export const fired = (rule: string, disposition: Disposition, reason: string, line: number | null = null): FiredRule => ({ rule, disposition, reason, line });

/** Findings of one kind that are told one by one; beyond this the rest is told as a number. */
const MOST_TOLD = 20;

/** Keeps a bomb of findings from becoming a bomb of reasons. */
export function tellSome(rules: readonly FiredRule[]): readonly FiredRule[] {
	const told = new Map<string, number>();
	const rest = new Map<string, FiredRule>();
	const some: FiredRule[] = [];
	for (const rule of rules) {
		const kind = `${rule.rule} ${rule.disposition}`;
		const count = (told.get(kind) ?? 0) + 1;
		told.set(kind, count);
		if (count <= MOST_TOLD) some.push(rule);
		else rest.set(kind, rule);
	}
	for (const [kind, rule] of rest) {
		some.push({ ...rule, reason: `${(told.get(kind) ?? 0) - MOST_TOLD} more of the same, the last one here: ${rule.reason}` });
	}
	return some;
}

/** Line numbers of ascending or random offsets, found by one pass over the text when first asked. */
export function lineNumbers(text: string): (offset: number) => number {
	let starts: number[] | null = null;
	return (offset) => {
		if (starts === null) {
			starts = [0];
			for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
		}
		let low = 0;
		let high = starts.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return low;
	};
}

/** A few words of what was met, safe to show: controls and invisible characters are written as their code. */
export function shown(text: string, most = 60): string {
	const cut = text.length > most ? `${text.slice(0, most)}…` : text;
	return cut.replace(/[^\P{C}\n]|\p{Default_Ignorable_Code_Point}/gu, (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`).replace(/\s+/g, ' ');
}
