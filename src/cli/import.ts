import { promises as disk } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ImportCard } from '../compile/import/plan-import.js';
import type { Commonplace } from '../compile/port.js';
import type { ExportFile } from '../conversations/read-archive.js';
import { err, ok, problem, type Problem, type Result } from '../model/result.js';
import { decisionJson, type Json } from './json.js';
import { decisionText, problemBlock } from './present.js';
import { visible, type Style } from './style.js';

/** What a person asked for about conversations from elsewhere. */
export interface ImportCommand {
	readonly name: 'import';
	readonly files: readonly string[];
	/** Ids of conversations to write; empty to see first. */
	readonly write: readonly string[] | 'all';
}

/** `words` are those after `import`. */
export function parseImport(words: readonly string[], { write }: Readonly<Record<string, string | boolean | undefined>>): Result<ImportCommand, string> {
	if (words.length === 0) return err('Import what? Give the export: a .zip, a conversations.json, a .jsonl, or a folder of session logs.');
	const ids = typeof write === 'string' ? write.split(',').map((id) => id.trim()).filter((id) => id !== '') : [];
	if (write !== undefined && ids.length === 0) return err('--write takes all, or the ids that "import" lists.');
	return ok({ name: 'import', files: words, write: ids.includes('all') ? 'all' : ids });
}

const EXPORT = /\.(?:zip|jsonl)$|(?:^|[/\\])conversations(?:[-_]\d+)?\.json$/;

/** The files themselves, and of folders the exports anywhere below. */
async function filesAt(places: readonly string[], cwd: string): Promise<{ readonly files: readonly ExportFile[]; readonly problems: readonly Problem[] }> {
	const files: ExportFile[] = [];
	const problems: Problem[] = [];
	for (const place of places) {
		const path = resolve(cwd, place);
		try {
			if (!(await disk.stat(path)).isDirectory()) {
				files.push({ name: place, bytes: await disk.readFile(path) });
				continue;
			}
			const inside = (await disk.readdir(path, { recursive: true })).filter((name) => EXPORT.test(name)).sort();
			if (inside.length === 0) problems.push(problem(place, 'The folder holds no export: no .zip, no conversations.json and no .jsonl.'));
			for (const name of inside) files.push({ name: join(place, name), bytes: await disk.readFile(join(path, name)) });
		} catch (error) {
			problems.push(problem(place, `It could not be read: ${error instanceof Error ? error.message : String(error)}.`));
		}
	}
	return { files, problems };
}

const count = (amount: number, one: string): string => `${amount.toLocaleString('en-GB')} ${one}${amount === 1 ? '' : 's'}`;

function planText(items: readonly ImportCard[], problems: readonly Problem[], style: Style): string {
	const toWrite = items.filter(({ state }) => state !== 'known');
	const known = items.length - toWrite.length;
	const lines = toWrite.map(({ id, title, messages, state, path }) => `  ${visible(id)}  ${count(messages, state === 'continued' ? 'new message' : 'message')}\n      ${visible(title)}\n      ${style.dim(visible(path))}\n`);
	const head = `${count(toWrite.length, 'note')} would be written, ${count(known, 'conversation')} ${known === 1 ? 'is' : 'are'} there already.\n`;
	const next = toWrite.length === 0 ? '' : '\nNothing was written. Add --write all, or --write with the ids of some.\n';
	return `${style.bold(head)}${lines.join('')}${next}${problemBlock(problems, style) ?? ''}`;
}

/** Shows what an import would write, or writes it. Exit code 1 where something could not be read or written. */
export async function performImport({ files: places, write }: ImportCommand, app: Commonplace, cwd: string, who: string): Promise<{ readonly code: 0 | 1; readonly json: Json; readonly text: (style: Style) => string }> {
	const { files, problems } = await filesAt(places, cwd);
	if (write !== 'all' && write.length === 0) {
		const plan = await app.planImport(files);
		const all = [...problems, ...plan.problems];
		return { code: all.length > 0 ? 1 : 0, json: { conversations: plan.items, problems: all }, text: (style) => planText(plan.items, all, style) };
	}
	const done = await app.importConversations(files, write, who);
	const report = { ...done, problems: [...problems, ...done.problems] };
	return { code: report.problems.length + report.refused.length > 0 ? 1 : 0, json: decisionJson(report), text: (style) => decisionText(report, style) };
}
