import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { EvidenceItem } from '../../compile/proposal-views.js';
import { TextButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { GATE } from '../strings/gate.js';
import type { GateParts } from './parts.js';

const FIRST = 12;

/** The claims behind a text, each with its quote; a quote opens its source at the place. */
export function EvidenceList({ parts, evidence }: { readonly parts: GateParts; readonly evidence: readonly EvidenceItem[] }): JSX.Element | null {
	const [limit, setLimit] = useState(FIRST);
	if (evidence.length === 0) return null;
	return (
		<section class="commonplace-section">
			<h4>{GATE.evidence(evidence.length)}</h4>
			<ul class="commonplace-evidence">
				{evidence.slice(0, limit).map((item) => (
					<EvidenceEntry key={item.claim} parts={parts} item={item} />
				))}
			</ul>
			{evidence.length > limit ? <TextButton text={GATE.moreClaims(evidence.length - limit)} onPress={() => { setLimit(limit + 60); }} /> : null}
		</section>
	);
}

function EvidenceEntry({ parts: { desk }, item }: { readonly parts: GateParts; readonly item: EvidenceItem }): JSX.Element {
	const { text, quote, source, place } = item;
	const open = (): void => {
		void desk.open(source.path, place === null ? null : { start: place.start, end: place.end });
	};
	return (
		<li>
			{text === quote ? null : <p class="commonplace-claim">{text}</p>}
			<button type="button" class="commonplace-quote" title={place === null ? GATE.openSource(source.title) : GATE.openQuote(source.title)} onClick={open}>
				<span class="commonplace-quote-text">“{quote}”</span>
				<span class="commonplace-quote-source">
					{source.title}
					{place === null ? null : ` · ${GATE.atLine(place.line)}`}
				</span>
			</button>
			{place === null ? (
				<p class="commonplace-warning">
					<Icon name="triangle-alert" /> {GATE.quoteGone}
				</p>
			) : null}
		</li>
	);
}
