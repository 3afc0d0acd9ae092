import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
	vi.resetModules();
});

describe('a host’s own SHA-256', () => {
	it.each(['', 'a', 'Müller — 西湖 😀', 'lone \ud800 half', 'x'.repeat(5_000)])('gives %j the same hashes', async (text) => {
		const slow = await import('../../src/model/hash.js');
		vi.resetModules();
		const quick = await import('../../src/model/hash.js');
		let asked = 0;
		quick.hashWith((each) => {
			asked += 1;
			return createHash('sha256').update(each).digest('hex');
		});
		expect(quick.hashText(text)).toBe(slow.hashText(text));
		expect(quick.shortHash(text, 12)).toBe(slow.shortHash(text, 12));
		expect(asked).toBe(2);
	});
});
