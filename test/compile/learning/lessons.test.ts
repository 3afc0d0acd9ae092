import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionStatistics } from '../../../src/compile/learning/decisions.js';
import { type Lesson, lessonsOf } from '../../../src/compile/learning/lessons.js';
import { narrowed } from '../../../src/compile/learning/narrow-rule.js';
import { FEWEST_DECISIONS } from '../../../src/compile/learning/tally.js';
import { readPolicyNote } from '../../../src/compile/policies/read-policies.js';
import { DEFAULT_POLICY_NOTE } from '../../../src/prism/default-policy.js';
import { data, policyNote, policyOf } from '../../prism/profile/fixture.js';
import { DEFAULT_FILE, noteOf } from '../policies/fixture.js';
import { ledgerOf, type Past, times } from './fixture.js';

const MINE = policyNote([['long', 'entity.new_lines > 3', 'HOLD'], ['ask', 'entity.sources == 0', 'REQUIRE_HUMAN'], ['stop', 'entity.claims > 90', 'BLOCK'], ['pass', null, 'PASS']]);
const NOTES = [readPolicyNote(DEFAULT_FILE, DEFAULT_POLICY_NOTE, undefined), readPolicyNote(noteOf('mine'), MINE, undefined)];
const RULE = 'policies/mine.prism.md:19 long';

const lessons = (edits: readonly Past[], refused: readonly string[] = []): readonly Lesson[] => lessonsOf(decisionStatistics(ledgerOf(edits)), NOTES, new Set(refused));

describe('a lesson', () => {
	it('says the numbers and makes the rule narrower for that kind of edit, in files of the machine’s text alone', () => {
		const [lesson, more] = lessons(times(24, { rules: [RULE] }));
		expect(more).toBeUndefined();
		expect(lesson).toMatchObject({
			deed: 'loosen', kind: 'update', rule: 'policies/mine.prism.md long', approved: 24, decisions: 24, note: noteOf('mine'), against: MINE,
			says: 'In 24 of 24 decisions people approved updates to which nothing but “long” of _commonplace/policies/mine.prism.md objected. With 95 % confidence they approve at least 86 % of these.',
		});
		const { decide } = policyOf(lesson?.text ?? '');
		const long = { kind: 'update', new_lines: 9 };
		expect([decide(data(long)), decide(data({ ...long, person_text: true })), decide(data({ ...long, kind: 'create' })), decide(data({ ...long, sources: 0 }))].map(({ disposition }) => disposition)).toEqual(['PASS', 'HOLD', 'HOLD', 'REQUIRE_HUMAN']);
	});

	it('changes no other byte of the note than the condition and one sentence', () => {
		const [lesson] = lessons(times(30, { rules: ['policies/default.prism.md:9 disagreement'] }));
		const lines = DEFAULT_POLICY_NOTE.split('\n');
		const changed = (lesson?.text ?? '').split('\n').filter((line) => !lines.includes(line));
		expect(changed).toEqual([
			'The rule `disagreement` does not concern updates where the file holds the machine’s text alone: people approved them in 30 of 30 decisions.',
			`  - { s: rules, t: disagreement, c: "(entity.kind != 'update' or entity.person_text) and (entity.disagreements > 0)" }`,
		]);
		expect(lines.filter((line) => !(lesson?.text ?? '').split('\n').includes(line))).toEqual([`  - { s: rules, t: disagreement, c: "entity.disagreements > 0" }`]);
	});

	it('holds what people refuse or take back although it passed', () => {
		const [lesson, more] = lessons([...times(15, { decision: 'deny' }), ...times(8, { decision: 'undo' }), ...times(2, {})]);
		expect(more).toBeUndefined();
		expect(lesson).toMatchObject({ deed: 'tighten', kind: 'update', rule: null, note: null, approved: 2, decisions: 25, says: expect.stringMatching(/^In 23 of 25 decisions people refused or took back updates .* at most 25 % of these\.$/) as unknown });
		const [after, before] = [policyOf(lesson?.text ?? ''), policyOf(lesson?.against ?? '')];
		const asked = [data({ kind: 'update' }), data({ kind: 'create' }), data({ kind: 'update', page_type: 'catalogue' })];
		expect(asked.map((each) => after.decide(each).disposition)).toEqual(['HOLD', 'PASS', 'PASS']);
		expect(asked.map((each) => before.decide(each).disposition)).toEqual(['PASS', 'PASS', 'PASS']);
	});

	it.each<[string, readonly Past[]]>([
		['21 decisions, whose bound is lower', times(21, { rules: [RULE] })],
		['one go about many edits', times(200, { rules: [RULE], go: 'r-all' })],
		['people who disagree with themselves', [...times(30, { rules: [RULE] }), ...times(3, { rules: [RULE], decision: 'deny' })]],
		['passed edits that are refused as often as not', [...times(20, { decision: 'deny' }), ...times(20, {})]],
	])('is not drawn from %s', (_, edits) => {
		expect(lessons(edits)).toEqual([]);
	});

	it.each([
		['policies/mine.prism.md:20 ask'],
		['policies/mine.prism.md:21 stop'],
		['policies/mine.prism.md:22 pass'],
		['policies/gone.prism.md:3 long'],
		['policies/default.prism.md:40 human-text'],
		['default:disagreement'],
		['evidence:unverified'],
		['rules/default.yml:12:tier-exceeded'],
		['gate:stop'],
	])('never touches %s', (rule) => {
		expect(lessons(times(500, { rules: [rule] }))).toEqual([]);
	});

	it.each([['rename'], ['merge'], ['retire']])('never lets a %s pass', (kind) => {
		expect(lessons(times(500, { rules: [RULE], kind }))).toEqual([]);
	});

	it('that was refused is never drawn again, however many decisions follow', () => {
		const [lesson] = lessons(times(24, { rules: [RULE] }));
		expect(lessons(times(500, { rules: [RULE] }), [lesson?.id ?? ''])).toEqual([]);
	});

	it('is never drawn from fewer than twenty decisions, nor for what asks for a person or holds whatever policies say', () => {
		const past: fc.Arbitrary<Past> = fc.record({
			kind: fc.constantFrom('create', 'update', 'rename', 'merge', 'retire'),
			rules: fc.subarray([RULE, 'policies/mine.prism.md:20 ask', 'policies/default.prism.md:9 human-text', 'policies/default.prism.md:9 disagreement', 'evidence:unverified'], { maxLength: 2 }),
			personText: fc.boolean(),
			decision: fc.constantFrom('approve' as const, 'deny' as const, 'undo' as const),
		});
		// The same few edits many times, or lessons would hardly ever be drawn.
		const runs = fc.array(fc.tuple(past, fc.integer({ min: 1, max: 40 })), { maxLength: 6 });
		fc.assert(
			fc.property(runs, (each) => {
				const edits = each.flatMap(([one, count]) => times(count, one));
				const drawn = lessons(edits);
				if (edits.length < FEWEST_DECISIONS) return drawn.length === 0;
				return drawn.every(({ deed, rule, decisions, kind }) => decisions >= FEWEST_DECISIONS && (deed === 'tighten' || (['create', 'update'].includes(kind ?? '') && ['policies/mine.prism.md long', 'policies/default.prism.md disagreement'].includes(rule ?? ''))));
			}),
		);
	});
});

describe('a lesson about one worker', () => {
	const model = 'openai:small';

	it('is drawn where everybody’s decisions together leave it open, and concerns that worker’s edits alone', () => {
		const [lesson, more] = lessons([...times(24, { rules: [RULE], maker: model }), ...times(12, { rules: [RULE], decision: 'deny' })]);
		expect(more).toBeUndefined();
		expect(lesson).toMatchObject({
			deed: 'loosen', kind: 'update', worker: model, approved: 24, decisions: 24, change: 'The rule “long” would no longer concern updates by openai:small where the file holds the machine’s text alone.',
			says: 'In 24 of 24 decisions people approved updates by openai:small to which nothing but “long” of _commonplace/policies/mine.prism.md objected. With 95 % confidence they approve at least 86 % of these.',
		});
		const { decide } = policyOf(lesson?.text ?? '');
		const long = { kind: 'update', new_lines: 9, who: model };
		expect([decide(data(long)), decide(data({ ...long, who: 'offline' })), decide(data({ ...long, person_text: true })), decide(data({ ...long, kind: 'create' })), decide(data({ ...long, sources: 0 }))].map(({ disposition }) => disposition)).toEqual(['PASS', 'HOLD', 'HOLD', 'HOLD', 'REQUIRE_HUMAN']);
	});

	it('holds what a worker proposes where people refuse most of it, whatever its kind', () => {
		const [lesson, more] = lessons([...times(11, { maker: model, decision: 'deny' }), ...times(11, { maker: model, kind: 'create', decision: 'undo' }), ...times(40, {}), ...times(40, { kind: 'create' })]);
		expect(more).toBeUndefined();
		expect(lesson).toMatchObject({ deed: 'tighten', kind: null, worker: model, rule: null, approved: 0, decisions: 22, name: 'Hold edits by openai:small', says: expect.stringMatching(/^In 22 of 22 decisions people refused or took back edits by openai:small .* at most 15 % of these\.$/) as unknown });
		const [after, before] = [policyOf(lesson?.text ?? ''), policyOf(lesson?.against ?? '')];
		const asked = [data({ who: model }), data({ who: 'offline' }), data({ who: model, page_type: 'catalogue' })];
		expect(asked.map((each) => after.decide(each).disposition)).toEqual(['HOLD', 'PASS', 'PASS']);
		expect(asked.map((each) => before.decide(each).disposition)).toEqual(['PASS', 'PASS', 'PASS']);
	});

	it('says nothing that everybody’s decisions say already, and does not bring back under another name what was refused', () => {
		const edits = [...times(24, { rules: [RULE], maker: model }), ...times(24, { decision: 'deny', kind: 'create', maker: model })];
		const drawn = lessons(edits);
		expect(drawn.map(({ deed, worker }) => [deed, worker])).toEqual([['loosen', null], ['tighten', null]]);
		expect(lessons(edits, drawn.map(({ id }) => id))).toEqual([]);
	});

	it.each<[string, readonly Past[]]>([
		['21 decisions, whose bound is lower', [...times(21, { rules: [RULE], maker: model }), ...times(12, { rules: [RULE], decision: 'deny' })]],
		['one go about many edits', [...times(200, { maker: model, decision: 'deny', go: 'r-all' }), ...times(40, {})]],
		['a renaming', [...times(24, { rules: [RULE], maker: model, kind: 'rename' }), ...times(12, { rules: [RULE], kind: 'rename', decision: 'deny' })]],
		['a worker whose name a condition cannot hold', [...times(24, { maker: "it's", decision: 'deny' }), ...times(40, {})]],
		['a person', [...times(24, { maker: 'person:me', decision: 'deny' }), ...times(40, {})]],
	])('is not drawn from %s', (_, edits) => {
		expect(lessons(edits)).toEqual([]);
	});

	it('is refused for good like any other', () => {
		const edits = [...times(24, { maker: model, decision: 'deny' }), ...times(60, {})];
		const [lesson] = lessons(edits);
		expect(lesson?.worker).toBe(model);
		expect(lessons(edits, [lesson?.id ?? ''])).toEqual([]);
	});
});

describe('a rule', () => {
	it.each([
		[`c: entity.new_lines > 3`, `c: "(guard) and (entity.new_lines > 3)"`],
		[`c: 'entity.why == ''x'''`, `c: "(guard) and (entity.why == 'x')"`],
	])('written as %s is narrowed in its place', (written, wanted) => {
		const note = MINE.replace(`c: "entity.new_lines > 3"`, written);
		expect(narrowed(note, 'long', 'guard', 'Told.')).toBe(note.replace(written, wanted).replace('Test.\n', 'Test.\n\nTold.\n'));
	});

	it.each([
		['without a condition', MINE.replace(`, c: "entity.new_lines > 3"`, '')],
		['without a way to it', MINE.replace('t: long,', 't: ask,')],
	])('%s is left alone', (_, note) => {
		expect(narrowed(note, 'long', 'guard', 'Told.')).toBeNull();
	});

	it('in a note with Windows line ends keeps them', () => {
		expect(narrowed(MINE.replace(/\n/g, '\r\n'), 'long', 'guard', 'Told.')).not.toMatch(/[^\r]\n/);
	});
});
