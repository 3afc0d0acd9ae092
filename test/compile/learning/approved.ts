import { memoryVault, type MemoryVault } from '../../../src/vault/memory.js';
import { compile, fixtureHost, open } from '../../promises/vault-fixture.js';
import { noteOf, rulesNote } from '../policies/fixture.js';

/** Holds every new page. */
export const RULE = rulesNote(['fresh', "entity.kind == 'create'", 'HOLD'], ['renamed', "entity.kind == 'rename'", 'REQUIRE_HUMAN']);
const PLACES = ['Oslo', 'Bergen', 'Tromso', 'Bodo', 'Narvik', 'Alta', 'Hamar', 'Gjovik', 'Halden', 'Moss', 'Larvik', 'Skien', 'Molde', 'Floro', 'Voss', 'Odda', 'Vardo', 'Vadso', 'Mandal', 'Risor', 'Horten', 'Drammen', 'Kongsberg', 'Notodden', 'Egersund', 'Sandnes', 'Stord', 'Namsos'];

/** A vault in which a person approved so many new pages one by one, after a rule of their own had held each. */
export async function approved(count: number, host = fixtureHost()): Promise<MemoryVault> {
	const vault = memoryVault({ ...Object.fromEntries(PLACES.map((place) => [`raw/${place}.md`, `# ${place}\n\n${place} is a town in Norway. The harbour of ${place} is old.\n`])), [noteOf('mine')]: RULE });
	const { app } = open(vault, { host });
	await compile(app, 'none');
	const { open: waiting } = await app.list();
	for (const { proposal } of waiting.slice(0, count)) await app.approve([proposal.id], 'person:test');
	return vault;
}
