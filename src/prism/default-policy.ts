/** One end of the default policy: its id, when it is reached, what it says and why. */
const RULES = [
	['human-text', 'entity.person_text', 'REQUIRE_HUMAN', 'The file holds text that the machine did not write.'],
	['rename', "entity.kind == 'rename'", 'REQUIRE_HUMAN', 'Renaming a page is a person’s decision.'],
	['merge', "entity.kind == 'merge'", 'REQUIRE_HUMAN', 'Merging two pages is a person’s decision.'],
	['retire', "entity.kind == 'retire'", 'REQUIRE_HUMAN', 'Taking a page away is a person’s decision.'],
	['disagreement', 'entity.disagreements > 0', 'ESCALATE', 'The page shows disagreements between sources (${entity.disagreements}).'],
	['unverified', 'entity.unverified_claims > 0', 'HOLD', 'Claims whose quote was not found in their source: ${entity.unverified_claims}.'],
	['no-evidence', "entity.kind in ['create', 'update'] and entity.page_type in ['concept', 'entity', 'source'] and entity.claims == 0", 'HOLD', 'The page cites no claim.'],
] as const;

const ends = RULES.map(([id, , disposition, reason]) => `  - id: ${id}
    t: end
    a:
      - type: emit
        event: disposition
        payload:
          disposition: ${disposition}
          reason: "${reason}"
`).join('');
const ways = RULES.map(([id, condition]) => `  - { s: rules, t: ${id}, c: "${condition}" }
`).join('');
const FENCE = '```';

/** The default policy as a note: what is installed as `_commonplace/policies/default.prism.md`. It decides what the built-in default decides. */
export const DEFAULT_POLICY_NOTE = `---
prism: default
version: 1.0.0
conformance: level-0
---

# What the gate asks beyond the constitution

Edit this note to change the rules. The gate takes it up once it is free of errors; until then the built-in default holds. The built-in
checks that no policy can loosen (writes outside the wiki, active content, secrets, quotes that are not in their source) stand before it.

## Natural Language

Every proposal is held against all rules, and the strictest that holds decides.

A file that holds text which the machine did not write is changed only by a person's decision. So is every renaming, merging and taking
away of a page. A page on which sources disagree is reviewed by an advanced model or a tribunal; where only the offline worker is there,
by a person. A page with a claim whose quote was not found in its source waits, and so does a concept's, entity's or source's page that
cites no claim at all. Everything else passes.

## PRISM-IR

${FENCE}yaml
v: "1.0"
id: default
name: Default policy
domain: wiki
intention: "Decide which edits need more than code"

entities:
  - type: proposal
    attrs:
      - { name: kind, dtype: enum, values: [create, update, rename, merge, retire], required: true }
      - { name: page_type, dtype: string, required: true }
      - { name: person_text, dtype: boolean, required: true }
      - { name: claims, dtype: number, required: true }
      - { name: unverified_claims, dtype: number, required: true }
      - { name: disagreements, dtype: number, required: true }

events:
  - id: disposition
    type: persistent
    payload:
      - { name: disposition, dtype: string }
      - { name: reason, dtype: string }

nodes:
  - id: start
    t: start
  - id: rules
    t: decision
    mode: multi
    name: All rules
    intention: "Find every rule that objects"
${ends}  - id: pass
    t: end
    a:
      - type: emit
        event: disposition
        payload:
          disposition: PASS
          reason: "No rule objects."

edges:
  - { s: start, t: rules }
${ways}  - { s: rules, t: pass }
${FENCE}
`;
