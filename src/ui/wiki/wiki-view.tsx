import type { WorkspaceLeaf } from 'obsidian';
import type { Desk } from '../desk.js';
import { KeptView } from '../shared/kept-view.js';
import { WIKI } from '../strings/wiki.js';
import { Wiki } from './wiki.js';
import { FIRST_WIKI_STATE, readWikiState, type WikiState } from './wiki-state.js';

export const WIKI_VIEW = 'commonplace-wiki-view';

export class WikiView extends KeptView<WikiState> {
	constructor(leaf: WorkspaceLeaf, desk: Desk) {
		super(leaf, {
			type: WIKI_VIEW,
			title: WIKI.title,
			icon: 'book-open',
			navigation: true,
			first: FIRST_WIKI_STATE,
			read: readWikiState,
			draw: (state) => <Wiki desk={desk} state={state} />,
		});
	}
}
