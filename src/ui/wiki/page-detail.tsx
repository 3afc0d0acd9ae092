import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { WikiPage } from '../../compile/wiki-views.js';
import type { Desk } from '../desk.js';
import { IconButton, TextButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { TranscriptList } from '../shared/transcript-list.js';
import { WIKI as words } from '../strings/wiki.js';
import { NeighbourhoodGraph } from './neighbourhood-graph.js';

const FIRST_LINKS = 30;
const MORE_LINKS = 200;

export interface PageActions {
	readonly onSelect: (page: WikiPage) => void;
	readonly onOpen: (path: string, how: 'here' | 'tab') => void;
}

function LinkList(props: PageActions & { readonly heading: string; readonly none: string; readonly paths: readonly string[]; readonly byPath: ReadonlyMap<string, WikiPage> }): JSX.Element {
	const { heading, none, paths, byPath, onSelect, onOpen } = props;
	const [limit, setLimit] = useState(FIRST_LINKS);
	if (paths.length === 0) return <p class="commonplace-wiki-none">{none}</p>;
	return (
		<section class="commonplace-wiki-links">
			<h3>{heading}</h3>
			<ul>
				{paths.slice(0, limit).map((path) => {
					const page = byPath.get(path);
					return (
						<li key={path}>
							<button
								type="button"
								class="commonplace-link"
								onClick={(event) => {
									if (page === undefined || event.metaKey || event.ctrlKey) onOpen(path, 'tab');
									else onSelect(page);
								}}
								onDblClick={() => {
									onOpen(path, 'here');
								}}
							>
								{page?.title ?? path}
								{/* A source and a concept often have one name. */}
								{page === undefined || page.type === 'concept' ? null : <span class="commonplace-wiki-link-type"> {words.typeOfOne(page.type)}</span>}
							</button>
						</li>
					);
				})}
			</ul>
			{paths.length > limit ? (
				<TextButton
					text={words.more(Math.min(MORE_LINKS, paths.length - limit))}
					onPress={() => {
						setLimit(limit + MORE_LINKS);
					}}
				/>
			) : null}
		</section>
	);
}

function Badges({ page }: { readonly page: WikiPage }): JSX.Element {
	return (
		<p class="commonplace-wiki-badges">
			<span class="commonplace-wiki-badge">{words.typeOfOne(page.type)}</span>
			{page.disagreements > 0 ? (
				<span class="commonplace-wiki-badge mod-disagreement">
					<Icon name="triangle-alert" />
					{words.disagreements(page.disagreements)}
				</span>
			) : null}
			{page.stale ? (
				<span class="commonplace-wiki-badge mod-stale">
					<Icon name="clock" />
					{words.stale}
				</span>
			) : null}
		</p>
	);
}

/** The chosen page: what it says in short, and what stands around it. */
export function PageDetail(props: PageActions & { readonly desk: Desk; readonly page: WikiPage; readonly byPath: ReadonlyMap<string, WikiPage>; readonly roomForBoth: boolean }): JSX.Element {
	const { desk, page, byPath, roomForBoth, onSelect, onOpen } = props;
	const top = useRef<HTMLElement>(null);
	useEffect(() => {
		top.current?.scrollIntoView({ block: 'nearest' });
	}, [page.path]);
	return (
		<article class="commonplace-wiki-page" aria-label={page.title}>
			<header ref={top}>
				<h2>{page.title}</h2>
				<Badges page={page} />
			</header>
			<p class="commonplace-wiki-summary">{page.summary === '' ? words.noSummary : page.summary}</p>
			{page.aliases.length > 0 ? (
				<p class="commonplace-wiki-aliases">
					<span class="commonplace-wiki-term">{words.aliases}</span> {page.aliases.join(' · ')}
				</p>
			) : null}
			<p class="commonplace-wiki-facts">{words.facts(page.sources, page.created, page.updated)}</p>
			<div class="commonplace-wiki-actions">
				<TextButton
					look="cta"
					icon="file-text"
					text={words.openPage}
					onPress={() => {
						onOpen(page.path, 'here');
					}}
				/>
				<IconButton
					icon="external-link"
					label={words.openInTab}
					onPress={() => {
						onOpen(page.path, 'tab');
					}}
				/>
			</div>
			<TranscriptList desk={desk} path={page.path} />
			<NeighbourhoodGraph
				centre={page}
				byPath={byPath}
				shape={roomForBoth ? 'wide' : 'tall'}
				onSelect={onSelect}
				onOpen={({ path }) => {
					onOpen(path, 'here');
				}}
			/>
			<div class="commonplace-wiki-link-columns">
				<LinkList key={`from ${page.path}`} heading={words.linkedFrom(page.linkedFrom.length)} none={words.linkedFromNothing} paths={page.linkedFrom} byPath={byPath} onSelect={onSelect} onOpen={onOpen} />
				<LinkList key={`to ${page.path}`} heading={words.linksTo(page.linksTo.length)} none={words.linksToNothing} paths={page.linksTo} byPath={byPath} onSelect={onSelect} onOpen={onOpen} />
			</div>
		</article>
	);
}
