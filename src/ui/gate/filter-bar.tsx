import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ProposalCard } from '../../compile/proposal-views.js';
import { IconButton, TextButton } from '../shared/buttons.js';
import { SearchField } from '../shared/search-field.js';
import { GATE } from '../strings/gate.js';
import type { GateParts } from './parts.js';
import { choicesOf, isFiltered, NO_FILTER } from './rows.js';

const FIELDS = ['folder', 'run', 'worker', 'rule'] as const;

/** What the list is narrowed to: words, and on demand folder, run, worker and rule. */
export function FilterBar({ parts, cards }: { readonly parts: GateParts; readonly cards: readonly ProposalCard[] }): JSX.Element {
	const { filter } = parts.state;
	const value = filter.value;
	const [isOpen, setOpen] = useState(FIELDS.some((name) => value[name] !== ''));
	const choices = useMemo(() => choicesOf(cards), [cards]);
	return (
		<div class="commonplace-filter" role="search">
			<div class="commonplace-filter-line">
				<SearchField value={value.text} label={GATE.search} clearLabel={GATE.clearFilter} onSearch={(text) => { filter.value = { ...filter.value, text }; }} />
				<IconButton icon="sliders-horizontal" label={GATE.more} expanded={isOpen} active={isOpen} onPress={() => { setOpen(!isOpen); }} />
			</div>
			{isOpen ? (
				<div class="commonplace-filter-choices">
					{FIELDS.map((name) => (
						<select key={name} class="dropdown" aria-label={GATE[name]} value={value[name]} onChange={(event) => { filter.value = { ...filter.value, [name]: event.currentTarget.value }; }}>
							<option value="">{GATE.any[name]}</option>
							{value[name] !== '' && !choices[name].some((choice) => choice.value === value[name]) ? <option value={value[name]}>{GATE.counted(value[name], 0)}</option> : null}
							{choices[name].map((choice) => (
								<option key={choice.value} value={choice.value}>
									{GATE.counted(choice.value, choice.count)}
								</option>
							))}
						</select>
					))}
					{isFiltered(value) ? <TextButton text={GATE.clearFilter} onPress={() => { filter.value = NO_FILTER; }} /> : null}
				</div>
			) : null}
		</div>
	);
}
