/** The end, in a flow's block, that objects to nothing. */
export const PASS_END = `  - id: pass
    t: end
    a:
      - type: emit
        event: disposition
        payload:
          disposition: PASS
          reason: "This rule does not object."
`;

/** A small sound flow whose comments say what each part is for: what a person, or a model, begins from. */
export const EXAMPLE_FLOW = `v: "1.0"
id: my-rule
name: My rule
intention: "Ask me before pages are renamed"   # one sentence that begins with a verb

# Every end says what becomes of an edit by this event.
events:
  - id: disposition
    type: persistent

nodes:
  - { id: start, t: start }
  - { id: rules, t: decision, mode: multi }    # every way whose condition holds is taken
  - id: renamed
    t: end
    a:
      - type: emit
        event: disposition
        payload:
          disposition: REQUIRE_HUMAN           # or HOLD, ESCALATE, BLOCK
          reason: "Renaming a page is my decision."
${PASS_END}
edges:
  - { s: start, t: rules }
  - { s: rules, t: renamed, c: "entity.kind == 'rename'" }
  - { s: rules, t: pass }                      # taken when no condition holds
`;

/** A code block cannot be ended by what stands in it. */
function fenced(yaml: string): string {
	let longest = 2;
	for (const [run] of yaml.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
	const fence = '`'.repeat(longest + 1);
	return `${fence}yaml\n${yaml.replace(/\n*$/, '\n')}${fence}\n`;
}

/** Small letters, digits and hyphens, for the names of files and properties. */
export const slugOf = (name: string): string =>
	name
		.normalize('NFKD')
		.replace(/\p{M}+/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 60)
		.replace(/-$/, '') || 'rule';

const paragraph = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** A policy as a note that does not hold yet. What was asked for, in the owner's own words, is its natural-language text. */
export function newPolicyNote({ name, asked, assumptions, yaml }: { readonly name: string; readonly asked: string; readonly assumptions: readonly string[]; readonly yaml: string }): string {
	const words = paragraph(asked) === '' ? paragraph(name) : paragraph(asked);
	const taken = assumptions.length === 0 ? '' : `\nDecided where these words leave it open:\n\n${assumptions.map((each) => `- ${paragraph(each)}\n`).join('')}`;
	return `---
prism: ${slugOf(name)}
version: 1.0.0
conformance: level-0
active: false
---

# ${paragraph(name)}

## Natural Language

${words.replace(/^(#|[-+*>]|\d+[.)]|`{3}|~{3})/, '\\$1')}
${taken}
## PRISM-IR

${fenced(yaml)}`;
}

/** What a person fills in who writes a policy by hand. */
export const policyTemplate = (asked: string): string =>
	newPolicyNote({
		name: 'My rule',
		asked: paragraph(asked) === '' ? 'Ask me before a page is renamed. All else is fine.' : asked,
		assumptions: [],
		yaml: `# Change the conditions and the reasons below until they say what is asked for above.
# What a condition can ask of an edit: entity.kind, entity.folder, entity.claims, …
# docs/prism-profile.md lists all of it. Then check, simulate and activate it.
${EXAMPLE_FLOW}`,
	});
