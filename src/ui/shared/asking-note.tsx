import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { HeldBack } from '../../budget/caps.js';
import type { Asking } from '../../worker/asking.js';
import type { Desk } from '../desk.js';
import { MODELS } from '../strings/models.js';
import { TextButton } from './buttons.js';
import { formatCarbon, formatClock, formatCoin } from './currencies.js';
import { Icon } from './icon.js';
import { clockTime } from './moments.js';

const words = MODELS.asking;

/** What is spent so far, in the three currencies; what nobody knows is said. */
export function spentSoFar({ spent, unknown }: Asking): string {
	const least = (currency: Asking['unknown'][number], text: string): string => (unknown.includes(currency) ? words.atLeast(text) : text);
	return words.soFar(least('coin_usd', formatCoin(spent.coin_usd)), least('clock_ms', formatClock(spent.clock_ms)), least('carbon_g', words.about(formatCarbon(spent.carbon_g))));
}

// A person thinks of time in minutes.
const MINUTE = 60_000;
const scaleOf = ({ currency }: HeldBack): number => (currency === 'clock_ms' ? MINUTE : 1);

function Held({ held, desk }: { readonly held: HeldBack; readonly desk: Desk }): JSX.Element {
	const scale = scaleOf(held);
	const [typed, setTyped] = useState(String((held.cap * 2) / scale));
	const [failure, setFailure] = useState<string | null>(null);
	const unit = MODELS.caps.unit[held.currency];
	const raise = async (): Promise<void> => {
		const amount = Number(typed.trim().replace(',', '.')) * scale;
		if (typed.trim() === '' || !(Number.isFinite(amount) && amount > held.cap)) {
			setFailure(words.moreThan(`${String(held.cap / scale)} ${unit}`));
			return;
		}
		const [problem] = await desk.setCap(held.span, held.currency, amount);
		setFailure(problem?.message ?? null);
		if (problem === undefined) await desk.compile();
	};
	return (
		<div class="commonplace-held" role="alert">
			<Icon name="pause" />
			<div>
				<strong>{words.held}</strong>
				<p>{(held.why === 'reached' ? words.reached : words.unpriced)(MODELS.caps.span[held.span].toLowerCase(), `${String(held.cap / scale)} ${unit}`)}</p>
				{held.why === 'reached' ? (
					<p class="commonplace-held-raise">
						<label>
							{words.raiseTo} <input type="text" inputMode="decimal" value={typed} onInput={(event) => { setTyped(event.currentTarget.value); }} /> {unit}
						</label>
						<TextButton look="cta" text={words.raise} onPress={() => void raise()} />
					</p>
				) : null}
				{failure === null ? null : <p class="commonplace-held-failure">{failure}</p>}
			</div>
		</div>
	);
}

/** While models are asked: what that has cost, and until when a provider asks for patience. After it: the limit that holds the rest back. */
export function AskingNote({ desk }: { readonly desk: Desk }): JSX.Element | null {
	const asking = desk.asking.value;
	if (asking === null) return null;
	if (desk.work.value.kind === 'busy') {
		return (
			<div class="commonplace-asking">
				<p>{spentSoFar(asking)}</p>
				{asking.pause === null ? null : (
					<p role="status">
						<Icon name="clock" /> {words.busyUntil(clockTime(asking.pause.until), asking.pause.why)}
					</p>
				)}
			</div>
		);
	}
	return asking.held === null ? null : <Held key={JSON.stringify(asking.held)} held={asking.held} desk={desk} />;
}
