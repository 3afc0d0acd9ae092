import { addCurrencies, NO_COST, type Currencies } from '../model/currencies.js';
import { canonicalJson, hashText } from '../model/hash.js';
import { FINE, type Grain, type PageToWeave, type WorkerFailure, type WovenPage } from '../worker/port.js';
import { composePage, pageToWeave, type PageDraft, type Subject, type Workshop } from './compose.js';
import { inOrder } from './in-order.js';

/** What came of one page. A call that wove several pages is counted with the first of them. */
export type Woven = { readonly subject: Subject; readonly cost: Currencies; readonly calls: number } & (
	| { readonly kind: 'page'; readonly draft: PageDraft }
	| { readonly kind: 'nothing-to-say' }
	| { readonly kind: 'failed'; readonly failure: WorkerFailure }
);

interface Sheet {
	readonly subject: Subject;
	readonly page: PageToWeave;
	/** Why more hangs on it than on other pages; null where nothing does. */
	readonly stakes: string | null;
	/** Hash of what is asked; null where asking costs nothing, so that nothing is kept of it. */
	readonly asked: string | null;
	/** Woven before from the very same claims. */
	readonly known: WovenPage | null;
}

interface Answered {
	readonly sheets: readonly Sheet[];
	/** One a sheet. */
	readonly pages: readonly (WovenPage | WorkerFailure)[];
	readonly cost: Currencies;
	readonly calls: number;
}

// An answer of so many pages and items, about 5,000 tokens, stays below what models are given to answer with unless somebody says otherwise.
const MOST_PAGES = 16;
const MOST_ITEMS = 120;
/** Characters of claims that one task shows. */
const MOST_CHARS = 32_000;

/** Changes with all that the worker is shown of a page, and with the ids that its answer cites. */
const askedOf = ({ claims, ...page }: PageToWeave): string =>
	hashText(canonicalJson({ ...page, claims: claims.map(({ id, text, quote, stance, form, headings }) => [id, text, quote, stance, form, headings.at(-1) ?? '']) }));

const isFailure = (page: WovenPage | WorkerFailure): page is WorkerFailure => 'reason' in page;

interface Batch {
	readonly sheets: Sheet[];
	/** Ids of claims that its task shows. */
	readonly shown: Set<string>;
	chars: number;
	items: number;
}

const emptyBatch = (): Batch => ({ sheets: [], shown: new Set(), chars: 0, items: 0 });

/** Pages that one call may weave, in their order: those that share claims should come one after the other. Pages of different stakes are apart where these are asked of somebody else. */
async function* together(sheets: AsyncIterable<Sheet>, { coarse, parted }: Grain): AsyncGenerator<readonly Sheet[]> {
	const open = new Map<string | null, Batch>();
	for await (const sheet of sheets) {
		const { claims, most } = sheet.page;
		if (!coarse || claims.length === 0 || sheet.known !== null) {
			yield [sheet];
			continue;
		}
		const stakes = parted ? sheet.stakes : null;
		let batch = open.get(stakes) ?? emptyBatch();
		const { shown } = batch;
		const fresh = claims.filter(({ id }) => !shown.has(id)).reduce((sum, { text, quote }) => sum + text.length + (quote === text ? 0 : quote.length), 0);
		const wanted = Math.min(most, claims.length);
		if (batch.sheets.length > 0 && (batch.sheets.length === MOST_PAGES || batch.chars + fresh > MOST_CHARS || batch.items + wanted > MOST_ITEMS)) {
			yield batch.sheets;
			batch = emptyBatch();
		}
		open.set(stakes, batch);
		batch.sheets.push(sheet);
		for (const { id } of claims) batch.shown.add(id);
		batch.chars += fresh;
		batch.items += wanted;
	}
	for (const { sheets: rest } of open.values()) if (rest.length > 0) yield rest;
}

/** Has pages woven in one task. Pages that the answer leaves out are asked for again by themselves, and so are the halves of what is too much for one answer. */
async function weave(shop: Workshop, sheets: readonly Sheet[]): Promise<Answered> {
	const none: Answered = { sheets, pages: [], cost: NO_COST, calls: 0 };
	const [first] = sheets;
	if (first === undefined || first.page.claims.length === 0) return none;
	if (first.known !== null) return { ...none, pages: [first.known] };
	const response = await shop.worker.perform({ id: `weave:${sheets.map(({ subject }) => subject.path).join('\n')}`, kind: 'weave', input: { pages: sheets.map(({ page }) => page) }, ...(first.stakes === null ? {} : { stakes: first.stakes }) }, shop.signal);
	const answer = response.ok ? response.output.pages : [];
	const failure: WorkerFailure = response.ok ? { reason: 'malformed', message: 'The answer leaves this page out.' } : response.failure;
	const pages = sheets.map((_, index) => answer[index] ?? failure);
	const left = sheets.filter((_, index) => isFailure(pages[index] ?? failure));
	const asked: Answered = { sheets, pages, cost: response, calls: 1 };
	if (left.length === 0 || sheets.length === 1 || shop.signal.aborted) return asked;
	if (!response.ok && failure.reason !== 'length' && failure.reason !== 'malformed' && failure.reason !== 'refused') return asked;
	const half = left.length === sheets.length ? left.length >> 1 : left.length;
	const again = [await weave(shop, left.slice(0, half)), await weave(shop, left.slice(half))];
	const mended = new Map(again.flatMap((part) => part.sheets.map((sheet, index) => [sheet, part.pages[index] ?? failure] as const)));
	return {
		sheets,
		pages: sheets.map((sheet, index) => mended.get(sheet) ?? pages[index] ?? failure),
		cost: again.reduce((sum, part) => addCurrencies(sum, part.cost), asked.cost),
		calls: again.reduce((sum, part) => sum + part.calls, asked.calls),
	};
}

/** Has the pages of these subjects woven, in their order, with as few calls as the worker is worth: none for a page whose claims are those that it was woven from. */
export async function* weavePages(shop: Workshop, subjects: AsyncIterable<Subject>): AsyncGenerator<Woven> {
	const grain = shop.worker.grainOf?.('weave') ?? FINE;
	const { woven } = shop.knowledge;
	async function* sheets(): AsyncGenerator<Sheet> {
		for await (const subject of subjects) {
			if (shop.signal.aborted) return;
			const page = pageToWeave(shop, subject);
			const asked = grain.coarse ? askedOf(page) : null;
			const memo = asked === null ? null : await woven.get(subject.id);
			yield { subject, page, stakes: shop.stakesOf(subject.id), asked, known: memo !== null && memo.asked === asked ? memo.page : null };
		}
	}
	for await (const { sheets: batch, pages, cost, calls } of inOrder(together(sheets(), grain), grain.atOnce, (each) => weave(shop, each))) {
		for (const [index, { subject, asked, known }] of batch.entries()) {
			const page = pages[index];
			const told = { subject, ...(index === 0 ? { cost, calls } : { cost: NO_COST, calls: 0 }) };
			if (page === undefined) yield { ...told, kind: 'nothing-to-say' };
			else if (isFailure(page)) yield { ...told, kind: 'failed', failure: page };
			else {
				if (asked !== null && known === null) await woven.set(subject.id, { asked, page });
				yield { ...told, kind: 'page', draft: await composePage(shop, subject, page) };
			}
		}
	}
}
