import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ImportCard } from '../../compile/import/plan-import.js';
import type { ExportFile } from '../../conversations/read-archive.js';
import type { Problem } from '../../model/result.js';
import type { Desk } from '../desk.js';
import { TextButton } from '../shared/buttons.js';
import { searchKey } from '../../model/search-key.js';
import { SearchField } from '../shared/search-field.js';
import { VirtualList } from '../shared/virtual-list.js';
import { IMPORT } from '../strings/import.js';

interface Listed {
	readonly files: readonly ExportFile[];
	readonly items: readonly ImportCard[];
	readonly known: number;
	readonly problems: readonly Problem[];
}

type State = { readonly kind: 'choose'; readonly fault: string | null } | { readonly kind: 'reading' } | ({ readonly kind: 'listed' | 'writing' } & Listed);

const ROW = 58;
const MOST_PROBLEMS = 5;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const exportFiles = (list: FileList): Promise<ExportFile[]> => Promise.all([...list].map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));

function Row({ item, picked, onPick }: { readonly item: ImportCard; readonly picked: boolean; readonly onPick: () => void }): JSX.Element {
	const about = [item.from, item.created, IMPORT.messages(item.messages, item.state === 'continued')].filter((part) => part !== null);
	return (
		<label class="commonplace-import-row">
			<input type="checkbox" checked={picked} onChange={onPick} />
			<span class="commonplace-import-name">
				{item.title}
				<span class="commonplace-import-about">{about.join(' · ')}</span>
			</span>
		</label>
	);
}

/** Lets a person choose exports, see what they hold, and pick what is written. */
export function ImportPicker({ desk, onDone, onCancel }: { readonly desk: Pick<Desk, 'planImport' | 'importConversations'>; readonly onDone: (message: string) => void; readonly onCancel: () => void }): JSX.Element {
	const [state, setState] = useState<State>({ kind: 'choose', fault: null });
	const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
	const [search, setSearch] = useState('');
	const items = 'items' in state ? state.items : [];
	const shown = useMemo(() => {
		const key = searchKey(search);
		return items.filter(({ title, from }) => key === '' || searchKey(`${title} ${from}`).includes(key));
	}, [items, search]);

	const read = async (list: FileList): Promise<void> => {
		setState({ kind: 'reading' });
		try {
			const files = await exportFiles(list);
			const plan = await desk.planImport(files);
			const fresh = plan.items.filter((item) => item.state !== 'known');
			setLeft(new Set());
			setSearch('');
			setState({ kind: 'listed', files, items: [...fresh].reverse(), known: plan.items.length - fresh.length, problems: plan.problems });
		} catch (error) {
			setState({ kind: 'choose', fault: reasonOf(error) });
		}
	};
	const write = async (listed: Listed): Promise<void> => {
		setState({ ...listed, kind: 'writing' });
		const { committed, refused, problems } = await desk.importConversations(listed.files, listed.items.flatMap(({ id }) => (left.has(id) ? [] : [id])));
		// What the files themselves lack was told before.
		const faults = problems.filter(({ path, message }) => !listed.problems.some((told) => told.path === path && told.message === message));
		onDone([IMPORT.done(committed.length), refused[0]?.reason, faults[0]?.message].filter((part) => part !== undefined).join(' '));
	};

	if (!('items' in state)) {
		return (
			<div class="commonplace-import">
				<p>{IMPORT.what}</p>
				<p>{IMPORT.how}</p>
				{state.kind === 'reading' ? (
					<p role="status">{IMPORT.reading}</p>
				) : (
					<input
						type="file"
						multiple
						accept=".zip,.json,.jsonl"
						aria-label={IMPORT.choose}
						onChange={({ currentTarget: { files } }) => {
							if (files !== null && files.length > 0) void read(files);
						}}
					/>
				)}
				{state.kind === 'choose' && state.fault !== null ? <p role="alert">{IMPORT.failed(state.fault)}</p> : null}
			</div>
		);
	}

	const picked = items.length - left.size;
	const toggle = (id: string): void => {
		const next = new Set(left);
		if (!next.delete(id)) next.add(id);
		setLeft(next);
	};
	/** Of those in sight, as a search leaves them. */
	const takeShown = (take: boolean): void => {
		const next = new Set(left);
		for (const { id } of shown) {
			if (take) next.delete(id);
			else next.add(id);
		}
		setLeft(next);
	};
	const busy = state.kind === 'writing';
	return (
		<div class="commonplace-import">
			{state.problems.length === 0 ? null : (
				<ul class="commonplace-import-problems" role="alert">
					{state.problems.slice(0, MOST_PROBLEMS).map(({ path, message }, index) => (
						<li key={index}>{`${path}: ${message}`}</li>
					))}
					{state.problems.length > MOST_PROBLEMS ? <li>{IMPORT.moreProblems(state.problems.length - MOST_PROBLEMS)}</li> : null}
				</ul>
			)}
			{items.length === 0 ? (
				state.problems.length > 0 && state.known === 0 ? null : <p>{IMPORT.nothing}</p>
			) : (
				<>
					<SearchField value={search} label={IMPORT.search} clearLabel={IMPORT.clearSearch} onSearch={setSearch} />
					<div class="commonplace-import-bar">
						<TextButton text={IMPORT.all} onPress={() => { takeShown(true); }} />
						<TextButton text={IMPORT.none} onPress={() => { takeShown(false); }} />
					</div>
					<div class="commonplace-import-list">
						{shown.length === 0 ? <p>{IMPORT.noMatch}</p> : <VirtualList items={shown} keyOf={({ id }) => id} estimate={() => ROW} keep={null} label={IMPORT.list} render={(item) => <Row item={item} picked={!left.has(item.id)} onPick={() => { toggle(item.id); }} />} />}
					</div>
					<p role="status">{busy ? IMPORT.writing : IMPORT.count(picked, state.known)}</p>
				</>
			)}
			<div class="modal-button-container">
				{items.length === 0 ? null : <TextButton text={IMPORT.go} look="cta" off={busy || picked === 0} onPress={() => void write(state)} />}
				<TextButton text={IMPORT.cancel} onPress={onCancel} />
			</div>
		</div>
	);
}
