import type { JSX } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import type { WikiCatalogue, WikiPage } from '../../compile/wiki-views.js';
import type { Desk } from '../desk.js';
import { IconButton, TextButton } from '../shared/buttons.js';
import { useNumbers } from '../shared/currencies.js';
import { Icon } from '../shared/icon.js';
import { Later } from '../shared/later.js';
import { ProblemList } from '../shared/problem-list.js';
import { useIsWide } from '../shared/width.js';
import { WIKI as words } from '../strings/wiki.js';
import { Browse } from './browse.js';
import { ModelCosts } from './model-costs.js';
import { PageDetail } from './page-detail.js';
import { indexPages } from './page-index.js';
import { costLine, RunCosts } from './run-costs.js';
import type { WikiState } from './wiki-state.js';
import { Waiting, waitingIn, WorkLine } from './work-line.js';

/** From this width on, in pixels, the list and the chosen page stand side by side. */
const ROOM_FOR_BOTH = 620;

interface Parts {
	readonly desk: Desk;
	readonly state: Signal<WikiState>;
	readonly ask: (question: Promise<unknown>) => void;
}

/** What there is to do before there is a page. */
function Welcome({ desk, ask }: Parts): JSX.Element {
	const sources = desk.waitingSources.value;
	const busy = desk.work.value.kind === 'busy';
	const reviewing = waitingIn(desk) > 0;
	return (
		<div class="commonplace-wiki-welcome">
			<Icon name={reviewing ? 'book-open-check' : 'book-open'} />
			<h2>{reviewing ? words.ready : words.welcome}</h2>
			{(reviewing ? words.readySentences : words.welcomeSentences).map((sentence) => (
				<p key={sentence}>{sentence}</p>
			))}
			<Waiting desk={desk} ask={ask} look="cta" />
			{busy || reviewing ? null : sources > 0 ? (
				<TextButton
					look="cta"
					text={words.compileSources(sources)}
					onPress={() => {
						ask(desk.compile());
					}}
				/>
			) : (
				<TextButton
					look="cta"
					text={words.addSamples}
					onPress={() => {
						ask(desk.addSamples());
					}}
				/>
			)}
		</div>
	);
}

function Overview({ desk, catalogue, onOpen }: { readonly desk: Desk; readonly catalogue: WikiCatalogue; readonly onOpen: (path: string, line: number | null) => void }): JSX.Element {
	return (
		<section class="commonplace-wiki-page">
			<h2>{words.overview}</h2>
			<RunCosts runs={catalogue.runs} />
			{catalogue.runs.length > 0 ? <p class="commonplace-wiki-muted">{words.costNote}</p> : null}
			<ModelCosts
				desk={desk}
				onOpen={(path) => {
					onOpen(path, null);
				}}
			/>
			<ProblemList problems={catalogue.problems} label={words.problems(catalogue.problems.length)} onOpen={onOpen} />
		</section>
	);
}

function Panes({ desk, state, ask, catalogue, roomForBoth }: Parts & { readonly catalogue: WikiCatalogue; readonly roomForBoth: boolean }): JSX.Element {
	const panel = useId();
	const back = useRef<HTMLDivElement>(null);
	const index = useMemo(() => indexPages(catalogue.pages), [catalogue.pages]);
	const now = state.value;
	const page = now.selected === null ? undefined : index.byPath.get(now.selected);
	const change = (patch: Partial<WikiState>): void => {
		state.value = { ...state.peek(), ...patch };
	};
	const select = (chosen: WikiPage): void => {
		change({ selected: chosen.path, pane: 'detail' });
	};
	const open = (path: string, how: 'here' | 'tab'): void => {
		ask(desk.open(path, null, how));
	};
	const openAt = (path: string, line: number | null): void => {
		ask(desk.open(path, line === null ? null : { line }));
	};
	const listed = roomForBoth || now.pane === 'list';
	const detailed = roomForBoth || now.pane === 'detail';
	const inList = useRef(false);
	// Where the page takes the list's place, the focus goes with it, and back.
	const pane = useRef(now.pane);
	useEffect(() => {
		if (pane.current === now.pane) return;
		pane.current = now.pane;
		if (roomForBoth) return;
		inList.current = now.pane === 'list';
		const selector = now.pane === 'detail' ? '.commonplace-wiki-back button' : '.commonplace-wiki-row[tabindex="0"]';
		back.current?.querySelector<HTMLElement>(selector)?.focus();
	}, [now.pane, roomForBoth]);
	const lastRun = catalogue.runs[0];
	return (
		<div ref={back} class="commonplace-wiki-panes">
			{listed ? (
				<section class="commonplace-wiki-browse" aria-label={words.pages}>
					<Browse
						catalogue={catalogue}
						index={index}
						state={now}
						panel={panel}
						roomForBoth={roomForBoth}
						wantsFocus={inList}
						onChange={change}
						onSelect={select}
						onOpen={open}
						onLint={() => {
							ask(desk.show('lint'));
						}}
						onCompile={() => {
							ask(desk.compile());
						}}
					/>
					{lastRun === undefined ? null : (
						<button
							type="button"
							class="commonplace-wiki-last-run"
							onClick={() => {
								change({ selected: null, pane: 'detail' });
							}}
						>
							<Icon name="gauge" />
							<span>{words.lastRun(lastRun.operation, costLine(lastRun))}</span>
						</button>
					)}
				</section>
			) : null}
			{detailed ? (
				<div
					class="commonplace-wiki-detail"
					onKeyDown={(event) => {
						if (event.key === 'Escape' && !roomForBoth) change({ pane: 'list' });
					}}
				>
					{roomForBoth ? null : (
						<div class="commonplace-wiki-back">
							<IconButton
								icon="arrow-left"
								label={words.back}
								onPress={() => {
									change({ pane: 'list' });
								}}
							/>
						</div>
					)}
					<Later>
						{page === undefined ? <Overview desk={desk} catalogue={catalogue} onOpen={openAt} /> : <PageDetail desk={desk} page={page} byPath={index.byPath} roomForBoth={roomForBoth} onSelect={select} onOpen={open} />}
					</Later>
				</div>
			) : null}
		</div>
	);
}

/** The wiki view: all pages, the chosen one with what stands around it, and how the wiki fares. */
export function Wiki({ desk, state }: { readonly desk: Desk; readonly state: Signal<WikiState> }): JSX.Element {
	useNumbers();
	const root = useRef<HTMLDivElement>(null);
	const roomForBoth = useIsWide(root, ROOM_FOR_BOTH);
	const [failure, setFailure] = useState<string | null>(null);
	const wiki = desk.wiki.value;
	const ask = (question: Promise<unknown>): void => {
		setFailure(null);
		question.catch((error: unknown) => {
			setFailure(error instanceof Error ? error.message : String(error));
		});
	};
	const empty = wiki.state === 'ready' && wiki.value.pages.length === 0;
	return (
		<div ref={root} class="commonplace-wiki">
			<WorkLine
				desk={desk}
				ask={ask}
				waiting={!empty}
				onOpen={(path, line) => {
					ask(desk.open(path, line === null ? null : { line }));
				}}
			/>
			{failure === null ? null : (
				<p class="commonplace-wiki-outcome mod-stopped" role="alert">
					<Icon name="triangle-alert" />
					<span>{failure}</span>
				</p>
			)}
			{wiki.state === 'loading' ? (
				<p class="commonplace-wiki-none" role="status">
					{words.loading}
				</p>
			) : null}
			{wiki.state === 'failed' ? (
				<div class="commonplace-wiki-outcome mod-stopped">
					<Icon name="triangle-alert" />
					<span role="alert">
						{words.failed} {wiki.message}
					</span>
					<TextButton
						text={words.tryAgain}
						onPress={() => {
							desk.refresh();
						}}
					/>
				</div>
			) : null}
			{empty ? <Welcome desk={desk} state={state} ask={ask} /> : null}
			{wiki.state === 'ready' && !empty ? <Panes desk={desk} state={state} ask={ask} catalogue={wiki.value} roomForBoth={roomForBoth} /> : null}
		</div>
	);
}
