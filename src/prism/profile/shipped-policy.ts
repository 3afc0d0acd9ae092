import { DEFAULT_POLICY_NOTE } from '../default-policy.js';
import { parsePrism } from '../parse.js';
import { type PolicyDecision, prismPolicy, type PrismPolicy } from './policy.js';
import type { PolicyData } from './policy-data.js';

/** `hash` of the policy that `DEFAULT_POLICY_NOTE` is; a test compares it with the note. */
const HASH = '06e779f01e75a8c78e6c8fe24a67db8247912f2a6b47f7e64559c458a5c0ec74';

/** True only where no rule of the note objects; what is not surely so is left to the note. */
const meetsNoRule = ({ kind, page_type, person_text, disagreements, unverified_claims, claims }: PolicyData): boolean =>
	(kind === 'create' || kind === 'update') && !person_text && disagreements === 0 && unverified_claims === 0 && (claims > 0 || page_type === 'catalogue');

function read(): PrismPolicy {
	const source = parsePrism(DEFAULT_POLICY_NOTE);
	const policy = source.ok ? prismPolicy(source.value) : source;
	if (!policy.ok) throw new Error(`The default policy has errors: ${policy.error.map(({ message }) => message).join(' ')}`);
	return policy.value;
}

// What the note says where no rule objects.
const PASSES: PolicyDecision = { disposition: 'PASS', rules: [{ rule: 'default:pass', disposition: 'PASS', reason: 'No rule objects.', line: 111 }], steps: ['start', 'rules', 'pass'] };

let note: PrismPolicy | null = null;
const whole = (): PrismPolicy => (note ??= read());

/**
 * The default policy. Most vaults keep it as it ships and most proposals meet none of its rules, so that its note is read when one might:
 * for a small change that would take longer than all else that the gate does.
 */
export const SHIPPED_POLICY: PrismPolicy = {
	id: 'default',
	name: 'Default policy',
	hash: HASH,
	get source() {
		return whole().source;
	},
	decide: (data, answers) => (meetsNoRule(data) ? PASSES : whole().decide(data, answers)),
};
