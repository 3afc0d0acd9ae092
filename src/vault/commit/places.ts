import type { Result } from '../../model/result.js';
import { err, ok } from '../../model/result.js';
import type { Layout } from '../layout.js';
import { isInside, vaultPath, type VaultPath } from '../vault-path.js';

/** `capture` makes a new source that a person asked for; all others are of pages. */
export type EditOp = 'create' | 'update' | 'rename' | 'retire' | 'capture';

export const journalFolder = (layout: Layout, device: string): string => `${layout.home}/state/${device}/journal`;
export const leaseFolder = (layout: Layout, device: string): string => `${layout.home}/state/${device}/lease`;
export const trashPath = (layout: Layout, run: string, path: string): string => `${layout.home}/trash/${run}/${path}`;
export const recoveredPath = (layout: Layout, txid: string, side: 'before' | 'after', path: string): string => `${layout.home}/recovered/${txid}/${side}/${path}`;

/** The last look before a page is written: only below `wiki/` and `output/`, whatever a proposal or a journal says. */
function pagePath(layout: Layout, raw: string): Result<VaultPath, string> {
	const checked = vaultPath(raw);
	if (!checked.ok) return checked;
	return isInside(raw, layout.wiki) || isInside(raw, layout.output) ? checked : err(`${raw} is outside ${layout.wiki}/ and ${layout.output}/; pages are written nowhere else.`);
}

/** The one way into `raw/`: a new note, by the name under which it will be found again. */
function sourcePath(layout: Layout, raw: string): Result<VaultPath, string> {
	const checked = vaultPath(raw);
	if (!checked.ok) return checked;
	if (!isInside(raw, layout.raw)) return err(`${raw} is outside ${layout.raw}/; sources are captured nowhere else.`);
	if (!raw.endsWith('.md')) return err(`${raw} is no note: its name must end in .md.`);
	return raw === raw.normalize('NFC') ? checked : err(`${raw} is not in Unicode form C, so that some systems would take it for another name.`);
}

/** Where an edit of this kind may write. */
export const editPath = (layout: Layout, op: EditOp, raw: string): Result<VaultPath, string> => (op === 'capture' ? sourcePath(layout, raw) : pagePath(layout, raw));

/** Where a retired page may go: into the trash of a run. */
export function trashTarget(layout: Layout, raw: string): Result<VaultPath, string> {
	const checked = vaultPath(raw);
	if (!checked.ok) return checked;
	return isInside(raw, `${layout.home}/trash`) ? ok(checked.value) : err(`${raw} is not in the trash.`);
}
