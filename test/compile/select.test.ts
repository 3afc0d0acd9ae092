import { describe, expect, it } from 'vitest';
import { selectClaims } from '../../src/compile/select.js';
import { claimOf } from '../model/claim-fixture.js';

describe('the claims for a page', () => {
	it('begin with what defines its subject, and not with what defines something else and names it', () => {
		const other = claimOf('k-0000000001', 'Claude = the queen of all bees', { form: 'definition', about: ['Claude', 'Bees'], weight: 0.8 });
		const statement = claimOf('k-0000000002', 'Bees operate with transparent logic.', { about: ['Bees'], weight: 0.7 });
		const own = claimOf('k-0000000003', 'A bee is a short-lived agent.', { form: 'definition', about: ['Bees'], weight: 0.3 });
		const candidates = [other, statement, own].map((claim) => ({ claim, concepts: ['c-1'] }));
		expect(selectClaims(candidates, ['Bees', 'Bee'], () => 'Notes', 3)).toEqual([own, statement, other]);
	});
});
