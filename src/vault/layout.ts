/** The folders of DESIGN §11 inside the user's vault. */
export interface Layout {
	readonly raw: string;
	readonly wiki: string;
	readonly output: string;
	/** Everything the system keeps: policies, ledger, queue, state. */
	readonly home: string;
}

export const DEFAULT_LAYOUT: Layout = { raw: 'raw', wiki: 'wiki', output: 'output', home: '_commonplace' };
