import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openHost } from './host-page.js';

const pluginDir = fileURLToPath(new URL('tiny-plugin', import.meta.url));

test('a view opens at the side from the ribbon', async () => {
	const { page } = await openHost({ pluginDir, files: { 'a/Note.md': '# Hello\n\nSee [[Other]].\n', 'Other.md': 'Hi\n' } });
	await page.getByRole('button', { name: 'Open tiny view' }).click();
	await page.getByRole('heading', { name: 'Hello from a view' }).waitFor();
	expect(await page.locator('.workspace-leaf-content[data-type="tiny-view"]').count()).toBe(1);
});
