import { fileURLToPath } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import * as esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const STYLES = ['../../../src/ui/shared/shared.css', '../../../src/ui/shared/browse.css', '../../../src/ui/wiki/wiki.css', '../../../src/ui/lint/lint.css'];
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS });

/** The views' own code and styles, bundled once, over a stand-in for the app. */
export async function bundle(): Promise<{ readonly script: string; readonly style: string }> {
	const built = await esbuild.build({
		entryPoints: [here('page.tsx')],
		bundle: true,
		write: false,
		format: 'iife',
		jsx: 'automatic',
		jsxImportSource: 'preact',
		alias: { obsidian: here('app-stand-in.ts') },
		logLevel: 'error',
	});
	const styles = await esbuild.build({
		stdin: { contents: ['./theme.css', ...STYLES].map((path) => `@import '${path}';`).join('\n'), resolveDir: here('.'), loader: 'css' },
		bundle: true,
		write: false,
		logLevel: 'error',
	});
	return { script: built.outputFiles[0]?.text ?? '', style: styles.outputFiles[0]?.text ?? '' };
}

export interface Look {
	readonly width?: number;
	readonly height?: number;
	readonly theme?: 'light' | 'dark';
}

/** A page with the views' code in it and nothing mounted yet. An error in it fails the test that closes it. */
export async function openStage(browser: Browser, { script, style }: { readonly script: string; readonly style: string }, { width = 1000, height = 720, theme = 'light' }: Look = {}): Promise<Page> {
	const page = await browser.newPage({ viewport: { width, height }, locale: 'en-GB' });
	page.setDefaultTimeout(8_000);
	page.on('pageerror', (error) => {
		throw error;
	});
	await page.setContent(`<!doctype html><html lang="en"><head><title>Commonplace</title><style>${style}</style></head><body class="theme-${theme}"></body></html>`);
	await page.addScriptTag({ content: script });
	return page;
}

/** What axe finds that keeps somebody from using the page, each with where it stands. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
	await page.addScriptTag({ content: axe.source });
	const { violations } = await page.evaluate<AxeResults>('axe.run()');
	return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
