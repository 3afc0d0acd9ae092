import type { TooltipOptions } from 'obsidian';

let shown: HTMLElement | null = null;

function hide(): void {
	shown?.remove();
	shown = null;
}

export function displayTooltip(target: HTMLElement, content: string | DocumentFragment, options: TooltipOptions = {}): void {
	hide();
	shown = document.body.createDiv({ cls: ['tooltip', `mod-${options.placement ?? 'bottom'}`, ...(options.classes ?? [])], attr: { 'aria-hidden': 'true' } });
	shown.setText(content);
	const { left, top, bottom, width } = target.getBoundingClientRect();
	const own = shown.getBoundingClientRect();
	const x = Math.max(4, Math.min(window.innerWidth - own.width - 4, left + width / 2 - own.width / 2));
	const y = options.placement === 'top' || bottom + own.height + 8 > window.innerHeight ? top - own.height - 6 : bottom + 6;
	shown.setCssProps({ left: `${x}px`, top: `${y}px` });
}

export function setTooltip(el: HTMLElement, tooltip: string, options: TooltipOptions = {}): void {
	el.setAttr('aria-label', tooltip === '' ? null : tooltip);
	el.setAttr('data-tooltip-position', options.placement ?? null);
}

/** What has an `aria-label` shows it when pointed at, as in the app. */
export function followPointer(): void {
	document.addEventListener('mouseover', (event) => {
		const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[aria-label]') : null;
		const label = target?.getAttribute('aria-label');
		if (target === null || label === null || label === undefined || target.matches('.no-tooltip, input, textarea, svg, ul, ol, [role="list"], [role="listbox"], [role="tree"], section, main, nav')) return hide();
		displayTooltip(target, label, { placement: target.getAttribute('data-tooltip-position') === 'top' ? 'top' : 'bottom' });
	});
	document.addEventListener('mousedown', hide, true);
	document.addEventListener('keydown', hide, true);
}
