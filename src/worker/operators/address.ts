import type { WorkerEntry } from './operators.js';

const OWN: Readonly<Partial<Record<WorkerEntry['use'], string>>> = { anthropic: 'https://api.anthropic.com', openai: 'https://api.openai.com/v1' };

/** Where a worker's tasks are sent; null for one that sends nothing over a network. */
export const addressOf = ({ use, baseUrl }: Pick<WorkerEntry, 'use' | 'baseUrl'>): string | null => (OWN[use] === undefined ? null : (baseUrl ?? OWN[use]));
