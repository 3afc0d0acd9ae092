import { isMap, isSeq, parseDocument } from 'yaml';
import type { Exemption } from './exemption.js';

/** A person's leave for a worker to do what one rule forbids it. */
export interface ExemptionRequest {
	/** A worker's name, or its whole id. */
	readonly worker: string;
	readonly action: string;
	/** A path or a glob. */
	readonly target: string;
	/** The checkpoint whose rules it lifts, such as `forbidden-target`. */
	readonly lifts: string;
	readonly uses: number;
	/** An ISO date, or a date and time with its zone. */
	readonly expires: string;
	readonly reason: string;
}

/** A request that was granted. */
export interface Grant extends ExemptionRequest {
	readonly id: string;
	/** An ISO time. */
	readonly granted: string;
	/** The person. */
	readonly by: string;
}

const HEAD = '# Exemptions that a person granted: each lifts one rule of one worker, so many times, until it expires.\n# What stands here is read at every decision; docs/gate.md tells what each line means.\nexemptions:\n';

/** The file with one more exemption; comments and what a person wrote stay. `text` is a file that could be read, or null where none stands. */
export function withExemption(text: string | null, grant: Grant): string {
	const document = parseDocument(text === null || text.trim() === '' ? HEAD : text);
	const list = document.get('exemptions');
	if (isSeq(list)) {
		list.flow = false;
		list.add(document.createNode(grant));
	} else document.set('exemptions', document.createNode([grant]));
	return document.toString({ lineWidth: 0 });
}

/** The file without this exemption. */
export function withoutExemption(text: string, { id }: Pick<Exemption, 'id'>): string {
	const document = parseDocument(text);
	const list = document.get('exemptions');
	if (isSeq(list)) list.items = list.items.filter((item) => !(isMap(item) && item.get('id') === id));
	return document.toString({ lineWidth: 0 });
}
