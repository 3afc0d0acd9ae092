import type { Settings } from '../../compile/settings.js';
import type { DeskSettings } from '../desk/ports.js';

/** Everything that the user may set. */
export interface PluginSettings extends DeskSettings {
	/** What the core is given; what is not named has its default. */
	readonly core: Partial<Settings>;
}
