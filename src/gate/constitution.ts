import { contentCheck } from './content-check.js';
import { dataFileCheck } from './data-file-check.js';
import { evidenceCheck } from './evidence-check.js';
import { frontmatterCheck } from './frontmatter-check.js';
import { invisibleCheck } from './invisible-check.js';
import { lookAlikeCheck } from './look-alike-check.js';
import { lossCheck } from './loss-check.js';
import { pathCheck } from './path-check.js';
import { type Check, fired, type NamedCheck } from './rule.js';
import { secretsCheck } from './secrets-check.js';

/** Raised whenever a check is added or judges otherwise: approvals given under another constitution are void. */
export const CONSTITUTION_VERSION = 2;

/** Longer texts are held: nobody can review them. UTF-16 code units. */
const MOST_TEXT = 2_000_000;
/** Longer ones are not even read. */
export const MOST_READ = 16_000_000;

const stopCheck: Check = (_, context) => (context.stopped ? [fired('constitution:stop', 'BLOCK', 'The emergency stop is on. Nothing is written until a person lifts it.')] : []);

const sizeCheck: Check = ({ text }) => {
	if (text === null || text.length <= MOST_TEXT) return [];
	const size = `${Math.round(text.length / 100_000) / 10} million characters`;
	return [text.length > MOST_READ ? fired('constitution:size', 'BLOCK', `The text has ${size}, too many to be checked.`) : fired('constitution:size', 'HOLD', `The text has ${size}; nobody can review that.`)];
};

const conflictCheck: Check = ({ conflicts }) =>
	conflicts.length === 0 ? [] : [fired('constitution:conflict', 'HOLD', `In ${conflicts.length} ${conflicts.length === 1 ? 'place' : 'places'} a person's edit and the machine's overlap. Choose, or write it yourself.`)];

/** The built-in checks, in order. No policy can loosen them: whatever a policy says is added to what they say. */
export const CONSTITUTION: readonly NamedCheck[] = [
	{ name: 'stop', check: stopCheck },
	{ name: 'path', check: pathCheck },
	{ name: 'look-alike', check: lookAlikeCheck },
	{ name: 'size', check: sizeCheck },
	{ name: 'loss', check: lossCheck },
	{ name: 'secret', check: secretsCheck },
	{ name: 'content', check: contentCheck },
	{ name: 'data-file', check: dataFileCheck },
	{ name: 'invisible', check: invisibleCheck },
	{ name: 'properties', check: frontmatterCheck },
	{ name: 'evidence', check: evidenceCheck },
	{ name: 'conflict', check: conflictCheck },
];
