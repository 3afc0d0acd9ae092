import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { plainProperties } from '../../src/markdown/plain-properties.js';

/** What YAML makes of it; null where it is in error or no mapping. */
function byYaml(source: string): unknown {
	const document = parseDocument(source, { schema: 'core', customTags: [], merge: false, logLevel: 'silent', prettyErrors: false });
	return document.errors.length > 0 ? null : (document.toJS({ maxAliasCount: 100 }) ?? {});
}

describe('properties that need no YAML', () => {
	it.each([
		['', {}],
		['title: "On taxation"\ntags: [federal, power]\n', { title: 'On taxation', tags: ['federal', 'power'] }],
		['created: 2026-11-22\nrating: 4\nauthor: Publius, and others\n', { created: '2026-11-22', rating: 4, author: 'Publius, and others' }],
		['aliases:\n  - SRS\n  - "spaced retrieval"\nempty:\nnone: []\n', { aliases: ['SRS', 'spaced retrieval'], empty: null, none: [] }],
		['title: "Prologue — “The Hive’s” …"\nkind: one – two\n', { title: 'Prologue — “The Hive’s” …', kind: 'one – two' }],
		["title: Über die Straße (1885)\nkind: 'it is: so'\n中文: no\n", null],
	])('%j', (source, expected) => {
		expect(plainProperties(source)).toEqual(expected);
	});

	it.each(['a: true\n', 'a: ~\n', 'a: b: c\n', 'a: b # c\n', 'a: 1\na: 2\n', 'a: |\n  text\n', 'a: b\n c\n', 'a: 0x1f\n', 'a: 1.5\n', 'a: *b\n', 'a:\n- b: c\n', 'a: "x\\n"\n', 'a: b\r\n', '\n', 'a:\n  - b\n - c\n', 'a: [x, "y, z"]\n', 'a: [b, [c]]\n', 'a: b \n', 'null: x\n'])('leaves %j to YAML', (source) => {
		expect(plainProperties(source)).toBeNull();
	});

	it('says what YAML says of whatever it reads', () => {
		const piece = fc.constantFrom('title', 'aliases', 'tags', ':', ': ', ' ', '\n', '\n', '- ', '  - ', '[', ']', ', ', ',', '"', "'", 'On it', 'a', 'true', 'No', 'null', '12', '0', '07', '1e3', '2026-11-22', '1.5', '-', '#', ' #', '&x', '*x', '!', '%', '@', '`', '|', '>', '{', '}', '?', '\\', '\t', '\r\n', 'Straße', '中文', 'é', '\u00a0', '\ufeff', '\u2028', '…', '—', '“', '’', '~', '(', ')', '/', '.', '...', '---', '_', '<<', '__proto__', 'constructor', 'x'.repeat(70));
		const line = fc.oneof(
			fc.tuple(fc.constantFrom('title', 'tags', 'a', 'constructor', 'on', 'null'), fc.constantFrom(': ', ':', ':  '), fc.array(piece, { maxLength: 5 })).map(([name, colon, rest]) => `${name}${colon}${rest.join('')}`),
			fc.tuple(fc.constantFrom('- ', '  - ', ' - '), fc.array(piece, { maxLength: 3 })).map(([dash, rest]) => `${dash}${rest.join('')}`),
		);
		const source = fc.oneof(fc.array(line, { maxLength: 5 }).map((lines) => lines.map((each) => `${each}\n`).join('')), fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')));
		let read = 0;
		fc.assert(
			fc.property(source, (text) => {
				const plain = plainProperties(text);
				if (plain === null) return;
				read += 1;
				// The order counts as well: it is that of the note.
				expect(JSON.stringify(plain)).toBe(JSON.stringify(byYaml(text)));
			}),
			{ numRuns: 20_000 },
		);
		expect(read).toBeGreaterThan(1_000);
	});
});
