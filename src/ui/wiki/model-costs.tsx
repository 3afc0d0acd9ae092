import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CARBON_SOURCE } from '../../budget/carbon-source.js';
import type { CostLine, CostReport } from '../../compile/cost-report.js';
import type { Desk } from '../desk.js';
import { formatCarbon, formatClock, formatCoin, formatCount } from '../shared/currencies.js';
import { COSTS as words } from '../strings/costs.js';
import { CostHeads } from './cost-heads.js';

const VIEWS = ['by_day', 'by_run', 'by_kind', 'by_model', 'by_source', 'by_page'] as const;
type View = (typeof VIEWS)[number];

const MOST_LINES = 50;
const MOST_BARS = 30;
const BAR = 14;
const GAP = 6;
const HEIGHT = 72;

/** What is known, and that it is not all where it is not. */
function amount(value: number | null, unknown: number, format: (value: number) => string): string {
	if (value === null) return words.unknown;
	return unknown > 0 ? words.atLeast(format(value)) : format(value);
}

function carbonRange({ carbon_low_g: low, carbon_high_g: high, unknown }: CostLine): string {
	if (low === null || high === null) return words.unknown;
	const range = formatCarbon(low) === formatCarbon(high) ? formatCarbon(high) : words.range(formatCarbon(low), formatCarbon(high));
	return unknown.carbon_g > 0 ? words.atLeast(range) : range;
}

const dayName = (day: string): string => {
	const date = new Date(`${day}T12:00:00Z`);
	return Number.isNaN(date.getTime()) ? day : date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
};

/** A bar a day, oldest first. Where no money is known it counts tokens, and says so. */
function DayChart({ days }: { readonly days: readonly CostLine[] }): JSX.Element | null {
	const shown = days.slice(0, MOST_BARS).reverse();
	if (shown.length === 0) return null;
	const isCoin = shown.some(({ coin_usd }) => coin_usd !== null && coin_usd > 0);
	const valueOf = (line: CostLine): number => (isCoin ? (line.coin_usd ?? 0) : line.tokens_in + line.tokens_out);
	const textOf = (line: CostLine): string => (isCoin ? amount(line.coin_usd, line.unknown.coin_usd, formatCoin) : words.tokens(formatCount(line.tokens_in + line.tokens_out)));
	const most = Math.max(...shown.map(valueOf), Number.MIN_VALUE);
	const width = shown.length * (BAR + GAP) - GAP;
	const [first, last] = [shown[0], shown.at(-1)];
	return (
		<figure class="commonplace-cost-chart">
			<svg viewBox={`0 0 ${String(width)} ${String(HEIGHT)}`} width={width} height={HEIGHT} role="img" aria-label={words.chart(isCoin, shown.length, textOf(shown.reduce((a, b) => (valueOf(b) > valueOf(a) ? b : a))))}>
				{shown.map((line, index) => {
					const height = Math.max(2, (valueOf(line) / most) * (HEIGHT - 2));
					return (
						<rect key={line.name} class={isCoin && line.unknown.coin_usd > 0 ? 'is-partial' : undefined} x={index * (BAR + GAP)} y={HEIGHT - height} width={BAR} height={height} rx={2}>
							<title>{`${dayName(line.name)}: ${textOf(line)}`}</title>
						</rect>
					);
				})}
			</svg>
			<figcaption>
				<span>{dayName(first?.name ?? '')}</span>
				{last === first ? null : <span>{dayName(last?.name ?? '')}</span>}
			</figcaption>
		</figure>
	);
}

function Lines({ view, report, onOpen }: { readonly view: View; readonly report: CostReport; readonly onOpen: (path: string) => void }): JSX.Element {
	const lines = report[view];
	const isPath = view === 'by_source' || view === 'by_page';
	const nameOf = ({ name }: CostLine): string => (view === 'by_day' ? dayName(name) : view === 'by_kind' ? words.kind(name) : name);
	if (lines.length === 0) return <p class="commonplace-wiki-none">{words.nothingBy(words.view[view].toLowerCase())}</p>;
	return (
		<>
			<table class="commonplace-wiki-costs">
				<CostHeads names={[words.view[view], words.coin, words.clock, words.carbon, words.tokensHead, words.calls]} />
				<tbody>
					{lines.slice(0, MOST_LINES).map((line) => (
						<tr key={line.name}>
							<th scope="row">
								{isPath && line.name.includes('/') ? (
									<button type="button" class="commonplace-link" onClick={() => { onOpen(line.name); }}>
										{line.name}
									</button>
								) : (
									nameOf(line)
								)}
							</th>
							<td data-label={words.coin} class={line.coin_usd === null ? 'is-unknown' : undefined}>{amount(line.coin_usd, line.unknown.coin_usd, formatCoin)}</td>
							<td data-label={words.clock} class={line.clock_ms === null ? 'is-unknown' : undefined}>{amount(line.clock_ms, line.unknown.clock_ms, formatClock)}</td>
							<td data-label={words.carbon} class={line.carbon_low_g === null ? 'is-unknown' : undefined}>{carbonRange(line)}</td>
							<td data-label={words.tokensHead}>{words.inOut(formatCount(line.tokens_in), formatCount(line.tokens_out))}</td>
							<td data-label={words.calls}>{formatCount(line.calls)}</td>
						</tr>
					))}
				</tbody>
			</table>
			{lines.length > MOST_LINES ? <p class="commonplace-wiki-muted">{words.more(lines.length - MOST_LINES)}</p> : null}
		</>
	);
}

/** What models cost, by day, run, kind of task, model, source and page. */
export function ModelCosts({ desk, onOpen }: { readonly desk: Desk; readonly onOpen: (path: string) => void }): JSX.Element | null {
	const [view, setView] = useState<View>('by_day');
	const costs = desk.costs.value;
	if (costs.state === 'loading') return null;
	if (costs.state === 'failed') return <p class="commonplace-wiki-none">{words.failed(costs.message)}</p>;
	const { total } = costs.value;
	return (
		<section class="commonplace-model-costs" aria-label={words.heading}>
			<h2>{words.heading}</h2>
			{total.orders === 0 ? (
				<p class="commonplace-wiki-none">{words.nothing}</p>
			) : (
				<>
					<p class="commonplace-cost-total">{words.total(amount(total.coin_usd, total.unknown.coin_usd, formatCoin), amount(total.clock_ms, total.unknown.clock_ms, formatClock), carbonRange(total))}</p>
					<DayChart days={costs.value.by_day} />
					<div class="commonplace-cost-views" role="group" aria-label={words.views}>
						{VIEWS.map((each) => (
							<button key={each} type="button" class={each === view ? 'is-active' : undefined} aria-pressed={each === view} onClick={() => { setView(each); }}>
								{words.view[each]}
							</button>
						))}
					</div>
					<Lines view={view} report={costs.value} onOpen={onOpen} />
					<p class="commonplace-wiki-muted">{words.note(CARBON_SOURCE)}</p>
				</>
			)}
		</section>
	);
}
