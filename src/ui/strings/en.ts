import { COSTS } from './costs.js';
import { GATE } from './gate.js';
import { LINT } from './lint.js';
import { MODELS } from './models.js';
import { PLUGIN } from './plugin.js';
import { POLICY } from './policy.js';
import { SETTINGS } from './settings.js';
import { WIKI } from './wiki.js';

/** Everything that the plugin says on screen. What is written into notes is no part of it, for that must not depend on who ran it. */
export const EN = { gate: GATE, wiki: WIKI, lint: LINT, plugin: PLUGIN, policy: POLICY, settings: SETTINGS, models: MODELS, costs: COSTS } as const;
