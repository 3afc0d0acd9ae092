import { setIcon } from './icons.js';

/** The column of icons at the window's edge. */
export class Ribbon {
	private readonly actionsEl: HTMLElement;
	private readonly settingsEl: HTMLElement;

	constructor(containerEl: HTMLElement) {
		const el = containerEl.createDiv('workspace-ribbon side-dock-ribbon mod-left');
		this.actionsEl = el.createDiv('side-dock-actions');
		this.settingsEl = el.createDiv('side-dock-settings');
	}

	add(icon: string, title: string, callback: (event: MouseEvent) => unknown, place: 'actions' | 'settings' = 'actions'): { el: HTMLElement; remove: () => void } {
		const el = (place === 'actions' ? this.actionsEl : this.settingsEl).createDiv({ cls: 'clickable-icon side-dock-ribbon-action', attr: { 'aria-label': title, role: 'button', tabindex: 0, 'data-tooltip-position': 'right' } });
		setIcon(el, icon);
		el.addEventListener('click', callback);
		el.addEventListener('keydown', (event) => {
			if (event.key === 'Enter' || event.key === ' ') el.click();
		});
		return { el, remove: () => el.remove() };
	}
}
