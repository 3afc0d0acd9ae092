import { readFrontmatter } from '../../markdown/frontmatter.js';
import { problem, type Problem } from '../../model/result.js';
import { slugOf } from '../../prism/new-policy.js';
import { isVaultError } from '../../vault/commit/record.js';
import type { Session } from '../session.js';
import { policyFolder } from './policy-rules.js';
import { isPolicyNote, type PolicyNote, readPolicyNote } from './read-policies.js';

const MOST_NAMESAKES = 99;

/** The note with `active` in its properties, and every other byte as it was. Null where its properties cannot be changed so. */
export function withActive(text: string, active: boolean): string | null {
	const line = `active: ${String(active)}`;
	const { frontmatter } = readFrontmatter(text);
	const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
	if (frontmatter === null) return `${text.slice(0, mark)}---\n${line}\n---\n${text.slice(mark)}`;
	const { start, end } = frontmatter.yaml;
	const yaml = text.slice(start, end);
	const feed = yaml.includes('\r\n') ? '\r\n' : '\n';
	const changed = /^active[ \t]*:/m.test(yaml) ? yaml.replace(/^active[ \t]*:[^\r\n]*/m, line) : `${yaml}${yaml === '' || /\n$/.test(yaml) ? '' : feed}${line}${/\n$/.test(yaml) || yaml === '' ? feed : ''}`;
	const result = text.slice(0, start) + changed + text.slice(end);
	// Whatever else stands there, such as a value over several lines, must not have been taken for the property.
	return readFrontmatter(result).frontmatter?.data?.['active'] === active ? result : null;
}

const firstFault = ({ path, faults }: PolicyNote): Problem | null => {
	const [fault] = faults;
	return fault === undefined ? null : problem(path, `It has errors, so it cannot be activated. The first one: ${fault.message}`, fault.line);
};

const hashOf = ({ policy }: PolicyNote): string | null => policy?.hash ?? null;

async function freePath({ vault, settings: { layout } }: Session, name: string): Promise<string | null> {
	const taken = new Set((await vault.list(policyFolder(layout))).map(({ path }) => path.toLowerCase()));
	const slug = slugOf(name.replace(/\.prism\.md$/i, ''));
	for (let count = 1; count <= MOST_NAMESAKES; count += 1) {
		const path = `${policyFolder(layout)}/${slug}${count === 1 ? '' : `-${String(count)}`}.prism.md`;
		if (!taken.has(path.toLowerCase())) return path;
	}
	return null;
}

/** Puts a person's policy into the folder: told in the ledger, then written. It never takes the place of another note. */
export async function acceptPolicy(session: Session, name: string, text: string, active: boolean, who: string): Promise<{ readonly path: string } | { readonly problem: Problem }> {
	const { settings, ledger, record, run } = session;
	const path = await freePath(session, name);
	if (path === null) return { problem: problem(policyFolder(settings.layout), `There are ${String(MOST_NAMESAKES)} policies of this name. Give it another one.`) };
	const note = withActive(text, active);
	if (note === null) return { problem: problem(path, 'The property “active” cannot be set in it. Write it by hand, as “active: false” in a line of its own.') };
	const read = readPolicyNote(path, note, undefined);
	const fault = active ? firstFault(read) : null;
	if (fault !== null) return { problem: fault };
	await ledger.append([{ type: 'policy', deed: 'accepted', actor: who, run, path, active, policy: hashOf(read) }]);
	try {
		await record.create(path, note);
	} catch (error) {
		if (!isVaultError(error)) throw error;
		return { problem: problem(path, `It could not be written: ${error.message}`) };
	}
	return { path };
}

/** Sets whether a policy holds: told in the ledger, then written, and only if the note still says what was judged. Null where it is done. */
export async function switchPolicy(session: Session, path: string, active: boolean, who: string): Promise<Problem | null> {
	const { settings, ledger, record, run } = session;
	const folder = policyFolder(settings.layout);
	if (!path.startsWith(`${folder}/`) || !isPolicyNote(path, folder)) return problem(path, `Only a policy right in ${folder}/ can be activated: a note whose name ends with .prism.md.`);
	const text = await record.read(path);
	if (text === null) return problem(path, 'There is no such policy.');
	const wanted = withActive(text, active);
	if (wanted === null) return problem(path, 'The property “active” cannot be set in it. Write it by hand, as “active: true” or “active: false” in a line of its own.');
	if (wanted === text) return null;
	const read = readPolicyNote(path, wanted, undefined);
	const fault = active ? firstFault(read) : null;
	if (fault !== null) return fault;
	await ledger.append([{ type: 'policy', deed: active ? 'activated' : 'deactivated', actor: who, run, path, policy: hashOf(read) }]);
	try {
		return (await record.swap(path, text, wanted)) ? null : problem(path, 'The note changed meanwhile, so it was left alone. Do it again.');
	} catch (error) {
		if (!isVaultError(error)) throw error;
		return problem(path, `It could not be written: ${error.message}`);
	}
}
