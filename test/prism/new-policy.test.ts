import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNote } from '../../src/prism/check/check.js';
import { EXAMPLE_FLOW, newPolicyNote, policyTemplate, slugOf } from '../../src/prism/new-policy.js';
import { readNote } from '../../src/prism/note.js';
import { data, policyOf } from './profile/fixture.js';

describe('the template', () => {
	it('is a policy without errors or warnings that does what it says', () => {
		const note = policyTemplate('Ask me before a page is renamed.');
		const policy = policyOf(note);
		expect(checkNote(policy.source)).toEqual([]);
		expect(policy.source.naturalLanguage).toBe('Ask me before a page is renamed.');
		expect(policy.decide(data({ kind: 'rename' })).disposition).toBe('REQUIRE_HUMAN');
		expect(policy.decide(data({ kind: 'update' })).disposition).toBe('PASS');
		expect(note).toContain('\nactive: false\n');
	});
});

describe('a note made of what was asked and a flow', () => {
	it('holds both to the letter, whatever the words and names are', () => {
		const words = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('# Heading', '## PRISM-IR', '```yaml', '~~~', '- a list', '1. first', '---'));
		fc.assert(
			fc.property(words, words, fc.array(words, { maxLength: 3 }), (name, asked, assumptions) => {
				const read = readNote(newPolicyNote({ name: `N${name}`, asked: `A ${asked}`, assumptions, yaml: EXAMPLE_FLOW }));
				expect(read.ok ? [read.value.yaml, read.value.conformance] : read.error).toEqual([EXAMPLE_FLOW, 'level-0']);
				expect(read.ok ? read.value.naturalLanguage.split('\n')[0] : '').toBe(`A ${asked}`.replace(/\s+/gu, ' ').trim());
			}),
		);
	});

	it('is not ended by a code fence in the flow', () => {
		const read = readNote(newPolicyNote({ name: 'N', asked: '# A heading', assumptions: [], yaml: `${EXAMPLE_FLOW}# \`\`\`\n\`\`\`\nmore: 1\n` }));
		expect(read.ok && read.value.yaml.endsWith('more: 1\n')).toBe(true);
		expect(read.ok && read.value.naturalLanguage).toBe('\\# A heading');
	});
});

describe('a slug', () => {
	it.each([['Ask me first!', 'ask-me-first'], ['Über Größe', 'uber-gro-e'], ['  ', 'rule'], ['../..', 'rule'], ['a'.repeat(80), 'a'.repeat(60)]])('of %j is %s', (name, slug) => {
		expect(slugOf(name)).toBe(slug);
	});
});
