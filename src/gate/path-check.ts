import type { Layout } from '../vault/layout.js';
import { isInside, pathKey, vaultPath } from '../vault/vault-path.js';
import type { GateContext } from './gate.js';
import { type Check, fired, shown } from './rule.js';

/** Why nothing may be written there; null where it may. */
function pathFault(path: string, layout: Layout, occupied: GateContext['occupied']): string | null {
	const checked = vaultPath(path);
	if (!checked.ok) return checked.error;
	if (/[\\~]|%[0-9a-f]{2}|&#?\w+;/i.test(path)) return 'The path holds a character or an encoding that some system reads as another path.';
	const folder = [layout.wiki, layout.output].find((candidate) => candidate !== '' && isInside(path, candidate));
	if (folder === undefined) return `Only ${layout.wiki}/ and ${layout.output}/ may be written.`;
	const kept = [layout.raw, layout.home].find((candidate) => candidate !== '' && (pathKey(path) === pathKey(candidate) || isInside(pathKey(path), pathKey(candidate))));
	if (kept !== undefined) return `Nothing may be written in ${kept}/.`;
	if (!/\.(?:md|base|canvas)$/.test(path)) return 'Only notes (.md), bases (.base) and canvases (.canvas) may be written.';
	const twin = occupied.get(pathKey(path));
	if (twin !== undefined && twin !== path) return `Another file has the same name but for case or Unicode form: “${shown(twin, 200)}”.`;
	return null;
}

/** Where a proposal may write: notes, bases and canvases under the wiki and the output folder, under a name that is one name everywhere. */
export const pathCheck: Check = (proposal, context) => {
	const paths = proposal.to === null ? [proposal.path] : [proposal.path, proposal.to];
	const rules = paths.flatMap((path) => {
		const fault = pathFault(path, context.layout, context.occupied);
		return fault === null ? [] : [fired('constitution:path', 'BLOCK', `${fault} Proposed: “${shown(path, 200)}”.`)];
	});
	if (proposal.kind === 'rename' && proposal.to === null) rules.push(fired('constitution:path', 'BLOCK', 'The proposal renames the page but names no new path.'));
	if (proposal.to !== null && context.occupied.get(pathKey(proposal.to)) === proposal.to) {
		rules.push(fired('constitution:path', 'BLOCK', `A file stands at the new path already: “${shown(proposal.to, 200)}”.`));
	}
	return rules;
};
