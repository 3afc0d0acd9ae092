import type { Problem } from '../model/result.js';
import type { Layout } from '../vault/layout.js';
import type { VaultReader } from '../vault/port.js';
import { enforcementFaults } from './enforcement.js';
import { operatorsOf } from './vault-workers.js';

/** What is wrong with the files that say what workers may do: their rules, exemptions, and `operators.yml`. Reads only. */
export const workerFaults = async (reader: VaultReader, layout: Layout): Promise<readonly Problem[]> => [...(await enforcementFaults(reader, layout)), ...(await operatorsOf(reader, layout)).problems];
