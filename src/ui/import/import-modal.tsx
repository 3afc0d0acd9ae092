import { Modal, type App } from 'obsidian';
import { render } from 'preact';
import type { Desk } from '../desk.js';
import { IMPORT } from '../strings/import.js';
import { ImportPicker } from './import-picker.js';

/** Asks for exports of conversations and imports what is picked of them. */
export function openImport(app: App, desk: Pick<Desk, 'planImport' | 'importConversations'>, notify: (message: string) => void): void {
	const modal = new Modal(app);
	modal.setTitle(IMPORT.title);
	modal.setCloseCallback(() => {
		render(null, modal.contentEl);
	});
	const close = (): void => {
		modal.close();
	};
	const done = (message: string): void => {
		close();
		notify(message);
	};
	render(<ImportPicker desk={desk} onDone={done} onCancel={close} />, modal.contentEl);
	modal.open();
}
