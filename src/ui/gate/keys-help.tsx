import type { JSX } from 'preact';
import { IconButton } from '../shared/buttons.js';
import { GATE } from '../strings/gate.js';

export function KeysHelp({ onClose }: { readonly onClose: () => void }): JSX.Element {
	return (
		<section class="commonplace-keys" aria-label={GATE.keysTitle}>
			<IconButton icon="x" label={GATE.dismiss} onPress={onClose} />
			<dl>
				{GATE.keysList.map(([keys, means]) => (
					<div key={keys}>
						<dt>
							{keys.split(' ').map((key) => (
								<kbd key={key}>{key}</kbd>
							))}
						</dt>
						<dd>{means}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
