import { isRecord } from '../core/yaml.js';

const shapes = new Map<string, unknown>();
const added = new Map<string, string>();

/** Takes the icons of the Lucide release that the app has: names with `[tag, attributes]` lists. */
export function loadIcons(nodes: unknown): void {
	if (isRecord(nodes)) for (const [name, list] of Object.entries(nodes)) shapes.set(name, list);
}

export function addIcon(id: string, svgContent: string): void {
	added.set(id, svgContent);
}

export function removeIcon(id: string): void {
	added.delete(id);
}

export const getIconIds = (): string[] => [...[...shapes.keys()].map((name) => `lucide-${name}`), ...added.keys()];

export function getIcon(id: string): SVGSVGElement | null {
	const name = id.replace(/^lucide-/, '');
	const own = added.get(id);
	const list = shapes.get(name);
	if (own === undefined && !Array.isArray(list)) return null;
	const svg = createSvg('svg', { cls: own === undefined ? ['svg-icon', `lucide-${name}`] : ['svg-icon', id] });
	svg.setAttrs({ viewBox: own === undefined ? '0 0 24 24' : '0 0 100 100', width: 24, height: 24, fill: 'none', stroke: 'currentColor', 'stroke-width': own === undefined ? 2 : 0, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' });
	if (own !== undefined) {
		const parsed = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg">${own}</svg>`, 'image/svg+xml');
		svg.append(...parsed.documentElement.childNodes);
	} else if (Array.isArray(list)) {
		for (const shape of list) {
			const [tag, attributes] = Array.isArray(shape) ? (shape as unknown[]) : [];
			if (typeof tag !== 'string' || !isRecord(attributes)) continue;
			const el = document.createElementNS('http://www.w3.org/2000/svg', tag);
			for (const [attribute, value] of Object.entries(attributes)) el.setAttribute(attribute, String(value));
			svg.append(el);
		}
	}
	return svg;
}

/** As in the app, an unknown name leaves the element empty; here it is said aloud, for it is always a mistake. */
export function setIcon(parent: HTMLElement, iconId: string): void {
	parent.empty();
	if (iconId === '') return;
	const svg = getIcon(iconId);
	if (svg === null) console.error(`There is no icon named ${iconId}.`);
	else parent.append(svg);
}
