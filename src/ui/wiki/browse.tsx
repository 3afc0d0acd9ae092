import type { JSX, RefObject } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { WikiCatalogue, WikiPage } from '../../compile/wiki-views.js';
import { formatCount } from '../shared/currencies.js';
import { useWarm } from '../shared/fold-later.js';
import { Icon } from '../shared/icon.js';
import { Later } from '../shared/later.js';
import { SearchField } from '../shared/search-field.js';
import { WIKI as words } from '../strings/wiki.js';
import { SORT_KEYS, type PageIndex } from './page-index.js';
import { HEALTH_FILTERS, listPages, type HealthFilter, type PageList } from './page-list.js';
import { PageRows } from './page-rows.js';
import type { WikiState } from './wiki-state.js';

type Change = (patch: Partial<WikiState>) => void;

function Tabs({ types, counts, chosen, panel, onChoose }: { readonly types: readonly string[]; readonly counts: PageList['counts']; readonly chosen: string; readonly panel: string; readonly onChoose: (type: string) => void }): JSX.Element {
	const bar = useRef<HTMLDivElement>(null);
	const onKeyDown = (event: KeyboardEvent): void => {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		const at = types.indexOf(chosen);
		const next = step === undefined ? { Home: types[0], End: types[types.length - 1] }[event.key] : types[(at + step + types.length) % types.length];
		if (next === undefined) return;
		event.preventDefault();
		onChoose(next);
		bar.current?.querySelectorAll<HTMLElement>('[role="tab"]')[types.indexOf(next)]?.focus();
	};
	return (
		<div ref={bar} class="commonplace-wiki-tabs" role="tablist" aria-label={words.types} onKeyDown={onKeyDown}>
			{types.map((type) => (
				<button
					key={type}
					type="button"
					role="tab"
					class={`commonplace-wiki-tab${type === chosen ? ' is-active' : ''}`}
					aria-selected={type === chosen}
					aria-controls={panel}
					tabIndex={type === chosen ? 0 : -1}
					onClick={() => {
						onChoose(type);
					}}
				>
					{words.type(type)} <span class="commonplace-count">{formatCount(counts.get(type) ?? 0)}</span>
				</button>
			))}
		</div>
	);
}

interface HealthProps {
	readonly catalogue: WikiCatalogue;
	readonly chosen: HealthFilter | null;
	readonly onChoose: (filter: HealthFilter | null) => void;
	readonly onLint: () => void;
	readonly onCompile: () => void;
}

function HealthLine({ catalogue, chosen, onChoose, onLint, onCompile }: HealthProps): JSX.Element {
	const { health, uncompiled } = catalogue;
	const filters = HEALTH_FILTERS.filter((filter) => health[filter] > 0 || filter === chosen);
	const well = filters.length === 0 && health.brokenLinks === 0 && uncompiled === 0;
	return (
		<div class="commonplace-wiki-health" role="group" aria-label={words.health}>
			{well ? (
				<p class="commonplace-wiki-well">
					<Icon name="check" /> {words.healthy}
				</p>
			) : null}
			{filters.map((filter) => (
				<button
					key={filter}
					type="button"
					class={`commonplace-chip${filter === chosen ? ' is-active' : ''}`}
					aria-pressed={filter === chosen}
					onClick={() => {
						onChoose(filter === chosen ? null : filter);
					}}
				>
					{filter === chosen ? <Icon name="filter" /> : null}
					{words.healthOf[filter](health[filter])}
				</button>
			))}
			{health.brokenLinks > 0 ? (
				<button type="button" class="commonplace-chip" onClick={onLint}>
					{words.brokenLinks(health.brokenLinks)}
					<span class="commonplace-visually-hidden">, {words.lintHint}</span>
					<Icon name="arrow-up-right" />
				</button>
			) : null}
			{uncompiled > 0 ? (
				<button type="button" class="commonplace-chip" onClick={onCompile}>
					<Icon name="play" />
					{words.compileSources(uncompiled)}
				</button>
			) : null}
		</div>
	);
}

function NothingListed({ state, list, types, onChange }: { readonly state: WikiState; readonly list: PageList; readonly types: readonly string[]; readonly onChange: Change }): JSX.Element {
	const filtered = state.search.trim() !== '' || state.health !== null;
	const elsewhere = types.filter((type) => type !== state.tab && (list.counts.get(type) ?? 0) > 0);
	return (
		<div class="commonplace-wiki-nothing">
			<p>{filtered ? words.nothingMatches(state.tab) : words.nothingHere(state.tab)}</p>
			{filtered ? (
				<div class="commonplace-wiki-health">
					{elsewhere.map((type) => (
						<button
							key={type}
							type="button"
							class="commonplace-chip"
							onClick={() => {
								onChange({ tab: type });
							}}
						>
							{words.elsewhere(type, list.counts.get(type) ?? 0)}
						</button>
					))}
					<button
						type="button"
						class="commonplace-chip"
						onClick={() => {
							onChange({ search: '', health: null });
						}}
					>
						{words.showEverything}
					</button>
				</div>
			) : null}
		</div>
	);
}

/** The list of pages with all that narrows and orders it. */
export function Browse(props: {
	readonly catalogue: WikiCatalogue;
	readonly index: PageIndex;
	readonly state: WikiState;
	readonly panel: string;
	readonly roomForBoth: boolean;
	readonly wantsFocus: RefObject<boolean>;
	readonly onChange: Change;
	readonly onSelect: (page: WikiPage) => void;
	readonly onOpen: (path: string, how: 'here' | 'tab') => void;
	readonly onLint: () => void;
	readonly onCompile: () => void;
}): JSX.Element {
	const { catalogue, index, state, panel, roomForBoth, wantsFocus, onChange, onSelect, onOpen, onLint, onCompile } = props;
	const { tab, search, sort, health } = state;
	const list = useMemo(() => listPages(index, { type: tab, search, sort, health }), [index, tab, search, sort, health]);
	useWarm(index.texts);
	const types = index.types.includes(tab) ? index.types : [...index.types, tab];
	const choose = (filter: HealthFilter | null): void => {
		const { counts } = listPages(index, { type: tab, search, sort, health: filter });
		const first = (counts.get(tab) ?? 0) > 0 ? tab : (types.find((type) => (counts.get(type) ?? 0) > 0) ?? tab);
		onChange({ health: filter, tab: first });
	};
	return (
		<>
			<div class="commonplace-wiki-toolbar">
				<SearchField
					value={search}
					label={words.search}
					clearLabel={words.clearSearch}
					onSearch={(text) => {
						onChange({ search: text });
					}}
				/>
				<select
					class="dropdown commonplace-wiki-sort"
					aria-label={words.sort}
					value={sort}
					onChange={(event) => {
						const chosen = SORT_KEYS.find((key) => key === event.currentTarget.value);
						if (chosen !== undefined) onChange({ sort: chosen });
					}}
				>
					{SORT_KEYS.map((key) => (
						<option key={key} value={key}>
							{words.sorts[key]}
						</option>
					))}
				</select>
			</div>
			<Tabs
				types={types}
				counts={list.counts}
				chosen={tab}
				panel={panel}
				onChoose={(type) => {
					onChange({ tab: type });
				}}
			/>
			<HealthLine catalogue={catalogue} chosen={health} onChoose={choose} onLint={onLint} onCompile={onCompile} />
			<div id={panel} class="commonplace-wiki-panel" role="tabpanel" aria-label={words.tab(tab, list.counts.get(tab) ?? 0)}>
				<p class="commonplace-visually-hidden" role="status">
					{words.found(list.pages.length)}
				</p>
				{list.pages.length === 0 ? (
					<NothingListed state={state} list={list} types={types} onChange={onChange} />
				) : (
					<Later>
						<PageRows
							pages={list.pages}
							selected={state.selected}
							roomForBoth={roomForBoth}
							wantsFocus={wantsFocus}
							onSelect={onSelect}
							onOpen={(page, how) => {
								onOpen(page.path, how);
							}}
						/>
					</Later>
				)}
			</div>
		</>
	);
}
