import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';
import { findChromium, NO_CHROMIUM } from '../../scripts/chromium.mjs';
import { startServer } from '../host/server/server.js';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const ROOT = new URL('../../', import.meta.url).pathname;
// What is waited for comes sooner; a busy machine is not a fault.
const PATIENCE = 60_000;

export interface HostOptions {
	/** What the vault holds at first: texts by path. */
	readonly files?: Readonly<Record<string, string>>;
	/** The plugin's `data.json`. A string is written as it is. */
	readonly settings?: object | string;
	/** A window of phone size, and the app as it is on a phone. */
	readonly mobile?: boolean;
	readonly theme?: 'light' | 'dark';
	/** As if a person had just switched the plugin on. */
	readonly fresh?: boolean;
	/** Where the built plugin stands; this project's own unless told otherwise. */
	readonly pluginDir?: string;
	/** An existing folder to take as the vault; it stays when the test is over. */
	readonly vaultDir?: string;
	readonly size?: { readonly width: number; readonly height: number };
	/** Errors that the test expects the console to tell. */
	readonly expectErrors?: boolean;
}

export interface HostPage {
	readonly page: Page;
	readonly vaultDir: string;
	readonly url: string;
	/** What the console told as an error, and what was thrown and not caught. */
	readonly consoleErrors: string[];
	read(path: string): string;
	/** Writes behind the plugin's back. */
	write(path: string, text: string): void;
	remove(path: string): void;
	/** Every file of the vault, hidden ones too, sorted. */
	files(): string[];
	/** Runs a command by its id, without the plugin's part: throws where it cannot be done now. */
	command(id: string): Promise<void>;
	/** Loads the page anew, as closing and opening the app would. */
	reload(): Promise<void>;
	/** Ends it early; throws where the page had errors that nobody expected. */
	close(): Promise<void>;
}

let browser: Promise<Browser> | null = null;

/** One browser serves all tests of a file. */
function sharedBrowser(): Promise<Browser> {
	const executablePath = findChromium();
	if (executablePath === null) throw new Error(NO_CHROMIUM);
	browser ??= chromium.launch({ executablePath, args: ARGS });
	return browser;
}

afterAll(async () => {
	await (await browser)?.close();
	browser = null;
});

/** Opens the app with the built plugin enabled, over a vault of its own. Closed when the test is over, if not before. */
export async function openHost(options: HostOptions = {}): Promise<HostPage> {
	const { files = {}, settings, mobile = false, theme = 'light', fresh = false, pluginDir = ROOT, expectErrors = false } = options;
	const vaultDir = options.vaultDir ?? mkdtempSync(join(tmpdir(), 'commonplace-e2e-'));
	const write = (path: string, text: string): void => {
		mkdirSync(dirname(join(vaultDir, path)), { recursive: true });
		writeFileSync(join(vaultDir, path), text);
	};
	for (const [path, text] of Object.entries(files)) write(path, text);
	const { id } = JSON.parse(readFileSync(join(pluginDir, 'manifest.json'), 'utf8')) as { id: string };
	if (settings !== undefined) write(`.obsidian/plugins/${id}/data.json`, typeof settings === 'string' ? settings : JSON.stringify(settings));

	const server = await startServer({ vaultDir, pluginDir });
	const size = options.size ?? (mobile ? { width: 390, height: 844 } : { width: 1280, height: 800 });
	const context = await (await sharedBrowser()).newContext({ viewport: size, hasTouch: mobile, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE);
	const consoleErrors: string[] = [];
	page.on('pageerror', (error) => consoleErrors.push(error.stack ?? error.message));
	// A file that is looked for and not there is an answer like another; the browser calls it an error.
	page.on('console', (message) => message.type() === 'error' && !message.text().startsWith('Failed to load resource') && consoleErrors.push(message.text()));

	const ready = async (): Promise<void> => {
		await page.waitForSelector('body.is-ready, .host-failed', { state: 'attached' });
		const failed = await page.locator('.host-failed').allTextContents();
		if (failed.length > 0) throw new Error(`The host did not start: ${failed.join('\n')}`);
	};
	let closed = false;
	const close = async (): Promise<void> => {
		if (closed) return;
		closed = true;
		await context.close();
		await server.close();
		if (options.vaultDir === undefined) rmSync(vaultDir, { recursive: true, force: true });
		if (!expectErrors && consoleErrors.length > 0) throw new Error(`The page had errors:\n${consoleErrors.join('\n')}`);
	};
	onTestFinished(async ({ task }) => {
		if (!closed && task.result?.state === 'fail') {
			const path = join(tmpdir(), `commonplace-${task.name.replace(/[^\w]+/g, '-')}.png`);
			await page.screenshot({ path });
			process.stderr.write(`What was in sight when it failed: ${path}\n`);
		}
		await close();
	});

	const query = [mobile ? 'mobile' : '', `theme=${theme}`, fresh ? 'fresh' : ''].filter((part) => part !== '').join('&');
	await page.goto(`${server.url}?${query}`);
	await ready();
	return {
		page,
		vaultDir,
		url: server.url,
		consoleErrors,
		read: (path) => readFileSync(join(vaultDir, path), 'utf8'),
		write,
		remove: (path) => rmSync(join(vaultDir, path), { recursive: true }),
		files: () => filesIn(vaultDir),
		command: async (command) => {
			const done = await page.evaluate((wanted) => window.host?.commands.execute(wanted), command);
			if (done !== true) throw new Error(`The command ${command} cannot be done now.`);
		},
		reload: async () => {
			await page.reload();
			await ready();
		},
		close,
	};
}

/** Every file below the folder, hidden ones too, sorted. */
export function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
		.sort();
}
