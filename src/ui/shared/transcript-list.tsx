import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageCall } from '../../compile/wiki-views.js';
import type { Desk } from '../desk.js';
import { MODELS } from '../strings/models.js';
import { dayAndTime } from './moments.js';

const words = MODELS.transcripts;

/** The calls of models in which a page was written, each a link to the note that records it. Nothing where there was none. */
export function TranscriptList({ desk, path }: { readonly desk: Desk; readonly path: string }): JSX.Element | null {
	const [calls, setCalls] = useState<readonly PageCall[]>([]);
	useEffect(() => {
		let wanted = true;
		setCalls([]);
		desk.pageCalls(path).then(
			(found) => {
				if (wanted) setCalls(found);
			},
			() => undefined,
		);
		return () => {
			wanted = false;
		};
	}, [desk, path]);
	if (calls.length === 0) return null;
	return (
		<section class="commonplace-section commonplace-transcripts">
			<h4>{words.heading(calls.length)}</h4>
			<ul>
				{calls.map(({ at, model, transcript }) => (
					<li key={transcript}>
						<button type="button" class="commonplace-link" onClick={() => void desk.open(transcript, null, 'tab')}>
							{words.call(model, dayAndTime(at))}
						</button>
					</li>
				))}
			</ul>
		</section>
	);
}
