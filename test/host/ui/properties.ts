import { setIcon } from './icons.js';

type RenderText = (text: string, el: HTMLElement) => void;

const iconOf = (key: string, value: unknown): string => {
	if (key === 'tags') return 'tags';
	if (key === 'aliases') return 'forward';
	if (Array.isArray(value)) return 'list';
	if (typeof value === 'number') return 'binary';
	if (typeof value === 'boolean') return 'square-check';
	return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? 'calendar' : 'text';
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value));

/** The table of properties above a note. */
export function renderProperties(properties: Readonly<Record<string, unknown>>, el: HTMLElement, renderText: RenderText): void {
	const container = el.createDiv('metadata-container');
	container.createDiv({ cls: 'metadata-properties-heading', text: 'Properties' });
	const rows = container.createDiv('metadata-properties');
	for (const [key, value] of Object.entries(properties)) {
		const row = rows.createDiv({ cls: 'metadata-property', attr: { 'data-property-key': key } });
		const keyEl = row.createDiv('metadata-property-key');
		setIcon(keyEl.createSpan('metadata-property-icon'), iconOf(key, value));
		keyEl.createSpan({ cls: 'metadata-property-key-input', text: key });
		const valueEl = row.createDiv('metadata-property-value');
		if (Array.isArray(value)) {
			for (const item of value) renderText(asText(item), valueEl.createDiv('multi-select-pill').createDiv('multi-select-pill-content'));
		} else renderText(asText(value), valueEl.createSpan());
	}
}
