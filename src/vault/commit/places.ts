import type { Result } from '../../model/result.js';
import { err, ok } from '../../model/result.js';
import type { Layout } from '../layout.js';
import { isInside, vaultPath, type VaultPath } from '../vault-path.js';

export const journalFolder = (layout: Layout, device: string): string => `${layout.home}/state/${device}/journal`;
export const leaseFolder = (layout: Layout, device: string): string => `${layout.home}/state/${device}/lease`;
export const trashPath = (layout: Layout, run: string, path: string): string => `${layout.home}/trash/${run}/${path}`;
export const recoveredPath = (layout: Layout, txid: string, side: 'before' | 'after', path: string): string => `${layout.home}/recovered/${txid}/${side}/${path}`;

/** The last look before a page is written: only below `wiki/` and `output/`, whatever a proposal or a journal says. */
export function pagePath(layout: Layout, raw: string): Result<VaultPath, string> {
	const checked = vaultPath(raw);
	if (!checked.ok) return checked;
	return isInside(raw, layout.wiki) || isInside(raw, layout.output) ? checked : err(`${raw} is outside ${layout.wiki}/ and ${layout.output}/; pages are written nowhere else.`);
}

/** Where a retired page may go: into the trash of a run. */
export function trashTarget(layout: Layout, raw: string): Result<VaultPath, string> {
	const checked = vaultPath(raw);
	if (!checked.ok) return checked;
	return isInside(raw, `${layout.home}/trash`) ? ok(checked.value) : err(`${raw} is not in the trash.`);
}
