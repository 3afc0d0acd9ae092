import nodes from 'lucide-static/icon-nodes.json';

export { default as moment } from 'moment';

// With its way to write times the only part of the app that the views' pieces ask for. An icon that the app does not have is an error here.
const icons = new Map(Object.entries(nodes));

export function setIcon(parent: HTMLElement, name: string): void {
	const shapes = icons.get(name);
	if (!shapes) throw new Error(`The app has no icon called ${name}.`);
	const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	const attributes = { viewBox: '0 0 24 24', width: '24', height: '24', fill: 'none', stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', class: 'svg-icon' };
	for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
	for (const [tag, shape] of shapes) {
		if (typeof tag !== 'string' || typeof shape !== 'object') continue;
		const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
		for (const [key, value] of Object.entries(shape)) node.setAttribute(key, value);
		svg.append(node);
	}
	parent.replaceChildren(svg);
}
