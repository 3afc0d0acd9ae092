import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { pluginOptions } from '../../../esbuild.config.mjs';
import type { GatePage } from './page.js';

declare global {
	interface Window {
		readonly gate: GatePage;
	}
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export interface Bench {
	/** A fresh page with the panel's code in it and nothing mounted. */
	page(options?: { readonly width?: number; readonly height?: number; readonly dark?: boolean; readonly touch?: boolean }): Promise<Page>;
	close(): Promise<void>;
}

/** Builds the panel with its page and starts a browser. */
export async function startBench(): Promise<Bench> {
	const plugin = pluginOptions(false);
	const { outputFiles } = await esbuild.build({
		...plugin,
		entryPoints: [here('page.tsx')],
		outfile: 'page.js',
		format: 'iife',
		external: [],
		alias: { ...plugin.alias, obsidian: here('obsidian.ts') },
		sourcemap: false,
		write: false,
	});
	const text = (ending: string): string => (outputFiles ?? []).find(({ path }) => path.endsWith(ending))?.text ?? '';
	const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
	const browser: Browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
	});
	return {
		async page({ width = 420, height = 800, dark = false, touch = false } = {}) {
			const context = await browser.newContext({ viewport: { width, height }, hasTouch: touch, isMobile: touch });
			const page = await context.newPage();
			const look = dark ? 'theme-dark' : 'theme-light';
			await page.setContent(`<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Gate</title></head><body class="${look}"><main id="panel"></main></body></html>`);
			await page.addStyleTag({ content: text('.css') });
			await page.addScriptTag({ content: text('.js') });
			await page.addScriptTag({ content: axe });
			return page;
		},
		close: () => browser.close(),
	};
}
