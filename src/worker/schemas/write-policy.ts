import * as v from 'valibot';
import { answerKind } from './answer-kind.js';

const schema = v.strictObject({
	name: v.pipe(v.string(), v.description('Names the rule in two to six words.')),
	yaml: v.pipe(v.string(), v.description('The whole flow as YAML, without a code fence.')),
	assumptions: v.pipe(v.array(v.string()), v.description('One sentence for each thing that the words left open and that was decided.')),
});

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

// Some models fence the YAML although it stands in a field of its own.
const FENCED = /^\s*(`{3,}|~{3,})[a-z]*[^\S\n]*\n([^]*?)\n?\1\s*$/i;

export const writePolicyAnswer = answerKind<'write-policy', typeof schema>(schema, ({ name, yaml, assumptions }) => ({
	name: oneLine(name),
	yaml: `${(FENCED.exec(yaml)?.[2] ?? yaml).trim()}\n`,
	assumptions: assumptions.map(oneLine).filter((assumption) => assumption !== ''),
}));
