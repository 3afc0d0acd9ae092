import { describe, expect, it } from 'vitest';
import { factsCodec, type SourceFacts } from '../../../src/compile/state/facts.js';

const facts: SourceFacts = {
	language: 'en',
	mentions: [
		{ name: 'line\nbreak: "quoted", comma', aliases: ['a,', '}'], kind: 'entity', signals: ['title', 'phrase'], count: 3 },
		{ name: 'plain', aliases: [], kind: null, signals: [], count: 0 },
	],
	contests: [
		{ claim: 'k-1', keys: ['c-a|n|length', '*|p|a|b'], plain: true },
		{ claim: 'k-2', keys: ['c-a|n|length'], plain: false },
	],
};

describe('the facts of a source', () => {
	it.each([facts, { language: 'und', mentions: [], contests: [] }])('are read back as they were written', (each) => {
		expect(factsCodec.decode(JSON.parse(JSON.stringify(factsCodec.encode(each))))).toEqual(each);
	});

	it.each(['null', '[]', '{}', '{"language":"en","mentions":[],"contests":[[]]}', '{"language":"en","mentions":[["a"]],"contests":[]}', '{"language":"en","mentions":[],"contests":[["k-1",0,7]]}'])('are not read from %s', (text) => {
		expect(factsCodec.decode(JSON.parse(text))).toBeNull();
	});
});
