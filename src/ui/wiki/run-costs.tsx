import type { JSX } from 'preact';
import type { RunCost } from '../../compile/wiki-views.js';
import type { Currencies } from '../../model/currencies.js';
import { formatCarbon, formatClock, formatCoin, formatCount } from '../shared/currencies.js';
import { dayAndTime } from '../shared/moments.js';
import { WIKI as words } from '../strings/wiki.js';
import { CostHeads } from './cost-heads.js';

const MOST_RUNS = 20;

const known = (value: number | null, format: (value: number) => string): string => (value === null ? words.unknown : format(value));

/** Carbon is never measured: any amount but a known nothing is an estimate. */
const carbon = (grams: number): string => (grams === 0 ? formatCarbon(grams) : words.about(formatCarbon(grams)));

function when(at: string): string {
	return Number.isNaN(Date.parse(at)) ? at : dayAndTime(at);
}

/** The three currencies in a line. */
export const costLine = ({ clock_ms, coin_usd, carbon_g }: Currencies): string =>
	[
		clock_ms === null ? words.clockUnknown : formatClock(clock_ms),
		coin_usd === null ? words.coinUnknown : formatCoin(coin_usd),
		carbon_g === null ? words.carbonUnknown : words.co2(carbon(carbon_g)),
	].join(' · ');

function Amount({ value, text, label }: { readonly value: number | null; readonly text: string; readonly label: string }): JSX.Element {
	return (
		<td class={value === null ? 'is-unknown' : undefined} data-label={label}>
			{text}
		</td>
	);
}

/** What the last runs cost in the three currencies, newest first. */
export function RunCosts({ runs }: { readonly runs: readonly RunCost[] }): JSX.Element {
	if (runs.length === 0) return <p class="commonplace-wiki-none">{words.noRuns}</p>;
	return (
		<table class="commonplace-wiki-costs">
			<CostHeads names={[words.run, words.calls, words.clock, words.coin, words.carbon]} />
			<tbody>
				{runs.slice(0, MOST_RUNS).map((run) => (
					<tr key={run.run}>
						<th scope="row">
							{run.operation} <span class="commonplace-wiki-when">{when(run.at)}</span>
						</th>
						<Amount value={run.worker_calls} text={known(run.worker_calls, formatCount)} label={words.calls} />
						<Amount value={run.clock_ms} text={known(run.clock_ms, formatClock)} label={words.clock} />
						<Amount value={run.coin_usd} text={known(run.coin_usd, formatCoin)} label={words.coin} />
						<Amount value={run.carbon_g} text={known(run.carbon_g, carbon)} label={words.carbon} />
					</tr>
				))}
			</tbody>
		</table>
	);
}
