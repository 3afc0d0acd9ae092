import { describe, expect, it } from 'vitest';
import { keepFaithful, notBorneOut } from '../../src/compile/faithful.js';
import { claimOf } from '../model/claim-fixture.js';

const claims = new Map([claimOf('k-1', 'Caffeine has a half-life of **about 5 hours** in adults, says Drake.'), claimOf('k-2', 'It does not remove adenosine.')].map((each) => [each.id, each]));

describe('notBorneOut', () => {
	it.each([
		['Caffeine stays for about 5 hours.', ['k-1'], []],
		['Caffeine stays for 6 hours.', ['k-1'], ['6']],
		['Caffeine stays for up to 5 hours.', ['k-1'], ['up to']],
		['Caffeine was studied by Smith.', ['k-1'], ['smith']],
		['Caffeine was studied by Drake.', ['k-1'], []],
		['It does not remove adenosine, and its half-life is 5 hours.', ['k-1', 'k-2'], []],
		['It does not last.', ['k-1'], ['not']],
		['“It does not remove adenosine.”', ['k-2'], []],
	])('%s citing %j adds %j', (text, cited, added) => {
		expect(notBorneOut({ text, claims: cited }, claims, ['Caffeine'])).toEqual(added);
	});
});

describe('keepFaithful', () => {
	it('removes what cites nothing that was given, marks what says more, and leaves the rest', () => {
		const kept = keepFaithful(
			{
				lead: [
					{ text: 'Invented.', claims: [] },
					{ text: 'Also invented.', claims: ['k-99'] },
					{ text: 'Half invented.', claims: ['k-1', 'k-99'] },
					{ text: 'It stays for 5 hours.', claims: ['k-1'] },
				],
				facets: [{ heading: 'More', items: [{ text: 'It stays for 7 hours.', claims: ['k-1'] }] }],
			},
			claims,
			['Caffeine'],
		);
		expect(kept.woven.lead).toEqual([{ text: 'It stays for 5 hours.', claims: ['k-1'] }]);
		expect(kept.woven.facets[0]?.items).toEqual([{ text: 'It stays for 7 hours.', claims: ['k-1'], unsupported: true }]);
		expect(kept.unsupported).toBe(1);
	});
});
