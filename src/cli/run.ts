import { statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '../../manifest.json';
import type { Commonplace } from '../compile/port.js';
import type { Estimate } from '../compile/reports.js';
import type { Problem } from '../model/result.js';
import { VaultError, type Host } from '../vault/port.js';
import { HELP, parseArguments, wantsJson, type Command } from './arguments.js';
import type { Choice } from './choose-worker.js';
import { sparingMemory } from './heap.js';
import { exemptionsText } from './exempt.js';
import { nodeHost } from './host.js';
import { compileJson, costJson, decisionJson, errorJson, lintJson, listJson, showJson, statusJson, tasksJson, undoJson, verifyJson, type Json } from './json.js';
import { compileText, decisionText, estimateText, lintText, listText, showText, statusText, undoText, verifyText } from './present.js';
import { costText, tasksText } from './present-work.js';
import { digestText, historyText } from './ledger.js';
import { performImport } from './import.js';
import { isPolicyCommand, performPolicy, type PolicyCommand } from './policy.js';
import { progressDisplay, type ProgressDisplay } from './progress.js';
import { stopWatch } from './stop-watch.js';
import { styleFor, visible, type Style } from './style.js';

interface Stream {
	readonly isTTY?: boolean;
	readonly columns?: number;
	write(text: string): unknown;
}

/** What the command line has of the process around it. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly stdout: Stream;
	readonly stderr: Stream;
	readonly signal: AbortSignal;
	/** Builds the application over a folder that is known to exist. */
	readonly open: (root: string, host: Host, choice: Choice) => Promise<OpenVault>;
}

export interface OpenVault {
	readonly app: Commonplace;
	/** Models may be asked, so that a compile has its price. */
	readonly billed: boolean;
	/** Settings of the vault that do not hold. */
	readonly problems: readonly Problem[];
	/** Why nothing but the emergency stop may be done; null where all may. */
	readonly unusable: Problem | null;
}

/** 0 done, 1 something is held or found, 2 wrong usage, 3 failed. */
export type ExitCode = 0 | 1 | 2 | 3;

interface Answer {
	readonly code: ExitCode;
	readonly json: Json;
	readonly text: (style: Style) => string;
}

const failed = (message: string): Answer => ({ code: 3, json: errorJson('failed', message), text: () => `${visible(message)}\n` });

/** A person at the command line decides with the authority of tier 4. */
const WHO = 'person:cli';

type VaultCommand = Exclude<Command, { readonly name: 'help' | 'version' | 'import' | PolicyCommand['name'] }>;

/** What a compile that asks models will cost, said before they are asked; null where there is nothing to ask. */
async function foretold({ app, billed }: OpenVault, stderr: Stream): Promise<Estimate | null> {
	const estimate = billed ? await app.estimate() : null;
	if (estimate === null || estimate.worker_calls === 0) return null;
	stderr.write(estimateText(estimate));
	return estimate;
}

async function perform(command: VaultCommand, opened: OpenVault, signal: AbortSignal, display: ProgressDisplay, stderr: Stream): Promise<Answer> {
	const { app } = opened;
	switch (command.name) {
		case 'compile': {
			const estimate = await foretold(opened, stderr);
			const watch = stopWatch(app, signal);
			const report = await app.compile({ approve: command.approve, acceptRemovals: command.acceptRemovals, signal: watch.signal, progress: sparingMemory(display.report) }).finally(() => {
				watch.end();
			});
			const held = report.proposals.some(({ verdict }) => verdict.disposition !== 'PASS');
			const code = report.stopped !== null ? 3 : held || report.problems.length > 0 || report.sources.failed > 0 ? 1 : 0;
			return { code, json: { ...compileJson(report, estimate), ...(report.stopped === null ? {} : errorJson('failed', report.stopped)) }, text: (style) => compileText(report, style) };
		}
		case 'review list': {
			const { open, problems } = await app.list();
			const held = open.some(({ verdict }) => verdict.disposition !== 'PASS');
			return { code: held || problems.length > 0 ? 1 : 0, json: listJson(open, problems), text: (style) => listText(open, problems, style) };
		}
		case 'review show': {
			const found = await app.show(command.id);
			if ('problem' in found) return failed(found.problem.message);
			const { unifiedDiff } = await import('./diff.js');
			const diff = unifiedDiff(found.open.proposal.path, found.current, found.open.proposal.text);
			return { code: 0, json: showJson(found, diff), text: (style) => showText(found, diff, style) };
		}
		case 'review approve':
		case 'review deny': {
			const report = command.name === 'review approve' ? await app.approve(command.which, WHO) : await app.deny(command.ids, command.why, WHO);
			const decided = report.committed.length + report.denied.length + report.refused.length > 0;
			const code = report.problems.length > 0 && !decided ? 3 : report.refused.length > 0 || report.problems.length > 0 ? 1 : 0;
			return { code, json: decisionJson(report), text: (style) => decisionText(report, style) };
		}
		case 'undo': {
			const report = await app.undo(command.run, WHO);
			const done = report.restored.length + report.kept.length > 0;
			const code = report.problems.length > 0 && !done ? 3 : report.kept.length > 0 || report.problems.length > 0 ? 1 : 0;
			return { code, json: undoJson(report), text: (style) => undoText(report, style) };
		}
		case 'verify': {
			const report = await app.verify();
			return { code: report.checks.some(({ failures }) => failures.length > 0) ? 1 : 0, json: verifyJson(report), text: (style) => verifyText(report, style) };
		}
		case 'ledger': {
			const history = await app.history(command.since);
			return { code: history.problems.length > 0 ? 1 : 0, json: { entries: history.entries, problems: history.problems }, text: (style) => historyText(history, style) };
		}
		case 'ledger digest': {
			const report = await app.digestLedger(command.before, WHO);
			return { code: report.problems.length === 0 ? 0 : report.days.length === 0 ? 3 : 1, json: { ...report }, text: (style) => digestText(report, style) };
		}
		case 'lint': {
			const report = await app.lint();
			return { code: report.counts.error + report.counts.warning + report.problems.length > 0 ? 1 : 0, json: lintJson(report), text: (style) => lintText(report, style) };
		}
		case 'status': {
			const report = await app.status();
			return { code: report.stopped || report.problems.length > 0 ? 1 : 0, json: statusJson(report), text: (style) => statusText(report, style) };
		}
		case 'cost': {
			const report = await app.costs();
			return { code: report.problems.length > 0 ? 1 : 0, json: costJson(report), text: (style) => costText(report, style) };
		}
		case 'tasks list': {
			const list = await app.tasks();
			return { code: list.tasks.length + list.problems.length > 0 ? 1 : 0, json: tasksJson(list), text: (style) => tasksText(list, style) };
		}
		case 'stop':
			await app.raiseStop(WHO, command.why === '' ? 'no reason given' : command.why);
			return { code: 0, json: { stopped: true }, text: () => 'Stopped. Nothing is compiled or committed until "commonplace resume".\n' };
		case 'stop worker': {
			const fault = await app.stopWorker(command.worker, WHO, command.why === '' ? 'no reason given' : command.why);
			if (fault !== null) return failed(fault.message);
			return { code: 0, json: { stopped: command.worker }, text: () => `Stopped. The worker ${visible(command.worker)} is asked nothing until "commonplace resume --worker ${visible(command.worker)}".\n` };
		}
		case 'resume worker':
			await app.liftWorkerStop(command.worker, WHO);
			return { code: 0, json: { resumed: command.worker }, text: () => `The worker ${visible(command.worker)} may work again.\n` };
		case 'exempt grant': {
			const granted = await app.grantExemption(command.request, WHO);
			if ('problem' in granted) return failed(granted.problem.message);
			return { code: 0, json: { exemption: granted.id }, text: () => `Granted as ${granted.id}. "commonplace exempt revoke ${granted.id}" takes it back.\n` };
		}
		case 'exempt list': {
			const { exemptions, problems } = await app.exemptions();
			return { code: problems.length > 0 ? 1 : 0, json: { exemptions, problems }, text: (style) => exemptionsText(exemptions, problems, style) };
		}
		case 'exempt revoke': {
			const fault = await app.revokeExemption(command.id, WHO);
			return fault === null ? { code: 0, json: { revoked: command.id }, text: () => `Revoked ${visible(command.id)}.\n` } : failed(fault.message);
		}
		case 'resume':
			await app.liftStop(WHO);
			return { code: 0, json: { stopped: false }, text: () => 'The emergency stop is lifted.\n' };
	}
}

const explain = (error: unknown): string => {
	if (error instanceof VaultError) return error.message.includes(error.path) ? error.message : `${error.path}: ${error.message}`;
	return error instanceof Error ? `Unexpected: ${error.message}` : `Unexpected: ${String(error)}`;
};

function statOrNull(path: string): Stats | null {
	try {
		return statSync(path);
	} catch {
		return null;
	}
}

function findVault(given: string | null, cwd: string): { readonly root: string } | { readonly message: string } {
	const root = resolve(cwd, given ?? '.');
	const found = statOrNull(root);
	if (found?.isDirectory() === true) return { root };
	return { message: found === null ? `There is no folder ${root}. Name your vault's folder with --vault.` : `${root} is a file, not a vault's folder.` };
}

/** Runs one command line to its end. All that it prints goes through the given streams. */
export async function runCli(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
	const { stdout, stderr, env } = around;
	const json = wantsJson(argv);
	const style = styleFor(stdout.isTTY === true, env);
	const print = (answer: Answer): ExitCode => {
		if (json) stdout.write(`${JSON.stringify(answer.json)}\n`);
		else ('error' in answer.json ? stderr : stdout).write(answer.text(style));
		return answer.code;
	};

	const invocation = parseArguments(argv);
	const host = nodeHost(env);
	const misuse = (message: string): ExitCode => print({ code: 2, json: errorJson('usage', message), text: () => `${visible(message)}\nSee: commonplace help\n` });
	if (!invocation.ok) return misuse(invocation.error);
	if (!host.ok) return misuse(host.error);
	const { command, vault } = invocation.value;
	if (command.name === 'help') return print({ code: 0, json: { help: HELP }, text: () => HELP });
	if (command.name === 'version') return print({ code: 0, json: { version }, text: () => `commonplace ${version}\n` });
	const display = progressDisplay(stderr, () => process.uptime() * 1_000);
	try {
		const found = findVault(vault, around.cwd);
		if ('message' in found) return print(failed(found.message));
		const tell = ({ path, message }: Problem): void => void stderr.write(`${visible(path)}: ${visible(message)}\n`);
		const opened = await around.open(found.root, host.value, { env, worker: command.name === 'compile' || command.name === 'policy write' ? command.worker : null, run: command.name === 'compile' ? command.run : null, tell });
		opened.problems.forEach(tell);
		if (opened.unusable !== null && !/^(?:stop|resume)/.test(command.name)) return print(failed(`${opened.unusable.path}: ${opened.unusable.message}`));
		const answer = isPolicyCommand(command)
			? await performPolicy(command, { app: opened.app, root: found.root, cwd: around.cwd, who: WHO, signal: around.signal })
			: command.name === 'import'
				? await performImport(command, opened.app, around.cwd, WHO)
				: await perform(command, opened, around.signal, display, stderr);
		display.clear();
		return print(answer);
	} catch (error) {
		display.clear();
		return print(failed(explain(error)));
	}
}
