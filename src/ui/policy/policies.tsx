import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Desk } from '../desk.js';
import { IconButton } from '../shared/buttons.js';
import { Icon } from '../shared/icon.js';
import { POLICY } from '../strings/policy.js';
import { ExceptionsTab } from './exceptions-tab.js';
import { messageOf, problemText, type PolicyParts, type Told } from './parts.js';
import { PoliciesTab } from './policies-tab.js';
import { TABS, type PolicyTab, type PolicyViewState } from './policy-state.js';
import { WriteTab } from './write-tab.js';

const idOf = (tab: PolicyTab): string => `commonplace-policy-tab-${tab}`;
const PANEL = 'commonplace-policy-panel';

/** The view of the gate's rules, in three parts. */
export function Policies({ desk, state }: { readonly desk: Desk; readonly state: Signal<PolicyViewState> }): JSX.Element {
	const [told, setTold] = useState<Told | null>(null);
	const parts = useMemo((): PolicyParts => {
		const change = (patch: Partial<PolicyViewState>): void => {
			state.value = { ...state.peek(), ...patch };
		};
		const tell = (next: Told | null): void => {
			setTold(next);
		};
		return {
			desk,
			state,
			change,
			tell,
			async act(deed, done) {
				tell(null);
				let fault: string | null;
				try {
					const found = await deed();
					fault = found === null ? null : problemText(found);
				} catch (error) {
					fault = messageOf(error);
				}
				tell({ text: fault ?? done, failed: fault !== null });
				return fault === null;
			},
			open(path, line) {
				desk.open(path, line === null ? null : { line }).catch((error: unknown) => {
					tell({ text: messageOf(error), failed: true });
				});
			},
		};
	}, [desk, state]);
	const inSight = desk.policies.inSight.value;
	useEffect(() => {
		if (inSight !== null) parts.change({ tab: 'policies', chosen: inSight.path });
	}, [inSight]);
	const { tab } = state.value;
	return (
		<div class="commonplace-policy">
			<Tabs tab={tab} onChoose={(next) => { parts.change({ tab: next }); }} />
			<div class="commonplace-policy-told" aria-live="polite">
				{told === null ? null : (
					<div class={`commonplace-policy-outcome${told.failed ? ' mod-failed' : ''}`}>
						<Icon name={told.failed ? 'triangle-alert' : 'check'} />
						<span>{told.text}</span>
						<IconButton icon="x" label={POLICY.dismiss} onPress={() => { setTold(null); }} />
					</div>
				)}
			</div>
			<div class="commonplace-policy-panel" role="tabpanel" id={PANEL} aria-labelledby={idOf(tab)}>
				{tab === 'policies' ? <PoliciesTab parts={parts} /> : tab === 'write' ? <WriteTab parts={parts} /> : <ExceptionsTab parts={parts} />}
			</div>
		</div>
	);
}

function Tabs({ tab, onChoose }: { readonly tab: PolicyTab; readonly onChoose: (tab: PolicyTab) => void }): JSX.Element {
	const list = useRef<HTMLDivElement>(null);
	const choose = (next: PolicyTab | undefined): void => {
		if (next === undefined) return;
		onChoose(next);
		list.current?.querySelector<HTMLElement>(`#${idOf(next)}`)?.focus();
	};
	const press = (event: KeyboardEvent): void => {
		const at = TABS.indexOf(tab);
		const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
		if (to === undefined) return;
		event.preventDefault();
		choose(TABS[(to + TABS.length) % TABS.length]);
	};
	return (
		<div ref={list} class="commonplace-policy-tabs" role="tablist" aria-label={POLICY.tabList} onKeyDown={press}>
			{TABS.map((each) => (
				<button key={each} id={idOf(each)} type="button" role="tab" class={`commonplace-policy-tab${each === tab ? ' is-active' : ''}`} aria-selected={each === tab} aria-controls={PANEL} tabIndex={each === tab ? 0 : -1} onClick={() => { onChoose(each); }}>
					{POLICY.tabs[each]}
				</button>
			))}
		</div>
	);
}
