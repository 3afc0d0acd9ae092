import * as v from 'valibot';
import { answerKind } from './answer-kind.js';

const schema = v.strictObject({
	opinion: v.picklist(['approve', 'deny', 'unsure']),
	reason: v.pipe(v.string(), v.description('One or two plain sentences that a person can check.')),
});

/** Longer reasons are cut: a person reads them beside the edit. */
const MOST_REASON = 600;

export const reviewEditAnswer = answerKind<'review-edit', typeof schema>(schema, ({ opinion, reason }) => {
	const said = reason.replace(/\s+/g, ' ').trim();
	// An opinion that nobody can check moves nothing.
	if (said === '') return { opinion: 'unsure', reason: `It says “${opinion}” and gives no reason.` };
	return { opinion, reason: said.length > MOST_REASON ? `${said.slice(0, MOST_REASON)}…` : said };
});
