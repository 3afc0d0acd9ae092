import * as icons from 'lucide-static';

export { default as moment } from 'moment';

/** What the components take from the app itself besides its way to write times: an icon of its set, drawn into an element. */
export function setIcon(parent: HTMLElement, id: string): void {
	const name = id.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
	const found = new Map<string, string>(Object.entries(icons)).get(name);
	if (found === undefined) throw new Error(`No icon ${id}`);
	const svg = new DOMParser().parseFromString(found, 'image/svg+xml').documentElement;
	svg.setAttribute('class', 'svg-icon');
	parent.replaceChildren(svg);
}
