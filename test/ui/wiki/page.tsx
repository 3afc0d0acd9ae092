import { signal } from '@preact/signals';
import { render } from 'preact';
import { FIRST_LINT_STATE, type LintState } from '../../../src/ui/lint/lint-state.js';
import { Lint } from '../../../src/ui/lint/lint.js';
import { FIRST_WIKI_STATE, type WikiState } from '../../../src/ui/wiki/wiki-state.js';
import { Wiki } from '../../../src/ui/wiki/wiki.js';
import { madeUpWiki } from './made-up-wiki.js';
import { scriptedDesk, type Call, type DeskSignals } from './scripted-desk.js';

type Values = { readonly [Name in keyof DeskSignals]?: DeskSignals[Name]['value'] };

/** What a test drives from outside the browser; everything that passes is plain data. */
export interface Stage {
	/** Draws the view and returns the milliseconds until its first picture was laid out. */
	mount(view: 'wiki' | 'lint', values: Values): number;
	set(values: Values): void;
	/** Gives the desk a made-up wiki, which is quicker than to send one in. */
	makeUp(size: number): void;
	fail(name: string, message: string): void;
	calls(): readonly Call[];
	state(): WikiState | LintState;
	unmount(): void;
}

declare global {
	interface Window {
		stage: Stage;
	}
}

function stage(): Stage {
	const { desk, signals, calls, failures } = scriptedDesk();
	const wiki = signal(FIRST_WIKI_STATE);
	const lint = signal(FIRST_LINT_STATE);
	const root = document.body.appendChild(document.createElement('main'));
	root.className = 'view-content commonplace-view';
	let shown: 'wiki' | 'lint' = 'wiki';
	const set = (values: Values): void => {
		for (const [name, value] of Object.entries(values)) Object.assign(signals[name as keyof DeskSignals], { value });
	};
	return {
		mount(view, values) {
			shown = view;
			set(values);
			const start = performance.now();
			render(view === 'wiki' ? <Wiki desk={desk} state={wiki} /> : <Lint desk={desk} state={lint} />, root);
			root.getBoundingClientRect();
			return performance.now() - start;
		},
		set,
		makeUp: (size) => {
			set({ wiki: { state: 'ready', value: madeUpWiki(size) } });
		},
		fail: (name, message) => void failures.set(name, message),
		calls: () => calls,
		state: () => (shown === 'wiki' ? wiki.peek() : lint.peek()),
		unmount: () => {
			render(null, root);
		},
	};
}

window.stage = stage();
