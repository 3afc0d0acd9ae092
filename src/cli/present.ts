import type { OpinionView, ShownProposal } from '../compile/proposal-views.js';
import type { CompileReport, DecisionReport, Estimate, OpenProposal, SourceCounts, StatusReport, UndoReport, VerifyReport } from '../compile/reports.js';
import type { Currencies } from '../model/currencies.js';
import type { Finding, LintReport, Severity } from '../lint/finding.js';
import type { Problem } from '../model/result.js';
import { DISPOSITIONS, strictness, type Disposition, type FiredRule } from '../model/verdict.js';
import { visible, type Style } from './style.js';

/** As many as a person reads at a glance; the rest is counted and its command named. */
const SHOWN = 10;
const PLACES = 3;

const count = (amount: number, one: string, many = `${one}s`): string => `${amount.toLocaleString('en-GB')} ${amount === 1 ? one : many}`;
const block = (...lines: readonly (string | null)[]): string => `${lines.filter((line) => line !== null).join('\n')}\n`;
const join = (...blocks: readonly (string | null)[]): string => blocks.filter((part) => part !== null).join('\n');

const paint = (disposition: Disposition, style: Style): ((text: string) => string) =>
	disposition === 'PASS' ? style.good : disposition === 'BLOCK' ? style.bad : style.doubtful;

const CHANGES = ['new', 'changed', 'renamed', 'removed', 'unchanged', 'failed'] as const;

function sourceLine(sources: SourceCounts): string {
	const parts = CHANGES.filter((change) => sources[change] > 0).map((change) => `${sources[change].toLocaleString('en-GB')} ${change}`);
	return `${count(sources.total, 'source')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

const known = (value: number | null, show: (value: number) => string): string => (value === null ? 'unknown' : show(value));
const seconds = (ms: number): string => (ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`);

/** CLOCK, COIN and CARBON on one line; unknown is not nothing. */
export const currencyLine = ({ clock_ms, coin_usd, carbon_g }: Currencies): string =>
	`CLOCK ${known(clock_ms, seconds)}  COIN ${known(coin_usd, (usd) => `$${usd.toFixed(usd === 0 ? 0 : 4)}`)}  CARBON ${known(carbon_g, (grams) => `${grams.toFixed(grams === 0 ? 0 : 2)} g`)}`;

const rough = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 2 });

/** What models will be asked, and for how much: an estimate in all three. */
export function estimateText({ toRead, worker_calls, clock_ms, coin_usd, carbon_range }: Estimate): string {
	const carbon = carbon_range === null ? 'unknown' : `${rough(carbon_range.low)} to ${rough(carbon_range.high)} g`;
	return `Estimate for ${count(toRead, 'note')}: ${worker_calls === null ? 'calls unknown' : `about ${count(worker_calls, 'call')}`}  CLOCK ${known(clock_ms, seconds)}  COIN ${known(coin_usd, (usd) => `$${rough(usd)}`)}  CARBON ${carbon}\n`;
}

const place = ({ path, line }: Pick<Problem, 'path' | 'line'>): string => visible(line === null ? path : `${path}:${String(line)}`);

/** Problems that say the same stand together, so that one cause in many notes reads as one. */
export function problemBlock(problems: readonly Problem[], style: Style, heading = 'Problems'): string | null {
	if (problems.length === 0) return null;
	const byMessage = new Map<string, string[]>();
	for (const entry of problems) {
		const places = byMessage.get(entry.message) ?? [];
		places.push(place(entry));
		byMessage.set(entry.message, places);
	}
	const lines = [...byMessage].slice(0, SHOWN * 2).flatMap(([message, places]) => {
		const [first = ''] = places;
		if (places.length === 1) return [`  ${first}  ${visible(message)}`];
		const more = places.length - PLACES;
		return [`  ${visible(message)}`, ...places.slice(0, PLACES).map((at) => `      ${at}`), ...(more > 0 ? [`      … and ${String(more)} more`] : [])];
	});
	const more = byMessage.size - SHOWN * 2;
	return block(style.bold(`${heading} (${String(problems.length)})`), ...lines, more > 0 ? `  … and ${String(more)} more kinds; --json has them all` : null);
}

const ruleLines = (rules: readonly FiredRule[]): string[] => rules.map(({ rule, reason, line }) => `      ${rule}: ${visible(reason)}${line === null ? '' : ` (line ${String(line)})`}`);

function proposalLines({ proposal, verdict }: OpenProposal, style: Style): string[] {
	const target = proposal.to === null ? proposal.path : `${proposal.path} → ${proposal.to}`;
	const head = `  ${proposal.id}  ${paint(verdict.disposition, style)(verdict.disposition)}  ${proposal.kind} ${visible(target)}`;
	return [head, `      ${style.dim(visible(proposal.why))}`, ...ruleLines(verdict.rules)];
}

const byStrictness = (open: readonly OpenProposal[]): OpenProposal[] =>
	[...open].sort((a, b) => strictness(b.verdict.disposition) - strictness(a.verdict.disposition) || (a.proposal.path < b.proposal.path ? -1 : 1));

const isHeld = ({ verdict }: OpenProposal): boolean => verdict.disposition !== 'PASS';

function tally(open: readonly OpenProposal[], style: Style): string[] {
	return [...DISPOSITIONS].reverse().flatMap((disposition) => {
		const amount = open.filter(({ verdict }) => verdict.disposition === disposition).length;
		return amount === 0 ? [] : [`  ${paint(disposition, style)(disposition.padEnd(13))} ${String(amount)}`];
	});
}

function heldBlock(open: readonly OpenProposal[], style: Style): string | null {
	const held = byStrictness(open.filter(isHeld));
	if (held.length === 0) return null;
	const more = held.length - SHOWN;
	return block(style.bold('Waiting for you'), ...held.slice(0, SHOWN).flatMap((entry) => proposalLines(entry, style)), more > 0 ? `  … and ${String(more)} more: commonplace review list` : null);
}

function nextSteps(report: CompileReport, style: Style): string | null {
	const waiting = report.proposals.some((entry) => !isHeld(entry)) && report.committed.length === 0;
	const first = byStrictness(report.proposals.filter(isHeld))[0];
	if (!waiting && first === undefined && report.committed.length === 0) return null;
	return block(
		style.bold('Next'),
		waiting ? '  commonplace review approve --passed   commit what the gate passed' : null,
		first === undefined ? null : `  commonplace review show ${first.proposal.id}`,
		report.committed.length > 0 ? '  commonplace verify                    check every quote and page' : null,
		report.committed.length > 0 ? `  commonplace undo ${report.run}` : null,
	);
}

export function compileText(report: CompileReport, style: Style): string {
	if (report.stopped !== null) return join(block(`Nothing was proposed. ${visible(report.stopped)}`), problemBlock(report.problems, style));
	return join(
		block(
			style.bold(sourceLine(report.sources)),
			`${count(report.claims, 'claim')}, ${count(report.concepts, 'concept')}, ${count(report.disagreements, 'disagreement')}`,
		),
		report.proposals.length === 0 ? block('Nothing to change: the wiki says what the sources say.') : block(style.bold(count(report.proposals.length, 'proposal')), ...tally(report.proposals, style)),
		report.committed.length > 0 ? block(`Committed ${count(report.committed.length, 'file')}, each read back after writing.`) : report.proposals.length > 0 ? block('Nothing is committed yet.') : null,
		heldBlock(report.proposals, style),
		problemBlock(report.problems, style),
		block(`${currencyLine(report)}  ${count(report.worker_calls, 'worker call')}`),
		nextSteps(report, style),
	);
}

export function listText(open: readonly OpenProposal[], problems: readonly Problem[], style: Style): string {
	if (open.length === 0) return join(block('Nothing waits for review.'), problemBlock(problems, style));
	const held = byStrictness(open.filter(isHeld));
	const passed = byStrictness(open.filter((entry) => !isHeld(entry)));
	return join(
		block(style.bold(count(open.length, 'open proposal')), ...tally(open, style)),
		held.length > 0 ? block(...held.flatMap((entry) => proposalLines(entry, style))) : null,
		passed.length > 0 ? block(...passed.flatMap((entry) => proposalLines(entry, style))) : null,
		problemBlock(problems, style),
	);
}

const DECIDERS = ['code', 'a fast model', 'a standard model', 'an advanced model', 'you'];

function diffLine(line: string, style: Style): string {
	const shown = visible(line);
	if (line.startsWith('+++') || line.startsWith('---')) return style.bold(shown);
	return line.startsWith('+') ? style.good(shown) : line.startsWith('-') ? style.bad(shown) : line.startsWith('@@') ? style.dim(shown) : shown;
}

/** `diff` is null where the two texts differ too much for one; the proposed text is shown whole instead. */
const OPINIONS = { approve: 'approves', deny: 'says no', unsure: 'is unsure' } as const;

const opinionLines = ({ who, tier, seat, seats, opinion, reason, transcript, binds }: OpinionView): string[] => [
	`  ${visible(who)} (tier ${String(tier)}${seats > 1 ? `, seat ${String(seat)} of ${String(seats)}` : ''}) ${OPINIONS[opinion]}: ${visible(reason)}`,
	...(binds ? [] : ['      counts no more: the text, the file or the policies changed since']),
	...(transcript === null ? [] : [`      ${visible(transcript)}`]),
];

export function showText({ open, stakes, opinions }: ShownProposal, diff: string | null, style: Style): string {
	const { proposal, verdict } = open;
	const { evidence, conflicts } = proposal;
	const { decider } = verdict;
	return join(
		block(
			...proposalLines(open, style),
			`  made by ${proposal.who} (tier ${String(proposal.tier)}) in ${proposal.run}`,
			`  ${count(evidence.verified, 'verified quote')}, ${String(evidence.unverified)} unverified, ${count(evidence.disagreements.length, 'disagreement')}, from ${count(evidence.sources.length, 'source')}`,
			`  at stake: ${stakes.level}${stakes.reasons.length === 0 ? '' : ` (${stakes.reasons.join(', ')})`}`,
			verdict.disposition === 'PASS' ? '  The gate lets it pass; it is committed when you ask for it.' : decider === null ? '  Nobody may approve this.' : `  May be decided by ${DECIDERS[decider] ?? 'you'}.`,
		),
		opinions.length === 0 ? null : block(style.bold('Second opinions'), ...opinions.flatMap(opinionLines)),
		conflicts.length === 0 ? null : block(
			style.bold('Your edit and the new text overlap'),
			...conflicts.flatMap(({ yours, machine }) => ['  yours:', ...yours.split('\n').map((line) => `    ${visible(line)}`), '  new:', ...machine.split('\n').map((line) => `    ${visible(line)}`)]),
		),
		diff === null
			? block(style.bold('Too much changes for a diff; this is the whole new text'), ...(proposal.text ?? '').split('\n').map(visible))
			: block(...diff.replace(/\n$/, '').split('\n').map((line) => diffLine(line, style))),
	);
}

export function decisionText({ committed, denied, refused, problems }: DecisionReport, style: Style): string {
	return join(
		committed.length + denied.length + refused.length + problems.length === 0 ? block('There was nothing to decide.') : null,
		committed.length > 0 ? block(`Committed ${count(committed.length, 'file')}:`, ...committed.map((path) => `  ${visible(path)}`)) : null,
		denied.length > 0 ? block(`Denied ${count(denied.length, 'proposal')}:`, ...denied.map((id) => `  ${visible(id)}`)) : null,
		refused.length > 0 ? block(style.bold(`Not moved on (${String(refused.length)})`), ...refused.map(({ id, path, reason }) => `  ${visible(id)}  ${visible(path)}  ${visible(reason)}`)) : null,
		problemBlock(problems, style),
	);
}

export function undoText({ run, restored, kept, problems }: UndoReport, style: Style): string {
	if (restored.length + kept.length === 0) return join(problems.length === 0 ? block('There is nothing to take back.') : null, problemBlock(problems, style));
	return join(
		block(style.bold(`Took back ${run ?? 'the last run'}`), `  ${count(restored.length, 'file')} restored`, ...restored.slice(0, SHOWN).map((path) => `    ${visible(path)}`), restored.length > SHOWN ? `    … and ${String(restored.length - SHOWN)} more` : null),
		kept.length > 0 ? block(style.bold(`Your later edits were kept (${String(kept.length)})`), ...kept.map(({ path, reason }) => `  ${visible(path)}  ${visible(reason)}`)) : null,
		problemBlock(problems, style),
	);
}

export function verifyText({ checks, edited }: VerifyReport, style: Style): string {
	const failures = checks.flatMap((check) => check.failures);
	return join(
		block(...checks.map(({ name, checked, failures: bad }) => `  ${name.padEnd(8)} ${checked.toLocaleString('en-GB')} checked, ${bad.length === 0 ? style.good('all hold') : style.bad(`${String(bad.length)} do not hold`)}`)),
		edited.length === 0 ? null : block(`${count(edited.length, 'page')} edited since the last commit; the edits are kept.`, ...edited.slice(0, 10).map((path) => `  ${visible(path)}`)),
		failures.length === 0 ? block('Everything holds.') : problemBlock(failures, style, 'What does not hold'),
	);
}

const SEVERITIES: readonly (readonly [Severity, string])[] = [['error', 'Errors'], ['warning', 'Warnings'], ['notice', 'Notices']];
const MOST_OF_A_RULE = 20;

/** The findings of one severity, rule by rule: of a rule that found much, the first ones. */
function findingBlock(heading: string, findings: readonly Finding[], style: Style): string | null {
	if (findings.length === 0) return null;
	const byRule = new Map<string, Finding[]>();
	for (const finding of findings) {
		const same = byRule.get(finding.rule);
		if (same) same.push(finding);
		else byRule.set(finding.rule, [finding]);
	}
	const lines = [...byRule].flatMap(([rule, those]) => {
		const shown = those.slice(0, MOST_OF_A_RULE).flatMap((finding, index, all) => [
			`    ${place(finding)}  ${visible(finding.message)}`,
			// The same advice is given once, under the last finding that it is for.
			...(finding.advice === null || finding.advice === all[index + 1]?.advice ? [] : [`      ${style.dim(visible(finding.advice))}`]),
		]);
		const more = those.length - MOST_OF_A_RULE;
		return [`  ${rule} (${those.length.toLocaleString('en-GB')})`, ...shown, ...(more > 0 ? [`    … and ${more.toLocaleString('en-GB')} more; --json has them all`] : [])];
	});
	return block(style.bold(`${heading} (${findings.length.toLocaleString('en-GB')})`), ...lines);
}

export function lintText({ findings, checked, clock_ms, problems }: LintReport, style: Style): string {
	return join(
		...SEVERITIES.map(([severity, heading]) => findingBlock(heading, findings.filter((finding) => finding.severity === severity), style)),
		problemBlock(problems, style),
		block(`${count(checked, 'note')} looked at in ${seconds(clock_ms)}; ${findings.length === 0 ? 'nothing was found.' : `${count(findings.length, 'finding')}.`}`),
	);
}

const amounts = (counts: Readonly<Record<string, number>>): string =>
	Object.entries(counts)
		.filter(([, amount]) => amount > 0)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, amount]) => `${amount.toLocaleString('en-GB')} ${name}`)
		.join(', ') || 'none';

const MOST_AMBIGUITIES = 10;

export function statusText({ sources, pages, open, lastRun, stopped, ambiguities, problems }: StatusReport, style: Style): string {
	return join(
		block(
			stopped ? style.bad('The emergency stop is on: nothing is compiled or committed until it is taken away.') : null,
			sourceLine(sources),
			`pages: ${amounts(pages)}`,
			`open proposals: ${amounts(open)}`,
			lastRun === null ? 'never compiled' : `last run: ${lastRun.run} at ${lastRun.at}`,
		),
		ambiguities.length === 0
			? null
			: block(style.bold('Names that may be one thing or several'), ...ambiguities.slice(0, MOST_AMBIGUITIES).map(({ names, reason }) => `  ${visible(names.join(' / '))}: ${visible(reason)}`)),
		problemBlock(problems, style),
	);
}
