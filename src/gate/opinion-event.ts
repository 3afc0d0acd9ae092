import { parseRecord } from '../model/json.js';
import type { Opinion } from '../model/opinion.js';
import { linesOfType, type NewEvent, readLine } from './ledger-event.js';

/** An opinion as the ledger is told of it. What follows from it follows from that event alone. */
export const opinionEvent = ({ who, ...rest }: Opinion, run: string, path: string): NewEvent => ({ ...rest, type: 'opinion', actor: who, run, path });

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const amount = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function readOpinion(line: string): Opinion | null {
	const read = readLine(line);
	// A line that was changed gives nobody's opinion.
	if (!read.ok || !read.whole) return null;
	const value = parseRecord(line);
	if (value?.['type'] !== 'opinion') return null;
	const { proposal, before, after, policy, rules, question, actor: who, tier, seat, seats, reason, failed, transcript } = value;
	const opinion = (['approve', 'deny', 'unsure'] as const).find((each) => each === value['opinion']);
	if (!isText(proposal) || !isTextOrNull(before) || !isTextOrNull(after) || !isText(policy) || !Array.isArray(rules) || !rules.every(isText) || !isText(who) || opinion === undefined || !isText(reason) || !isTextOrNull(transcript)) return null;
	if (!isCount(tier) || !isCount(seat) || !isCount(seats) || seat < 1 || seat > seats) return null;
	if (question !== undefined && (!isCount(question) || question < 1)) return null;
	const answers = { ...(question === undefined ? {} : { question }), ...(failed === true ? { failed: true as const } : {}) };
	return { proposal, before, after, policy, rules, ...answers, who, tier, seat, seats, opinion, reason, transcript, clock_ms: amount(value['clock_ms']), coin_usd: amount(value['coin_usd']), carbon_g: amount(value['carbon_g']) };
}

/** The opinions that a day of a ledger tells of. */
export function* opinionsIn(text: string): Generator<Opinion> {
	for (const line of linesOfType(text, 'opinion')) {
		const opinion = readOpinion(line);
		if (opinion !== null) yield opinion;
	}
}
